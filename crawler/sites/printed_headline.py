"""The headline as a page of unknown layout prints it: the element whose text the head's titles repeat."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.sites.element_text import text_of
from crawler.sites.pictures import resolved_url
from crawler.vietnamese.agreement import texts_agree
from crawler.vietnamese.text import fold, same

_HEADINGS = ("//h1", "//h2", "//h3")
_OTHER_PLACES = "//*[self::div or self::p or self::span or self::strong or self::b or self::td or self::h4]"
_MOST_PLACES = 3000  # elements without blocks in them; a headline is among the first of a page
_BORDER = re.compile(r"\s+[-–—]\s+|\s*[|»·]\s*|:\s+")
_MOST_BORDERS = 6  # in a title: a headline with two, a section, a paper's name
_MOST_CHILDREN = 4
_LONGEST = 300  # letters
_FEWEST_WORDS = 3  # of a heading that no title repeats: shorter ones are the paper's or a section's name


@dataclass(frozen=True)
class Title:
    """One title of the head: who says it, and its text."""

    witness: str
    text: str


@dataclass(frozen=True)
class PrintedHeadline:
    """The element that prints the headline, its text, and the titles that repeat it."""

    element: HtmlElement
    text: str
    titles: tuple[Title, ...]


def printed_headline(page: SavedPage, titles: list[Title], is_paper: Callable[[str], bool]) -> PrintedHeadline | None:
    """Return the heading that most titles repeat, else another element with a title's text; None without one.

    Logos are headings too, and headlines are set in any element; a lone h1 counts although no title repeats it.
    """
    headings = [heading for path in _HEADINGS for heading in _candidates(page, path, titles, is_paper)]
    if exact := [h for h in headings if any(same(title.text, h.text) for title in h.titles)]:
        return max(exact, key=lambda heading: len(heading.titles))
    if elsewhere := next(_candidates(page, _OTHER_PLACES, titles, is_paper, exactly=True), None):
        return elsewhere
    if repeated := [heading for heading in headings if heading.titles]:
        return max(repeated, key=lambda heading: len(heading.titles))
    lone = [h for h in headings if h.element.tag == "h1" and len(h.text.split()) >= _FEWEST_WORDS]
    return lone[0] if len(lone) == 1 else None


def _candidates(
    page: SavedPage, path: str, titles: list[Title], is_paper: Callable[[str], bool], *, exactly: bool = False
) -> Iterator[PrintedHeadline]:
    """Yield the elements at a path that can be the headline; with `exactly` only those with the text of a title."""
    for element in islice(page.select(path), _MOST_PLACES):
        if exactly and (len(element) > _MOST_CHILDREN or not element.text_content().strip()):
            continue
        text = text_of(element)
        if not text or len(text) > _LONGEST or is_paper(text) or _is_in_link_list(element):
            continue
        if _leads_elsewhere(page, element, text):
            continue
        repeating = tuple(t for t in titles if same(t.text, text) or (not exactly and _is_shortened(t.text, text)))
        if repeating or not exactly:
            yield PrintedHeadline(element, text, repeating)


def is_print_with_more(title: str, text: str) -> bool:
    """Return True if a title is a printed headline and, before or behind a border, what the site adds to it.

    The longest part is the headline: a section's name and the paper's are shorter.
    """
    borders = [(0, 0), *(b.span() for b in islice(_BORDER.finditer(title), _MOST_BORDERS)), (len(title), len(title))]
    for (_, start), (end, _) in combinations(borders, 2):
        if same(title[start:end], text):
            added = [*_BORDER.split(title[:start]), *_BORDER.split(title[end:])]
            return len(text.split()) > _FEWEST_WORDS and len(text) >= max(map(len, added))
    return False


def _is_shortened(title: str, text: str) -> bool:
    """Return True if one is the beginning of the other, or has most of its words: titles are cut and edited."""
    one, other = sorted((fold(title), fold(text)), key=len)
    return (len(one.split()) >= _FEWEST_WORDS and other.startswith(one)) or bool(texts_agree(title, text))


def _is_in_link_list(element: HtmlElement) -> bool:
    """Return True for a heading in a list, a sidebar or a menu: it names another article."""
    return any(ancestor.tag in ("li", "aside", "nav", "footer") for ancestor in element.iterancestors())


def _leads_elsewhere(page: SavedPage, element: HtmlElement, text: str) -> bool:
    """Return True for a heading that is a link to another page: it heads a teaser."""
    links = [a for a in islice(element.iter("a"), _MOST_CHILDREN) if same(a.text_content(), text)]
    links += [a for a in element.iterancestors("a")]
    own = urlsplit(page.url).path
    return any(urlsplit(resolved_url(page.url, a.get("href") or "")).path not in ("", own) for a in links)
