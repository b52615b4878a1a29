"""The profile: a paper learned from many of its pages, as a person would who lays fifty of them side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement
from msgspec.structs import replace

from crawler.article.reading import Announced
from crawler.learner.bodies import body_places, is_clean, stray_letters
from crawler.learner.crumbs import section_places, tag_places
from crawler.learner.declarations import address_lies
from crawler.learner.endings import end_places
from crawler.learner.facts import PageFacts, facts_of
from crawler.learner.forms import folded, people_of
from crawler.learner.furniture import furniture_places, repeated_lines
from crawler.learner.layouts import boxes_of, grouped, signature_of
from crawler.learner.leads import constant_descriptions, lead_places
from crawler.learner.moments import date_places
from crawler.learner.outline import Run
from crawler.learner.people import byline_places, dated_byline_places, source_places, writer_lies
from crawler.learner.pictures import caption_places
from crawler.learner.prose import Prose, page_counts, prose_of
from crawler.learner.titles import headline_places, repeated_texts, title_lies
from crawler.outlets.profile import Layout, Lie, Place, Profile
from crawler.page import SavedPage
from crawler.sites.body import text_of
from crawler.sites.layouts import elements_below, line_key

_FIRST_RUNS = 3


def learn_profile(pages: Sequence[SavedPage], announced: Mapping[str, Announced], names: Iterable[str] = ()) -> Profile:
    """Return what pages of one paper's articles show of its layouts; the same pages in any order, the same profile.

    `announced` is what channels said of each address; `names` are the paper's own.
    """
    facts = facts_of(pages, announced)
    counts, repeated = page_counts(facts), repeated_texts(facts)
    prose = {page: prose_of(page, counts, len(facts)) for page in facts}
    boxes = {page: boxes_of(page, prose[page], repeated) for page in facts}
    groups = grouped(boxes)
    layouts: list[Layout] = []
    for group in groups:
        lesson = _Lesson(group, prose, counts, repeated, frozenset(map(folded, names)))
        if not lesson.body:
            continue
        layouts.append(lesson.layout(signature_of(group, groups, boxes), len(layouts) + 1))
    return Profile(pages=len(facts), layouts=layouts)


@dataclass(eq=False)
class _Lesson:
    """What the pages of one layout teach, field after field: each is looked for where the ones before it stand."""

    pages: list[PageFacts]
    prose: Mapping[PageFacts, Prose]
    counts: Counter[str]
    repeated: frozenset[str]
    papers: frozenset[str]

    @cached_property
    def body(self) -> list[Place]:
        return body_places(self.pages, self.prose)

    @cached_property
    def headline(self) -> list[Place]:
        return headline_places(self.pages, self.repeated)

    @cached_property
    def headlines(self) -> dict[PageFacts, str]:
        return {facts: text_of(element) for facts, element in self._first(self.headline).items()}

    @cached_property
    def holders(self) -> dict[PageFacts, HtmlElement]:
        """Return the element that holds the text on each page."""
        holders: dict[PageFacts, HtmlElement] = {}
        for place in reversed(self.body):
            for facts in self.pages:
                if elements := facts.page.select(place.xpath):
                    holders[facts] = max(elements, key=lambda e: len(e.text_content()))
        return holders

    @cached_property
    def first_runs(self) -> dict[PageFacts, list[Run]]:
        """Return the first long runs inside the text of each page, without its headline."""
        return {facts: runs[:_FIRST_RUNS] for facts, runs in self.long_runs.items()}

    @cached_property
    def long_runs(self) -> dict[PageFacts, list[Run]]:
        """Return the long runs inside the text of each page after its headline."""
        runs = {}
        headlines = self._first(self.headline)
        for facts, holder in self.holders.items():
            inside = set(holder.iter("*"))
            start = facts.outline.order.get(headlines[facts], -1) if facts in headlines else -1
            headline = folded(self.headlines.get(facts, ""))
            long_runs = [r for r in facts.outline.runs if r.element in inside and r.is_long and r.order > start]
            runs[facts] = [r for r in long_runs if r.folded != headline]
        return runs

    @cached_property
    def orders(self) -> dict[PageFacts, tuple[int, int]]:
        """Return where headline and text begin on each page."""
        headline = self._first(self.headline)
        orders = {}
        for facts in self.pages:
            runs = self.first_runs.get(facts)
            start = facts.outline.order.get(headline[facts], 0) if facts in headline else 0
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
    def end(self) -> list[Place]:
        return end_places(self.pages, self.holders, self.prose, self.ends)

    @cached_property
    def spans(self) -> dict[PageFacts, tuple[int, int]]:
        """Return where the long runs inside the holder begin and end on each page."""
        runs = {facts: self.long_runs.get(facts) or [] for facts in self.holders}
        return {f: (r[0].order if r else self.ends[f], self.ends[f]) for f, r in runs.items()}

    @cached_property
    def end_orders(self) -> dict[PageFacts, int]:
        """Return where the article's part of the holder ends on each page: at the first element after the text."""
        orders = {facts: len(facts.outline.order) + 1 for facts in self.pages}
        for place in self.end:
            for facts in self.pages:
                after = [facts.outline.order.get(e, 0) for e in facts.page.select(place.xpath)]
                orders[facts] = min((n for n in after if n > self.ends.get(facts, 0)), default=orders[facts])
        return orders

    @cached_property
    def dates(self) -> tuple[list[Place], list[Lie]]:
        return date_places(self.pages, self.orders)

    @cached_property
    def bylines(self) -> list[Place]:
        alone = byline_places(self.pages, self.orders, self.ends, self.holders, self.repeated)
        return alone or dated_byline_places(self.pages, self.dates[0])

    @cached_property
    def sources(self) -> list[Place]:
        taken = {place.path for place in self.bylines}
        return [p for p in source_places(self.pages, self.orders, self.ends) if p.path not in taken]

    @cached_property
    def lead(self) -> list[Place]:
        taken = frozenset(p.xpath for p in [*self.headline, *self.dates[0], *self.bylines])
        return lead_places(self.pages, self.orders, self.first_runs, self.long_runs, taken)

    @cached_property
    def sections(self) -> list[Place]:
        return section_places(self.pages, self.orders)

    @cached_property
    def tags(self) -> list[Place]:
        return tag_places(self.pages, self.orders)

    @cached_property
    def lies(self) -> list[Lie]:
        names = {facts: [*people_of(text_of(element))] for facts, element in self._first(self.bylines).items()}
        printed = {facts: people for facts, people in names.items() if people}
        slogans = constant_descriptions(self.pages).items()
        lies = [
            *title_lies(self.pages, self.headlines),
            *self.dates[1],
            *writer_lies(self.pages, printed, self.papers),
            *(Lie(witness=name, pages=n, of=n, reason="always the same") for name, n in slogans),
            *address_lies(self.pages),
        ]
        return sorted(lies, key=lambda lie: lie.witness)

    def layout(self, signature: list[str], number: int) -> Layout:
        """Return the layout with all places."""
        captions, credits = caption_places(self.pages, self.holders, self.end_orders)
        fields = [*self.headline, *self.dates[0], *self.lead, *self.bylines, *self.sections, *self.tags, *self.sources]
        kept = {facts: self._elements_at(facts, [*fields, *captions, *credits]) for facts in self.pages}
        not_text = furniture_places(self.pages, self.holders, self.prose, self.counts, kept)
        lines = repeated_lines(self.holders, kept, self.spans)
        return Layout(
            name=str(number),
            pages=len(self.pages),
            signature=signature,
            body=self._judged_body(kept, not_text, lines),
            headline=self.headline,
            published_at=self.dates[0],
            lead=self.lead,
            bylines=self.bylines,
            source_credit=self.sources,
            section=self.sections,
            tags=self.tags,
            captions=captions,
            credits=credits,
            not_text=not_text,
            end=self.end,
            repeated=lines,
            lies=self.lies,
        )

    def _judged_body(
        self, kept: Mapping[PageFacts, set[HtmlElement]], not_text: Sequence[Place], lines: Sequence[str]
    ) -> list[Place]:
        """Return the places of the text, doubtful ones where what would be read there is not all the article's."""
        own_lines = {line_key(line) for line in lines}
        headlines = self._first(self.headline)
        strays = []
        for facts, holder in self.holders.items():
            end = self.end_orders[facts]
            boxes = elements_below(holder, not_text)
            dropped = {inner for box in boxes for inner in box.iter("*")}
            order = facts.outline.order
            inside = {e for e in holder.iter("*") if e not in dropped and order.get(e, end) < end}
            headline = headlines.get(facts)
            first = order.get(headline, -1) if headline is not None else -1
            inside = {e for e in inside if order.get(e, 0) > first}
            own = sum(len(run.text) for run in self.prose[facts].own if run.element in inside)
            shown = {r.element for r in facts.outline.runs if line_key(r.text) not in own_lines}
            strays.append(
                (stray_letters(facts, self.prose[facts], inside & shown, kept.get(facts, set()), self.counts), own)
            )
        return self.body if is_clean(strays) else [replace(place, sure=False) for place in self.body]

    def _first(self, places: Sequence[Place]) -> dict[PageFacts, HtmlElement]:
        """Return the first element with text at these places on each page."""
        first = {}
        for facts in self.pages:
            elements = (e for place in places for e in facts.page.select(place.xpath) if text_of(e))
            if (element := next(elements, None)) is not None:
                first[facts] = element
        return first

    def _elements_at(self, facts: PageFacts, places: Sequence[Place]) -> set[HtmlElement]:
        """Return the elements at these places with all in them."""
        return {inner for place in places for e in facts.page.select(place.xpath) for inner in e.iter("*")}
