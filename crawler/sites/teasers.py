"""Teasers: boxes inside a text that lead to other articles, each with a picture, a headline and perhaps a lead."""

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from crawler.page.xpath_search import elements_at
from crawler.sites.element_text import text_of

_SHORTEST_TITLE = 15  # letters of a link
_LONGEST_TEASER = 600  # letters beside the link: more are text
_MOST_LEVELS = 2  # between the line of a link and the box of its article
_BOXES = frozenset({"div", "article", "section", "li", "tr", "td", "dd", "dl", "ul"})


def teasers(container: HtmlElement, is_other_article: Callable[[str], bool]) -> set[HtmlElement]:
    """Return the boxes in a container that stand in a row, and each lead to another article by a line of its own.

    A paragraph that mentions another article is none: its link is a part of a line.
    """
    boxes: set[HtmlElement] = set()
    for link in elements_at(".//a[@href]", container):
        if len(text_of(link)) >= _SHORTEST_TITLE and is_other_article(link.get("href") or ""):
            boxes.update(_box_around(link, container))
    return {box for box in boxes if any(_look(box) == _look(other) for other in _siblings(box) if other in boxes)}


def _box_around(link: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around the line of a link that may be the box of its article."""
    title = text_of(link)
    line = link
    while (parent := line.getparent()) is not None and parent is not container and text_of(parent) == title:
        line = parent
    for _ in range(_MOST_LEVELS):
        box = line.getparent()
        if box is None or box is container or box.tag not in _BOXES or _has_own_text(box):
            return
        if len(text_of(box)) <= len(title) + _LONGEST_TEASER:
            yield box
        line = box


def _has_own_text(box: HtmlElement) -> bool:
    """Return True if text stands directly in a box: the link may be a part of it."""
    return any(text and any(map(str.isalnum, text)) for text in (box.text, *(child.tail for child in box)))


def _siblings(box: HtmlElement) -> Iterator[HtmlElement]:
    yield from box.itersiblings(preceding=True)
    yield from box.itersiblings()


def _look(box: HtmlElement) -> tuple[str, str | None]:
    return str(box.tag), box.get("class")
