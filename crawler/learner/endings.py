"""Where the article begins and ends inside the element that holds it, if that holds the rest of the page as well."""

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.outline import Run
from crawler.learner.prose import Prose
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Place
from crawler.vietnamese import bylines

_FOUND = 0.9  # of the pages have the first element after the text
_CUT_OFF = 0.02  # of the pages may have own prose after it: an afterword
_COUNTED_LINE = re.compile(r"/(?:p|h[2-6]|figure|blockquote|br|ul|ol)\[\d+\]$")
_MOST_CANDIDATES = 8  # elements after the text
_SURE = 0.98
_FARTHEST_SIGNATURE = 8  # runs after the text: a box of three links may stand between


def end_places(
    pages: Sequence[PageFacts],
    holders: Mapping[PageFacts, HtmlElement],
    prose: Mapping[PageFacts, Prose],
    last: Mapping[PageFacts, int],
) -> list[Place]:
    """Return the place of the first element after the text inside its holder, on all pages; [] where none is needed.

    `last` is where the text ends on each page.
    """
    last = {facts: _signed_end(facts, holder, last[facts]) for facts, holder in holders.items() if facts in last}
    targets = {facts: _following(facts, holder, last[facts]) for facts, holder in holders.items() if facts in last}
    targets = {facts: elements for facts, elements in targets.items() if elements}
    if len(targets) < _FOUND * len(holders):
        return []
    chosen = best_spots(spots_of(pages, targets), lambda spot: _judge(spot, holders, prose, last), most=1)
    return [spot.place({"after the text": len(spot.elements)}, sure=score >= _SURE) for score, spot in chosen]


def _signed_end(facts: PageFacts, holder: HtmlElement, last: int) -> int:
    """Return where the signature under the text ends, perhaps under a box of links; else where the text ends."""
    after = _runs_after(facts, holder, last)[:_FARTHEST_SIGNATURE]
    return max((r.order for r in after if _signs(r.text) and not facts.outline.is_remark(r.element)), default=last)


def _runs_after(facts: PageFacts, holder: HtmlElement, last: int) -> list[Run]:
    inside = set(holder.iterdescendants())
    return [run for run in facts.outline.runs if run.order > last and run.element in inside]


def _following(facts: PageFacts, holder: HtmlElement, last: int) -> list[HtmlElement]:
    """Return the elements after the text, with the boxes around them that begin after it."""
    inside = set(holder.iterdescendants())
    elements: list[HtmlElement] = []
    for run in _runs_after(facts, holder, last)[:_MOST_CANDIDATES]:
        chain = [run.element, *run.element.iterancestors()]
        elements += [e for e in chain if e in inside and facts.outline.order.get(e, 0) > last and e not in elements]
    return elements[:_MOST_CANDIDATES]


def _signs(text: str) -> bool:
    return bylines.looks_like_byline(text) or bylines.looks_like_name(text)


def _judge(
    spot: Spot,
    holders: Mapping[PageFacts, HtmlElement],
    prose: Mapping[PageFacts, Prose],
    last: Mapping[PageFacts, int],
) -> float | None:
    if spot.is_by_position and _COUNTED_LINE.search(spot.path):
        return None  # texts have as many paragraphs as they have
    inside = cut = distance = 0
    for facts, elements in spot.elements.items():
        holder = holders.get(facts)
        if holder is None or facts not in last:
            continue
        orders = [facts.outline.order[e] for e in elements if e in facts.outline.order and holder in e.iterancestors()]
        if not orders:
            continue
        inside += 1
        first = min(orders)
        cut += first <= last[facts]
        distance += min(40, max(0, first - last[facts]))
    if not inside or inside < _FOUND * len(holders) or cut > _CUT_OFF * inside:
        return None
    return (inside - cut) / len(holders) - distance / inside / 100 - 0.3 * spot.is_by_position
