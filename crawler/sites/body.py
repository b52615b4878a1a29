"""The body walker: a container's markup as lines and pictures in reading order, each line claimed or reported."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from crawler.outlets import absolute_url
from crawler.vietnamese.text import clean

LineKind = Literal["paragraph", "subhead", "quote", "list_item", "table", "caption"]

_SECTIONS = {"address", "article", "aside", "body", "footer", "header", "html", "main", "nav", "section"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_BOXES = {
    "blockquote",
    "center",
    "details",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "hr",
    "p",
    "pre",
    "summary",
}
_BLOCKS = frozenset(_SECTIONS | _HEADINGS | _LISTS | _TABLES | _BOXES)
_SKIPPED = frozenset(["script", "style", "template", "link", "meta", "svg", "head", "title", "xml"])
_PARTING = _BLOCKS | _SKIPPED | {"br"}
_CONTROLS = frozenset(["button", "form", "select", "textarea", "input", "nav"])
_PLAYERS = frozenset(["video", "iframe", "embed", "object", "audio"])
_ITALIC, _BOLD = frozenset(["em", "i"]), frozenset(["strong", "b"])
# Emphasis round one of these is not emphasis of the lines in it.
_RESETS = frozenset(["div", "td", "th", "table", "ul", "ol", "section", "article"])
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:relate\w*|tin-?lien-?quan|lien-?quan|xem-?them|readmore|read-more|inner-article)(?:$|[\s_-])",
    re.I,
)
_RELATED_TYPE = re.compile(r"Related", re.I)
_ADVERT = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|quang-?cao|banner\w*|AMN_\S+|oneads|adsbygoogle|sharelike|share\w*|comments?|"
    r"fb-\w+|pub-fontsize|font-?size|hidden-print)(?:$|[\s_-])",
    re.I,
)
_ADVERT_TEXT = re.compile(r"(?:AD)?(?:Quảng cáo|Advertisement|Advertising)", re.I)
# The article's own wrapper is called so: 'content-fck-font-size' must not pass for the font-size switch.
_WRAPPER = re.compile(r"content-fck", re.I)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:note|image_desc|image-?desc|img-?desc|caption|wp-caption-text|photo-?caption|pcaption|figcaption|"
    r"chu-?thich|imgnote|desc-?img)(?:$|[\s_-])",
    re.I,
)
_LONGEST_NAME = 500  # letters of class and id looked at: a page's debris can be megabytes of them
_LONGEST_STYLE = 2 * _LONGEST_NAME
_TELLING = frozenset(["class", "id", "type", "style", "align"])  # attributes that say how text is set, or whose it is
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_PLACEHOLDER = re.compile(
    r"^data:|(?:grey|gray|blank|spacer|loading|lazy|transparent|1x1)[^/]*\.(?:gif|png|svg)$", re.I
)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-image", "src")
_SOURCE_SETS = ("data-srcset", "srcset")
# The CMS's own furniture, smileys and counters of visits are no pictures of the article.
_FURNITURE = re.compile(r"/static/templates/|/emoji/|facebook\.com/tr\b|google-analytics|doubleclick", re.I)
_ICON = re.compile(r"(?:^|[\s_-])(?:emoji|smiley|emoticon|icon\d*)(?:$|[\s_-])", re.I)
_PIXELS = re.compile(r"(\d{1,5})(?:px)?$")
_LETTER = re.compile(r"[^\W_]")
_KINDS: dict[str, LineKind] = {"figcaption": "caption", "li": "list_item", "blockquote": "quote"}
_KINDS |= dict.fromkeys(_HEADINGS, "subhead")
_PARAGRAPHS = frozenset(_HEADINGS | {"p", "li", "td", "th", "figcaption", "figure", "dd", "dt"})
_SMALLEST_PICTURE = 48  # pixels of width and height: icons have less
_LONGEST_ADDRESS = 4000  # letters: no server takes more
LONGEST_CAPTION = 600  # Hải Phòng and Nghệ An run to about 300; a longer text under a picture is a paragraph
LONGEST_CELL = 700
_LONGEST_BESIDE = 300  # letters beside a picture: more are text and no caption
_LONG_LINE = 60  # letters: shorter lines over a picture are its heading
_MOST_COLUMNS = 20
_DEEPEST_TABLE = 8  # layout tables in each other: editors paste two or three, only debris has more
_QUIET = " \t\r\n\xa0\u200b\ufeff.,;:-–—*•>»►▶→+|"
_BLANK = " \t\r\n\xa0\u200b\ufeff"
_SENTENCE_END = re.compile(r"[.:;!?…”\"]$")
_LINE_START = re.compile(r"[A-ZÀ-ỸĐ“\"(\d•*+–—-]")


@dataclass(slots=True)
class Picture:
    """One picture, with the lines that turned out to be its captions, and the address it links to."""

    url: str
    caption: str | None = None
    credit: str | None = None
    link: str = ""


@dataclass(slots=True)
class Line:
    """One run of text between two block borders, and how it was set."""

    text: str
    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    italic: bool = False
    bold: bool = False
    beside_picture: bool = False
    after_player: bool = False
    links: list[str] = field(default_factory=list)
    linked_only: bool = False
    picture: Picture | None = None  # the one it stands under, where a table says so


@dataclass
class BodyWalk:
    """What the walker saw: lines and pictures in order; what it passed over, and why."""

    items: list[Line | Picture] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    players: int = 0


def walk_body(container: HtmlElement, base_url: str, skipped: Set[HtmlElement] = frozenset()) -> BodyWalk:
    """Walk a container once and return its lines and pictures in reading order."""
    walker = _Walker(base_url, skipped)
    walker.content(container, _Setting())
    walker.flush(_Setting())
    return walker.result


def text_of(element: HtmlElement) -> str:
    """Return an element's text; blocks and line breaks part words, inline marks do not ('<b>H</b>ộ')."""
    if element.tag not in _SKIPPED and _PARTING.isdisjoint([node.tag for node in element.iterdescendants()]):
        return clean(element.text_content())  # four times as fast as the walk below
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        parts = node.tag in _BLOCKS or node.tag == "br"
        if event == "start" and node.tag in _SKIPPED:
            walker.skip_subtree()
        elif event == "start":
            pieces.append(f" {node.text or ''}" if parts else node.text or "")
        else:
            pieces.append(f" {'' if node is element else node.tail or ''}" if parts else node.tail or "")
    return clean("".join(pieces if element.tag in _BLOCKS else _without_tail(pieces, element)))


def _without_tail(pieces: list[str], element: HtmlElement) -> list[str]:
    return pieces[:-1] if pieces and element.tail else pieces


class _Setting(NamedTuple):
    """How the text at one place is set, as its ancestors say."""

    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    paragraph: bool = False
    italic: bool = False
    bold: bool = False
    href: str = ""


class _Look(NamedTuple):
    """What an element's name and attributes say of the text in it, whatever stands round it."""

    kind: LineKind
    align: str
    classes: str
    paragraph: bool
    italic: bool
    bold: bool
    resets: bool
    aside: bool  # a box of links or an advert

    def inside(self, outer: _Setting) -> _Setting:
        """Return the setting of a block of this look."""
        kind = self.kind
        if kind == "paragraph" or (kind == "subhead" and outer.kind != "paragraph"):
            kind = outer.kind
        elif outer.kind == "caption":
            kind = "caption"
        return _Setting(
            kind,
            self.align or outer.align,
            _both(outer.classes, self.classes),
            self.paragraph or outer.paragraph,
            self.italic or (outer.italic and not self.resets),
            self.bold or (outer.bold and not self.resets),
            outer.href,
        )


class _Piece(NamedTuple):
    """A run of text with one setting; a single line break is a piece of its own."""

    text: str
    italic: bool = False
    bold: bool = False
    href: str = ""
    is_break: bool = False

    @property
    def says(self) -> bool:
        return not self.is_break and bool(self.text.strip(_QUIET))


class _Frame(NamedTuple):
    """An element whose children are being walked; the end of a block is a border, and its pictures stay in it."""

    element: HtmlElement
    setting: _Setting
    children: Iterator[HtmlElement]
    is_block: bool = False
    picture_before: bool = False


class _Walker:
    def __init__(self, base_url: str, skipped: Set[HtmlElement] = frozenset(), depth: int = 0) -> None:
        self.base_url = base_url
        self.skipped = skipped
        self.depth = depth
        self.result = BodyWalk()
        self.pieces: list[_Piece] = []
        self.picture_in_block = False
        self.after_player = False
        self.picture_missed = False

    def content(self, root: HtmlElement, setting: _Setting) -> None:
        """Walk below an element without recursion: debris nests thousands of levels deep."""
        frames = [_Frame(root, setting, iter(root))]
        self.string(root.text, setting)
        while frames:
            frame = frames[-1]
            for child in frame.children:
                if isinstance(child.tag, str) and (entered := self.enter(child, frame.setting)):
                    frames.append(entered)
                    self.string(child.text, entered.setting)
                    break
                if tail := child.tail:
                    self.string(tail, frame.setting)
            else:
                self.leave(frames.pop())
                if frames:
                    self.string(frame.element.tail, frames[-1].setting)

    def leave(self, frame: _Frame) -> None:
        if frame.is_block:
            self.flush(frame.setting)
            self.picture_in_block = frame.picture_before

    def string(self, text: str | None, setting: _Setting) -> None:
        if text and (self.pieces or not text.isspace()):  # the white space between blocks begins no line
            self.pieces.append(_Piece(text, setting.italic, setting.bold, setting.href))

    def enter(self, tag: HtmlElement, setting: _Setting) -> _Frame | None:  # noqa: PLR0911 - one return a kind of tag
        """Deal with an element, or return the frame in which its children are walked."""
        name = tag.tag.lower()
        if name in _SKIPPED or tag in self.skipped or (":" in name and ":" in name.removeprefix("o:p")):
            return None
        if (style := tag.get("style")) and _HIDDEN.search(style[:_LONGEST_STYLE]):
            self._note(tag, self.result.passed_over)
            return None
        if name in _PLAYERS:
            self.flush(setting)
            self.result.players += 1
            self.after_player = True
            return None
        if name in _CONTROLS:
            self._note(tag, self.result.unclaimed)
            return None
        if name == "noscript":
            if self.picture_missed and (image := next(tag.iter("img"), None)) is not None:
                self.picture(image, setting)
            return None
        if name == "img":
            self.picture(tag, setting)
            return None
        if name == "br":
            self.line_break(tag, setting)
            return None
        if name in _BLOCKS:
            return self.inner_block(tag, name, setting)
        return _Frame(tag, _inline(tag, name, setting), iter(tag))

    def inner_block(self, tag: HtmlElement, name: str, setting: _Setting) -> _Frame | None:
        look = _look_of(tag, name)
        self.flush(setting)
        if look.aside and not _zoomable(tag):
            self._note(tag, self.result.passed_over)
            return None
        if name == "table":
            return self.table(tag, setting)
        return self._frame(tag, look.inside(setting), setting)

    def _frame(self, tag: HtmlElement, inner: _Setting, outer: _Setting) -> _Frame:
        """Open a block: what stands in it is flushed at its end, and a picture in it stays there."""
        before = self.picture_in_block
        self.picture_in_block = before and outer.paragraph
        return _Frame(tag, inner, iter(tag), True, before)

    def picture(self, tag: HtmlElement, setting: _Setting) -> None:
        url = _source(tag, self.base_url)
        self.picture_missed = not url
        if not url or _is_furniture(tag, url):
            return
        floated = (tag.get("align") or "") in ("left", "right") or "float" in (tag.get("style") or "")
        self.flush(setting)
        self.result.items.append(Picture(url, link=joined(self.base_url, setting.href)))
        self.picture_in_block = not floated

    def line_break(self, tag: HtmlElement, setting: _Setting) -> None:
        following = tag.getnext()
        twice = following is not None and following.tag == "br" and not clean(tag.tail)
        if twice or not setting.paragraph or self.picture_in_block:
            self.flush(setting)
        else:
            self.pieces.append(_Piece(" ", is_break=True))

    def flush(self, setting: _Setting) -> None:
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        for group in _lines(pieces, setting) if len(pieces) > 1 else (pieces,):
            self._line(group, setting)

    def _line(self, pieces: list[_Piece], setting: _Setting) -> None:
        text = clean("".join([p.text for p in pieces]))
        if not _LETTER.search(text):
            return
        if _ADVERT_TEXT.fullmatch(text):
            self.result.passed_over.append(text)
            return
        said = pieces
        if len(pieces) > 1:
            said = [p for p in pieces if p.says] or [p for p in pieces if p.text.strip()]
        links = list(dict.fromkeys([p.href for p in said if p.href]))
        self.result.items.append(
            Line(
                text,
                setting.kind,
                setting.align,
                setting.classes,
                italic=all([p.italic for p in said]),
                bold=all([p.bold for p in said]),
                beside_picture=self.picture_in_block and (setting.paragraph or setting.align == "center"),
                after_player=self.after_player,
                links=[joined(self.base_url, link) for link in links],
                linked_only=bool(links) and all([p.href for p in said]),
            )
        )
        self.after_player = False

    def table(self, table: HtmlElement, setting: _Setting) -> _Frame | None:
        if self.depth >= _DEEPEST_TABLE:
            return self._frame(table, setting, setting)
        rows = _rows(table)
        if next(table.iter("img", *_PLAYERS), None) is not None:
            if any(_longer(cell, LONGEST_CELL) for row in rows for cell in row):
                return self._frame(table, setting._replace(italic=False, bold=False), setting)
            self.layout_table(rows)
        elif (sum(len(row) > 1 for row in rows) >= 1 and len(rows) > 1) or any(len(row) > 2 for row in rows):
            for title in table.iterchildren("caption"):
                if text := text_of(title):
                    self.result.items.append(Line(text))
            for row in rows:
                if texts := [text for cell in row if (text := text_of(cell))]:
                    self.result.items.append(Line(" | ".join(texts), "table"))
        else:
            return self._frame(table, setting._replace(italic=False, bold=False), setting)
        return None

    def layout_table(self, rows: list[list[HtmlElement]]) -> None:
        """Read a table that only places pictures over their captions."""
        above: list[Picture] = []
        for row in rows:
            here: list[Picture] = []
            columns: list[list[Line]] = []
            for cell in row:
                walker = _Walker(self.base_url, self.skipped, self.depth + 1)
                walker.content(cell, _Setting())
                walker.flush(_Setting())
                found = walker.result
                self.result.players += found.players
                self.result.passed_over += found.passed_over
                if _is_prose(found.items):
                    self.result.items += found.items
                    columns.append([])
                    continue
                here += [i for i in found.items if isinstance(i, Picture)]
                columns.append([i for i in found.items if isinstance(i, Line)])
            self.result.items += here
            # Each picture of a row has the caption that stands in its own column.
            paired = not here and len([c for c in columns if c]) > 1 and len(above) >= len(columns)
            owners = above[-len(columns) :] if paired else [None] * len(columns)
            for picture, lines in zip(owners, columns, strict=True):
                beside = bool(here) and sum(len(line.text) for line in lines) > _LONGEST_BESIDE
                for line in lines:
                    if beside:  # a portrait with the story in the next column
                        self.result.items.append(line)
                        continue
                    line.kind, line.picture = "caption", line.picture or picture
                    self.result.items.append(line)
            above = (above + here)[-_MOST_COLUMNS:]

    def _note(self, tag: HtmlElement, where: list[str]) -> None:
        if text := text_of(tag):
            where.append(text[:300])


def _lines(pieces: list[_Piece], setting: _Setting) -> Iterator[list[_Piece]]:
    """Split a paragraph at the line breaks that end a sentence or a bold heading; others are only spaces."""
    line: list[_Piece] = []
    rest: list[_Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and not piece.is_break:
            rest.append(piece)
            continue
        if line and rest and setting.kind == "paragraph" and _parts(line, rest):
            yield line
            line = []
        if line and rest:
            line.append(_Piece(" "))
        line += rest
        rest = []
    if line:
        yield line


def _parts(line: list[_Piece], rest: list[_Piece]) -> bool:
    before, after = "".join(p.text for p in line[-8:]).rstrip(_BLANK), "".join(p.text for p in rest[:8]).lstrip(_BLANK)
    if not before or not after:
        return False
    if _SENTENCE_END.search(before) and _LINE_START.match(after):
        return True
    bold_before = all(p.bold for p in line if p.says)
    return bold_before and not all(p.bold for p in rest if p.says) and bool(_LINE_START.match(after))


def _is_prose(items: list[Line | Picture]) -> bool:
    """Tell a cell in which a whole text stands with its pictures from one of a picture and its caption."""
    pictures = [n for n, item in enumerate(items) if isinstance(item, Picture)]
    long = [item for item in items if isinstance(item, Line) and len(item.text) > _LONG_LINE]
    return bool(pictures) and bool(long) and (isinstance(items[0], Line) or len(long) > 1)


def _rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """Return the table's own rows as lists of cells, not those of a table in it; cells without a row are one."""
    rows: list[list[HtmlElement]] = []
    loose: list[HtmlElement] = []
    parts = [n for part in table for n in (part if part.tag in ("tbody", "thead", "tfoot", "form") else [part])]
    for node in parts:
        if node.tag == "tr":
            rows.append([c for c in node if c.tag in ("td", "th")])
        elif node.tag in ("td", "th"):
            loose.append(node)
    return [*rows, loose] if loose else rows


def _longer(element: HtmlElement, limit: int) -> bool:
    """Tell whether an element's text is longer than so many letters, without collecting it all."""
    count = 0
    for text in element.itertext():
        count += len(clean(text[: limit + 1])) + 1
        if count > limit + 1:
            return True
    return False


def _inline(tag: HtmlElement, name: str, setting: _Setting) -> _Setting:
    look, href = _look_of(tag, name), tag.get("href") if name == "a" else None
    if not (look.italic or look.bold or look.classes or href):
        return setting
    return setting._replace(
        classes=_both(setting.classes, look.classes),
        italic=setting.italic or look.italic,
        bold=setting.bold or look.bold,
        href=href or setting.href,
    )


def _look_of(tag: HtmlElement, name: str) -> _Look:
    said = tag.items()
    return _look(name, tuple((key, value[:_LONGEST_STYLE]) for key, value in said if key in _TELLING) if said else ())


# A paper sets its paragraphs in a few ways, and half of all have no attribute: read anew each time, the looks take a
# third of the walk.
@lru_cache(maxsize=1024)
def _look(name: str, said: tuple[tuple[str, str], ...]) -> _Look:
    given = dict(said)
    style = given.get("style", "")
    classes = " ".join(given.get("class", "")[:_LONGEST_NAME].split())
    captioned = bool(_CAPTION.search(classes))
    return _Look(
        kind="caption" if captioned else _KINDS.get(name, "paragraph"),
        align=_alignment(name, style, given.get("align", ""), classes),
        classes=classes if name != "div" or captioned else "",
        paragraph=name in _PARAGRAPHS,
        italic=name in _ITALIC or bool(_ITALIC_STYLE.search(style)),
        bold=name in _BOLD or bool(_BOLD_STYLE.search(style)),
        resets=name in _RESETS,
        aside=_is_aside(f"{classes} {given.get('id', '')[:_LONGEST_NAME]}", given.get("type", "")),
    )


def _is_aside(named: str, kind: str) -> bool:
    if _WRAPPER.search(named):
        return False
    return bool(_RELATED.search(named) or _ADVERT.search(named) or _RELATED_TYPE.match(kind))


def _both(outer: str, own: str) -> str:
    return f"{outer} {own}".strip()[-_LONGEST_NAME:] if own else outer


def _alignment(name: str, style: str, align: str, classes: str) -> str:
    if name == "center":
        return "center"
    if found := _ALIGN.search(style):
        return found[1].lower()
    align = align.strip().lower()
    if align in ("left", "right", "center", "justify"):
        return align
    classes = classes.lower()
    if re.search(r"(?:^|\s)(?:text-)?(?:align)?-?(?:center|canhgiua)(?:\s|$)", classes):
        return "center"
    return "right" if re.search(r"(?:^|\s)(?:text-right|align-right|right|canhphai)(?:\s|$)", classes) else ""


def _source(tag: HtmlElement, base_url: str) -> str:
    for candidate in _candidates(tag):
        value = candidate[: _LONGEST_ADDRESS + 1].strip()
        if value and len(value) <= _LONGEST_ADDRESS and not _PLACEHOLDER.search(value):
            url = joined(base_url, value)
            if url:
                return url if url.startswith(("http://", "https://")) else ""
    return ""


def _candidates(tag: HtmlElement) -> Iterator[str]:
    for attribute in _SOURCES:
        yield tag.get(attribute) or ""
    for attribute in _SOURCE_SETS:
        yield (tag.get(attribute) or "")[:_LONGEST_ADDRESS].split(" ")[0].rstrip(",")


def joined(base_url: str, value: str) -> str:
    """Resolve an address; '' for none and for what is no address."""
    if not value or len(value) > _LONGEST_ADDRESS:
        return ""
    try:
        return absolute_url(base_url, value.strip())
    except ValueError:
        return ""


def _is_furniture(tag: HtmlElement, url: str) -> bool:
    """Tell icons, smileys, counters of visits and the CMS's own pictures from the article's."""
    if _FURNITURE.search(url) or _ICON.search(_classes(tag)):
        return True
    printed = [_PIXELS.match(size) for side in ("width", "height") if (size := tag.get(side))]
    sizes = [int(found[1]) for found in printed if found]
    return (len(sizes) == 2 and max(sizes) <= _SMALLEST_PICTURE) or any(size <= 1 for size in sizes)


def _zoomable(tag: HtmlElement) -> bool:
    return any("zoomimg" in _classes(image) for image in tag.iter("img"))


def _classes(tag: HtmlElement) -> str:
    return " ".join((tag.get("class") or "")[:_LONGEST_NAME].split())
