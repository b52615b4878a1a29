"""The body walker: a container's markup as lines and pictures in reading order, each line claimed or reported."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import CData, NavigableString, PreformattedString
from lxml import etree

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
_SKIPPED = frozenset(["script", "style", "noscript", "template", "link", "meta", "svg", "head", "title"])
_CONTROLS = frozenset(["button", "form", "select", "textarea", "input", "nav"])
_PLAYERS = frozenset(["video", "iframe", "embed", "object", "audio"])
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|relate|relates|news-relate|box-relate|related-list|tin-?lien-?quan|lien-?quan|tinlienquan|"
    r"xem-?them|readmore|read-more|sc-related|article-relate)(?:$|[\s_-])",
    re.I,
)
_ADVERT = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|quang-?cao|banner\w*|AMN_\S+|oneads|adsbygoogle|sharelike|share\w*|comments?|"
    r"pub-fontsize|font-?size|hidden-print)(?:$|[\s_-])",
    re.I,
)
# The article's own wrapper is called so: 'content-fck-font-size' must not pass for the font-size switch.
_WRAPPER = re.compile(r"content-fck", re.I)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:note|image_desc|image-?desc|img-?desc|caption|wp-caption-text|photo-?caption|pcaption|figcaption|"
    r"chu-?thich|imgnote|desc-?img)(?:$|[\s_-])",
    re.I,
)
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.I)
_PLACEHOLDER = re.compile(
    r"^data:|(?:grey|gray|blank|spacer|loading|lazy|transparent|1x1)[^/]*\.(?:gif|png|svg)$", re.I
)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-image", "src")
LONGEST_CAPTION = 600  # Hải Phòng and Nghệ An run to about 300; a longer text under a picture is a paragraph
LONGEST_CELL = 700


@dataclass
class Picture:
    """One picture, with the lines that turned out to be its captions."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass
class Line:
    """One run of text between two block borders, and how it was set."""

    text: str
    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    italic: bool = False
    bold: bool = False
    beside_picture: bool = False
    links: list[str] = field(default_factory=list)
    linked_only: bool = False


@dataclass
class Walk:
    """What the walker saw: lines and pictures in order; what it passed over, and why."""

    items: list[Line | Picture] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    players: int = 0


def soup_of(element: etree._Element) -> BeautifulSoup:
    """Give one subtree, and only that, to BeautifulSoup (a whole page costs about eight times as long)."""
    return BeautifulSoup(etree.tostring(element, encoding="unicode", method="html", with_tail=False), "lxml")


def walk(container: Tag, base_url: str) -> Walk:
    """Walk a container once and return its lines and pictures in reading order."""
    walker = _Walker(base_url)
    walker.block(container, _Setting())
    walker.flush(_Setting())
    return walker.result


@dataclass(frozen=True)
class _Setting:
    """How the text at one place is set, as its ancestors say."""

    kind: LineKind = "paragraph"
    align: str = ""
    classes: str = ""
    paragraph: bool = False


class _Walker:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.result = Walk()
        self.pieces: list[tuple[str, bool, bool, str]] = []
        self.picture_in_block = False

    def block(self, tag: Tag, setting: _Setting) -> None:
        for child in list(tag.children):
            if isinstance(child, NavigableString):
                self.string(child)
            elif isinstance(child, Tag):
                self.tag(child, setting)

    def string(self, child: NavigableString) -> None:
        if isinstance(child, Comment | CData | PreformattedString):
            return
        self.pieces.append(
            (str(child), _within(child, ("em", "i"), "italic"), _within(child, ("strong", "b"), "bold"), _href(child))
        )

    def tag(self, tag: Tag, setting: _Setting) -> None:
        name = tag.name.lower()
        if name in _SKIPPED:
            return
        if name in _PLAYERS:
            self.result.players += 1
            return
        if name in _CONTROLS:
            self._note(tag, self.result.unclaimed)
            return
        if name == "img":
            self.picture(tag, setting)
        elif name == "br":
            self.line_break(tag, setting)
        elif name in _BLOCKS:
            self.inner_block(tag, name, setting)
        else:
            own = _classes(tag)
            self.block(
                tag,
                _Setting(setting.kind, setting.align, f"{setting.classes} {own}".strip(), setting.paragraph)
                if own
                else setting,
            )

    def inner_block(self, tag: Tag, name: str, setting: _Setting) -> None:
        classes = _classes(tag)
        named = f"{classes} {tag.get('id') or ''}"
        if (
            not _WRAPPER.search(named)
            and (_RELATED.search(named) or _ADVERT.search(named))
            and not tag.find("img", class_="zoomimg")
        ):
            self.flush(setting)
            self._note(tag, self.result.passed_over)
            return
        self.flush(setting)
        if name == "table":
            self.table(tag, setting)
            return
        inner = _inner_setting(tag, name, classes, setting)
        outer_picture, self.picture_in_block = self.picture_in_block, self.picture_in_block and setting.paragraph
        self.block(tag, inner)
        self.flush(inner)
        self.picture_in_block = outer_picture

    def picture(self, tag: Tag, setting: _Setting) -> None:
        url = _source(tag, self.base_url)
        if not url:
            return
        floated = (_text(tag.get("align")) in ("left", "right")) or "float" in _text(tag.get("style"))
        self.flush(setting)
        self.result.items.append(Picture(url))
        self.picture_in_block = not floated

    def line_break(self, tag: Tag, setting: _Setting) -> None:
        following = tag.next_sibling
        while isinstance(following, NavigableString) and not following.strip():
            following = following.next_sibling
        twice = isinstance(following, Tag) and following.name == "br"
        if twice or not setting.paragraph or self.picture_in_block:
            self.flush(setting)
        else:
            self.pieces.append((" ", False, False, ""))

    def flush(self, setting: _Setting) -> None:
        pieces, self.pieces = self.pieces, []
        text = clean("".join(p[0] for p in pieces))
        if not text:
            return
        said = [p for p in pieces if clean(p[0]).strip(" .,;:-–—*•")] or [p for p in pieces if clean(p[0])]
        links = list(dict.fromkeys(p[3] for p in said if p[3]))
        self.result.items.append(
            Line(
                text,
                setting.kind,
                setting.align,
                setting.classes,
                italic=all(p[1] for p in said),
                bold=all(p[2] for p in said),
                beside_picture=self.picture_in_block and setting.paragraph,
                links=[urljoin(self.base_url, link) for link in links],
                linked_only=all(p[3] for p in said),
            )
        )

    def table(self, table: Tag, setting: _Setting) -> None:
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells = [[c for c in row.find_all(["td", "th"]) if c.find_parent("tr") is row] for row in rows]
        if table.find("img") is not None or table.find(list(_PLAYERS)) is not None:
            self.layout_table(table, cells, setting)
        elif (sum(len(row) > 1 for row in cells) >= 1 and len(cells) > 1) or any(len(row) > 2 for row in cells):
            for row in cells:
                texts = [clean(" ".join(cell.stripped_strings)) for cell in row]
                if any(texts):
                    self.result.items.append(Line(" | ".join(t for t in texts if t), "table"))
        else:
            self.block(table, setting)
            self.flush(setting)

    def layout_table(self, table: Tag, rows: list[list[Tag]], setting: _Setting) -> None:
        """Read a table that only places a picture over its caption; one that wraps whole text is no such table."""
        if any(len(clean(cell.get_text(" "))) > LONGEST_CELL for row in rows for cell in row):
            self.block(table, setting)
            self.flush(setting)
            return
        waiting: list[Picture] = []
        for row in rows:
            seen = len(waiting)
            own: list[list[Line]] = []
            for cell in row:
                found = walk(cell, self.base_url)
                self.result.players += found.players
                self.result.passed_over += found.passed_over
                pictures = [i for i in found.items if isinstance(i, Picture)]
                waiting += pictures
                self.result.items += pictures
                own.append([i for i in found.items if isinstance(i, Line)])
            in_row = waiting[seen:]
            if not in_row and len([c for c in own if c]) > 1 and len(waiting) >= len(own):
                self._pair(waiting[-len(own) :], own)
                continue
            for lines in own:
                self.result.items += [_as_caption(line) for line in lines]

    def _pair(self, pictures: list[Picture], columns: list[list[Line]]) -> None:
        """Give each picture of a row the caption that stands under it."""
        for picture, lines in zip(pictures, columns, strict=False):
            index = next(i for i, item in enumerate(self.result.items) if item is picture)
            self.result.items[index + 1 : index + 1] = [_as_caption(line) for line in lines]

    def _note(self, tag: Tag, where: list[str]) -> None:
        if text := clean(" ".join(tag.stripped_strings)):
            where.append(text[:300])


def _as_caption(line: Line) -> Line:
    line.kind = "caption"
    return line


def _inner_setting(tag: Tag, name: str, classes: str, setting: _Setting) -> _Setting:
    kind: LineKind = setting.kind
    if name == "figcaption" or _CAPTION.search(classes):
        kind = "caption"
    elif name == "li" and kind != "caption":
        kind = "list_item"
    elif name == "blockquote" and kind != "caption":
        kind = "quote"
    elif re.fullmatch("h[1-6]", name) and kind == "paragraph":
        kind = "subhead"
    align = _alignment(tag, name) or setting.align
    paragraph = name in ("p", "li", "td", "th", "figcaption", "dd", "dt") or bool(re.fullmatch("h[1-6]", name))
    own = classes if name != "div" or _CAPTION.search(classes) else ""
    return _Setting(kind, align, f"{setting.classes} {own}".strip(), setting.paragraph or paragraph or name == "figure")


def _alignment(tag: Tag, name: str) -> str:
    if name == "center":
        return "center"
    if found := _ALIGN.search(_text(tag.get("style"))):
        return found[1].lower()
    align = _text(tag.get("align")).lower()
    if align in ("left", "right", "center", "justify"):
        return align
    classes = _classes(tag).lower()
    if re.search(r"(?:^|\s)(?:text-)?(?:align)?-?(?:center|canhgiua)(?:\s|$)", classes):
        return "center"
    return "right" if re.search(r"(?:^|\s)(?:text-right|align-right|right|canhphai)(?:\s|$)", classes) else ""


def _source(tag: Tag, base_url: str) -> str:
    for attribute in _SOURCES:
        value = _text(tag.get(attribute)).strip()
        if value and not _PLACEHOLDER.search(value):
            try:
                url = urljoin(base_url, value)
            except ValueError:
                continue
            return url if url.startswith(("http://", "https://")) else ""
    return ""


def _within(node: NavigableString, names: tuple[str, str], style: str) -> bool:
    for parent in _inline_parents(node):
        if parent.name in names:
            return True
        css = _text(parent.get("style")).lower()
        if style == "italic" and re.search(r"font-style\s*:\s*italic", css):
            return True
        if style == "bold" and re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", css):
            return True
    return False


def _href(node: NavigableString) -> str:
    return next((_text(p.get("href")) for p in _inline_parents(node) if p.name == "a" and p.get("href")), "")


def _inline_parents(node: NavigableString) -> Iterator[Tag]:
    """Climb to the enclosing paragraph, and one block further: '<em><p>…</p></em>' is italic as well."""
    blocks = 0
    for parent in node.parents:
        yield parent
        if parent.name in _BLOCKS:
            blocks += 1
            if blocks > 1 or parent.name in ("td", "div"):
                return


def _classes(tag: Tag) -> str:
    found = tag.get("class")
    return " ".join(found) if isinstance(found, list) else _text(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
