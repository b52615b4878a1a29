"""A lesson: what the pages of one layout teach, field after field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement
from msgspec.structs import replace

from crawler.learner.bodies import body_places, is_clean, stray_letters
from crawler.learner.crumbs import section_places
from crawler.learner.declarations import address_lies
from crawler.learner.endings import end_places
from crawler.learner.extents import Extents, first_at
from crawler.learner.facts import PageFacts
from crawler.learner.forms import people_of
from crawler.learner.furniture import furniture_places, repeated_lines
from crawler.learner.leads import constant_descriptions, lead_places
from crawler.learner.moments import date_places
from crawler.learner.people import byline_places, dated_byline_places, source_places, writer_lies
from crawler.learner.pictures import caption_places
from crawler.learner.prose import Prose
from crawler.learner.tags import tag_places
from crawler.learner.titles import headline_places, title_lies
from crawler.outlets.profile import Layout, Lie, Place
from crawler.sites.element_text import text_of
from crawler.sites.layouts import elements_below, line_key


@dataclass(eq=False)
class Lesson:
    """What the pages of one layout teach, field after field: each is looked for where the ones before it stand."""

    pages: list[PageFacts]
    prose: Mapping[PageFacts, Prose]
    counts: Counter[str]
    repeated: frozenset[str]
    papers: frozenset[str]

    @cached_property
    def body(self) -> list[Place]:
        """Return the places of the text."""
        return body_places(self.pages, self.prose)

    @cached_property
    def headline(self) -> list[Place]:
        """Return the places of the headline."""
        return headline_places(self.pages, self.repeated)

    @cached_property
    def extents(self) -> Extents:
        """Return where headline and text begin and end."""
        return Extents(self.pages, self.prose, self.headline, self.body)

    @cached_property
    def end(self) -> list[Place]:
        """Return the place of the first element after the text."""
        return end_places(self.pages, self.extents.holders, self.prose, self.extents.ends)

    @cached_property
    def end_orders(self) -> dict[PageFacts, int]:
        """Return where the article's part of the holder ends on each page."""
        return self.extents.ends_before(self.end)

    @cached_property
    def dates(self) -> tuple[list[Place], list[Lie]]:
        """Return the places of the publication time, and the witnesses that tell another."""
        return date_places(self.pages, self.extents.orders)

    @cached_property
    def bylines(self) -> list[Place]:
        """Return the places of the byline, alone or before the date."""
        alone = byline_places(self.pages, self.extents.orders, self.extents.ends, self.extents.holders, self.repeated)
        dated = dated_byline_places(self.pages, self.dates[0])
        return max(alone, dated, key=lambda places: sum(place.pages for place in places))

    @cached_property
    def sources(self) -> list[Place]:
        """Return the places of the source that are no byline."""
        taken = {place.path for place in self.bylines}
        places = source_places(self.pages, self.extents.orders, self.extents.ends, self.extents.holders)
        return [place for place in places if place.path not in taken]

    @cached_property
    def lead(self) -> list[Place]:
        """Return the places of the lead."""
        taken = frozenset(p.xpath for p in [*self.headline, *self.dates[0], *self.bylines])
        return lead_places(self.pages, self.extents, taken)

    @cached_property
    def sections(self) -> list[Place]:
        """Return the places of the breadcrumb."""
        return section_places(self.pages, self.extents.orders, self.extents.text_starts)

    @cached_property
    def tags(self) -> list[Place]:
        """Return the places of the tags."""
        return tag_places(self.pages, self.extents.orders)

    @cached_property
    def lies(self) -> list[Lie]:
        """Return the witnesses that tell something else than is printed."""
        names = {facts: [*people_of(text_of(element))] for facts, element in first_at(self.pages, self.bylines).items()}
        printed = {facts: people for facts, people in names.items() if people}
        headlines = {facts: text_of(element) for facts, element in self.extents.headlines.items()}
        slogans = constant_descriptions(self.pages).items()
        lies = [
            *title_lies(self.pages, headlines),
            *self.dates[1],
            *writer_lies(self.pages, printed, self.papers),
            *(Lie(witness=name, pages=n, of=n, reason="always the same") for name, n in slogans),
            *address_lies(self.pages),
        ]
        return sorted(lies, key=lambda lie: lie.witness)

    def layout(self, signature: list[str], number: int) -> Layout:
        """Return the layout with all places."""
        captions, credits = caption_places(self.pages, self.extents.holders, self.end_orders)
        fields = [*self.headline, *self.dates[0], *self.lead, *self.bylines, *self.sections, *self.tags, *self.sources]
        kept = {facts: self._elements_at(facts, [*fields, *captions, *credits]) for facts in self.pages}
        not_text = furniture_places(self.pages, self.extents.holders, self.prose, self.counts, kept)
        lines = repeated_lines(self.extents.holders, kept, self.extents.spans)
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
        strays = []
        for facts, holder in self.extents.holders.items():
            end = self.end_orders[facts]
            boxes = elements_below(holder, not_text)
            dropped = {inner for box in boxes for inner in box.iter("*")}
            order = facts.outline.order
            inside = {e for e in holder.iter("*") if e not in dropped and order.get(e, end) < end}
            first = self.extents.headline_order(facts, -1)
            inside = {e for e in inside if order.get(e, 0) > first}
            own = sum(len(run.text) for run in self.prose[facts].own if run.element in inside)
            shown = {r.element for r in facts.outline.runs if line_key(r.text) not in own_lines}
            strays.append(
                (stray_letters(facts, self.prose[facts], inside & shown, kept.get(facts, set()), self.counts), own)
            )
        return self.body if is_clean(strays) else [replace(place, sure=False) for place in self.body]

    def _elements_at(self, facts: PageFacts, places: Sequence[Place]) -> set[HtmlElement]:
        """Return the elements at these places with all in them."""
        return {inner for place in places for e in facts.page.select(place.xpath) for inner in e.iter("*")}
