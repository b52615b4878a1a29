"""The generic family: a paper whose own markup is not known yet; structured data speaks, trafilatura finds the text."""

from collections.abc import Iterator
from functools import cached_property

from lxml.html import HtmlElement

from crawler.article import Problem
from crawler.sites.article_part import sort_extracted
from crawler.sites.article_text import ArticleText
from crawler.sites.extracted import extracted, prints_apart, shown_pictures, title_without
from crawler.sites.family import Family
from crawler.sites.jsonld import addresses, names
from crawler.sites.places import HEADLINE_NEAR, NEAR_HEADLINE, has, named
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold, same


class Generic(Family):
    """Read any article page; `parser` says generic, and no other family falls back on it."""

    name = "generic"
    containers = ("//body",)
    headlines = ()
    date_places = tuple(f"{near}[{named('date', 'time', 'publish', 'ngay')}]" for near in NEAR_HEADLINE)
    lead_places = (f"//*[{has('sapo')}]",)
    section_places = (f"//*[{has('breadcrumb')} or {has('breadcrumbs')}]//a",)
    tag_places = ()
    byline_places = (f"{NEAR_HEADLINE[0]}[{named('author', 'tac-gia', 'tacgia')}]",)

    def headline(self) -> str | None:
        """Read the headline: JSON-LD, then the head, then the only h1."""
        first = [clean(e.text_content()) for _, e in self.select("//h1")]
        for witness, found in (
            ("jsonld headline", self._jsonld("headline")),
            ("meta og:title", clean(self.page.meta.get("og:title"), entities=True)),
            ("dom //h1", first[0] if len(first) == 1 else None),
            ("head title", title_without(self.page, self._is_paper)),
        ):
            if found:
                self.evidence["headline"] = witness
                return found
        self.problems.append(Problem("headline", "missing"))
        return None

    def _dated_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        yield from super()._dated_witnesses()
        yield "meta datePublished", dates.iso(self.page.meta.get("datepublished"))

    @cached_property
    def _shown_dates(self) -> list[tuple[str, str, dates.Moment]]:
        """Ask the print only where the head tells no hour: nothing says which of a page's dates is the article's."""
        told = [m for _, m in self._dated_witnesses() if m and m.precision != "day"]
        return [] if any(m.when.hour or m.when.minute for m in told) else super()._shown_dates

    def _is_of_another(self, element: HtmlElement) -> bool:
        """Tell a date under another heading than the article's, such as the clock under the paper's name."""
        headline = fold(self._jsonld("headline") or clean(self.page.meta.get("og:title"), entities=True))
        near = [fold(clean(h.text_content())) for h in element.xpath(HEADLINE_NEAR)]
        return not any(h and headline.startswith(h) for h in near) or super()._is_of_another(element)

    def known_byline(self) -> str | None:
        """Read the writers that JSON-LD names, or else an element of that name; accounts and the paper are none."""
        found = [n for o in self.news for n in names(o.get("author")) if bylines.looks_like_name(n)]
        found = [n for n in dict.fromkeys(found) if not self._is_paper(n)]
        if found:
            self.evidence["bylines"] = "jsonld author"
            return ", ".join(found)
        printed = self._first_text("bylines", self.byline_places)
        return printed if printed and bylines.looks_like_byline(printed) else None

    @cached_property
    def _description(self) -> str:
        meta = self.page.meta
        return clean(meta.get("og:description") or meta.get("description"), entities=True)

    def story(self, byline: str | None) -> ArticleText:
        """Let trafilatura find the text, and claim its lines as any family's."""
        self.evidence["body"], lines = extracted(self.page)
        story, self.container = sort_extracted(
            self.page.tree, lines, self._base(), known_byline=byline, foreign=self.is_other_article
        )
        if not story.images:
            story.images = shown_pictures(self.page, [u for o in self.news for u in addresses(o.get("image"))])
        return story

    def _settle_lead(self, lead: str | None, headline: str | None, story: ArticleText) -> str | None:
        """Take an opening paragraph that the head gives as the description for the lead."""
        found = super()._settle_lead(lead, headline, story)
        if found is None and story.blocks and same(story.blocks[0].text, self._description):
            self.evidence["lead"] = "opening paragraph, as meta description"
            return story.blocks.pop(0).text
        if found is None and prints_apart(self.page, self._description, story.blocks):
            self.evidence["lead"] = "printed over the text, as meta description"
            return self._description
        return found
