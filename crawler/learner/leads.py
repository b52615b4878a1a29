"""The lead: a paragraph set apart over the text, or its first, which descriptions repeat."""

from collections import Counter
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from crawler.learner.extents import Extents
from crawler.learner.facts import PageFacts
from crawler.learner.forms import folded
from crawler.learner.outline import Run
from crawler.learner.paths import absolute_path
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.learner.titles import says
from crawler.outlets.profile import Place
from crawler.sites.element_text import BLOCKS, text_of
from crawler.vietnamese import bylines, captions, dates

_SHORTEST = 30  # letters
_LONGEST = 900
_FEWEST_WORDS = 7
_VARIETY = 0.8
_CONSTANT = 0.5  # of a description's pages: fewer different texts are a slogan
_FILLED = 0.3  # of the pages for a place that no witness names
_SURE_AGREED = 0.9
_CUT = 40  # letters that a cut description shares with the lead
_WHOLE = 0.8  # of a description's letters: a part of it is half of a lead
_MOST_PLAIN = 0.3  # of the texts at a place are set as the paragraphs after them
_MOST_IN_TEXT = 3  # places in the text: its first elements
_FIRST_LINE = 0.9  # of its pages: a place is the first line of the text on nearly all

Orders = Mapping[PageFacts, tuple[int, int]]


def constant_descriptions(pages: Sequence[PageFacts]) -> dict[str, int]:
    """Return the descriptions that say the same on most pages, each with the count of its pages."""
    constant = {}
    for name in dict.fromkeys(name for facts in pages for name in facts.descriptions):
        texts = [facts.descriptions[name] for facts in pages if name in facts.descriptions]
        if len(texts) >= 3 and len(set(texts)) <= _CONSTANT * len(texts):
            constant[name] = len(texts)
    return constant


def describes(description: str, text: str) -> bool:
    """Return True if a description is a text, or its beginning."""
    one, other = folded(description), folded(text)
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) < _CUT or len(other) < _CUT:
        return False
    return other.startswith(one) or other.endswith(one) or (one.startswith(other) and len(other) >= _WHOLE * len(one))


def lead_places(pages: Sequence[PageFacts], extents: Extents, taken: frozenset[str]) -> list[Place]:
    """Return the places of the lead in one layout; `taken` are the paths of other fields."""
    orders, first = extents.orders, extents.first_runs
    looks = common_looks(extents)
    silent = frozenset(constant_descriptions(pages))
    own = {facts: [r for r in facts.outline.runs if r.element not in extents.prose[facts].entries] for facts in pages}
    targets = {facts: _targets(facts, own[facts], orders[facts], silent) for facts in pages if facts in orders}
    spots = [s for s in [*spots_of(pages, targets), *_spots_in_text(pages, extents, targets)] if s.path not in taken]
    chosen = best_spots(spots, lambda spot: _judge(spot, orders, first, silent, looks), most=2)
    # By position a second place is the first paragraph of pages without a lead.
    return [_place(spot, silent) for n, (_, spot) in enumerate(chosen) if not n or not spot.is_by_position]


def _spots_in_text(
    pages: Sequence[PageFacts], extents: Extents, targets: Mapping[PageFacts, list[HtmlElement]]
) -> list[Spot]:
    """Return the paths that count from the text's place: its own path may be the only one that holds on all pages."""
    below: Counter[str] = Counter()
    for facts, elements in targets.items():
        around = absolute_path(extents.holders[facts]) + "/" if facts in extents.holders else None
        paths = map(absolute_path, elements) if around else ()
        below.update(path.removeprefix(around) for path in paths if around and path.startswith(around))
    return [
        Spot(f"{place.xpath}/{path}", pages) for place in extents.body for path, _ in below.most_common(_MOST_IN_TEXT)
    ]


def _targets(
    facts: PageFacts, runs: Sequence[Run], order: tuple[int, int], silent: frozenset[str]
) -> list[HtmlElement]:
    """Return the elements that a description names, and those between headline and text, with their blocks."""
    headline, text = order
    elements: list[HtmlElement] = []
    for run in runs:
        if not _can_be_lead(run) or run.order <= headline or any(says(t, run.text) for t in facts.titles.values()):
            continue
        is_named = any(describes(d, run.text) for name, d in facts.descriptions.items() if name not in silent)
        if is_named or run.order <= text + 2:
            elements.append(run.element)
            block = next((e for e in run.element.iterancestors() if e.tag in BLOCKS), None)
            is_part = block is not None and run.element.tag not in BLOCKS and run.folded != folded(text_of(block))
            if block is not None and is_part and _holds_lines_only(block):
                elements.append(block)
    return elements[:8]


def _holds_lines_only(block: HtmlElement) -> bool:
    return not any(inner.tag in BLOCKS for inner in block.iterdescendants())


def _can_be_lead(run: Run) -> bool:
    if not _SHORTEST <= len(run.text) <= _LONGEST or run.is_linked or len(run.text.split()) < _FEWEST_WORDS:
        return False
    if dates.printed(run.text) and len(run.text) < 80:
        return False
    return not (bylines.looks_like_byline(run.text) or captions.looks_like_caption(run.text))


def _judge(  # noqa: PLR0911 - a decision list
    spot: Spot,
    orders: Orders,
    first: Mapping[PageFacts, list[Run]],
    silent: frozenset[str],
    looks: Mapping[PageFacts, str],
) -> float | None:
    texts = spot.texts
    if len(texts) < 2 or (len(texts) > 4 and len(set(texts.values())) < _VARIETY * len(texts)):
        return None
    if any(len(text) > _LONGEST for text in texts.values()) or spot.many > 0.2:
        return None
    proper = [facts for facts, text in texts.items() if len(text.split()) >= _FEWEST_WORDS and not dates.printed(text)]
    if len(proper) < 0.7 * len(texts):
        return None
    if any(says(title, text) for facts, text in list(texts.items())[:5] for title in facts.titles.values()):
        return None
    named, witnessed = _agreement(spot, silent)
    above = sum(
        orders[f][0] < f.outline.order.get(spot.elements[f][0], 0) <= orders[f][1] for f in texts if f in orders
    )
    opening = sum(_is_first(f, spot.elements[f][0], first) for f in texts)
    at_start = max(above, opening) / len(texts)
    if at_start < _FIRST_LINE and named < _SURE_AGREED * max(1, witnessed):
        return None
    if not witnessed and spot.fill < _FILLED:
        return None
    plain = sum(_is_plain(f, spot.elements[f][0], looks) for f in texts) / len(texts)
    if plain > _MOST_PLAIN:
        return None  # an opening paragraph like all others is no lead, though descriptions repeat it
    score = spot.fill + 0.5 * at_start - 2 * plain - 0.2 * spot.is_by_position
    return score + 1.5 * named / witnessed if witnessed else score


def _is_plain(facts: PageFacts, element: HtmlElement, looks: Mapping[PageFacts, str]) -> bool:
    run = facts.outline.run_by_element.get(element)
    inner = element if run else next((e for e in element.iter("*") if e in facts.outline.run_by_element), element)
    return look_of(inner) == looks.get(facts)


def look_of(element: HtmlElement) -> str:
    """Return how a paragraph is set: the tags and classes from its block to its text, without positions."""
    steps = []
    for each in (element, *element.iterancestors()):
        steps.append(f"{each.tag}.{each.get('class') or ''}")
        if each.tag in BLOCKS:
            break
    return "/".join(steps)


def common_looks(extents: Extents) -> dict[PageFacts, str]:
    """Return how most of each text is set, the opening paragraph left out."""
    looks = {}
    for facts, runs in extents.long_runs.items():
        opening = next(iter(extents.first_runs[facts]), None)
        letters: Counter[str] = Counter()
        for run in runs:
            if run is not opening or run.element is extents.holders[facts]:  # lines without a paragraph are one run
                letters[look_of(run.element)] += len(run.text)
        if letters:
            looks[facts] = letters.most_common(1)[0][0]
    return looks


def _is_first(facts: PageFacts, element: HtmlElement, first: Mapping[PageFacts, list[Run]]) -> bool:
    runs = first.get(facts) or []
    return bool(runs) and (runs[0].element is element or element in list(runs[0].element.iterancestors())[:2])


def _agreement(spot: Spot, silent: frozenset[str]) -> tuple[int, int]:
    named = witnessed = 0
    for facts, text in spot.texts.items():
        descriptions = [d for name, d in facts.descriptions.items() if name not in silent]
        witnessed += bool(descriptions)
        named += any(describes(d, text) for d in descriptions)
    return named, witnessed


def _place(spot: Spot, silent: frozenset[str]) -> Place:
    agree: Counter[str] = Counter()
    for facts, text in spot.texts.items():
        agree.update(n for n, d in facts.descriptions.items() if n not in silent and describes(d, text))
    named, witnessed = _agreement(spot, silent)
    return spot.place(agree, sure=witnessed > 0 and named >= _SURE_AGREED * witnessed)
