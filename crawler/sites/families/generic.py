"""The generic family: papers whose markup nobody has described; fields by structured data, the text by trafilatura."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from itertools import product

from crawler.article import Byline, NotAnArticle, Problem
from crawler.article.article import Article
from crawler.sites.article_text import ArticleText
from crawler.sites.breadcrumb import breadcrumb, crumbs_over_headline, sections_of_address
from crawler.sites.element_text import text_of
from crawler.sites.extracted import described_lead
from crawler.sites.jsonld import author_names
from crawler.sites.marks import strip_mark
from crawler.sites.other_pages import other_page
from crawler.sites.places import HEADLINE_BOX, NEAR_HEADLINE, has, is_named
from crawler.sites.printed_headline import PrintedHeadline, is_print_with_more
from crawler.sites.unknown_page import UnknownPage
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.agreement import names_agree, texts_agree
from crawler.vietnamese.text import same

_LONGEST_LEAD = 1200  # letters: a longer text in an element called 'sapo' is the whole article
_NOW = timedelta(minutes=10)  # before the fetch: a template that prints the time of the request
_ACCOUNT = re.compile(
    r"(?:Báo|Tạp chí|Đài|Trang|Ban biên tập|Tòa soạn|Toà soạn|Admin\w*|Administrator|Quản trị|BBT)\b", re.I
)
_MOST_NAME_WORDS = 5
_NOT_IN_NAMES = re.compile(r"[\d@/:|_]")
_DATE_ATTRIBUTES = ("datetime", "content", "title")
_MOST_NEAR = 400  # elements after the headline in which a date is looked for
_MOST_PARTS = 12  # children of an element that prints a date


class Generic(UnknownPage):
    """Read any article page; no other family falls back on it."""

    name = "generic"
    layout = "2"
    containers = ("//body",)
    headlines = ()
    date_places = tuple(f"{near}[{is_named('date', 'time', 'publish', 'ngay')}]" for near in NEAR_HEADLINE)
    lead_places = (f"//*[{has('sapo')}]",)
    section_places = (f"//*[{has('breadcrumb')} or {has('breadcrumbs')}]//a",)
    tag_places = ()
    byline_metas = ("author", "article:author", "dable:author", "parsely-author", "dc.creator", "sailthru.author")
    byline_places = (f"{NEAR_HEADLINE[0]}[{is_named('author', 'tac-gia', 'tacgia')}]",)

    # -- headline

    def headline(self) -> str | None:
        """Return the headline as printed where a title of the head repeats it; else the title that most others repeat.

        A title that says something else is noted: some pages give that of another article.
        """
        printed = self._printed_headline
        witness, headline = self._believed_headline(printed)
        if not headline:
            self.problems.append(Problem("headline", "missing"))
            return None
        self.evidence["headline"] = witness
        for title in self._titles:
            if printed and title.witness != witness and texts_agree(title.text, headline) is False:
                self.problems.append(Problem("headline", "witnesses_disagree", f"{title.witness}: {title.text[:200]}"))
        return headline

    def _believed_headline(self, printed: PrintedHeadline | None) -> tuple[str, str]:
        titles = printed.titles if printed else ()
        if printed and any(same(t.text, printed.text) or is_print_with_more(t.text, printed.text) for t in titles):
            return f"dom //{printed.element.tag}", printed.text
        if printed and not titles and len(self._titles) == 1:
            return f"dom //{printed.element.tag}", printed.text  # one title against the page's only headline
        if titles := titles or tuple(self._titles):
            return titles[0].witness, titles[0].text
        return (f"dom //{printed.element.tag}", printed.text) if printed else ("", "")

    # -- date

    def date_witnesses(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield the times in the head, that of a bare meta datePublished, and without them those in attributes."""
        heads = [*super().date_witnesses(), ("meta datePublished", dates.iso(self.page.meta.get("datepublished")))]
        yield from heads
        if not self._dates_around and not any(moment for _, moment in heads):
            yield from self._dates_in_attributes()

    def _dates_in_attributes(self) -> Iterator[tuple[str, dates.Moment | None]]:
        """Yield the times that attributes near the headline give in full, where the print is short: '5 tháng trước'.

        A template may write the time of the request into them: a date that the element prints outvotes it.
        """
        headline = self._printed_headline
        near = headline.element.xpath(f"following::* | {HEADLINE_BOX}")[:_MOST_NEAR] if headline else []
        for element, name in product(near, _DATE_ATTRIBUTES):
            moment = dates.iso(element.get(name))
            if moment is None or moment.precision == "day" or dates.tells_update(element.get("itemprop")):
                continue
            if not self._belongs_to_other_article(element):
                printed = dates.printed(text_of(element), self.page.fetched_at)
                yield f"dom {element.tag}/@{name}", printed if printed and not printed.agrees(moment) else moment

    @cached_property
    def _printed_dates(self) -> list[tuple[str, str, dates.Moment]]:
        """Return the dates printed around the headline and the text, where they count beside those of the head.

        On a page in another language an order of day and month is not known; and where two witnesses of the head name
        one time, a later print may be that of a change.
        """
        printed = self._dates_around
        heads = [moment for _, moment in self.date_witnesses() if moment]
        timed = [m for m in heads if m.precision != "day" and (m.when.hour or m.when.minute)]
        if not timed:
            return printed or [each for each in super()._printed_dates if self._is_near_headline(each[1])]
        if agreeing := [each for each in printed if any(m.agrees(each[2]) for m in timed)]:
            return [each for each in agreeing if each[2].precision != "day"]
        if not self._is_vietnamese:
            return []
        is_now = any(abs(m.when - self.page.fetched_at) < _NOW for m in timed)
        agreed = len(timed) > 1 and all(m.agrees(timed[0]) for m in timed) and not is_now
        return [each for each in printed if not agreed or each[2].when < timed[0].when]

    def _is_near_headline(self, printed: str) -> bool:
        """Return True unless the print is a clock over the headline, under the paper's name in another heading."""
        headline = self._printed_headline
        if headline is None:
            return True
        near = headline.element.xpath(f"following::* | {HEADLINE_BOX}")
        return any(text_of(element)[:200] == printed for element in near[:_MOST_NEAR] if len(element) < _MOST_PARTS)

    @cached_property
    def _dates_around(self) -> list[tuple[str, str, dates.Moment]]:
        moments = [(text, dates.published_and_modified(text, self.page.fetched_at)[0]) for text in self._around.dates]
        return [("around the text", text, moment) for text, moment in moments if moment]

    # -- bylines

    def _is_person(self, name: str) -> bool:
        """Return True for a name of the head that is a person's; in other languages parts of one may be small."""
        small = not self._is_vietnamese and 1 < len(name.split()) <= _MOST_NAME_WORDS and not _NOT_IN_NAMES.search(name)
        if not (small or bylines.looks_like_name(name)):
            return False
        return not self.is_outlet_name(name) and not _ACCOUNT.match(name)

    def _writers_in_head(self) -> list[Byline]:
        """Return the writers that a meta tag names by first and last name: one word there is an account."""
        people = [b for b in super()._writers_in_head() if self._is_person(b.name) and len(b.name.split()) > 1]
        if not people and self.evidence.get("bylines", "").startswith("meta"):
            del self.evidence["bylines"]
        return people

    def outside_byline(self) -> str | None:
        """Return the byline printed under the headline, else the writers that JSON-LD names.

        The print outvotes JSON-LD, which may name an editor, the paper, or the writer of another page.
        """
        authors = (o.get("author") or o.get("creator") for o in self.jsonld_articles)
        names = [name for author in authors for name in author_names(author, self.page.jsonld)]
        names = [n for n in dict.fromkeys(names) if self._is_person(n)]
        printed = self._byline_under_headline()
        people = [b.name for line in (printed, *self._signature_lines) for b in bylines.read(line).bylines]
        outvoted = self._is_vietnamese and names_agree(people, names) is False
        if outvoted:
            self.problems.append(Problem("bylines", "witnesses_disagree", f"jsonld author: {', '.join(names)[:200]}"))
        if printed and (not names or outvoted or (people and self._is_vietnamese)):
            self.evidence["bylines"] = "dom under the headline"
            return printed
        if names and not outvoted:
            self.evidence["bylines"] = "jsonld author"
            return ", ".join(names)
        return None

    def _byline_under_headline(self) -> str | None:
        lines = [line for line in dict.fromkeys(self._around.byline_lines) if not self.is_outlet_name(line)]
        if lines and self._is_vietnamese:
            return " ; ".join(lines)
        printed = self._first_text("bylines", self.byline_places)
        return printed if printed and bylines.looks_like_byline(printed) else None

    # -- lead

    def lead(self) -> str | None:
        """Return the lead of an element called so, if it is no longer than one."""
        lead = super().lead()
        return lead if lead and len(lead) <= _LONGEST_LEAD else None

    def _settle_lead(self, lead: str | None, headline: str | None, text: ArticleText) -> str | None:
        """Return the lead: an element called so, what is printed between headline and text, or the head's description.

        Of a page in another language the sentences between them are a deck, which is not counted as its text.
        """
        over = self._opening.blocks if self._is_vietnamese else []
        over = [
            b for b in over if not same(b.text, lead) and not any(same(b.text, other.text) for other in text.blocks)
        ]
        if over and not lead:
            self.evidence["lead"] = "dom between headline and text"
            lead = strip_mark(self._without_own_mark(over.pop(0).text), self.marks)
        settled = super()._settle_lead(lead, headline, text)
        text.blocks[:0] = over
        if settled is None and (described := described_lead(self.page, text.blocks, self._jsonld_text("description"))):
            self.evidence["lead"], settled = described
        return settled

    # -- section, and pages that are none

    def section(self) -> list[str]:
        """Return the breadcrumb: by its class or as JSON-LD has it, by the shape of its links, by the address."""
        in_head = super().section()
        if in_head and not self.evidence["section"].startswith("meta"):
            return in_head
        headline = self._printed_headline.element if self._printed_headline else None
        for witness, sections in (
            ("dom links just over the headline", crumbs_over_headline(self._around.before)),
            ("dom links from the front page", breadcrumb(self.page, headline, self._base_url())),
            ("meta article:section", in_head),
            ("dom links to what the address continues", sections_of_address(self.page, self._base_url())),
        ):
            if sections:
                self.evidence["section"] = witness
                return sections
        return []

    def other_page(self, article: Article) -> NotAnArticle | None:
        """Return the outcome of a page with a text that is no article: a listing, a page about the paper."""
        is_declared = bool(self.jsonld_articles)
        return other_page(self.page, article, is_declared=is_declared, is_other_article=self.is_other_article)
