"""The headline: where the text stands that title, feeds and structured data say, and that no two pages share."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.forms import folded
from crawler.learner.outline import Run
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Lie, Place

_SHORTEST = 12  # letters of a headline
_LONGEST = 300
_HEADINGS = {"h1": 0.5, "h2": 0.3, "h3": 0.2}
_CUT_OFF = ("…", "...")
_NAME_JOINT = re.compile(r"\s+[-–—|]\s+")  # between the headline and the paper's name
_REPEATED = 0.3  # of the pages: a text on more is the paper's
_VARIETY = 0.7  # of the pages have a headline of their own
_CONTRADICTED = 0.3  # of its pages: a witness that says something else on more lies
_FEWEST_LIES = 3  # pages
_SURE_AGREED = 0.95


def says(witness: str, text: str) -> bool:
    """Return True if a witness says a headline, perhaps with the paper's name after it, or cut off."""
    one, other = folded(witness), folded(text)
    if not other or not one:
        return False
    if one == other:
        return True
    if len(other) >= _SHORTEST and one.startswith(other + " "):
        return True
    if any(folded(part) == other for part in _NAME_JOINT.split(witness)):
        return True
    return witness.rstrip().endswith(_CUT_OFF) and len(one) >= _SHORTEST and other.startswith(one)


def headline_run(facts: PageFacts, repeated: frozenset[str]) -> Run | None:
    """Return the run of one page that most witnesses say; without any the first heading of its own; or None."""
    scored = [(score, run) for run in facts.outline.runs if (score := _score(facts, run, repeated)) > 0]
    return max(scored, key=lambda each: (each[0], -each[1].order))[1] if scored else None


def _score(facts: PageFacts, run: Run, repeated: frozenset[str]) -> float:
    if not 3 < len(run.text) <= _LONGEST or run.folded in repeated:
        return 0.0
    said = sum(
        1.5 if name.startswith("channel") else 1.0 for name, title in facts.titles.items() if says(title, run.text)
    )
    heading = max(_heading_weight(run), 0.0)
    if not said and (not heading or len(run.text) < _SHORTEST):
        return 0.0
    return said + heading - (0.8 if run.is_linked else 0.0)


def _heading_weight(run: Run) -> float:
    for element in (run.element, *list(run.element.iterancestors())[:2]):
        if weight := _HEADINGS.get(str(element.tag)):
            return weight
    return 0.0


def repeated_texts(pages: Sequence[PageFacts]) -> frozenset[str]:
    """Return the folded texts that many pages print without a link, and those that lead to the front page.

    A headline is printed on many pages too, as a link to its article.
    """
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for facts in pages:
        counts.update({run.folded for run in facts.outline.runs if not run.is_linked})
        names.update(run.folded for run in facts.outline.runs if run.is_linked and _leads_home(run))
    least = max(3, _REPEATED * len(pages))
    return frozenset(names | {text for text, count in counts.items() if count >= least})


def _leads_home(run: Run) -> bool:
    link = next((e for e in (run.element, *run.element.iterancestors(), *run.element.iter("a")) if e.tag == "a"), None)
    if link is None or not (href := (link.get("href") or "").strip()):
        return False
    parts = urlsplit(href)
    return parts.path in ("", "/") and not parts.query  # '/?id=20310' is an article of some papers


def headline_places(pages: Sequence[PageFacts], repeated: frozenset[str]) -> list[Place]:
    """Return the places of the headline in one layout."""
    runs = {facts: run for facts in pages if (run := headline_run(facts, repeated))}
    targets = {facts: [*_printed_again(facts, run)] for facts, run in runs.items()}
    chosen = best_spots(spots_of(pages, targets), lambda spot: _judge(spot, runs))
    return [_place(spot) for _, spot in chosen]


def _printed_again(facts: PageFacts, headline: Run) -> Iterator[HtmlElement]:
    """Yield the elements of a headline, and of its copies that lead nowhere: a breadcrumb may end in it."""
    yield headline.element
    yield from _close_wrappers(headline)
    for run in facts.outline.runs:
        if run is not headline and run.folded == headline.folded and not run.is_linked:
            yield run.element


def _close_wrappers(run: Run) -> Iterator[HtmlElement]:
    """Yield the elements around a headline that hold nothing else: <h1><a>…</a></h1>."""
    for element in run.element.iterancestors():
        if folded("".join(element.itertext())) != run.folded:
            return
        yield element


def _judge(spot: Spot, runs: dict[PageFacts, Run]) -> float | None:
    if len(spot.texts) > 4 and spot.variety < _VARIETY:
        return None
    if any(len(text) > _LONGEST for text in spot.texts.values()):
        return None
    hits = sum(folded(text) == runs[facts].folded for facts, text in spot.texts.items() if facts in runs)
    wrong = len(spot.texts) - hits
    if hits < 2 or hits < wrong:
        return None
    return (hits - 1.5 * wrong) / len(spot.pages) - 0.05 * spot.many


def _place(spot: Spot) -> Place:
    agree: Counter[str] = Counter()
    witnessed = 0
    for facts, text in spot.texts.items():
        agreed = [name for name, title in facts.titles.items() if says(title, text)]
        agree.update(agreed)
        witnessed += bool(agreed)
    return spot.place(agree, sure=bool(spot.texts) and witnessed >= _SURE_AGREED * len(spot.texts))


def title_lies(pages: Sequence[PageFacts], headlines: dict[PageFacts, str]) -> list[Lie]:
    """Return the witnesses that name another headline than is printed, on many pages."""
    lies = []
    for name in dict.fromkeys(name for facts in pages for name in facts.titles):
        texts = [
            (facts.titles[name], headlines[facts]) for facts in pages if name in facts.titles and facts in headlines
        ]
        wrong = [
            title for title, headline in texts if not says(title, headline) and folded(title) not in folded(headline)
        ]
        if len(wrong) >= _FEWEST_LIES and len(wrong) > _CONTRADICTED * len(texts):
            is_constant = len(set(wrong)) <= max(1, len(wrong) // 5)
            reason = "always the same" if is_constant else "another headline than the printed one"
            lies.append(Lie(witness=name, pages=len(wrong), of=len(texts), reason=reason))
    return lies
