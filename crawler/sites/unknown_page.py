"""A page whose markup nobody has described: its titles, the text that trafilatura finds, and what stands around it."""

from functools import cached_property

from lxml.html import HtmlElement

from crawler.article import Block
from crawler.sites.article_part import claim_extracted_lines
from crawler.sites.article_text import ArticleText, claim_lines
from crawler.sites.body import BodyWalk, Line
from crawler.sites.breadcrumb import front_page_names
from crawler.sites.extracted import extracted_lines, shown_pictures, title_without_paper, whole_pictures
from crawler.sites.family import Family
from crawler.sites.furniture import is_furniture, without_furniture
from crawler.sites.jsonld import image_addresses, organisation_names
from crawler.sites.macros import without_macros
from crawler.sites.printed_headline import PrintedHeadline, Title, printed_headline
from crawler.sites.surroundings import Surroundings, date_line, names_people, surroundings
from crawler.vietnamese import bylines
from crawler.vietnamese.text import clean, fold, has_vietnamese_letters, same

_AFTER_NAME = ("điện tử", "online")


class UnknownPage(Family):
    """What a reader sees of a page before it names fields: titles, text and surroundings."""

    @cached_property
    def _titles(self) -> list[Title]:
        titles = (
            Title("jsonld headline", self._jsonld_text("headline") or ""),
            Title("meta og:title", without_macros(clean(self.page.meta.get("og:title"), entities=True))),
            Title("head title", title_without_paper(self.page, self.is_outlet_name)),
        )
        return [title for title in titles if title.text and not self.is_outlet_name(title.text)]

    @cached_property
    def _printed_headline(self) -> PrintedHeadline | None:
        return printed_headline(self.page, self._titles, self.is_outlet_name)

    @cached_property
    def _paper_names(self) -> set[str]:
        """Return the names that the page gives its paper: in the head, and as links to the front page."""
        names = [clean(self.page.meta.get("og:site_name"), entities=True), *organisation_names(self.page.jsonld)]
        names += front_page_names(self.page, self._base_url())
        return {folded for name in names if (folded := fold(name))}

    def is_outlet_name(self, name: str) -> bool:
        """Return True for a name that is the paper's, or was, or that the page gives its paper: 'Báo Làng điện tử'."""
        folded = fold(name)
        own = {folded, *(folded.removesuffix(f" {word}") for word in _AFTER_NAME)}
        return not own.isdisjoint(self._paper_names) or super().is_outlet_name(name)

    @cached_property
    def _is_vietnamese(self) -> bool:
        return has_vietnamese_letters(" ".join([*(t.text for t in self._titles), *(line.text for line in self._lines)]))

    @cached_property
    def _lines(self) -> list[Line]:
        self.evidence["body"], lines = extracted_lines(self.page)
        return lines

    @cached_property
    def _claimed(self) -> tuple[ArticleText, HtmlElement | None]:
        """Return the text that trafilatura finds, claimed as any family's, without what is printed around it."""
        headline = self._printed_headline.text if self._printed_headline and self._is_vietnamese else None
        text, part = claim_extracted_lines(
            self.page.tree,
            self._lines,
            self._base_url(),
            headline=headline,
            outside_byline=None,
            is_other_article=self.is_other_article,
        )
        text.blocks, left_out = without_furniture(text.blocks)
        text.unclaimed += left_out
        while text.blocks and self._is_around(text.blocks[0]):
            text.unclaimed.append(text.blocks.pop(0).text)
        while text.blocks and date_line(text.blocks[-1].text, self.page.fetched_at):
            text.unclaimed.append(text.blocks.pop().text)
        return text, part

    def _is_around(self, block: Block) -> bool:
        """Return True for a block before the text: the headline, a date, a byline or the paper's name."""
        if self._printed_headline and same(block.text, self._printed_headline.text):
            return True
        if not self._is_vietnamese:
            return False
        is_byline = bylines.looks_like_byline(block.text) or (
            block.kind in ("paragraph", "subhead") and names_people(block.text)
        )
        return is_byline or self.is_outlet_name(block.text) or date_line(block.text, self.page.fetched_at) is not None

    @cached_property
    def _around(self) -> Surroundings:
        text, part = self._claimed
        if self._printed_headline is None or part is None:
            return Surroundings()
        texts = [block.text for block in text.blocks]
        return surroundings(self._printed_headline, part, texts, self._base_url(), self.page.fetched_at)

    @cached_property
    def _opening(self) -> ArticleText:
        """Return what stands between headline and text: pictures with their captions, and a lead."""
        walk = BodyWalk(items=[*self._around.opening])
        return claim_lines(walk, outside_byline=None, is_other_article=self.is_other_article)

    def article_text(self, outside_byline: str | None) -> ArticleText:
        """Return the text that trafilatura finds, with the pictures over it and the signature under it."""
        text, self.container = self._claimed
        text.byline_lines = [line for line in self._signature_lines if line != outside_byline]
        shown = {image.url for image in text.images}
        over = [image for image in self._opening.images if image.url not in shown]
        text.images = whole_pictures(self.page, over + text.images)
        text.unclaimed += [*self._opening.unclaimed, *self._around.others]
        if not text.images:
            addresses = [u for o in self.jsonld_articles for u in image_addresses(o.get("image"))]
            text.images = shown_pictures(self.page, addresses)
        return text

    @cached_property
    def _signature_lines(self) -> list[str]:
        """Return the lines under the text that name who wrote it or where it was taken from."""
        text, _ = self._claimed
        lines = dict.fromkeys([*text.byline_lines, *self._around.signature_lines])
        return [line for line in lines if not is_furniture(line)]
