"""The body: the smallest element that holds most of each page's own prose."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.prose import Prose
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Place
from crawler.vietnamese import dates

_SHARE = 0.85  # of a page's own letters: the lead above the text may be the rest
_FILLED = 0.5  # of the pages for the first place
_SURE_SHARE = 0.9
_MOST_STRAY = 0.04  # of a text's letters: a container with more of what is not the article's is too wide
_MOST_DIRTY = 0.03  # of the pages
_NO_HOLDERS = frozenset(
    {*("body", "html", "time", "a", "h1", "h2", "h3", "em", "i", "strong", "b", "u", "font", "li", "button", "label")}
)


def body_places(pages: Sequence[PageFacts], prose: Mapping[PageFacts, Prose]) -> list[Place]:
    """Return the places of the element that holds the text in one layout."""
    targets = {facts: holders(prose[facts]) for facts in pages if prose[facts].own}
    # The narrowest elements speak for themselves: the paths to the boxes around them are shorter, and as common.
    narrow = spots_of(pages, {facts: elements[:1] for facts, elements in targets.items()})
    spots = {spot.path: spot for spot in [*narrow, *spots_of(pages, targets)]}
    chosen = best_spots(spots.values(), lambda spot: _judge(spot, prose))
    return [
        spot.place(
            {"prose": sum(_share(spot, facts, prose) >= _SHARE for facts in spot.elements)}, sure=_is_sure(spot, prose)
        )
        for _, spot in chosen
    ]


def holders(prose: Prose) -> list[HtmlElement]:
    """Return the smallest element with most of the own letters, and the next ones around it."""
    total = sum(len(run.text) for run in prose.own)
    enough = [e for e, letters in prose.own_letters.items() if letters >= _SHARE * total and e.tag not in _NO_HOLDERS]
    return sorted(enough, key=lambda e: -sum(1 for _ in e.iterancestors()))[:4]


def _share(spot: Spot, facts: PageFacts, prose: Mapping[PageFacts, Prose]) -> float:
    total = sum(len(run.text) for run in prose[facts].own)
    return prose[facts].own_letters.get(_held(spot, facts), 0) / total if total else 0.0


def _held(spot: Spot, facts: PageFacts) -> HtmlElement:
    """Return the element that a family reads: of several, the longest."""
    elements = spot.elements[facts]
    return elements[0] if len(elements) == 1 else max(elements, key=lambda e: len(e.text_content()))


def _judge(spot: Spot, prose: Mapping[PageFacts, Prose]) -> float | None:
    pages = [facts for facts in spot.elements if prose[facts].own]
    if len(pages) < 2:
        return None
    shares = [min(1.0, _share(spot, facts, prose) / _SHARE) for facts in pages]
    share = sum(shares) / len(shares)
    if share < 0.75:
        return None
    own = sum(prose[f].own_letters.get(_held(spot, f), 0) for f in pages)
    other = sum(prose[f].other_letters.get(_held(spot, f), 0) for f in pages)
    waste = other / (own + other) if own else 1.0
    return share * len(pages) / len(spot.pages) - 0.5 * waste - 0.1 * spot.is_by_position - 0.2 * spot.many


def _is_sure(spot: Spot, prose: Mapping[PageFacts, Prose]) -> bool:
    pages = [facts for facts in spot.elements if prose[facts].own]
    good = sum(_share(spot, facts, prose) >= _SHARE - 0.1 for facts in pages)
    return len(pages) >= _FILLED * len(spot.pages) and good >= _SURE_SHARE * len(pages)


def stray_letters(
    facts: PageFacts, prose: Prose, inside: Set[HtmlElement], known: Set[HtmlElement], counts: Counter[str]
) -> int:
    """Return the letters inside a text that are another part's: links, teasers, dates, lines that other pages have.

    `inside` are the elements that would be read as text, `known` those of them that are read as fields.
    """
    own = set(prose.own)
    strays = (run for run in facts.outline.runs if run.element in inside and run.element not in known)
    return sum(
        len(run.text)
        for run in strays
        if run not in own and (run.is_long or run.is_linked or counts[run.folded] > 2 or dates.printed(run.text[:80]))
    )


def is_clean(strays: Sequence[tuple[int, int]]) -> bool:
    """Return True if nearly no text has more strays than a few of its letters; pairs of stray and own letters."""
    dirty = sum(stray > _MOST_STRAY * own for stray, own in strays)
    return dirty <= _MOST_DIRTY * len(strays)
