"""The body walker: a container's markup as lines and pictures in reading order, each line claimed or reported."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.sites.element_text import BLOCKS, SKIPPED, begins_line, is_set_as_block, text_of
from crawler.sites.joints import WORD_BREAK, joined
from crawler.sites.look import KNOWN_SETTINGS, KnownPart, LineKind, Setting, inline_setting, is_hidden, look_of
from crawler.sites.macros import without_macros
from crawler.sites.pictures import (
    PICTURES,
    has_zoomable_picture,
    is_page_picture,
    picture_in_noscript,
    picture_url,
    resolved_url,
    shows_picture,
)
from crawler.vietnamese.text import clean

_CONTROLS = frozenset(["button", "form", "select", "textarea", "input", "nav"])
_PLAYERS = frozenset(["video", "iframe", "embed", "object", "audio"])
_ADVERT_TEXT = re.compile(r"(?:AD)?(?:Quảng cáo|Advertisement|Advertising)", re.I)
# Lists of older articles print the day behind each link: 'Headline (24/11/2026)'.
_DATE = re.compile(r"[\s(\[|,–-]*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:[\s,|–-]*\d{1,2}[:h]\d{2})?[\s)\]]*")
_LETTER = re.compile(r"[^\W_]")
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
    walker.walk(container, Setting())
    walker.flush(Setting())
    return walker.result


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
    setting: Setting
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

    def walk(self, root: HtmlElement, setting: Setting) -> None:
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

    def add_text(self, text: str | None, setting: Setting) -> None:
        if text and (self.pieces or not text.isspace()):  # white space between blocks does not begin a line
            self.pieces.append(_Piece(text, setting.italic, setting.bold, setting.href))

    def enter(  # noqa: PLR0911 - one return for each kind of tag
        self, element: HtmlElement, setting: Setting
    ) -> _Frame | None:
        """Read or pass over an element; return the frame for its children where they are to be walked."""
        name = element.tag.lower()
        if name in SKIPPED or element in self.skipped:
            return None
        if is_hidden(element):
            self._note(element, self.result.passed_over)
            return None
        if self.known_parts and (part := self.known_parts.get(element)):
            self.flush(setting)
            return self._open_block(element, KNOWN_SETTINGS[part], setting)
        if shows_picture(element):
            self.add_picture(element, setting)
            return None
        if name in _PLAYERS:
            self.flush(setting)
            self.result.players += 1
            self.after_player = True
            return None
        if name in _CONTROLS:
            self._note(element, self.result.unclaimed)
            return None
        if name == "noscript":
            self.read_noscript(element, setting)
            return None
        if name == "br":
            self.add_line_break(element, setting)
            return None
        if name in BLOCKS:
            return self.enter_block(element, name, setting)
        if self.pieces:
            self.add_border(element, name)
        return _Frame(element, inline_setting(element, name, setting), iter(element))

    def add_border(self, element: HtmlElement, name: str) -> None:
        """Add what an inline element shows at its beginning: a new line, a space, a place where a word may break."""
        if is_set_as_block(element):
            self.pieces.append(_Piece(" ", is_break=True))
        elif begins_line(element):
            self.pieces.append(_Piece(" "))
        elif name == "wbr":
            self.pieces.append(_Piece(WORD_BREAK))

    def enter_block(self, element: HtmlElement, name: str, setting: Setting) -> _Frame | None:
        look = look_of(element, name)
        self.flush(setting)
        if look.is_aside and not has_zoomable_picture(element):
            self._note(element, self.result.passed_over)
            return None
        if name == "table":
            return self.read_table(element, setting)
        return self._open_block(element, look.setting_inside(setting), setting)

    def _open_block(self, element: HtmlElement, inner: Setting, outer: Setting) -> _Frame:
        """Open a block: its text is flushed at its end, and a picture in it counts only inside it."""
        picture_before = self.picture_in_block
        self.picture_in_block = picture_before and outer.paragraph
        return _Frame(element, inner, iter(element), True, picture_before)

    def add_picture(self, element: HtmlElement, setting: Setting) -> None:
        url = picture_url(element, self.base_url) or self._url_before(element)
        self.picture_missed = not url
        if not url or is_page_picture(element, url):
            return
        floated = (element.get("align") or "") in ("left", "right") or "float" in (element.get("style") or "")
        self.flush(setting)
        self.result.items.append(Picture(url, link=resolved_url(self.base_url, setting.href)))
        self.picture_in_block = not floated

    def read_noscript(self, element: HtmlElement, setting: Setting) -> None:
        """Read the picture for browsers without scripts, where the one for the others was missed or is not there."""
        beside = (e for e in (element.getprevious(), element.getnext()) if e is not None)
        is_missed = self.picture_missed or not any(next(e.iter(*PICTURES), None) is not None for e in beside)
        if is_missed and (image := picture_in_noscript(element)) is not None:
            self.add_picture(image, setting)

    def _url_before(self, element: HtmlElement) -> str:
        """Return the picture's address in a <noscript> before its placeholder; one behind is read when it comes."""
        before = element.getprevious()
        image = picture_in_noscript(before) if before is not None and before.tag == "noscript" else None
        return picture_url(image, self.base_url) if image is not None else ""

    def add_line_break(self, element: HtmlElement, setting: Setting) -> None:
        following = element.getnext()
        twice = following is not None and following.tag == "br" and not clean(element.tail)
        if twice or not setting.paragraph or self.picture_in_block:
            self.flush(setting)
        else:
            self.pieces.append(_Piece(" ", is_break=True))

    def flush(self, setting: Setting) -> None:
        """End the current text: its pieces become lines."""
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        for group in _split_at_breaks(pieces, setting) if len(pieces) > 1 else (pieces,):
            self._add_line(group, setting)

    def _add_line(self, pieces: list[_Piece], setting: Setting) -> None:
        text = without_macros(clean(joined([p.text for p in pieces]), entities=True))
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
                linked_only=bool(links) and all([p.href or _DATE.fullmatch(p.text) for p in visible]),
            )
        )
        self.after_player = False

    def read_table(self, table: HtmlElement, setting: Setting) -> _Frame | None:
        """Read a table of data row by row and one of pictures cell by cell; walk any other as a block."""
        if self.depth >= _DEEPEST_TABLE:
            return self._open_block(table, setting, setting)
        rows = _table_rows(table)
        if next(table.iter(*PICTURES, *_PLAYERS), None) is not None:
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
                walker.walk(cell, Setting())
                walker.flush(Setting())
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


def _split_at_breaks(pieces: list[_Piece], setting: Setting) -> Iterator[list[_Piece]]:
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
