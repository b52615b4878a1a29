"""Furniture: boxes and lines inside the text that repeat from page to page, or only lead elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.outline import Run
from crawler.learner.paths import named_steps
from crawler.learner.prose import Prose
from crawler.outlets.profile import Place
from crawler.vietnamese import bylines, captions

_FURNITURE = 0.8  # of a box's letters repeat or are links
_FEWEST_PAGES = 2
_SURE_PAGES = 5
_REPEATED = 0.15  # of the pages: a line on more is the paper's
_FEWEST_REPEATED = 4
_PLAIN = frozenset(
    {
        "p",
        "strong",
        "b",
        "em",
        "i",
        "span",
        "br",
        "li",
        "td",
        "tr",
        "tbody",
        "h2",
        "h3",
        "h4",
        "figure",
        "figcaption",
        "font",
        "u",
    }
)
_MOST_BOXES = 12
_MOST_LINES = 20
_LONGEST_LINE = 300


@dataclass(eq=False)
class _Box:
    """All boxes of one name inside the texts: their letters, and which of them are furniture."""

    letters: int = 0
    furniture: int = 0
    pages: set[int] = field(default_factory=set)
    kept: int = 0


def furniture_places(
    pages: Sequence[PageFacts],
    holders: Mapping[PageFacts, HtmlElement],
    prose: Mapping[PageFacts, Prose],
    counts: Counter[str],
    kept: Mapping[PageFacts, set[HtmlElement]],
) -> list[Place]:
    """Return the boxes inside the text that hold none of it; `kept` are the elements of fields, which stay."""
    boxes: dict[str, _Box] = defaultdict(_Box)
    for number, facts in enumerate(pages):
        holder = holders.get(facts)
        if holder is None:
            continue
        own = {run.element for run in prose[facts].own}
        for run in facts.outline.runs:
            chain = _chain(run.element, holder)
            if chain is None:
                continue
            is_furniture = run.element not in own and (run.is_linked or counts[run.folded] >= _least(len(pages)))
            for name in dict.fromkeys(step for element in chain for step in _names(element)):
                box = boxes[name]
                box.letters += len(run.text)
                box.furniture += len(run.text) * is_furniture
                box.pages.add(number)
                box.kept += run.element in kept.get(facts, ())
    chosen = [
        name
        for name, box in boxes.items()
        if not box.kept and len(box.pages) >= _FEWEST_PAGES and box.furniture >= _FURNITURE * box.letters
    ]
    chosen.sort(key=lambda name: (-boxes[name].letters, len(name), name))
    return [
        Place(path=f".//{name}", pages=len(boxes[name].pages), sure=len(boxes[name].pages) >= _SURE_PAGES)
        for name in chosen[:_MOST_BOXES]
    ]


def _chain(element: HtmlElement, holder: HtmlElement) -> list[HtmlElement] | None:
    """Return the elements from a run up to the text's holder; None for a run outside it."""
    chain = [element, *takewhile(lambda e: e is not holder, element.iterancestors())]
    if element is holder or chain[-1].getparent() is not holder:
        return None
    return chain


def _names(element: HtmlElement) -> list[str]:
    steps = named_steps(element)
    if not steps and element.tag in ("aside", "nav", "form", "footer", "header", "section"):
        return [str(element.tag)]
    return steps


def _least(pages: int) -> float:
    return max(_FEWEST_REPEATED, _REPEATED * pages)


def repeated_lines(
    pages: Sequence[PageFacts],
    holders: Mapping[PageFacts, HtmlElement],
    kept: Mapping[PageFacts, set[HtmlElement]],
    ends: Mapping[PageFacts, int],
) -> list[str]:
    """Return the lines that many texts have, and that no box sets apart: 'Theo dõi Báo … trên …'."""
    lines: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for facts in pages:
        holder = holders.get(facts)
        if holder is None:
            continue
        inside = set(holder.iter("*")) - kept.get(facts, set())
        end = ends.get(facts, 0)
        runs = [r for r in facts.outline.runs if r.order < end and r.element in inside and _can_repeat(r)]
        for folded in {run.folded for run in runs}:
            lines[folded] += 1
        printed |= {run.folded: run.text for run in runs}
    least = _least(sum(facts in holders for facts in pages))
    return sorted(printed[folded] for folded, count in lines.most_common(_MOST_LINES) if count >= least)


def _can_repeat(run: Run) -> bool:
    """Return False also for a name or a source: writers and agencies sign many articles."""
    if run.is_linked or not 3 < len(run.text) <= _LONGEST_LINE or captions.looks_like_caption(run.text):
        return False
    return not (bylines.looks_like_byline(run.text) or bylines.looks_like_name(run.text))
