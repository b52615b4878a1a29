"""Layouts of a learned profile: which of them a page is in, and the evidence of its places."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.article.time_zone import HANOI
from crawler.outlets.profile import Layout, Place, Profile
from crawler.outlets.short_paths import full_path
from crawler.page import SavedPage
from crawler.page.xpath_search import elements_at
from crawler.sites.element_text import text_of
from crawler.vietnamese import dates
from crawler.vietnamese.text import clean, fold

_NUMBERS = re.compile(r"\d+(?: \d+)*")
_SIGNED = 0.6  # of a signature's elements: optional boxes miss, another layout has fewer


def layout_of(page: SavedPage, profile: Profile) -> Layout | None:
    """Return the layout that a page is in by its signature, or None; of equals the first, which is the newest."""
    best, best_share = None, 0.0
    for layout in profile.layouts:
        share = sum(bool(page.select(full_path(path))) for path in layout.signature) / max(1, len(layout.signature))
        if share >= _SIGNED and share > best_share and any(page.select(place.xpath) for place in layout.body):
            best, best_share = layout, share
    return best


def paths_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Return the places' XPaths, the best first."""
    return tuple(place.xpath for place in places)


def elements_below(container: HtmlElement, places: Iterable[Place]) -> set[HtmlElement]:
    """Return the elements at these places ('.//…') below a container."""
    return {element for place in places for element in elements_at(place.xpath, container)}


def with_evidence(witness: str, places: Iterable[Place], layout: Layout) -> str:
    """Return 'dom PATH' with the place's evidence: on how many pages of the layout it was seen, and who agreed."""
    for place in places:
        if witness == f"dom {place.xpath}" or witness.startswith(f"dom {place.xpath} "):
            agreed = "".join(f", {name} {count}" for name, count in place.agree.items())
            doubt = "" if place.sure else "; doubtful"
            others = witness.removeprefix(f"dom {place.xpath}")
            return f"dom {place.path}{others} (learned: {place.pages} of {layout.pages} pages{agreed}{doubt})"
    return witness


def dated_text(element: HtmlElement, now: datetime) -> str:
    """Return the text of an element that prints a date; without its parts, where one prints the day of the fetch.

    A page's clock may stand in one line with the date of the article: '<span>24/11/2026</span> 19/11/2026'.
    """
    whole = text_of(element)
    own = clean(" ".join([element.text or "", *(child.tail or "" for child in element)]))
    if own == whole or not dates.printed(own, now):
        return whole
    clocks = (dates.printed(text_of(child), now) for child in element)
    return own if any(clock and clock.when.date() == now.astimezone(HANOI).date() for clock in clocks) else whole


def line_key(line: str) -> str:
    """Return the form in which a line repeats from page to page: '2.309 lượt xem' and '917 lượt xem' are one."""
    return _NUMBERS.sub("0", fold(line))


def stands_before(element: HtmlElement, other: HtmlElement) -> bool:
    """Return True if an element begins before another one of its page, or is around it."""
    chains = [[*reversed([e, *e.iterancestors()])] for e in (element, other)]
    apart = next((pair for pair in zip(*chains, strict=False) if pair[0] is not pair[1]), None)
    if apart is None:
        return len(chains[0]) < len(chains[1])
    return any(each is apart[1] for each in apart[0].itersiblings())


def parts_before(element: HtmlElement, container: HtmlElement) -> set[HtmlElement]:
    """Return the largest elements of a container that end before one of its elements."""
    parts: set[HtmlElement] = set()
    for each in (element, *takewhile(lambda e: e is not container, element.iterancestors())):
        parts.update(e for e in each.itersiblings(preceding=True) if isinstance(e.tag, str))
    return parts


def parts_from(element: HtmlElement, container: HtmlElement) -> set[HtmlElement]:
    """Return an element of a container, and the largest that begin after it."""
    parts = {element}
    for each in (element, *takewhile(lambda e: e is not container, element.iterancestors())):
        parts.update(e for e in each.itersiblings() if isinstance(e.tag, str))
    return parts
