"""Extents: where headline and text begin and end on each page of one layout, by the places of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.forms import folded
from crawler.learner.outline import Run
from crawler.learner.prose import Prose
from crawler.outlets.profile import Place
from crawler.sites.element_text import text_of
from crawler.vietnamese import dates

_FIRST_RUNS = 3
_LONGEST_DATE = 120  # letters of a line of date, byline and views


def first_at(pages: Iterable[PageFacts], places: Sequence[Place]) -> dict[PageFacts, HtmlElement]:
    """Return the first element with text at these places on each page."""
    first = {}
    for facts in pages:
        elements = (e for place in places for e in facts.page.select(place.xpath) if text_of(e))
        if (element := next(elements, None)) is not None:
            first[facts] = element
    return first


def _is_date_line(run: Run) -> bool:
    return len(run.text) <= _LONGEST_DATE and not run.text.endswith(".") and dates.printed(run.text) is not None


@dataclass(eq=False)
class Extents:
    """Headline and text of each page: the elements that hold them, the long runs between, and their places in order."""

    pages: Sequence[PageFacts]
    prose: Mapping[PageFacts, Prose]
    headline: Sequence[Place]
    body: Sequence[Place]

    @cached_property
    def headlines(self) -> dict[PageFacts, HtmlElement]:
        """Return the element of the headline on each page."""
        return first_at(self.pages, self.headline)

    @cached_property
    def holders(self) -> dict[PageFacts, HtmlElement]:
        """Return the element that holds the text on each page."""
        holders: dict[PageFacts, HtmlElement] = {}
        for place in reversed(self.body):
            for facts in self.pages:
                if elements := facts.page.select(place.xpath):
                    holders[facts] = max(elements, key=lambda e: len(e.text_content()))
        return holders

    def headline_order(self, facts: PageFacts, default: int) -> int:
        """Return where a page's headline stands."""
        element = self.headlines.get(facts)
        return default if element is None else facts.outline.order.get(element, default)

    @cached_property
    def text_starts(self) -> dict[PageFacts, int]:
        """Return with which element the text begins on each page: its holder, or the headline where that is in it."""
        starts = {}
        for facts, holder in self.holders.items():
            headline = self.headlines.get(facts)
            is_inside = headline is not None and holder in headline.iterancestors()
            starts[facts] = facts.outline.order.get(headline if is_inside else holder, 0)
        return starts

    @cached_property
    def long_runs(self) -> dict[PageFacts, list[Run]]:
        """Return the long runs inside the text of each page after its headline."""
        runs = {}
        for facts, holder in self.holders.items():
            inside, start = set(holder.iter("*")), self.headline_order(facts, -1)
            headline = folded(text_of(self.headlines[facts])) if facts in self.headlines else ""
            inside -= self.prose[facts].entries
            long_runs = [r for r in facts.outline.runs if r.element in inside and r.is_long and r.order > start]
            runs[facts] = [r for r in long_runs if r.folded != headline]
        return runs

    @cached_property
    def first_runs(self) -> dict[PageFacts, list[Run]]:
        """Return the first long runs inside the text of each page, without its headline and the line of its date."""
        return {facts: [*dropwhile(_is_date_line, runs)][:_FIRST_RUNS] for facts, runs in self.long_runs.items()}

    @cached_property
    def orders(self) -> dict[PageFacts, tuple[int, int]]:
        """Return where headline and text begin on each page."""
        orders = {}
        for facts in self.pages:
            runs, start = self.first_runs.get(facts), self.headline_order(facts, 0)
            orders[facts] = (start, runs[0].order if runs else start)
        return orders

    @cached_property
    def ends(self) -> dict[PageFacts, int]:
        """Return where the text ends on each page."""
        ends = {}
        for facts, holder in self.holders.items():
            inside = set(holder.iter("*"))
            own = [run.order for run in self.prose[facts].own if run.element in inside]
            ends[facts] = max(own, default=self.orders[facts][1])
        return ends

    @cached_property
    def spans(self) -> dict[PageFacts, tuple[int, int]]:
        """Return where the long runs inside the holder begin and end on each page."""
        runs = {facts: self.long_runs.get(facts) or [] for facts in self.holders}
        return {f: (r[0].order if r else self.ends[f], self.ends[f]) for f, r in runs.items()}

    def ends_before(self, places: Sequence[Place]) -> dict[PageFacts, int]:
        """Return where the article's part of the holder ends on each page: at the first of these elements after it."""
        orders = {facts: len(facts.outline.order) + 1 for facts in self.pages}
        for place in places:
            for facts in self.pages:
                after = [facts.outline.order.get(e, 0) for e in facts.page.select(place.xpath)]
                orders[facts] = min((n for n in after if n > self.ends.get(facts, 0)), default=orders[facts])
        return orders
