"""Layouts of a learned profile: which of them a page is in, and the evidence of its places."""

from collections.abc import Iterable
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.outlets.profile import Layout, Place, Profile
from crawler.page import SavedPage
from crawler.page.xpath_search import elements_at

_SIGNED = 0.6  # of a signature's elements: optional boxes miss, another layout has fewer


def layout_of(page: SavedPage, profile: Profile) -> Layout | None:
    """Return the layout that a page is in by its signature, or None; of equals the first, which is the newest."""
    best, best_share = None, 0.0
    for layout in profile.layouts:
        share = sum(bool(page.select(path)) for path in layout.signature) / max(1, len(layout.signature))
        if share >= _SIGNED and share > best_share and any(page.select(place.path) for place in layout.body):
            best, best_share = layout, share
    return best


def paths_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Return the places' XPaths, the best first."""
    return tuple(place.path for place in places)


def elements_below(container: HtmlElement, places: Iterable[Place]) -> set[HtmlElement]:
    """Return the elements at these places ('.//…') below a container."""
    return {element for place in places for element in elements_at(place.path, container)}


def with_evidence(witness: str, places: Iterable[Place], layout: Layout) -> str:
    """Return 'dom PATH' with the place's evidence: on how many pages of the layout it was seen, and who agreed."""
    for place in places:
        if witness == f"dom {place.path}" or witness.startswith(f"dom {place.path} "):
            agreed = "".join(f", {name} {count}" for name, count in place.agree.items())
            doubt = "" if place.sure else "; doubtful"
            return f"{witness} (learned: {place.pages} of {layout.pages} pages{agreed}{doubt})"
    return witness


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
