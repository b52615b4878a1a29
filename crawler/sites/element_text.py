"""The text of an element: blocks and line breaks separate words, inline marks do not."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.sites.joints import WORD_BREAK, joined
from crawler.sites.macros import without_macros
from crawler.vietnamese.text import clean

_SECTIONS = {"address", "article", "aside", "body", "footer", "header", "html", "main", "nav", "section"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_FIGURES = {"figcaption", "figure"}
_BOXES = {"blockquote", "center", "details", "div", "fieldset", "form", "hr", "p", "pre", "summary"}
BLOCKS = frozenset(_SECTIONS | HEADINGS | _LISTS | _TABLES | _FIGURES | _BOXES)
# Word's settings, mostly in an <xml> island. Its other elements (o:p, w:sdt, u1:p, st1:place …) hold the text itself.
OFFICE_SETTINGS = frozenset(
    {"w:worddocument", "w:latentstyles", "o:officedocumentsettings", "o:documentproperties", "o:shapedefaults"}
    | {"m:mathpr", "v:shapetype", "v:formulas", "xml"}
)
SKIPPED = frozenset(["script", "style", "template", "link", "meta", "svg", "head", "title"]) | OFFICE_SETTINGS
LONGEST_NAME = 500  # letters read of class and id: a broken page can have megabytes of them
LONGEST_STYLE = 2 * LONGEST_NAME
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|table|flex|grid|list-item)\b", re.I)


def text_of(element: HtmlElement) -> str:
    """Return an element's text; blocks and line breaks separate words, inline marks do not ('<b>H</b>ộ')."""
    inside = [*element.iterdescendants()]
    if not inside and element.tag not in SKIPPED:
        return without_macros(clean(element.text_content(), entities=True))  # four times as fast as the walk below
    return without_macros(clean(joined(_pieces(element)), entities=True))


def _pieces(element: HtmlElement) -> Iterator[str]:
    """Yield the texts inside an element in their order, without recursion and without lxml's iterwalk.

    That takes time with the square of the comments that stand side by side (lxml 6.1: 1.2 s for 100,000).
    """
    yield element.text or ""
    open_elements = [(element, iter(element))]
    while open_elements:
        node, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if node is not element:
                yield _tail(node)
        elif not isinstance(child.tag, str) or child.tag in SKIPPED:
            yield _tail(child)
        else:
            if child.tag == "wbr":
                yield WORD_BREAK
            yield f" {child.text or ''}" if _separates(child) or begins_line(child) else child.text or ""
            open_elements.append((child, iter(child)))


def _tail(node: HtmlElement) -> str:
    return f" {node.tail or ''}" if _separates(node) else node.tail or ""


def _separates(node: HtmlElement) -> bool:
    return node.tag in BLOCKS or node.tag == "br" or is_set_as_block(node)


def is_set_as_block(element: HtmlElement) -> bool:
    """Return True if an element's own style makes it a block."""
    style = element.get("style")
    return bool(style) and bool(_BLOCK_STYLE.search(style[:LONGEST_STYLE]))


def begins_line(element: HtmlElement) -> bool:
    """Return True if an element is another line beside one of its class, with no space between them.

    Several words in one of them are a line, '<span class="sc-longform-header-title-sub">'; else it may be one word.
    """
    before = element.getprevious()
    if before is None or before.tail or before.tag != element.tag:
        return False
    if not element.get("class") or element.get("class") != before.get("class"):
        return False
    return " " in before.text_content().strip() or " " in element.text_content().strip()
