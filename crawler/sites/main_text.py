"""The main text of a page whose layout nobody has described, as trafilatura finds it."""

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from crawler.page.xpath_search import elements_at
from crawler.sites.element_text import OFFICE_SETTINGS

if TYPE_CHECKING:
    from trafilatura.settings import Document, Extractor

# Elements that trafilatura's second opinion passes over too: scripts, and links to other pages.
_BLOCKS = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "section", "article", "figure")
_UNWRAPPED = "unwrapped"  # the tag, for a moment, of elements that HTML does not know
_PASSED_OVER_TAGS = ("script", "style", "noscript", "a", "nav", "footer")


def main_text(tree: HtmlElement) -> etree._Element | None:
    """Return the body that trafilatura, tuned for precision, finds on a page, or None.

    Its second opinion (readability and justext) takes as long as its first, and is asked only where it could change
    the body: 172 of the public benchmark's 181 pages do without, and each body stays the same.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - 150 ms that no other family needs
    from trafilatura.settings import Document  # noqa: PLC0415

    page = _without_scripts(tree)
    document = bare_extraction(page, options=_trafilatura_options(fast=True))
    if not isinstance(document, Document) or not _is_settled(document, page):
        document = bare_extraction(_without_scripts(tree), options=_trafilatura_options(fast=False))
    return document.body if isinstance(document, Document) else None


def _without_scripts(tree: HtmlElement) -> HtmlElement:
    """Copy a page without elements that trafilatura drops, most of its bytes: trafilatura copies it three times."""
    page = deepcopy(tree)
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    for element in [*page.iter("script", "style")]:
        if "json" not in (element.get("type") or ""):  # by structured data trafilatura recognises a forum
            element.drop_tree()
    _make_unknown_elements_plain(page)
    return page


def _make_unknown_elements_plain(page: HtmlElement) -> None:
    """Unwrap elements that HTML does not know, as browsers show them: trafilatura drops their text, or all around it.

    Word leaves <st1:place> and <o:p> in the text, and papers have elements of their own; one around blocks is a <div>.
    """
    for element in [e for e in page.iterdescendants() if isinstance(e.tag, str) and not _is_known(e.tag)]:
        if element.tag in OFFICE_SETTINGS:
            element.drop_tree()
        else:
            holds_blocks = next(element.iterdescendants(*_BLOCKS), None) is not None
            element.tag = "div" if holds_blocks else _UNWRAPPED
    etree.strip_tags(page, _UNWRAPPED)  # all at once: one after the other takes time with the square of their number


def _is_known(tag: str) -> bool:
    return ":" not in tag and "-" not in tag and tag != "xml"


@cache
def _trafilatura_options(*, fast: bool) -> "Extractor":
    from trafilatura.settings import Extractor  # noqa: PLC0415

    return Extractor(output_format="txt", fast=fast, precision=True, comments=False)


def _is_settled(document: "Document", page: HtmlElement) -> bool:
    """Return True if trafilatura 2.3 would keep this body whatever its second opinion is.

    It prefers the second opinion's text where that is more than twice as long, or where the body is short, without
    paragraphs, or of odd elements. The page is cut down to what that text could be; where this is still too long,
    readability is asked for the text.
    """
    from trafilatura.external import SANITIZED_XPATH, try_readability  # noqa: PLC0415

    text, body = document.raw_text or "", document.body
    if len(text) < _trafilatura_options(fast=True).min_extracted_size or elements_at(SANITIZED_XPATH, body):
        return False
    if not elements_at(".//p//text()", body) or len(elements_at(".//table", body)) > len(elements_at(".//p", body)):
        return False
    page_copy = deepcopy(page)
    etree.strip_elements(page, *_PASSED_OVER_TAGS, with_tail=False)
    return 2 * len(text) >= _count_letters(page) or 2 * len(text) >= _count_letters(try_readability(page_copy))


def _count_letters(element: etree._Element) -> int:
    return len(" ".join("".join(map(str, element.itertext())).split()))
