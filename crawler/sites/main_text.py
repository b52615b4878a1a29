"""The text of a page whose layout nobody has described, as trafilatura finds it."""

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from crawler.page.xpath_search import elements_at

if TYPE_CHECKING:
    from trafilatura.settings import Document, Extractor

# What trafilatura's second opinion passes over as well: scripts, and what leads to other pages.
_PASSED_OVER_TAGS = ("script", "style", "noscript", "a", "nav", "footer")


def main_text(tree: HtmlElement) -> etree._Element | None:
    """Return the body that trafilatura, tuned for precision, makes of a page; None where it finds none.

    Its second opinion (readability and justext) takes as long as its first, and is asked only where it could be
    believed: of the public benchmark's 181 pages 172 are spared it, and each body stays the same.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - 150 ms that no other family needs
    from trafilatura.settings import Document  # noqa: PLC0415

    page = _without_scripts(tree)
    found = bare_extraction(page, options=_trafilatura_options(fast=True))
    if not isinstance(found, Document) or not _is_settled(found, page):
        found = bare_extraction(_without_scripts(tree), options=_trafilatura_options(fast=False))
    return found.body if isinstance(found, Document) else None


def _without_scripts(tree: HtmlElement) -> HtmlElement:
    """Copy a page without what trafilatura drops sooner or later, which is most of its bytes: it copies it thrice."""
    page = deepcopy(tree)
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    for element in [*page.iter("script", "style")]:
        if "json" not in (element.get("type") or ""):  # structured data tells it a forum
            element.drop_tree()
    return page


@cache
def _trafilatura_options(*, fast: bool) -> "Extractor":
    from trafilatura.settings import Extractor  # noqa: PLC0415

    return Extractor(output_format="txt", fast=fast, precision=True, comments=False)


def _is_settled(found: "Document", page: HtmlElement) -> bool:
    """Tell whether trafilatura 2.3 would keep this body whatever its second opinion said.

    It gives way to a text more than twice as long, or where it is short, without paragraphs, or of odd elements. The
    page is cut down to what that text could be; where that is still too much, readability says what it is.
    """
    from trafilatura.external import SANITIZED_XPATH, try_readability  # noqa: PLC0415

    text, body = found.raw_text or "", found.body
    if len(text) < _trafilatura_options(fast=True).min_extracted_size or elements_at(SANITIZED_XPATH, body):
        return False
    if not elements_at(".//p//text()", body) or len(elements_at(".//table", body)) > len(elements_at(".//p", body)):
        return False
    whole = deepcopy(page)
    etree.strip_elements(page, *_PASSED_OVER_TAGS, with_tail=False)
    return 2 * len(text) >= _count_letters(page) or 2 * len(text) >= _count_letters(try_readability(whole))


def _count_letters(element: etree._Element) -> int:
    return len(" ".join("".join(map(str, element.itertext())).split()))
