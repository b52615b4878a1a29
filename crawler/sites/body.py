"""The body walker: a container's markup as lines and pictures in reading order, each line claimed or reported."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from crawler.outlets import absolute_url
from crawler.sites.macros import without_macros
from crawler.vietnamese.text import clean

KnownPart = Literal["caption", "credit"]
LineKind = Literal["paragraph", "subhead", "quote", "list_item", "table", "caption"]

_SECTIONS = {"address", "article", "aside", "body", "footer", "header", "html", "main", "nav", "section"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_FIGURES = {"figcaption", "figure"}
_BOXES = {"blockquote", "center", "details", "div", "fieldset", "form", "hr", "p", "pre", "summary"}
BLOCKS = frozenset(_SECTIONS | _HEADINGS | _LISTS | _TABLES | _FIGURES | _BOXES)
# Word's settings, mostly in an <xml> island. Its other elements (o:p, w:sdt, u1:p, st1:place …) hold the text itself.
OFFICE_SETTINGS = frozenset(
    {"w:worddocument", "w:latentstyles", "o:officedocumentsettings", "o:documentproperties", "o:shapedefaults"}
    | {"m:mathpr", "v:shapetype", "v:formulas", "xml"}
)
_SKIPPED = frozenset(["script", "style", "template", "link", "meta", "svg", "head", "title"]) | OFFICE_SETTINGS
_SEPARATING_TAGS = BLOCKS | _SKIPPED | {"br"}
_CONTROLS = frozenset(["button", "form", "select", "textarea", "input", "nav"])
_PLAYERS = frozenset(["video", "iframe", "embed", "object", "audio"])
_ITALIC, _BOLD = frozenset(["em", "i"]), frozenset(["strong", "b"])
# Emphasis around one of these is not emphasis of the lines in it.
_RESETTING_TAGS = frozenset(["div", "td", "th", "table", "ul", "ol", "section", "article"])
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
# A class of the element that holds the article: 'content-fck-font-size' is not the font-size switch of _ADVERT.
_WRAPPER = re.compile(r"content-fck", re.I)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:note|image_desc|image-?desc|img-?desc|caption|wp-caption-text|photo-?caption|pcaption|figcaption|"
    r"chu-?thich|imgnote|desc-?img)(?:$|[\s_-])",
    re.I,
)
_LONGEST_NAME = 500  # letters read of class and id: a broken page can have megabytes of them
_LONGEST_STYLE = 2 * _LONGEST_NAME
# Attributes that say how text is set, or that it is an advert or a box of links.
_SETTING_ATTRIBUTES = frozenset(["class", "id", "type", "style", "align"])
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|table|flex|grid|list-item)\b", re.I)
_LABEL_LETTERS = 60  # of the parts of a line, beside the border between them
_PART_END = re.compile(r"(?:[:;!?…”]|(?<=[^\W\d_]{4})[.,])$")  # 'TP.' and '2.' go on
_PART_START = re.compile(r"[“\"‘'(]?[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_PLACEHOLDER = re.compile(
    r"^data:|(?:grey|gray|blank|spacer|loading|lazy|transparent|1x1)[^/]*\.(?:gif|png|svg)$", re.I
)
_PICTURE_ATTRIBUTES = (
    *("data-src", "data-original", "data-lazy-src", "data-image", "src", "data-lazy", "data-original-src"),
    *("data-echo", "data-full-src", "data-hi-res-src", "data-orig-file"),
)
_PICTURES = frozenset(["img", "amp-img", "amp-anim", "lazy-img", "lazy-image"])
_PICTURE_ADDRESS = re.compile(
    r"(?:https?:)?/[^\s,\"'<>]{1,2000}\.(?:jpe?g|png|webp|gif|avif|bmp)(?:\?[^\s,]{0,500})?", re.I
)
_MOST_ATTRIBUTES = 40
_MOST_SOURCES = 8  # elements: formats and widths of one picture
_BETWEEN_SOURCES = re.compile(r"(?<=[wx]),\s*|,\s+")
# Pictures of the page's furniture, smileys and visit counters are not pictures of the article.
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
LONGEST_CELL = 700  # letters beside a picture in a table: a longer cell holds text
_LONGEST_BESIDE = 300  # letters of all lines beside a picture: more are text, not a caption
_LONGEST_HEADING = 60  # letters: shorter lines over a picture are its heading
_MOST_COLUMNS = 20
_DEEPEST_TABLE = 8  # nested layout tables: editors paste two or three, only broken pages have more
_NOT_WORDS = " \t\r\n\xa0\u200b\ufeff.,;:-–—*•>»►▶→+|"
_BLANK = " \t\r\n\xa0\u200b\ufeff"
_SENTENCE_END = re.compile(r"[.:;!?…”\"]$")
_LINE_START = re.compile(r"[A-ZÀ-ỸĐ“\"(\d•*+–—-]")


_NO_PARTS: Mapping[HtmlElement, KnownPart] = MappingProxyType({})


@dataclass(slots=True)
class Picture:
    """One picture, its captions joined to one text, its credit, and the address it links to."""

    url: str
    caption: str | None = None
    credit: str | None = None
    link: str = ""


@dataclass(slots=True)
class Line:
    """One run of text between two borders of blocks, and how it is set."""

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
    picture: Picture | None = None  # the picture above it in a layout table


@dataclass
class BodyWalk:
    """What the walker read: lines and pictures in order, texts passed over as hidden or adverts, texts unclaimed."""

    items: list[Line | Picture] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    players: int = 0


def walk_body(
    container: HtmlElement,
    base_url: str,
    skipped: Set[HtmlElement] = frozenset(),
    known_parts: Mapping[HtmlElement, KnownPart] = _NO_PARTS,
) -> BodyWalk:
    """Walk a container once and return its lines and pictures in reading order.

    `known_parts` are the elements of which a profile says that they hold a caption or a photographer.
    """
    walker = _Walker(base_url, skipped, known_parts)
    walker.walk(container, _Setting())
    walker.flush(_Setting())
    return walker.result


def is_hidden(element: HtmlElement) -> bool:
    """Return True if an element's own style hides it."""
    style = element.get("style")
    return bool(style) and bool(_HIDDEN.search(style[:_LONGEST_STYLE]))


def is_telling_name(name: str) -> bool:
    """Return True if a class or an id alone says what an element is: a caption, an advert, a box of links, an icon."""
    return any(pattern.search(name) for pattern in (_RELATED, _ADVERT, _CAPTION, _ICON, _WRAPPER))


def text_of(element: HtmlElement) -> str:
    """Return an element's text; blocks and line breaks separate words, inline marks do not ('<b>H</b>ộ')."""
    inside = [*element.iterdescendants()]
    if element.tag not in _SKIPPED and _SEPARATING_TAGS.isdisjoint([node.tag for node in inside]) and len(inside) < 2:
        return without_macros(clean(element.text_content(), entities=True))  # four times as fast as the walk below
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        separates = node.tag in BLOCKS or node.tag == "br" or _is_set_as_block(node)
        if event == "start" and node.tag in _SKIPPED:
            walker.skip_subtree()
        elif event == "start" and not separates and node is not element and _begins_part(node):
            pieces.append(f" {node.text or ''}")
        elif event == "start":
            pieces.append(f" {node.text or ''}" if separates else node.text or "")
        else:
            pieces.append(f" {'' if node is element else node.tail or ''}" if separates else node.tail or "")
    text = "".join(pieces if element.tag in BLOCKS else _without_tail(pieces, element))
    return without_macros(clean(text, entities=True))


def _is_set_as_block(element: HtmlElement) -> bool:
    style = element.get("style")
    return bool(style) and bool(_BLOCK_STYLE.search(style[:_LONGEST_STYLE]))


def _begins_part(element: HtmlElement) -> bool:
    """Return True if an inline element begins another part of a line, though no space is before it.

    The one before it ends as a label or a sentence does, 'Bài 1:'; or both have one class, and one has several words:
    '<span class="sc-longform-header-title-sub">'. A word set in two runs has neither: '<b>H</b><i>ộ</i>'.
    """
    before = element.getprevious()
    if before is None or before.tail or not isinstance(before.tag, str):
        return False
    end, start = before.text_content().rstrip()[-_LABEL_LETTERS:], element.text_content().lstrip()[:_LABEL_LETTERS]
    if not end or not start:
        return False
    if _PART_START.match(start) and _PART_END.search(end):
        return True
    is_one_class = bool(element.get("class")) and element.get("class") == before.get("class")
    return is_one_class and element.tag == before.tag and (" " in end or " " in start) and end[-1].isalnum()


def _without_tail(pieces: list[str], element: HtmlElement) -> list[str]:
    return pieces[:-1] if pieces and element.tail else pieces


class _Setting(NamedTuple):
    """How the text at one place is set, by all its ancestors."""

    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    paragraph: bool = False
    italic: bool = False
    bold: bool = False
    href: str = ""


# The class of a credit is one by which the caption's reader knows the photographer's box.
_KNOWN_SETTINGS: dict[KnownPart, _Setting] = {
    "caption": _Setting(kind="caption", paragraph=True),
    "credit": _Setting(kind="caption", classes="photo-author", paragraph=True),
}


class _Look(NamedTuple):
    """How the text in an element is set, by the element's name and attributes alone."""

    kind: LineKind
    align: str
    classes: str
    paragraph: bool
    italic: bool
    bold: bool
    resets: bool
    is_aside: bool  # a box of links or an advert

    def setting_inside(self, outer: _Setting) -> _Setting:
        """Return the setting in a block of this look that is in a block of the outer setting."""
        kind = self.kind
        if kind == "paragraph" or (kind == "subhead" and outer.kind != "paragraph"):
            kind = outer.kind
        elif outer.kind == "caption":
            kind = "caption"
        return _Setting(
            kind,
            self.align or outer.align,
            _joined_classes(outer.classes, self.classes),
            self.paragraph or outer.paragraph,
            self.italic or (outer.italic and not self.resets),
            self.bold or (outer.bold and not self.resets),
            outer.href,
        )


class _Piece(NamedTuple):
    """A run of text with one setting, or a single line break."""

    text: str
    italic: bool = False
    bold: bool = False
    href: str = ""
    is_break: bool = False

    @property
    def has_words(self) -> bool:
        return not self.is_break and bool(self.text.strip(_NOT_WORDS))


class _Frame(NamedTuple):
    """An element whose children are being walked; `picture_before` is the walker's state outside a block."""

    element: HtmlElement
    setting: _Setting
    children: Iterator[HtmlElement]
    is_block: bool = False
    picture_before: bool = False


class _Walker:
    """Collector of lines and pictures; `pieces` is the text since the last border of a block."""

    def __init__(
        self,
        base_url: str,
        skipped: Set[HtmlElement] = frozenset(),
        known_parts: Mapping[HtmlElement, KnownPart] = _NO_PARTS,
        depth: int = 0,
    ) -> None:
        self.base_url = base_url
        self.skipped = skipped
        self.known_parts = known_parts
        self.depth = depth
        self.result = BodyWalk()
        self.pieces: list[_Piece] = []
        self.picture_in_block = False
        self.after_player = False
        self.picture_missed = False

    def walk(self, root: HtmlElement, setting: _Setting) -> None:
        """Walk below an element without recursion: broken pages nest thousands of levels deep."""
        frames = [_Frame(root, setting, iter(root))]
        self.add_text(root.text, setting)
        while frames:
            frame = frames[-1]
            for child in frame.children:
                if isinstance(child.tag, str) and (entered := self.enter(child, frame.setting)):
                    frames.append(entered)
                    self.add_text(child.text, entered.setting)
                    break
                if tail := child.tail:
                    self.add_text(tail, frame.setting)
            else:
                self.leave(frames.pop())
                if frames:
                    self.add_text(frame.element.tail, frames[-1].setting)

    def leave(self, frame: _Frame) -> None:
        if frame.is_block:
            self.flush(frame.setting)
            self.picture_in_block = frame.picture_before

    def add_text(self, text: str | None, setting: _Setting) -> None:
        if text and (self.pieces or not text.isspace()):  # white space between blocks does not begin a line
            self.pieces.append(_Piece(text, setting.italic, setting.bold, setting.href))

    def enter(  # noqa: PLR0911 - one return for each kind of tag
        self, element: HtmlElement, setting: _Setting
    ) -> _Frame | None:
        """Read or pass over an element; return the frame for its children where they are to be walked."""
        name = element.tag.lower()
        if name in _SKIPPED or element in self.skipped:
            return None
        if is_hidden(element):
            self._note(element, self.result.passed_over)
            return None
        if self.known_parts and (part := self.known_parts.get(element)):
            self.flush(setting)
            return self._open_block(element, _KNOWN_SETTINGS[part], setting)
        if name in _PLAYERS:
            self.flush(setting)
            self.result.players += 1
            self.after_player = True
            return None
        if name in _CONTROLS:
            self._note(element, self.result.unclaimed)
            return None
        if name == "noscript":
            if self.picture_missed and (image := next(element.iter("img"), None)) is not None:
                self.add_picture(image, setting)
            return None
        if name in _PICTURES:
            self.add_picture(element, setting)
            return None
        if name == "br":
            self.add_line_break(element, setting)
            return None
        if name in BLOCKS:
            return self.enter_block(element, name, setting)
        if self.pieces and _is_set_as_block(element):
            self.pieces.append(_Piece(" ", is_break=True))
        elif self.pieces and _ends_label(self.pieces[-1], element):
            self.pieces.append(_Piece(" "))
        return _Frame(element, _inline_setting(element, name, setting), iter(element))

    def enter_block(self, element: HtmlElement, name: str, setting: _Setting) -> _Frame | None:
        look = _look_of(element, name)
        self.flush(setting)
        if look.is_aside and not _has_zoomable_picture(element):
            self._note(element, self.result.passed_over)
            return None
        if name == "table":
            return self.read_table(element, setting)
        return self._open_block(element, look.setting_inside(setting), setting)

    def _open_block(self, element: HtmlElement, inner: _Setting, outer: _Setting) -> _Frame:
        """Open a block: its text is flushed at its end, and a picture in it counts only inside it."""
        picture_before = self.picture_in_block
        self.picture_in_block = picture_before and outer.paragraph
        return _Frame(element, inner, iter(element), True, picture_before)

    def add_picture(self, element: HtmlElement, setting: _Setting) -> None:
        url = _picture_url(element, self.base_url)
        self.picture_missed = not url
        if not url or _is_furniture(element, url):
            return
        floated = (element.get("align") or "") in ("left", "right") or "float" in (element.get("style") or "")
        self.flush(setting)
        self.result.items.append(Picture(url, link=resolved_url(self.base_url, setting.href)))
        self.picture_in_block = not floated

    def add_line_break(self, element: HtmlElement, setting: _Setting) -> None:
        following = element.getnext()
        twice = following is not None and following.tag == "br" and not clean(element.tail)
        if twice or not setting.paragraph or self.picture_in_block:
            self.flush(setting)
        else:
            self.pieces.append(_Piece(" ", is_break=True))

    def flush(self, setting: _Setting) -> None:
        """End the current text: its pieces become lines."""
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        for group in _split_at_breaks(pieces, setting) if len(pieces) > 1 else (pieces,):
            self._add_line(group, setting)

    def _add_line(self, pieces: list[_Piece], setting: _Setting) -> None:
        text = without_macros(clean("".join([p.text for p in pieces]), entities=True))
        if not _LETTER.search(text):
            return
        if _ADVERT_TEXT.fullmatch(text):
            self.result.passed_over.append(text)
            return
        visible = pieces
        if len(pieces) > 1:
            visible = [p for p in pieces if p.has_words] or [p for p in pieces if p.text.strip()]
        links = list(dict.fromkeys([p.href for p in visible if p.href]))
        self.result.items.append(
            Line(
                text,
                setting.kind,
                setting.align,
                setting.classes,
                italic=all([p.italic for p in visible]),
                bold=all([p.bold for p in visible]),
                beside_picture=self.picture_in_block and (setting.paragraph or setting.align == "center"),
                after_player=self.after_player,
                links=[resolved_url(self.base_url, link) for link in links],
                linked_only=bool(links) and all([p.href for p in visible]),
            )
        )
        self.after_player = False

    def read_table(self, table: HtmlElement, setting: _Setting) -> _Frame | None:
        """Read a table of data row by row and one of pictures cell by cell; walk any other as a block."""
        if self.depth >= _DEEPEST_TABLE:
            return self._open_block(table, setting, setting)
        rows = _table_rows(table)
        if next(table.iter(*_PICTURES, *_PLAYERS), None) is not None:
            if any(_is_longer(cell, LONGEST_CELL) for row in rows for cell in row):
                return self._open_block(table, setting._replace(italic=False, bold=False), setting)
            self.read_layout_table(rows)
        elif (sum(len(row) > 1 for row in rows) >= 1 and len(rows) > 1) or any(len(row) > 2 for row in rows):
            for title in table.iterchildren("caption"):
                if text := text_of(title):
                    self.result.items.append(Line(text))
            for row in rows:
                if texts := [text for cell in row if (text := text_of(cell))]:
                    self.result.items.append(Line(" | ".join(texts), "table"))
        else:
            return self._open_block(table, setting._replace(italic=False, bold=False), setting)
        return None

    def read_layout_table(self, rows: list[list[HtmlElement]]) -> None:
        """Read a table whose purpose is to place pictures above their captions."""
        above: list[Picture] = []
        for row in rows:
            pictures: list[Picture] = []
            columns: list[list[Line]] = []
            for cell in row:
                walker = _Walker(self.base_url, self.skipped, self.known_parts, self.depth + 1)
                walker.walk(cell, _Setting())
                walker.flush(_Setting())
                cell_walk = walker.result
                self.result.players += cell_walk.players
                self.result.passed_over += cell_walk.passed_over
                if _is_prose(cell_walk.items):
                    self.result.items += cell_walk.items
                    columns.append([])
                    continue
                pictures += [i for i in cell_walk.items if isinstance(i, Picture)]
                columns.append([i for i in cell_walk.items if isinstance(i, Line)])
            self.result.items += pictures
            # Each picture of a row has its caption in the same column of the next row.
            paired = not pictures and len([c for c in columns if c]) > 1 and len(above) >= len(columns)
            owners = above[-len(columns) :] if paired else [None] * len(columns)
            for picture, lines in zip(owners, columns, strict=True):
                is_text = bool(pictures) and sum(len(line.text) for line in lines) > _LONGEST_BESIDE
                for line in lines:
                    if is_text:  # a portrait with the text in the next column
                        self.result.items.append(line)
                        continue
                    line.kind, line.picture = "caption", line.picture or picture
                    self.result.items.append(line)
            above = (above + pictures)[-_MOST_COLUMNS:]

    def _note(self, element: HtmlElement, texts: list[str]) -> None:
        if text := text_of(element):
            texts.append(text[:300])


def _ends_label(piece: _Piece, element: HtmlElement) -> bool:
    """Return True if the text so far ends as a label, and an inline element without a space before it begins a word."""
    return bool(_PART_END.search(piece.text[-_LABEL_LETTERS:])) and _begins_part(element)


def _split_at_breaks(pieces: list[_Piece], setting: _Setting) -> Iterator[list[_Piece]]:
    """Split a paragraph at the line breaks that end a sentence or a bold heading; other breaks become spaces."""
    line: list[_Piece] = []
    segment: list[_Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and not piece.is_break:
            segment.append(piece)
            continue
        if line and segment and setting.kind == "paragraph" and _ends_line(line, segment):
            yield line
            line = []
        if line and segment:
            line.append(_Piece(" "))
        line += segment
        segment = []
    if line:
        yield line


def _ends_line(line: list[_Piece], following: list[_Piece]) -> bool:
    before = "".join(p.text for p in line[-8:]).rstrip(_BLANK)
    after = "".join(p.text for p in following[:8]).lstrip(_BLANK)
    if not before or not after:
        return False
    if _SENTENCE_END.search(before) and _LINE_START.match(after):
        return True
    bold_before = all(p.bold for p in line if p.has_words)
    return bold_before and not all(p.bold for p in following if p.has_words) and bool(_LINE_START.match(after))


def _is_prose(items: list[Line | Picture]) -> bool:
    """Return True for a cell that holds a whole text with its pictures, not one picture and its caption."""
    pictures = [n for n, item in enumerate(items) if isinstance(item, Picture)]
    long_lines = [item for item in items if isinstance(item, Line) and len(item.text) > _LONGEST_HEADING]
    return bool(pictures) and bool(long_lines) and (isinstance(items[0], Line) or len(long_lines) > 1)


def _table_rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """Return the rows as lists of cells, without those of nested tables; cells outside any row make one row."""
    rows: list[list[HtmlElement]] = []
    loose_cells: list[HtmlElement] = []
    parts = [n for part in table for n in (part if part.tag in ("tbody", "thead", "tfoot", "form") else [part])]
    for node in parts:
        if node.tag == "tr":
            rows.append([c for c in node if c.tag in ("td", "th")])
        elif node.tag in ("td", "th"):
            loose_cells.append(node)
    return [*rows, loose_cells] if loose_cells else rows


def _is_longer(element: HtmlElement, limit: int) -> bool:
    """Return True if an element's text is longer than the limit in letters, without collecting it all."""
    count = 0
    for text in element.itertext():
        count += len(clean(text[: limit + 1])) + 1
        if count > limit + 1:
            return True
    return False


def _inline_setting(element: HtmlElement, name: str, setting: _Setting) -> _Setting:
    look, href = _look_of(element, name), element.get("href") if name == "a" else None
    if not (look.italic or look.bold or look.classes or href):
        return setting
    return setting._replace(
        classes=_joined_classes(setting.classes, look.classes),
        italic=setting.italic or look.italic,
        bold=setting.bold or look.bold,
        href=href or setting.href,
    )


def _look_of(element: HtmlElement, name: str) -> _Look:
    items = element.items()
    return _look_of_attributes(
        name,
        tuple((key, value[:_LONGEST_STYLE]) for key, value in items if key in _SETTING_ATTRIBUTES) if items else (),
    )


# A paper sets its paragraphs in a few ways, and half of them have no attribute: without the cache, the looks take a
# third of the walk.
@lru_cache(maxsize=1024)
def _look_of_attributes(name: str, items: tuple[tuple[str, str], ...]) -> _Look:
    attributes = dict(items)
    style = attributes.get("style", "")
    classes = " ".join(attributes.get("class", "")[:_LONGEST_NAME].split())
    names = f"{classes} {attributes.get('id', '')[:_LONGEST_NAME]}"
    is_caption = bool(_CAPTION.search(classes))
    return _Look(
        kind="caption" if is_caption else _KINDS.get(name, "paragraph"),
        align=_alignment(name, style, attributes.get("align", ""), classes),
        classes=classes if name != "div" or is_caption else "",
        paragraph=name in _PARAGRAPHS,
        italic=name in _ITALIC or bool(_ITALIC_STYLE.search(style)),
        bold=name in _BOLD or bool(_BOLD_STYLE.search(style)),
        resets=name in _RESETTING_TAGS,
        is_aside=_is_box_of_links_or_advert(names, attributes.get("type", "")),
    )


def _is_box_of_links_or_advert(names: str, kind: str) -> bool:
    if _WRAPPER.search(names):
        return False
    return bool(_RELATED.search(names) or _ADVERT.search(names) or _RELATED_TYPE.match(kind))


def _joined_classes(outer: str, inner: str) -> str:
    return f"{outer} {inner}".strip()[-_LONGEST_NAME:] if inner else outer


def _alignment(name: str, style: str, align: str, classes: str) -> str:
    if name == "center":
        return "center"
    if declaration := _ALIGN.search(style):
        return declaration[1].lower()
    align = align.strip().lower()
    if align in ("left", "right", "center", "justify"):
        return align
    classes = classes.lower()
    if re.search(r"(?:^|\s)(?:text-)?(?:align)?-?(?:center|canhgiua)(?:\s|$)", classes):
        return "center"
    return "right" if re.search(r"(?:^|\s)(?:text-right|align-right|right|canhphai)(?:\s|$)", classes) else ""


def _picture_url(element: HtmlElement, base_url: str) -> str:
    for candidate in _picture_sources(element):
        value = _without_width(candidate[: _LONGEST_ADDRESS + 1].strip(), element)
        if value and len(value) <= _LONGEST_ADDRESS and not _PLACEHOLDER.search(value):
            url = resolved_url(base_url, value)
            if url:
                return url if url.startswith(("http://", "https://")) else ""
    return ""


def _without_width(candidate: str, element: HtmlElement) -> str:
    """Return the address without its query where <picture> names that too: 'a.jpg' beside 'a.jpg?w=480'."""
    whole, mark, _ = candidate.partition("?")
    return whole if mark and whole in _picture_sources(element) else candidate


def _picture_sources(element: HtmlElement) -> Iterator[str]:
    for attribute in _PICTURE_ATTRIBUTES:
        yield element.get(attribute) or ""
    yield from _sources_of_set(element)
    # The parser does not know <source> as an empty element: the next ones are inside it.
    picture = next((e for e in islice(element.iterancestors(), _MOST_SOURCES) if e.tag == "picture"), None)
    for source in picture.iter("source") if picture is not None else ():
        yield from _sources_of_set(source)
        yield from _addresses_in_attributes(source)
    yield from _addresses_in_attributes(element)
    if (parent := element.getparent()) is not None and parent.tag in ("a", "figure"):
        yield from _addresses_in_attributes(parent)


def _addresses_in_attributes(element: HtmlElement) -> Iterator[str]:
    """Yield what is the address of a picture's file: loaders call its attribute 'data-cfsrc', 'nitro-lazy-src' …"""
    values = (value[:_LONGEST_ADDRESS].strip() for value in islice(element.values(), _MOST_ATTRIBUTES))
    return (value for value in values if _PICTURE_ADDRESS.fullmatch(value))


def _sources_of_set(element: HtmlElement) -> Iterator[str]:
    """Yield the addresses of a srcset in its order: 'a-600.webp 600w, a-1200.webp 1200w'."""
    sets = (value for name, value in islice(element.items(), _MOST_ATTRIBUTES) if name.endswith("srcset"))
    for value in sets:
        for source in _BETWEEN_SOURCES.split(value[:_LONGEST_ADDRESS].strip()):
            yield source.split(" ")[0].rstrip(",")


def resolved_url(base_url: str, value: str) -> str:
    """Return the absolute address; '' for an empty, too long or malformed one."""
    if not value or len(value) > _LONGEST_ADDRESS:
        return ""
    try:
        return absolute_url(base_url, value.strip())
    except ValueError:
        return ""


def _is_furniture(element: HtmlElement, url: str) -> bool:
    """Return True for icons, smileys, visit counters and the CMS's pictures, which are not the article's."""
    if _FURNITURE.search(url) or _ICON.search(_class_names(element)):
        return True
    matches = [_PIXELS.match(size) for side in ("width", "height") if (size := element.get(side))]
    sizes = [int(match[1]) for match in matches if match]
    return (len(sizes) == 2 and max(sizes) <= _SMALLEST_PICTURE) or any(size <= 1 for size in sizes)


def _has_zoomable_picture(element: HtmlElement) -> bool:
    return any("zoomimg" in _class_names(image) for image in element.iter("img"))


def _class_names(element: HtmlElement) -> str:
    return " ".join((element.get("class") or "")[:_LONGEST_NAME].split())
