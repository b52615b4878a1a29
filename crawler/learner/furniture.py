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
from crawler.outlets.short_paths import short_path
from crawler.sites.layouts import line_key
from crawler.vietnamese import bylines, captions

_FURNITURE = 0.8  # of a box's letters repeat or are links
_MIXED = 0.05  # of the boxes of a name hold text: more of them, and the name says only how something is set
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
class _Boxes:
    """All boxes of one name inside the texts: the letters of each, and how many of them are furniture."""

    letters: Counter[HtmlElement] = field(default_factory=Counter)
    furniture: Counter[HtmlElement] = field(default_factory=Counter)
    pages: set[int] = field(default_factory=set)
    kept: int = 0

    @property
    def are_furniture(self) -> bool:
        """Return True if nearly all boxes of the name hold nothing of the text."""
        mixed = sum(self.furniture[box] < _FURNITURE * letters for box, letters in self.letters.items())
        return not self.kept and len(self.pages) >= _FEWEST_PAGES and mixed <= _MIXED * len(self.letters)


def furniture_places(
    pages: Sequence[PageFacts],
    holders: Mapping[PageFacts, HtmlElement],
    prose: Mapping[PageFacts, Prose],
    counts: Counter[str],
    kept: Mapping[PageFacts, set[HtmlElement]],
) -> list[Place]:
    """Return the boxes inside the text that hold none of it; `kept` are the elements of fields, which stay."""
    boxes: dict[str, _Boxes] = defaultdict(_Boxes)
    for number, facts in enumerate(pages):
        holder = holders.get(facts)
        if holder is None:
            continue
        own, entries = {run.element for run in prose[facts].own}, prose[facts].entries
        for run in facts.outline.runs:
            chain = _chain(run.element, holder)
            if chain is None:
                continue
            is_repeated = run.is_linked or counts[run.folded] >= _least(len(pages))
            is_furniture = run.element in entries or (is_repeated and run.element not in own)
            for box, name in ((element, name) for element in chain for name in _names(element)):
                boxes[name].letters[box] += len(run.text)
                boxes[name].furniture[box] += len(run.text) * is_furniture
                boxes[name].pages.add(number)
                boxes[name].kept += run.element in kept.get(facts, ())
    chosen = [name for name, named in boxes.items() if named.are_furniture]
    chosen.sort(key=lambda name: (-boxes[name].letters.total(), len(name), name))
    return [
        Place(path=short_path(f".//{name}"), pages=len(boxes[name].pages), sure=len(boxes[name].pages) >= _SURE_PAGES)
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
    holders: Mapping[PageFacts, HtmlElement],
    kept: Mapping[PageFacts, set[HtmlElement]],
    spans: Mapping[PageFacts, tuple[int, int]],
) -> list[str]:
    """Return the lines that many texts begin or end with, and that no box sets apart: 'Theo dõi Báo … trên …'.

    `spans` are where the prose begins and ends on each page: a subhead that many articles have stands between.
    """
    at_edge: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for facts, holder in holders.items():
        inside = set(holder.iter("*")) - kept.get(facts, set())
        first, last = spans[facts]
        runs = [
            r for r in facts.outline.runs if r.element in inside and _can_repeat(r) and not first <= r.order <= last
        ]
        at_edge.update({line_key(run.text) for run in runs})
        for run in runs:
            key = line_key(run.text)
            printed[key] = min(printed.get(key, run.text), run.text)
    least = _least(len(holders))
    return sorted(printed[key] for key, count in at_edge.most_common(_MOST_LINES) if count >= least)


def _can_repeat(run: Run) -> bool:
    """Return False also for a name or a source: writers and agencies sign many articles."""
    if run.is_linked or not 3 < len(run.text) <= _LONGEST_LINE or captions.looks_like_caption(run.text):
        return False
    return not (bylines.looks_like_byline(run.text) or bylines.looks_like_name(run.text))
