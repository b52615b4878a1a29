"""The publication time: which printed date is the article's, and which witnesses tell another."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Lie, Place
from crawler.sites.element_text import text_of
from crawler.sites.layouts import dated_text
from crawler.vietnamese import dates
from crawler.vietnamese.agreement import times_agree

_LONGEST = 140  # letters of a line that is a date
_FEWEST_LIES = 3
_CONTRADICTED = 0.2  # of its pages
_CLOCK_SHARE = 0.8  # of the pages: a time that is the fetch's, or that all pages share, is a clock's
_CLOCK = timedelta(hours=1)
_CHANNEL_CLOCK = timedelta(minutes=1)  # a feed may hold the articles of one hour
_FEWEST_FOR_CLOCK = 5
_FEWEST_SAME = 3
_SURE_AGREED = 0.95
_WITNESSED = 0.2  # of the pages of a sure place
_AFTER_HEADLINE = 0.8  # of a place's dates stand between headline and text
_DATES = 0.8  # of the texts at a place elsewhere
_LONGEST_WALK = 60  # runs between headline and date that count as near
Moments = dict[PageFacts, dates.Moment]


def date_places(
    pages: Sequence[PageFacts], orders: Mapping[PageFacts, tuple[int, int]]
) -> tuple[list[Place], list[Lie]]:
    """Return the places of the printed publication time, and the witnesses that contradict it.

    `orders` are where headline and text begin on each page.
    """
    targets = {facts: [*_dated_elements(facts)] for facts in pages}
    targets = {
        facts: sorted(elements, key=lambda e: _distance(facts, e, orders))[:8] for facts, elements in targets.items()
    }
    clocks = clock_witnesses(pages)
    chosen = best_spots(spots_of(pages, targets), lambda spot: _judge(spot, orders, clocks))
    printed: Moments = {}
    for _, spot in reversed(chosen):
        printed |= _moments(spot)
    lies = [*clocks.values()]
    if printed:
        lies += [lie for lie in _contradictions(pages, printed) if lie.witness not in clocks]
    liars = {lie.witness for lie in lies}
    return [_place(spot, liars) for _, spot in chosen], lies


def clock_witnesses(pages: Sequence[PageFacts]) -> dict[str, Lie]:
    """Return the witnesses that give the time of the fetch, or one time for all pages."""
    clocks = {}
    for name in dict.fromkeys(name for facts in pages for name in facts.moments):
        moments = {facts: facts.moments[name] for facts in pages if name in facts.moments}
        if is_clock(moments, _CHANNEL_CLOCK if name.startswith("channel") else _CLOCK):
            clocks[name] = Lie(
                witness=name, pages=len(moments), of=len(moments), reason="the time of the fetch, or one for all"
            )
    return clocks


def is_clock(moments: Moments, width: timedelta = _CLOCK) -> bool:
    """Return True if times are those of the fetch, or nearly one for all pages."""
    if len(moments) < _FEWEST_FOR_CLOCK:
        return False
    at_fetch = sum(abs(m.when - facts.page.fetched_at) <= timedelta(minutes=10) for facts, m in moments.items())
    times = sorted(m.when for m in moments.values())
    middle = times[len(times) // 2]
    alike = sum(abs(when - middle) <= width for when in times)
    return max(at_fetch, alike) >= _CLOCK_SHARE * len(moments)


def _dated_elements(facts: PageFacts) -> Iterator[HtmlElement]:
    """Yield the elements of lines that are dates; of a day whose hour stands beside it the box of both as well."""
    for run in facts.outline.runs:
        if not _is_date(facts, run.text) or facts.outline.is_remark(run.element):
            continue
        yield run.element
        box = run.element.getparent()
        if box is not None and _is_day(facts, run.text):
            text = text_of(box)
            if _is_date(facts, text) and not _is_day(facts, text):
                yield box


def _is_day(facts: PageFacts, text: str) -> bool:
    moment = dates.published_and_modified(text, facts.page.fetched_at)[0]
    return moment is not None and moment.precision == "day"


def _is_date(facts: PageFacts, text: str) -> bool:
    return len(text) <= _LONGEST and dates.published_and_modified(text, facts.page.fetched_at)[0] is not None


def _moments(spot: Spot) -> Moments:
    """Return the first time at the path on each page."""
    moments: Moments = {}
    for facts in spot.texts:
        text = next(filter(None, (dated_text(e, facts.page.fetched_at) for e in spot.elements[facts])), "")
        if moment := dates.published_and_modified(text[:200], facts.page.fetched_at)[0]:
            moments[facts] = moment
    return moments


def _distance(facts: PageFacts, element: object, orders: Mapping[PageFacts, tuple[int, int]]) -> int:
    headline = orders.get(facts, (0, 0))[0]
    return abs(facts.outline.order.get(element, 0) - headline)


def _judge(spot: Spot, orders: Mapping[PageFacts, tuple[int, int]], clocks: Mapping[str, Lie]) -> float | None:
    moments = _moments(spot)
    if len(moments) < 2 or any(len(text) > _LONGEST for text in spot.texts.values()):
        return None
    agreed = witnessed = near = after = hours = 0
    for facts, moment in moments.items():
        others = [m for name, m in facts.moments.items() if name not in clocks]
        witnessed += bool(others)
        agreed += any(times_agree(moment.when, other.when) for other in others)
        order = facts.outline.order.get(spot.elements[facts][0], 0)
        headline, text = orders.get(facts, (0, 0))
        near += abs(order - headline) <= _LONGEST_WALK
        after += headline <= order <= max(text, headline) + 3
        hours += moment.precision != "day"
    count = len(moments)
    is_after = after >= _AFTER_HEADLINE * count
    if not is_after and count < _DATES * len(spot.texts):
        return None  # under a headline a place may hold a date or, where a kicker moves it, another line
    if not is_after and witnessed >= _FEWEST_FOR_CLOCK and agreed < _CLOCK_SHARE * witnessed:
        return None  # a date far from the headline, as that of a remark, which the witnesses do not know
    score = count / len(spot.pages) + 0.4 * near / count + 0.5 * after / count + 0.3 * hours / count
    if witnessed >= max(2, 0.2 * count):
        score += 1.5 * agreed / witnessed
    # A paper's pages of one day share that day: it is a clock's where the witnesses tell another.
    is_witnessed = agreed >= _CLOCK_SHARE * max(_FEWEST_FOR_CLOCK, witnessed)
    is_one_day = len({m.when for m in moments.values()}) == 1 and count >= _FEWEST_SAME  # of a licence, say
    if ((is_clock(moments) or is_one_day) and not is_witnessed) or (witnessed >= _FEWEST_FOR_CLOCK and not agreed):
        return None
    return score - 0.3 * spot.many - 0.1 * spot.is_by_position - sum(map(len, spot.texts.values())) / count / 1000


def _contradictions(pages: Sequence[PageFacts], printed: Moments) -> list[Lie]:
    lies = []
    for name in dict.fromkeys(name for facts in pages for name in facts.moments):
        pairs = [(facts.moments[name], printed[facts]) for facts in pages if name in facts.moments and facts in printed]
        wrong = sum(not times_agree(one.when, other.when) for one, other in pairs)
        if wrong >= _FEWEST_LIES and wrong > _CONTRADICTED * len(pairs):
            lies.append(Lie(witness=name, pages=wrong, of=len(pairs), reason="another time than the printed one"))
    return lies


def _place(spot: Spot, liars: set[str]) -> Place:
    moments = _moments(spot)
    agree: Counter[str] = Counter()
    witnessed = agreed_pages = 0
    for facts, moment in moments.items():
        others = {name: m for name, m in facts.moments.items() if name not in liars}
        agreed = [name for name, m in others.items() if times_agree(moment.when, m.when)]
        agree.update(agreed)
        witnessed += bool(others)
        agreed_pages += bool(agreed)
    sure = len(moments) >= 0.95 * len(spot.texts) and not is_clock(moments)
    # A printed time that nothing confirms may be that of a comment or of the update.
    confirmed = witnessed >= _WITNESSED * len(moments) and agreed_pages >= _SURE_AGREED * witnessed
    return spot.place(agree, sure=sure and confirmed)
