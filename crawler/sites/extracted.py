"""The text of a page whose layout nobody knows, as trafilatura finds it, in lines of the house."""

from collections.abc import Iterator

from lxml import etree

from crawler.archive.saved_page import SavedPage
from crawler.sites.body import Line, LineKind
from crawler.vietnamese.text import clean

_KINDS: dict[str, LineKind] = {"head": "subhead", "item": "list_item", "quote": "quote", "row": "table"}


def extracted(page: SavedPage) -> tuple[str, list[Line]]:
    """Return the extractor's name with its version, and the article's lines; none where it finds no text."""
    import trafilatura  # noqa: PLC0415 - 150 ms that only the generic family needs
    from trafilatura.settings import Document  # noqa: PLC0415

    found = trafilatura.bare_extraction(page.text, include_comments=False, favor_precision=True, with_metadata=False)
    lines = [*_lines(found.body)] if isinstance(found, Document) else []
    return f"trafilatura {trafilatura.__version__}", lines


def _lines(element: etree._Element, quoted: bool = False) -> Iterator[Line]:
    """Yield trafilatura's blocks in reading order; text that stands bare between blocks is a paragraph."""
    kind: LineKind = "quote" if quoted else _KINDS.get(str(element.tag), "paragraph")
    if element.tag == "row":
        cells = (clean(" ".join(map(str, cell.itertext()))) for cell in element)
        yield from _line(" | ".join(c for c in cells if c), kind)
    elif element.tag not in _KINDS and element.tag != "p" and len(element):
        yield from _line(element.text, kind)
        for child in element:
            yield from _lines(child, quoted)
            yield from _line(child.tail, kind)
    elif element.tag == "quote" and len(element.findall("p")):
        for child in element:
            yield from _lines(child, True)
    else:
        for pause in element.iter("lb"):
            pause.text = " "
        yield from _line("".join(map(str, element.itertext())), kind)


def _line(text: str | None, kind: LineKind) -> Iterator[Line]:
    if found := clean(text):
        yield Line(found, kind)
