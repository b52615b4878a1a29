"""Text blocks of a page in its order, with what each links to; and which of them repeat from page to page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.vietnamese.text import clean

_PASSED_OVER = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
# A block on so many pages is furniture: a menu, the imprint, a box of the most-read.
_SHARE_OF_FURNITURE = 0.3
_LEAST_REPEATS = 3
_MOST_ELEMENTS = 20_000  # a page of a paper has some thousand elements


@dataclass
class Block:
    """One run of text between two borders of blocks: its text, the letters of it that are links, and their targets."""

    text: str = ""
    link_letters: int = 0
    links: list[str] = field(default_factory=list)
    is_heading: bool = False

    @property
    def is_link(self) -> bool:
        """Return True if more than half of the text is a link."""
        return 2 * self.link_letters > len(self.text)


def blocks_of(page: SavedPage) -> list[Block]:
    """Return the page's blocks that have text."""
    if page.tree is None:
        return []
    return [block for block in _Blocks(page.tree).all if block.text]


def without_furniture(pages: Sequence[list[Block]]) -> list[list[Block]]:
    """Return each page's blocks without those that repeat from page to page; of fewer than three pages all are kept.

    A headline is a link on many pages, and no link on its own: one does not make the other furniture.
    """
    counts = Counter(key for blocks in pages for key in {(block.text, block.is_link) for block in blocks})
    least = max(_LEAST_REPEATS, _SHARE_OF_FURNITURE * len(pages))
    return [[block for block in blocks if counts[block.text, block.is_link] < least] for blocks in pages]


class _Blocks:
    """One walk over a page's tree."""

    def __init__(self, tree: HtmlElement) -> None:
        self.all: list[Block] = [Block()]
        self._texts: list[str] = []
        self._links: list[str] = []  # texts inside links of the current block
        self._walk(tree)
        self._close()

    def _walk(self, tree: HtmlElement) -> None:
        """Visit elements without recursion: pages nest deeper than Python does."""
        in_link = 0
        for number, (is_start, element) in enumerate(_visits(tree)):
            if number > _MOST_ELEMENTS:
                return
            tag = element.tag
            if tag == "a":
                in_link += 1 if is_start else -1
                if is_start and (href := element.get("href")):
                    self.all[-1].links.append(href)
            if tag not in _INLINE:
                self._close()
                if is_start and tag in _HEADINGS:
                    self.all[-1].is_heading = True
            if is_start:
                self._add(element.text, in_link > 0)
            else:
                self._add(element.tail, in_link > 0)

    def _add(self, text: str | None, is_link: bool) -> None:
        if text:
            self._texts.append(text)
            if is_link:
                self._links.append(text)

    def _close(self) -> None:
        block = self.all[-1]
        block.text = clean("".join(self._texts))
        block.link_letters = len(clean("".join(self._links)))
        self._texts, self._links = [], []
        if block.text or block.links:
            self.all.append(Block())


def _visits(tree: HtmlElement) -> Iterator[tuple[bool, HtmlElement]]:
    """Yield (True, element) where one begins and (False, element) where it ends, without what shows no text."""
    stack: list[tuple[bool, HtmlElement]] = [(True, tree)]
    while stack:
        is_start, element = stack.pop()
        is_shown = isinstance(element.tag, str) and element.tag not in _PASSED_OVER
        if is_start and is_shown:
            yield True, element
            stack.append((False, element))
            stack += [(True, child) for child in reversed(element)]
        elif is_start:  # a comment or script shows nothing, and the text behind it does
            stack.append((False, element)) if element.tail else None
        else:
            yield False, element
