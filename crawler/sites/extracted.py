"""The text of a page whose layout nobody knows, as trafilatura finds it, in lines of the house."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from crawler.article import Block, Image
from crawler.page import SavedPage
from crawler.sites.body import Line, LineKind, resolved_url, text_of
from crawler.sites.main_text import main_text
from crawler.vietnamese import captions
from crawler.vietnamese.text import clean, fold, has_vietnamese_letters

_KINDS: dict[str, LineKind] = {"head": "subhead", "item": "list_item", "quote": "quote", "row": "table"}
_BLOCKS = {"p", "table", "list", *_KINDS}
_MOST_CHILDREN = 4  # children of a lead's element: bold runs and links, no blocks of text


def extracted_lines(page: SavedPage) -> tuple[str, list[Line]]:
    """Return the extractor's name with its version, and the article's lines; none where it finds no text."""
    import trafilatura  # noqa: PLC0415 - 150 ms that only the generic family needs

    found = main_text(page.tree) if page.tree is not None else None
    lines = [*_lines_of(found)] if found is not None else []
    return f"trafilatura {trafilatura.__version__}", lines


def title_without_paper(page: SavedPage, is_paper: Callable[[str], bool]) -> str:
    """Return the head's title without the paper's name behind it."""
    titles = [clean(element.text_content()) for element in page.select("//title")]
    first, *others = re.split(r"\s+[-–—|]\s+", titles[0] if titles else "")
    return " - ".join([first, *(part for part in others if not is_paper(part))])


def shown_pictures(page: SavedPage, named: list[str]) -> list[Image]:
    """Return those of the pictures that JSON-LD (`named`) or the head gives the article which the page shows.

    Others are made for lists and other sites. A figure's caption goes with its picture.
    """
    names = ("src", "data-src", "data-original")
    shown = {_file_name(image.get(name, "")) for image in page.select("//img") for name in names}
    said = {_file_name(address): captions.split(text) for address, text in _figures(page)}
    heads = [resolved_url(page.url, address) for address in (*named, page.meta.get("og:image", "")) if address]
    kept = {
        _file_name(url): url for url in reversed(heads) if _file_name(url) in shown - {""} and url.startswith("http")
    }
    bare = captions.split(None)
    return [Image(url, said.get(name, bare).text, said.get(name, bare).credit) for name, url in reversed(kept.items())]


def _figures(page: SavedPage) -> Iterator[tuple[str, str]]:
    for figure in page.select("//figure[.//img][.//figcaption]"):
        image, caption = next(figure.iter("img")), next(figure.iter("figcaption"))
        if address := image.get("data-src") or image.get("src"):
            yield address, text_of(caption)


def _file_name(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def prints_outside_blocks(page: SavedPage, text: str, blocks: list[Block]) -> bool:
    """Tell whether a Vietnamese page prints a text in an element of its own that is none of the blocks.

    Elsewhere such a line is a deck, which no article counts as its text.
    """
    wanted = fold(text)
    if page.tree is None or not has_vietnamese_letters(text) or any(wanted in fold(block.text) for block in blocks):
        return False
    return any(
        len(element) <= _MOST_CHILDREN and fold(clean(element.text_content())) == wanted
        for element in page.tree.iter("h2", "h3", "p", "div", "strong")
    )


def _lines_of(element: etree._Element, quoted: bool = False) -> Iterator[Line]:
    """Yield trafilatura's blocks in reading order; text that stands bare between blocks is a paragraph."""
    kind: LineKind = "quote" if quoted else _KINDS.get(str(element.tag), "paragraph")
    if element.tag == "row":
        said = {cell: text for cell in element if (text := clean(" ".join(map(str, cell.itertext()))))}
        if len(said) == 1:  # a table for the layout's sake, as old papers set the whole page
            yield from _lines_of_cell(next(iter(said)))
        else:
            yield from _line_of(" | ".join(said.values()), kind)
    elif element.tag not in _KINDS and element.tag != "p" and len(element):
        yield from _line_of(element.text, kind)
        for child in element:
            yield from _lines_of(child, quoted)
            yield from _line_of(child.tail, kind)
    elif element.tag == "quote" and len(element.findall("p")):
        for child in element:
            yield from _lines_of(child, True)
    else:
        for pause in element.iter("lb"):
            pause.text = " "
        yield from _line_of("".join(map(str, element.itertext())), kind)


def _lines_of_cell(cell: etree._Element) -> Iterator[Line]:
    """Yield the paragraphs of a cell, which line breaks and blocks part."""
    text = [cell.text or ""]
    for child in cell:
        if child.tag == "lb" or child.tag in _BLOCKS:
            yield from _line_of("".join(text), "paragraph")
            yield from _lines_of(child) if child.tag in _BLOCKS else ()
            text = [child.tail or ""]
        else:
            text += [*map(str, child.itertext()), child.tail or ""]
    yield from _line_of("".join(text), "paragraph")


def _line_of(text: str | None, kind: LineKind) -> Iterator[Line]:
    if found := clean(text):
        yield Line(found, kind)
