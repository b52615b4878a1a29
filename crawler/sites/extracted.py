"""The text of a page whose layout nobody has described, as trafilatura finds it, as lines of the body walker."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from crawler.article import Block, Image
from crawler.page import SavedPage
from crawler.sites.body import Line
from crawler.sites.element_text import text_of
from crawler.sites.look import LineKind
from crawler.sites.macros import without_macros
from crawler.sites.main_text import main_text
from crawler.sites.pictures import resolved_url
from crawler.vietnamese import captions
from crawler.vietnamese.text import clean, fold, has_vietnamese_letters, same

_KINDS: dict[str, LineKind] = {"head": "subhead", "item": "list_item", "quote": "quote", "row": "table"}
_BLOCKS = {"p", "table", "list", *_KINDS}
_MOST_CHILDREN = 4  # of a lead's element: bold runs and links, no blocks of text


def extracted_lines(page: SavedPage) -> tuple[str, list[Line]]:
    """Return the extractor's name with its version, and the article's lines; [] where it finds no text."""
    import trafilatura  # noqa: PLC0415 - 150 ms that only the generic family needs

    body = main_text(page.tree) if page.tree is not None else None
    lines = [*_lines_of(body)] if body is not None else []
    return f"trafilatura {trafilatura.__version__}", lines


def title_without_paper(page: SavedPage, is_paper: Callable[[str], bool]) -> str:
    """Return the head's title without the paper's name before or after it; '' where it is nothing else."""
    titles = [without_macros(clean(element.text_content())) for element in page.select("//title")]
    parts = re.split(r"\s+[-–—|]\s+", titles[0] if titles else "")
    return " - ".join(part for part in parts if not is_paper(part))


def shown_pictures(page: SavedPage, addresses: list[str]) -> list[Image]:
    """Return the pictures of JSON-LD (`addresses`) and of the head that the page shows, with their figure's caption.

    The others are made for lists and other sites.
    """
    attributes = ("src", "data-src", "data-original")
    shown = {_file_name(image.get(name, "")) for image in page.select("//img") for name in attributes} - {""}
    caption_by_name = {_file_name(address): captions.split(text) for address, text in _figures(page)}
    urls = [resolved_url(page.url, address) for address in (*addresses, page.meta.get("og:image", "")) if address]
    url_by_name = {
        _file_name(url): url for url in reversed(urls) if _file_name(url) in shown and url.startswith("http")
    }
    no_caption = captions.split(None)
    pictures = [(url, caption_by_name.get(name, no_caption)) for name, url in reversed(url_by_name.items())]
    return [Image(url, caption.text, caption.credit) for url, caption in pictures]


def whole_pictures(page: SavedPage, pictures: list[Image]) -> list[Image]:
    """Return the pictures, each at its whole size where the page names the same file with and without a size."""
    named = [element.get(name) or "" for element in page.select("//source") for name in ("srcset", "data-srcset")]
    addresses = {
        resolved_url(page.url, part.split(" ")[0]) for each in named for part in each[:4000].split(", ") if part
    }
    return [
        Image(plain, picture.caption, picture.credit)
        if (plain := picture.url.partition("?")[0]) in addresses
        else picture
        for picture in pictures
    ]


def _figures(page: SavedPage) -> Iterator[tuple[str, str]]:
    for figure in page.select("//figure[.//img][.//figcaption]"):
        image, caption = next(figure.iter("img")), next(figure.iter("figcaption"))
        if address := image.get("data-src") or image.get("src"):
            yield address, text_of(caption)


def _file_name(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def described_lead(page: SavedPage, blocks: list[Block], in_jsonld: str | None) -> tuple[str, str] | None:
    """Return the witness and the lead where the head's description is the opening paragraph, which is then taken out,
    or is printed above the text; else None.
    """
    description = clean(page.meta.get("og:description") or page.meta.get("description"), entities=True)
    if blocks and same(blocks[0].text, description):
        return "opening paragraph, as meta description", blocks.pop(0).text
    if blocks and same(blocks[0].text, in_jsonld):
        return "opening paragraph, as jsonld description", blocks.pop(0).text
    if prints_outside_blocks(page, description, blocks):
        return "printed over the text, as meta description", description
    return None


def prints_outside_blocks(page: SavedPage, text: str, blocks: list[Block]) -> bool:
    """Return True if a Vietnamese page prints the text in a separate element, and no block holds it.

    In other languages such a line is a deck, which is not counted as the article's text.
    """
    folded_text = fold(text)
    if page.tree is None or not has_vietnamese_letters(text):
        return False
    if any(folded_text in fold(block.text) for block in blocks):
        return False
    return any(
        len(element) <= _MOST_CHILDREN and fold(clean(element.text_content())) == folded_text
        for element in page.tree.iter("h2", "h3", "p", "div", "strong")
    )


def _lines_of(element: etree._Element, quoted: bool = False) -> Iterator[Line]:
    """Yield trafilatura's blocks in reading order; bare text between blocks is a paragraph."""
    kind: LineKind = "quote" if quoted else _KINDS.get(str(element.tag), "paragraph")
    if element.tag == "row":
        text_by_cell = {cell: text for cell in element if (text := clean(" ".join(map(str, cell.itertext()))))}
        if len(text_by_cell) == 1:  # a table for layout: old papers set the whole page in one
            yield from _lines_of_cell(next(iter(text_by_cell)))
        else:
            yield from _line_of(" | ".join(text_by_cell.values()), kind)
    elif element.tag not in _KINDS and element.tag != "p" and len(element):
        yield from _line_of(element.text, kind)
        for child in element:
            yield from _lines_of(child, quoted)
            yield from _line_of(child.tail, kind)
    elif element.tag == "quote" and len(element.findall("p")):
        for child in element:
            yield from _lines_of(child, True)
    else:
        for line_break in element.iter("lb"):
            line_break.text = " "
        yield from _line_of("".join(map(str, element.itertext())), kind)


def _lines_of_cell(cell: etree._Element) -> Iterator[Line]:
    """Yield the paragraphs of a cell, which line breaks and blocks separate."""
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
    if line := without_macros(clean(text, entities=True)):
        yield Line(line, kind)
