"""The generic family: papers whose markup nobody has described; fields by structured data, the text by trafilatura."""

from collections.abc import Iterator
from functools import cached_property

from lxml.html import HtmlElement

from crawler.article import Byline, Problem
from crawler.sites.article_part import claim_extracted_lines
from crawler.sites.article_text import ArticleText
from crawler.sites.extracted import described_lead, extracted_lines, shown_pictures, title_without_paper
from crawler.sites.family import Family
from crawler.sites.jsonld import author_names, image_addresses
from crawler.sites.places import HEADLINE_NEAR, NEAR_HEADLINE, has, is_named
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold


class Generic(Family):
    """Read any article page; no other family falls back on it."""

    name = "generic"
    containers = ("//body",)
    headlines = ()
    date_places = tuple(f"{near}[{is_named('date', 'time', 'publish', 'ngay')}]" for near in NEAR_HEADLINE)
    lead_places = (f"//*[{has('sapo')}]",)
    section_places = (f"//*[{has('breadcrumb')} or {has('breadcrumbs')}]//a",)
    tag_places = ()
    byline_metas = ("author", "article:author", "dable:author", "parsely-author", "dc.creator")
    byline_places = (f"{NEAR_HEADLINE[0]}[{is_named('author', 'tac-gia', 'tacgia')}]",)

    def headline(self) -> str | None:
        """Return the headline: from JSON-LD, og:title, the only h1, or the head's title."""
        headings = [clean(e.text_content()) for _, e in self.select("//h1")]
        for witness, headline in (
            ("jsonld headline", self._jsonld_text("headline")),
            ("meta og:title", clean(self.page.meta.get("og:title"), entities=True)),
            ("dom //h1", headings[0] if len(headings) == 1 else None),
            ("head title", title_without_paper(self.page, self.is_outlet_name)),
        ):
            if headline:
                self.evidence["headline"] = witness
                return headline
        self.problems.append(Problem("headline", "missing"))
        return None

    def date_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield the times in the head, and that of a bare meta datePublished."""
        yield from super().date_witnesses()
        yield "meta datePublished", dates.iso(self.page.meta.get("datepublished"))

    @cached_property
    def _printed_dates(self) -> list[tuple[str, str, dates.Moment]]:
        """Return printed dates only where the head gives no hour: no markup shows which date is the article's."""
        moments = [m for _, m in self.date_witnesses() if m and m.precision != "day"]
        return [] if any(m.when.hour or m.when.minute for m in moments) else super()._printed_dates

    def _belongs_to_other_article(self, element: HtmlElement) -> bool:
        """Return True also for a date under another heading than the article's: a clock under the paper's name."""
        headline = fold(self._jsonld_text("headline") or clean(self.page.meta.get("og:title"), entities=True))
        headings = [fold(clean(h.text_content())) for h in element.xpath(HEADLINE_NEAR)]
        return not any(h and headline.startswith(h) for h in headings) or super()._belongs_to_other_article(element)

    def _writers_in_head(self) -> list[Byline]:
        """Return the writers that a meta tag names by first and last name: one word there is an account."""
        site = fold(clean(self.page.meta.get("og:site_name"), entities=True))
        writers = [b for b in super()._writers_in_head() if bylines.looks_like_name(b.name) and fold(b.name) != site]
        people = [b for b in writers if len(b.name.split()) > 1]
        if not people and self.evidence.get("bylines", "").startswith("meta"):
            del self.evidence["bylines"]
        return people

    def outside_byline(self) -> str | None:
        """Return the writers that JSON-LD names, without accounts and the paper; else a printed byline, or None."""
        names = [n for o in self.jsonld_articles for n in author_names(o.get("author"), self.page.jsonld)]
        names = [n for n in dict.fromkeys(names) if bylines.looks_like_name(n) and not self.is_outlet_name(n)]
        if names:
            self.evidence["bylines"] = "jsonld author"
            return ", ".join(names)
        printed = self._first_text("bylines", self.byline_places)
        return printed if printed and bylines.looks_like_byline(printed) else None

    def article_text(self, outside_byline: str | None) -> ArticleText:
        """Let trafilatura find the text, and claim its lines as any family's."""
        tree, base_url = self.page.tree, self._base_url()
        self.evidence["body"], lines = extracted_lines(self.page)
        text, self.container = claim_extracted_lines(
            tree, lines, base_url, outside_byline=outside_byline, is_other_article=self.is_other_article
        )
        if not text.images:
            addresses = [u for o in self.jsonld_articles for u in image_addresses(o.get("image"))]
            text.images = shown_pictures(self.page, addresses)
        return text

    def _settle_lead(self, lead: str | None, headline: str | None, text: ArticleText) -> str | None:
        """Return the lead; else the head's description, where it is the opening paragraph or printed above the text."""
        settled = super()._settle_lead(lead, headline, text)
        if settled is None and (described := described_lead(self.page, text.blocks)):
            self.evidence["lead"], settled = described
        return settled
