"""The generic family: a paper whose own markup is not known yet; structured data speaks, trafilatura finds the text."""

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urljoin

from crawler.article import Image, Problem
from crawler.sites.body import Walk, text_of
from crawler.sites.extracted import extracted
from crawler.sites.family import Family
from crawler.sites.jsonld import addresses, names
from crawler.sites.places import has
from crawler.sites.story import Story, tell
from crawler.vietnamese import bylines, captions, dates
from crawler.vietnamese.text import clean, fold


class Generic(Family):
    """Read any article page; `parser` says generic, and no other family falls back on it."""

    name = "generic"
    containers = ("//body",)
    headlines = ()
    date_places = ()
    lead_places = (f"//*[{has('sapo')}]",)
    section_places = (f"//*[{has('breadcrumb')} or {has('breadcrumbs')}]//a",)
    tag_places = ()

    def headline(self) -> str | None:
        """Read the headline: JSON-LD, then the head, then the only h1."""
        first = [clean(e.text_content()) for _, e in self.select("//h1")]
        for witness, found in (
            ("jsonld headline", self._jsonld("headline")),
            ("meta og:title", clean(self.page.meta.get("og:title"), entities=True)),
            ("dom //h1", first[0] if len(first) == 1 else None),
        ):
            if found:
                self.evidence["headline"] = witness
                return found
        self.problems.append(Problem("headline", "missing"))
        return None

    def _dated_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        yield from super()._dated_witnesses()
        yield "meta datePublished", dates.iso(self.page.meta.get("datepublished"))

    def known_byline(self) -> str | None:
        """Read the writers that JSON-LD names; accounts and the paper itself are none."""
        found = [n for o in self.news for n in names(o.get("author")) if bylines.looks_like_name(n)]
        found = [n for n in dict.fromkeys(found) if not self._is_paper(n)]
        if found:
            self.evidence["bylines"] = "jsonld author"
        return ", ".join(found) or None

    @cached_property
    def _description(self) -> str:
        meta = self.page.meta
        return clean(meta.get("og:description") or meta.get("description"), entities=True)

    def story(self, byline: str | None) -> Story:
        """Let trafilatura find the text, and claim its lines as any family's."""
        self.evidence["body"], lines = extracted(self.page)
        story = tell(Walk(items=[*lines]), known_byline=byline, foreign=self.is_other_article)
        captions_of = self._captions()
        said = {url: captions.split(captions_of.get(url)) for url in self._pictures()}
        story.images = [Image(url, caption.text, caption.credit) for url, caption in said.items()]
        return story

    def _captions(self) -> dict[str, str]:
        """Map the picture of each figure to its caption, which trafilatura leaves out."""
        found = {}
        for _, figure in self.select("//figure[.//img][.//figcaption]"):
            image, caption = next(figure.iter("img")), next(figure.iter("figcaption"))
            if address := image.get("data-src") or image.get("src"):
                found[self._absolute(address)] = text_of(caption)
        return found

    def _settle_lead(self, lead: str | None, headline: str | None, story: Story) -> str | None:
        """Take an opening paragraph that the head gives as the description for the lead."""
        found = super()._settle_lead(lead, headline, story)
        if found is None and story.blocks and fold(story.blocks[0].text) == fold(self._description):
            self.evidence["lead"] = "opening paragraph, as meta description"
            return story.blocks.pop(0).text
        return found

    def _pictures(self) -> list[str]:
        """Return the pictures that JSON-LD gives the article, or the one of its head."""
        named = [u for o in self.news for u in addresses(o.get("image"))]
        named = named or [self.page.meta.get("og:image", "")]
        return [url for url in dict.fromkeys(map(self._absolute, named)) if url.startswith("http")]

    def _absolute(self, address: str) -> str:
        try:
            return urljoin(self.page.url, address) if address else ""
        except ValueError:
            return ""
