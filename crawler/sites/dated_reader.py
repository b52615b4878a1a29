"""A reader's dates: what the page prints, and what its head says, of the publication and of the last change."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.article import Identity, Problem
from crawler.outlets import Outlet, absolute_url
from crawler.page import SavedPage
from crawler.sites.element_text import text_of
from crawler.sites.page_reader import PageReader
from crawler.vietnamese import dates

_MOST_AHEAD = timedelta(hours=14)  # of the fetch: a time of Hà Nội called UTC is 7 hours ahead, a clock some more
_MOST_ANCESTORS = 6  # of a date, searched for a link to another article
_MOST_DATE_PLACES = 20  # a list of related articles may print a date in each row


class DatedReader(PageReader):
    """Reader of a page's dates; a printed one is believed before those of the head."""

    def __init__(self, page: SavedPage, outlet: Outlet, identity: Identity) -> None:
        super().__init__(page, outlet, identity)
        self._dated_elements: list[HtmlElement] = []

    def published(self) -> dates.Moment | None:
        """Return the publication time: the printed one; a witness that agrees with it may add the seconds."""
        published = None
        if printed := [each for each in self._printed_dates if self._is_plausible(each[2], f"dom {each[0]}")]:
            # A place that tells an update, or prints the bare day (the header's today) counts only where no other does.
            path, _, published = min(
                printed, key=lambda each: (dates.tells_update(each[1]), each[2].precision == "day")
            )
            self.evidence["published_at"] = f"dom {path}"
        others = [(w, m) for w, m in self.date_witnesses() if m and self._is_plausible(m, w)]
        if published is None:
            if not others:
                if not any(problem.field == "published_at" for problem in self.problems):
                    self.problems.append(Problem("published_at", "missing"))
                return None
            self.evidence["published_at"], published = others[0]
            return next((m for _, m in others if m.precision == "second" and m.agrees(published)), published)
        for witness, other in others:
            if not other.agrees(published):
                self.problems.append(Problem("published_at", "witnesses_disagree", f"{witness}: {other.iso()}"))
            elif other.precision == "second" and published.precision == "minute":
                self.evidence["published_at"] += f" + {witness}"
                published = other
        return published

    def _is_plausible(self, moment: dates.Moment, witness: str) -> bool:
        """Return True if a time is not after the fetch, up to a wrong time zone; else note the typing error."""
        if moment.when <= self.page.fetched_at + _MOST_AHEAD:
            return True
        # Places lie inside each other: one print is one problem.
        if not any(p.code == "after_the_fetch" and p.detail.endswith(moment.iso()) for p in self.problems):
            self.problems.append(Problem("published_at", "after_the_fetch", f"{witness}: {moment.iso()}"))
        return False

    @cached_property
    def _printed_dates(self) -> list[tuple[str, str, dates.Moment]]:
        """Return (path, text, moment) for each date that the page prints for this article."""
        printed = []
        for path, element, text in self.places_with_dates():
            moment, _ = dates.published_and_modified(text, self.page.fetched_at)
            if moment and not self._belongs_to_other_article(element):
                self._dated_elements.append(element)
                printed.append((path, text, moment))
        return printed

    def places_with_dates(self) -> Iterator[tuple[str, HtmlElement, str]]:
        """Yield (path, element, text) for each place in which the family's pages print a date."""
        for path, element in islice(self.select(*self.date_places), _MOST_DATE_PLACES):
            yield path, element, self._dated_text(element)[:200]

    @property
    def prints_time(self) -> bool:
        """Return True if the page prints a time of day for this article, and not only the day."""
        return any(moment.precision != "day" for _, _, moment in self._printed_dates)

    def _dated_text(self, element: HtmlElement) -> str:
        return text_of(element)

    def _belongs_to_other_article(self, element: HtmlElement) -> bool:
        """Return True if a date is in a box that links to another article: it is that article's date."""
        for box in islice(element.iterancestors(), _MOST_ANCESTORS):
            if box in self._container_and_ancestors or box.tag == "body":
                return False
            if any(
                self.is_other_article(absolute_url(self.page.url, a.get("href") or ""))
                for a in islice(box.iter("a"), 5)
            ):
                return True
        return False

    def date_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield (witness, moment) for each publication time in the head, the most trusted first."""
        yield "jsonld datePublished", dates.iso(self._jsonld_text("datePublished"))
        meta = self.page.meta.get("article:published_time")
        # The order of day and month is that of the server's language: US, or Vietnamese with SA/CH for AM/PM.
        local = dates.printed(meta) if meta and re.search(r"\b(?:SA|CH)$", meta.strip()) else None
        yield "meta article:published_time", local or dates.iso(meta) or dates.american(meta)

    @cached_property
    def _container_and_ancestors(self) -> set[HtmlElement]:
        return {self.container, *self.container.iterancestors()} if self.container is not None else set()

    def modified(self, published: dates.Moment | None) -> str | None:
        """Return the time of the last change (ISO 8601); None where it only copies the publication time."""
        if published is None:
            return None
        latest = self.page.fetched_at + _MOST_AHEAD
        for witness, modified in self._modified_witnesses():
            if modified is None or modified.precision == "day" or modified.agrees(published):
                continue
            if modified.when > latest:
                self.problems.append(Problem("modified_at", "after_the_fetch", f"{witness}: {modified.iso()}"))
            elif modified.when > published.when:
                self.evidence["modified_at"] = witness
                return modified.iso()
        return None

    def _modified_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield (witness, moment) for each time of a change: JSON-LD, then what is printed beside the publication."""
        yield "jsonld dateModified", dates.iso(self._jsonld_text("dateModified"))
        for path, text, moment in self._printed_dates:
            beside = dates.published_and_modified(text, self.page.fetched_at)[1]
            yield f"dom {path}", beside or (moment if dates.tells_update(text) else None)
