"""The learned reader: pages of a paper whose layouts were learned from many of its pages (its entry's `profile`)."""

from collections.abc import Iterator
from functools import cached_property

from lxml.html import HtmlElement

from crawler.article import Byline, Identity
from crawler.article.article import Article, Block
from crawler.outlets import Outlet
from crawler.outlets.profile import Layout, Profile
from crawler.page import SavedPage
from crawler.sites import body
from crawler.sites.article_text import ArticleText
from crawler.sites.element_text import text_of
from crawler.sites.family import Family
from crawler.sites.furniture import is_switch
from crawler.sites.jsonld import author_names
from crawler.sites.layouts import (
    dated_text,
    elements_below,
    layout_of,
    line_key,
    parts_before,
    parts_from,
    paths_of,
    stands_before,
    with_evidence,
)
from crawler.sites.look import KnownPart
from crawler.sites.marks import strip_mark
from crawler.sites.opening_names import with_opening_names_last
from crawler.sites.teasers import teasers
from crawler.sites.unclaimed import dropped_texts, plain_lines, texts_beside
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import same

_NO_LAYOUT = Layout(name="", pages=0, signature=[], body=[])


class Learned(Family):
    """Read a page by the layout of its paper's profile; the witnesses that lie for this paper are not asked."""

    name = "learned"
    containers: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    date_places: tuple[str, ...] = ()
    lead_places: tuple[str, ...] = ()
    section_places: tuple[str, ...] = ()
    tag_places: tuple[str, ...] = ()

    def __init__(self, page: SavedPage, outlet: Outlet, identity: Identity) -> None:
        self.profile = outlet.profile or Profile(pages=0)
        self.learned = known = layout_of(page, self.profile) or _NO_LAYOUT
        self.layout, self.liars = known.digest, known.liars
        self.containers, self.headlines = paths_of(known.body), paths_of(known.headline)
        self.date_places, self.lead_places = paths_of(known.published_at), paths_of(known.lead)
        self.byline_places, self.source_places = paths_of(known.bylines), paths_of(known.source_credit)
        self.section_places, self.tag_places = paths_of(known.section), paths_of(known.tags)
        super().__init__(page, outlet, identity)

    @classmethod
    def reads(cls, page: SavedPage, outlet: Outlet) -> bool:
        """Return True if the paper's profile knows the layout of a page."""
        return outlet.profile is not None and page.tree is not None and layout_of(page, outlet.profile) is not None

    def _headline_witnesses(self) -> Iterator[tuple[str, str | None]]:
        yield from ((name, text) for name, text in super()._headline_witnesses() if name not in self.liars)

    def _address_witnesses(self) -> Iterator[tuple[str, object]]:
        yield from (each for each in super()._address_witnesses() if each[0] not in self.liars)

    def date_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield the times in the head that do not lie for this paper."""
        yield from ((name, moment) for name, moment in super().date_witnesses() if name not in self.liars)
        for path, element in self.select(*self.date_places):
            times = (e.get("datetime") for e in (element, *element.iterdescendants("time")))
            yield f"dom {path}/@datetime", next(filter(None, map(dates.iso, times)), None)

    def _dated_text(self, element: HtmlElement) -> str:
        return dated_text(element, self.page.fetched_at)

    def _belongs_to_other_article(self, element: HtmlElement) -> bool:
        """Return True for a later element at a date's place: what was learned is where the first one stands."""
        firsts = (self.page.select(path) for path in self.date_places)
        return all(element is not next((e for e in at_place if text_of(e)), None) for at_place in firsts)

    def published(self) -> dates.Moment | None:
        """Return the publication time; of a printed day the time that a witness gives which agrees."""
        published = super().published()
        if published is not None and published.precision == "day":
            for witness, other in self.date_witnesses():
                if other and other.precision != "day" and other.agrees(published):
                    self.evidence["published_at"] += f" + {witness}"
                    return other
        return published

    def _modified_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        clock = "jsonld datePublished" in self.liars
        yield from (each for each in super()._modified_witnesses() if not (clock and each[0] == "jsonld dateModified"))

    def _crumbs_at(self, path: str) -> list[HtmlElement]:
        """Return the links at a breadcrumb's place that stand before the text: labels behind it may be set alike."""
        start = self._text_start
        signed = {inner for _, element in self.select(*self.byline_places) for inner in element.iter("*")}
        links = [e for e in super()._crumbs_at(path) if e not in signed]
        return [e for e in links if start is None or stands_before(e, start)]

    @cached_property
    def _text_start(self) -> HtmlElement | None:
        """Return the element with which the text begins: its container, or the headline where that is in it."""
        headline = self._headline_element
        is_inside = headline is not None and self.container in headline.iterancestors()
        return headline if is_inside else self.container

    @cached_property
    def _headline_element(self) -> HtmlElement | None:
        return next((e for _, e in self.select(*self.headlines) if text_of(e)), None)

    def _tags_at(self, path: str) -> list[HtmlElement]:
        """Return the tags at a place that stand after the headline: topics of the whole paper are over it."""
        start = self._headline_element
        return [e for e in super()._tags_at(path) if start is None or stands_before(start, e)]

    def section(self) -> list[str]:
        """Return the breadcrumb without its last step where that is the article itself."""
        headlines = [text_of(element) for _, element in self.select(*self.headlines)]
        crumbs = [crumb for crumb in super().section() if not self.is_outlet_name(crumb)]
        return [crumb for crumb in crumbs if not any(same(crumb, headline) for headline in headlines)]

    def outside_byline(self) -> str | None:
        """Return the byline that is printed outside the text; else the writers that JSON-LD names, where it is true."""
        if (printed := self._printed_byline()) or "jsonld author" in self.liars:
            return printed
        names = [n for o in self.jsonld_articles for n in author_names(o.get("author"), self.page.jsonld)]
        names = [n for n in dict.fromkeys(names) if bylines.looks_like_name(n) and not self.is_outlet_name(n)]
        if names:
            self.evidence["bylines"] = "jsonld author"
        return ", ".join(names) or None

    def _printed_byline(self) -> str | None:
        """Return the first line at the byline's places that names somebody; of a line with the date the rest."""
        for path, element in self.select(*self.byline_places):
            text = text_of(element)
            parts = dates.beside_date(text) if path in self.date_places else (text,)
            if printed := next(filter(_names_somebody, parts), None):
                self.evidence["bylines"] = f"dom {path}"
                self._read_elements.append(element)
                return printed
        return None

    def _writers_in_head(self) -> list[Byline]:
        return []  # a bare meta tag names accounts and papers too

    def article_text(self, outside_byline: str | None) -> ArticleText | None:
        """Walk the container, and tell what is printed in it or beside it that no field holds."""
        text = super().article_text(outside_byline)
        if text is not None and self.container is not None:
            fields = self._field_elements()
            boxes = elements_below(self.container, self.learned.not_text)
            text.unclaimed += dropped_texts(boxes | teasers(self.container, self.is_other_article))
            for part in self._other_parts(self.container):
                text.unclaimed += plain_lines(part, fields, self._base_url())
            text.unclaimed += texts_beside(self.container, fields, self._base_url())
        return text

    def _walk(self, container: HtmlElement) -> body.BodyWalk:
        """Walk the container with the learned captions and credits, and without the paper's own lines."""
        parts: dict[HtmlElement, KnownPart] = {}
        captions = [e for _, e in self.select(*paths_of(self.learned.captions)) if not _names_source(text_of(e))]
        plain = [e for e in captions if not _is_bold(e)]  # among plain captions a bold line is a subhead
        parts |= dict.fromkeys(plain or captions, "caption")
        parts |= {e: "credit" for _, e in self.select(*paths_of(self.learned.credits))}
        walk = body.walk_body(container, self._base_url(), self._skipped_elements(container), parts)
        own_lines = {line_key(line) for line in self.learned.repeated}
        if own_lines:
            walk.items = [i for i in walk.items if not (isinstance(i, body.Line) and line_key(i.text) in own_lines)]
        walk.items = with_opening_names_last(walk.items)
        return walk

    def _settle_lead(self, lead: str | None, headline: str | None, text: ArticleText) -> str | None:
        """Return the lead of its place: where the layout has one, a marked opening paragraph is none."""
        if lead or (text.opens_with_lead and not self.lead_places):
            return super()._settle_lead(lead, headline, text)
        while text.blocks and headline and same(text.blocks[0].text, headline):
            del text.blocks[0]
        if text.blocks:
            opening = text.blocks[0]
            text.blocks[0] = Block(opening.kind, strip_mark(self._without_own_mark(opening.text), self.marks))
        return None

    def _skipped_elements(self, container: HtmlElement) -> set[HtmlElement]:
        dropped = elements_below(container, self.learned.not_text) | self._other_parts(container)
        dropped |= teasers(container, self.is_other_article)
        return super()._skipped_elements(container) | dropped | self._field_elements()

    def _other_parts(self, container: HtmlElement) -> set[HtmlElement]:
        """Return the parts of the container before the headline and after the article's end."""
        inside = set(container.iterdescendants())
        first = self._headline_element
        last = next((e for _, e in self.select(*paths_of(self.learned.end)) if e in inside), None)
        before = parts_before(first, container) if first is not None and first in inside else set()
        after = parts_from(last, container) if last is not None else set()
        # A box of links may stand before the signature.
        return before | {e for e in after if not bylines.looks_like_byline(text_of(e))}

    def _field_elements(self) -> set[HtmlElement]:
        """Return the elements that are read as fields outside the text: of a place of one value the first with text."""
        single = (self.headlines, self.lead_places, self.byline_places)
        elements = {
            e for paths in single if (e := next((e for _, e in self.select(*paths) if text_of(e)), None)) is not None
        }
        elements |= {e for path in self.section_places for e in self._crumbs_at(path)}
        elements |= {e for path in self.tag_places for e in self._tags_at(path)}
        return elements | {e for _, e in self.select(*self.date_places, *self.source_places)}

    def article(self) -> Article | None:
        """Return the article; each field's evidence tells how well its place is known."""
        article = super().article()
        for field, witness in self.evidence.items():
            self.evidence[field] = self.evidence_of(field, witness)
        return article

    def evidence_of(self, field: str, witness: str) -> str:
        """Return a witness of a field with the evidence of its place: pages that have it, witnesses that agreed."""
        places = getattr(self.learned, field, None)
        return with_evidence(witness, places, self.learned) if isinstance(places, list) else witness


def _is_bold(element: HtmlElement) -> bool:
    return any(text_of(inner) == text_of(element) for inner in element.iter("strong", "b"))


def _names_somebody(text: str) -> bool:
    """Return False for what stands at a byline's place on pages without one: '8.321 lượt xem', the buttons."""
    if is_switch(text) or any(map(str.isdigit, text)):
        return bylines.looks_like_byline(text)
    return bylines.looks_like_byline(text) or bylines.looks_like_name(text)


def _names_source(text: str) -> bool:
    """Return True for a line that is all source, which may stand under the last picture: 'Theo TTXVN'."""
    return bylines.looks_like_byline(text) and bylines.read(text).source is not None
