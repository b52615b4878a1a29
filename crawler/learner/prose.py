"""Prose: which runs of a page are its article's own text, and which element holds most of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.outline import Outline, Run
from crawler.vietnamese import dates

_MOST_COPIES = 0.03  # of the pages: a paragraph on more of them belongs to none
_MOST_LEVELS = 3  # between a run and the box of an entry in a list
_SHORT = 40  # letters of a label, a name, a date
_LONGEST_TEASER = 600  # letters
_SHORTEST_TITLE = 15  # letters of a link to another article


@dataclass(eq=False)
class Prose:
    """One page's own runs, the elements of what lists say of other articles, and the letters of own and other text."""

    own: list[Run]
    entries: set[HtmlElement]
    own_letters: dict[HtmlElement, int]
    other_letters: dict[HtmlElement, int]


def page_counts(pages: Sequence[PageFacts]) -> Counter[str]:
    """Count on how many pages each text stands."""
    counts: Counter[str] = Counter()
    for facts in pages:
        counts.update({run.folded for run in facts.outline.runs})
    return counts


def prose_of(facts: PageFacts, counts: Counter[str], pages: int) -> Prose:
    """Return a page's prose: long runs without links that other pages do not have, and that are no entry of a list."""
    most = max(1, round(_MOST_COPIES * pages))
    runs_by_box = _runs_by_box(facts.outline)
    own: list[Run] = []
    entries: set[HtmlElement] = set()
    own_letters: dict[HtmlElement, int] = defaultdict(int)
    other_letters: dict[HtmlElement, int] = defaultdict(int)
    for run in facts.outline.runs:
        if run.is_long and (facts.outline.is_remark(run.element) or _is_entry(run, runs_by_box, counts)):
            entries.add(run.element)
        is_own = run.is_long and counts[run.folded] <= most and run.element not in entries
        if is_own:
            own.append(run)
        letters = own_letters if is_own else other_letters
        for element in (run.element, *run.element.iterancestors()):
            letters[element] += len(run.text)
    return Prose(own, entries, own_letters, other_letters)


def _runs_by_box(outline: Outline) -> dict[HtmlElement, list[Run]]:
    boxes: dict[HtmlElement, list[Run]] = defaultdict(list)
    for run in outline.runs:
        for element in (run.element, *islice(run.element.iterancestors(), _MOST_LEVELS)):
            boxes[element].append(run)
    return boxes


def _is_entry(run: Run, runs_by_box: dict[HtmlElement, list[Run]], counts: Counter[str]) -> bool:
    """Return True for a text beside the link to its article."""
    if len(run.text) > _LONGEST_TEASER:
        return False
    for box in islice(run.element.iterancestors(), _MOST_LEVELS):
        inside = runs_by_box[box]
        if len(inside) > 6 or box.tag == "figure":
            break
        if not _has_twin(box):
            continue
        others = [other for other in inside if other is not run]
        if any(other.is_long for other in others):
            break  # an article's paragraphs, with a link to another one between them
        if any(other.is_linked and len(other.text) >= _SHORTEST_TITLE for other in others):
            return True
        if any(len(o.text) <= _SHORT and (counts[o.folded] >= 4 or dates.printed(o.text)) for o in others):
            return not any(True for _ in box.iter("img", "amp-img")) or len(others) > 1
    return False


def _has_twin(box: HtmlElement) -> bool:
    """Return True if a box stands in a row of boxes of its tag and class."""
    if box.tag == "li":
        return True
    parent = box.getparent()
    if parent is None:
        return False
    look = (box.tag, box.get("class"))
    return sum((child.tag, child.get("class")) == look for child in parent) > 1
