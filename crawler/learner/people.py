"""Bylines and sources: short lines near headline or text that name people or agencies, and change from page to page."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.forms import LONGEST, folded, names_people, names_source, people_of
from crawler.learner.outline import Run
from crawler.learner.paths import counts_inside
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.learner.tags import is_tag
from crawler.outlets.profile import Lie, Place
from crawler.sites.element_text import text_of
from crawler.vietnamese import dates
from crawler.vietnamese.agreement import names_agree

_MOST_SIGNED = 0.5  # of the pages by one writer: a line on more is of the menu, as 'Video: Bản tin cuối ngày'
_SENTENCE_ENDS = (".", "!", "?", "…", ":")
_LONGEST_LINE = 140  # letters of a line whose parts are date, byline, views
_NEAR = 8  # runs before the headline, or after the text's end
_NAMES = 0.85  # of the texts at a byline's place
_FEWEST_PAGES = 3
_FEWEST_NAMES = 2  # different ones: one name for all pages is the paper's
_SURE_AGREED = 0.9
_FEWEST_LIES = 3
_MANY_INSIDE = 0.05  # of the pages: where a byline's place in the text leads to several elements, others are subheads
Orders = Mapping[PageFacts, tuple[int, int]]
Ends = Mapping[PageFacts, int]
Holders = Mapping[PageFacts, HtmlElement]


def byline_places(
    pages: Sequence[PageFacts], orders: Orders, ends: Ends, holders: Holders, repeated: frozenset[str]
) -> list[Place]:
    """Return the places of the byline in one layout; `ends` are where the text ends on each page."""
    naming = {facts: [*_naming(facts, orders, ends)] for facts in pages}
    counts = Counter(folded(text_of(element)) for elements in naming.values() for element in elements)
    targets = {
        facts: [e for e in elements if counts[folded(text_of(e))] <= _MOST_SIGNED * len(pages)]
        for facts, elements in naming.items()
    }
    chosen = best_spots(
        spots_of(pages, targets), lambda spot: _judge_byline(spot, orders, ends, holders, repeated), most=2
    )
    return [_byline_place(spot) for _, spot in chosen]


def _naming(facts: PageFacts, orders: Orders, ends: Ends) -> Iterator[HtmlElement]:
    """Yield the elements of lines that name people, and those of parts of a line that do: beside a date, say."""
    for run in facts.outline.runs:
        if not _is_near(facts, run, orders, ends):
            continue
        if names_people(run.text):
            yield run.element
        elif not run.text.endswith(_SENTENCE_ENDS):
            yield from (part for part in run.parts if names_people(text_of(part)))


def dated_byline_places(pages: Sequence[PageFacts], date_places: Sequence[Place]) -> list[Place]:
    """Return the places of the date whose lines hold the byline too: 'Minh Anh | 24/11/2026 9:30'."""
    places = []
    for place in date_places:
        elements = {facts: facts.page.select(place.xpath) for facts in pages}
        lines = [_wordy(dates.beside_date(text_of(at_place[0]))) for at_place in elements.values() if at_place]
        lines = [parts for parts in lines if parts]
        named = [p for parts in lines if (p := next((p for p in parts if names_people(p) or names_source(p)), None))]
        if len(named) >= max(_FEWEST_PAGES, _NAMES * len(lines)) and len(set(map(folded, named))) >= _FEWEST_NAMES:
            sure = len(named) >= 0.95 * len(lines) and place.sure
            places.append(Place(path=place.path, pages=len(named), agree={"beside the date": len(named)}, sure=sure))
    return places


def _wordy(parts: Sequence[str]) -> list[str]:
    """Return the parts of a line without numbers, as that of its readers."""
    return [part for part in parts if not any(map(str.isdigit, part))]


def source_places(pages: Sequence[PageFacts], orders: Orders, ends: Ends, holders: Holders) -> list[Place]:
    """Return the places that name an agency or paper as source."""
    targets = {
        facts: [
            run.element for run in facts.outline.runs if _is_near(facts, run, orders, ends) and names_source(run.text)
        ]
        for facts in pages
    }
    chosen = best_spots(spots_of(pages, targets), lambda spot: _judge_source(spot, orders, ends, holders), most=2)
    return [
        spot.place({"form": _count_sources(spot)}, sure=_count_sources(spot) >= 0.95 * len(spot.texts))
        for _, spot in chosen
    ]


def _is_near(facts: PageFacts, run: Run, orders: Orders, ends: Ends) -> bool:
    if len(run.text) > _LONGEST_LINE or facts.outline.is_remark(run.element) or (run.is_linked and is_tag(run.element)):
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


def _judge_byline(spot: Spot, orders: Orders, ends: Ends, holders: Holders, repeated: frozenset[str]) -> float | None:
    texts = spot.texts
    if len(texts) < _FEWEST_PAGES or any(len(text) > 2 * LONGEST for text in texts.values()):
        return None
    people = {facts: text for facts, text in texts.items() if names_people(text) or names_source(text)}
    near = sum(_is_order_near(f, f.outline.order.get(spot.elements[f][0], 0), orders, ends) for f in texts)
    if len(people) < _NAMES * len(texts) or near < 0.9 * len(texts):
        return None
    if len({folded(text) for text in people.values()}) < _FEWEST_NAMES or spot.many > 0.3:
        return None
    if sum(folded(text) in repeated for text in texts.values()) > 0.5 * len(texts):
        return None
    is_inside = any(holders[f] in spot.elements[f][0].iterancestors() for f in texts if f in holders)
    if is_inside and (spot.is_by_position or spot.many > _MANY_INSIDE):
        return None  # a last line of the text, set as subheads are or by its position: the walker knows it by its words
    agreed, witnessed = _agreement(spot)
    # A box about the author names the first of two: the line that names more people is the byline.
    names = sum(min(3, len(people_of(text))) for text in texts.values()) / len(texts)
    score = spot.fill + len(people) / len(texts) + 0.3 * names - 0.2 * spot.is_by_position
    return score + (agreed / witnessed if witnessed else 0.0)


def _agreement(spot: Spot) -> tuple[int, int]:
    agreed = witnessed = 0
    for facts, text in spot.texts.items():
        names = [*people_of(text)]
        verdicts = [v for w in facts.writers.values() if (v := names_agree(names, w)) is not None]
        witnessed += bool(verdicts)
        agreed += any(verdicts)
    return agreed, witnessed


def _byline_place(spot: Spot) -> Place:
    agree: Counter[str] = Counter()
    for facts, text in spot.texts.items():
        names = [*people_of(text)]
        agree.update(name for name, writers in facts.writers.items() if names_agree(names, writers))
    named = sum(names_people(text) or names_source(text) for text in spot.texts.values())
    return spot.place(agree, sure=named >= 0.95 * len(spot.texts) and spot.variety > 0.03)


def _judge_source(spot: Spot, orders: Orders, ends: Ends, holders: Holders) -> float | None:
    texts = spot.texts
    if len(texts) < _FEWEST_PAGES or any(len(text) > 2 * LONGEST for text in texts.values()):
        return None
    near = sum(_is_order_near(f, f.outline.order.get(spot.elements[f][0], 0), orders, ends) for f in texts)
    if _count_sources(spot) < _NAMES * len(texts) or near < 0.9 * len(texts):
        return None
    facts = next(iter(texts))
    is_counted = facts in holders and counts_inside(spot.path, spot.elements[facts][0], holders[facts])
    if len({folded(text) for text in texts.values()}) < _FEWEST_NAMES or is_counted:
        return None
    return spot.fill - 0.2 * spot.is_by_position - 0.2 * spot.many


def _count_sources(spot: Spot) -> int:
    return sum(map(names_source, spot.texts.values()))


def writer_lies(
    pages: Sequence[PageFacts], printed: Mapping[PageFacts, list[str]], papers: frozenset[str]
) -> list[Lie]:
    """Return the witnesses that name the paper as the writer, one name for all, or others than are printed."""
    lies = []
    for name in dict.fromkeys(name for facts in pages for name in facts.writers):
        named = {facts: facts.writers[name] for facts in pages if facts.writers.get(name)}
        if len(named) < _FEWEST_LIES:
            continue
        of_paper = sum(all(folded(w) in papers for w in writers) for writers in named.values())
        kinds = {tuple(map(folded, writers)) for writers in named.values()}
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
