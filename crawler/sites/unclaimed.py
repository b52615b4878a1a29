"""Texts that no field holds: what a learned reader leaves out is told, so that nothing is lost in silence."""

from collections.abc import Iterable, Set

from lxml.html import HtmlElement

from crawler.sites.body import Line, walk_body
from crawler.sites.element_text import text_of

_SHORTEST = 15  # letters: a subhead may have so few; names of buttons have fewer
_LONGEST = 300
_MOST_LEVELS = 4  # around the text: beyond them are other parts of the page
_MOST_NEIGHBOURS = 12  # boxes before and after the text


def dropped_texts(elements: Iterable[HtmlElement]) -> list[str]:
    """Return the texts of boxes that were dropped from the article's text, without those that are only links."""
    texts = []
    for element in elements:
        text = text_of(element)
        linked = sum(len(text_of(link)) for link in element.iter("a"))
        if len(text) >= _SHORTEST and 2 * linked < len(text):
            texts.append(text[:_LONGEST])
    return sorted(dict.fromkeys(texts))


def texts_beside(container: HtmlElement, fields: Set[HtmlElement], base_url: str) -> list[str]:
    """Return the lines without links in the boxes before and after the text that are not part of a field."""
    lines: list[str] = []
    box = container
    for _ in range(_MOST_LEVELS):
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        neighbours = [*box.itersiblings(preceding=True)][:_MOST_NEIGHBOURS] + [*box.itersiblings()][:_MOST_NEIGHBOURS]
        for neighbour in neighbours:
            if isinstance(neighbour.tag, str) and neighbour not in fields:
                lines += plain_lines(neighbour, fields, base_url)
        if any(field is parent or parent in set(field.iterancestors()) for field in fields):
            break  # headline and text are both in it: what follows is another part of the page
        box = parent
    return list(dict.fromkeys(lines))


def plain_lines(element: HtmlElement, fields: Set[HtmlElement], base_url: str) -> list[str]:
    """Return the lines without links in an element, outside the fields in it."""
    items = walk_body(element, base_url, fields).items
    return [i.text[:_LONGEST] for i in items if isinstance(i, Line) and not i.links and len(i.text) >= _SHORTEST]
