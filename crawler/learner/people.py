"""Bylines and sources: short lines near headline or text that name people or agencies, and change from page to page."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from crawler.learner.crumbs import is_tag
from crawler.learner.facts import PageFacts
from crawler.learner.outline import Run
from crawler.learner.prose import is_remark
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Lie, Place
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.agreement import names_agree
from crawler.vietnamese.text import fold

_LONGEST = 100  # letters
_NEAR = 8  # runs before the headline, or after the text's end
_NAMES = 0.85  # of the texts at a byline's place
_FEWEST_PAGES = 3
_FEWEST_NAMES = 2  # different ones: one name for all pages is the paper's
_SURE_AGREED = 0.9
_FEWEST_LIES = 3
Orders = Mapping[PageFacts, tuple[int, int]]
Ends = Mapping[PageFacts, int]
Holders = Mapping[PageFacts, HtmlElement]


def byline_places(
    pages: Sequence[PageFacts], orders: Orders, ends: Ends, holders: Holders, repeated: frozenset[str]
) -> list[Place]:
    """Return the places of the byline in one layout; `ends` are where the text ends on each page."""
    targets = {
        facts: [
            run.element for run in facts.outline.runs if _is_near(facts, run, orders, ends) and _names_people(run.text)
        ]
        for facts in pages
    }
    chosen = best_spots(
        spots_of(pages, targets), lambda spot: _judge_byline(spot, orders, ends, holders, repeated), most=2
    )
    return [_byline_place(spot) for _, spot in chosen]


def source_places(pages: Sequence[PageFacts], orders: Orders, ends: Ends) -> list[Place]:
    """Return the places that name an agency or paper as source."""
    targets = {
        facts: [
            run.element for run in facts.outline.runs if _is_near(facts, run, orders, ends) and _names_source(run.text)
        ]
        for facts in pages
    }
    chosen = best_spots(spots_of(pages, targets), lambda spot: _judge_source(spot, orders, ends), most=2)
    return [
        spot.place({"form": _count_sources(spot)}, sure=_count_sources(spot) >= 0.95 * len(spot.texts))
        for _, spot in chosen
    ]


def _is_near(facts: PageFacts, run: Run, orders: Orders, ends: Ends) -> bool:
    if len(run.text) > _LONGEST or is_remark(run.element) or (run.is_linked and is_tag(run.element)):
        return False
    return _is_order_near(facts, run.order, orders, ends)


def _is_order_near(facts: PageFacts, order: int, orders: Orders, ends: Ends) -> bool:
    """Return True for a run few runs around the headline, or before or after the text's end."""
    if facts not in orders:
        return False
    runs = facts.outline.run_orders
    headline, text = (bisect_left(runs, each) for each in orders[facts])
    end, place = bisect_left(runs, ends.get(facts, orders[facts][1])), bisect_left(runs, order)
    return headline - _NEAR <= place <= max(text, headline) + 1 or end - 3 <= place <= end + _NEAR


def _names_people(text: str) -> bool:
    if dates.printed(text) or len(text) > _LONGEST:
        return False
    people = bylines.read(text).bylines
    if not people:
        return False
    if bylines.looks_like_byline(text):
        return True
    return all(bylines.looks_like_name(b.name) and len(b.name.split()) > 1 for b in people)


def _names_source(text: str) -> bool:
    return bylines.read(text).source is not None and (bylines.looks_like_byline(text) or bylines.is_agency(text))


def _judge_byline(spot: Spot, orders: Orders, ends: Ends, holders: Holders, repeated: frozenset[str]) -> float | None:
    texts = spot.texts
    if len(texts) < _FEWEST_PAGES or any(len(text) > 2 * _LONGEST for text in texts.values()):
        return None
    people = {facts: text for facts, text in texts.items() if _names_people(text) or _names_source(text)}
    near = sum(_is_order_near(f, f.outline.order.get(spot.elements[f][0], 0), orders, ends) for f in texts)
    if len(people) < _NAMES * len(texts) or near < 0.9 * len(texts):
        return None
    if len({fold(text) for text in people.values()}) < _FEWEST_NAMES or spot.many > 0.3:
        return None
    if sum(fold(text) in repeated for text in texts.values()) > 0.5 * len(texts):
        return None
    if spot.is_by_position and any(holders[f] in spot.elements[f][0].iterancestors() for f in texts if f in holders):
        return None  # a last line of the text, whose position changes: the walker knows it by its words
    agreed, witnessed = _agreement(spot)
    score = spot.fill + len(people) / len(texts) - 0.2 * spot.is_by_position
    return score + (agreed / witnessed if witnessed else 0.0)


def _agreement(spot: Spot) -> tuple[int, int]:
    agreed = witnessed = 0
    for facts, text in spot.texts.items():
        names = [b.name for b in bylines.read(text).bylines]
        verdicts = [v for w in facts.writers.values() if (v := names_agree(names, w)) is not None]
        witnessed += bool(verdicts)
        agreed += any(verdicts)
    return agreed, witnessed


def _byline_place(spot: Spot) -> Place:
    agree: Counter[str] = Counter()
    for facts, text in spot.texts.items():
        names = [b.name for b in bylines.read(text).bylines]
        agree.update(name for name, writers in facts.writers.items() if names_agree(names, writers))
    named = sum(map(_names_people, spot.texts.values()))
    return spot.place(agree, sure=named >= 0.95 * len(spot.texts) and spot.variety > 0.03)


def _judge_source(spot: Spot, orders: Orders, ends: Ends) -> float | None:
    texts = spot.texts
    if len(texts) < _FEWEST_PAGES or any(len(text) > 2 * _LONGEST for text in texts.values()):
        return None
    near = sum(_is_order_near(f, f.outline.order.get(spot.elements[f][0], 0), orders, ends) for f in texts)
    if _count_sources(spot) < _NAMES * len(texts) or near < 0.9 * len(texts):
        return None
    if len({fold(text) for text in texts.values()}) < _FEWEST_NAMES:
        return None
    return spot.fill - 0.2 * spot.is_by_position - 0.2 * spot.many


def _count_sources(spot: Spot) -> int:
    return sum(map(_names_source, spot.texts.values()))


def writer_lies(
    pages: Sequence[PageFacts], printed: Mapping[PageFacts, list[str]], papers: frozenset[str]
) -> list[Lie]:
    """Return the witnesses that name the paper as the writer, one name for all, or others than are printed."""
    lies = []
    for name in dict.fromkeys(name for facts in pages for name in facts.writers):
        named = {facts: facts.writers[name] for facts in pages if facts.writers.get(name)}
        if len(named) < _FEWEST_LIES:
            continue
        of_paper = sum(all(fold(w) in papers for w in writers) for writers in named.values())
        kinds = {tuple(map(fold, writers)) for writers in named.values()}
        wrong = sum(names_agree(printed[f], w) is False for f, w in named.items() if f in printed)
        if of_paper > 0.3 * len(named) or (len(kinds) == 1 and len(named) >= 5):
            lies.append(
                Lie(
                    witness=name,
                    pages=max(of_paper, len(named)),
                    of=len(named),
                    reason="the paper, or one name for all",
                )
            )
        elif wrong >= _FEWEST_LIES and wrong > 0.3 * sum(f in printed for f in named):
            lies.append(Lie(witness=name, pages=wrong, of=len(named), reason="others than the printed ones"))
    return lies
