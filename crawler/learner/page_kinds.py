"""Kinds of saved pages: article, listing or furniture, by what one paper's pages show side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal
from urllib.parse import urlsplit

from crawler.learner.announcements import AddressFacts, declared_addresses, navigation_share, usable_address
from crawler.learner.blocks import Block, blocks_of, without_furniture
from crawler.outlets import normal_url
from crawler.page import SavedPage
from crawler.sites.notices import only_notice_kind
from crawler.vietnamese import dates
from crawler.vietnamese.text import clean, fold

PageKind = Literal["article", "listing", "furniture", "unknown"]

# Letters of text that no link interrupts: an announcement in a listing has up to 250, a short news item some 400.
_LONG_RUN = 300
_LONG_TEXT = 900  # more than two announcements side by side
_HEADLINE_LETTERS = 20  # menus have shorter texts: "Quốc phòng - An ninh" has 20
_LISTED_ARTICLES = 8  # an article's related box links to fewer
_LISTED_IN_SECTION = 4  # a section of a small paper
_DATE_LINE = 80  # letters: a date in a longer text is the text's, as "Giấy phép số 5 ngày 1/1/2020" of an imprint
# An imprint names the day of its licence.
_LICENCE = re.compile(r"giấy phép|\bGP\b|cấp ngày|quyết định|thành lập|bản quyền", re.I)
_NAME_JOINT = re.compile(r"\s+[-–—|]\s+")  # between a title and the paper's name
_DIGIT = re.compile(r"\d")
_SHARE_OF_NAVIGATION = 0.6
_TYPE_IS_SAID_OF_ALL = 0.3  # of the pages that cannot be articles
_FEW_PAGES = 5
_DECLARED_BY_TEMPLATE = 0.1  # of the dated texts: a layout of a tenth of a paper's articles is one
_ARTICLE_TYPE = re.compile(r"(?:news)?article|blogposting|report", re.I)


@dataclass(frozen=True)
class PageSigns:
    """What one page shows of its kind.

    `run` is the longest text that no link interrupts, in letters; `listed` counts links of a headline's length that do
    not repeat on other pages; `menu_share` is on how many of the pages the address is linked, `linked_as` the letters
    of the longest text that links it; `is_titled` says that title or heading has a headline's length.
    """

    run: int
    listed: int
    has_type: bool
    has_date: bool
    is_dated_elsewhere: bool
    headline_is_link_text: bool
    menu_share: float
    linked_as: int
    is_titled: bool
    is_front: bool
    says_missing: bool
    declares_other: bool


@dataclass(frozen=True)
class KnownPage:
    """A page with its kind and the words for why."""

    page: SavedPage
    kind: PageKind
    reason: str
    signs: PageSigns
    blocks: list[Block] = field(repr=False)

    @property
    def address(self) -> str:
        """Return the page's address in its normal form."""
        return normal_url(self.page.url)

    @property
    def headline(self) -> str:
        """Return the text that most likely is the headline: the first heading that is no link, else the title."""
        headings = [block.text for block in self.blocks if block.is_heading and not block.is_link]
        return headings[0] if headings else _title(self.page)


def known_pages(pages: Sequence[SavedPage], addresses: Mapping[str, AddressFacts]) -> list[KnownPage]:
    """Return the pages that answered, each with its kind; of one page alone less is known than of many."""
    answered = [page for page in pages if page.status == 200]
    own = without_furniture([blocks_of(page) for page in answered])
    signs = [_signs(page, blocks, addresses, len(answered)) for page, blocks in zip(answered, own, strict=True)]
    type_counts, titles_count = not _is_said_of_all(signs), _are_titled(signs)
    if _all_declare_the_front_page(signs):
        signs = [replace(each, declares_other=False) for each in signs]
    known = []
    for page, blocks, each in zip(answered, own, signs, strict=True):
        kind, reason = _kind(each, type_counts=type_counts, titles_count=titles_count, alone=len(answered) < _FEW_PAGES)
        known.append(KnownPage(page, kind, reason, each, blocks))
    return known


def _kind(  # noqa: PLR0911 - a decision list
    signs: PageSigns, *, type_counts: bool, titles_count: bool, alone: bool
) -> tuple[PageKind, str]:
    has_type = signs.has_type and type_counts
    lacks_title = titles_count and not signs.is_titled
    if signs.is_front:
        return "listing", "the front page"
    if signs.says_missing:
        return "furniture", "it says that the page does not exist"
    if signs.declares_other and not (signs.has_date and signs.run >= _LONG_TEXT):
        return "listing", "it declares the front page's address"
    is_declared = signs.is_dated_elsewhere or (has_type and signs.has_date)
    if signs.listed >= _LISTED_ARTICLES and signs.run < _LONG_RUN and not is_declared:
        return "listing", f"{signs.listed} links of a headline's length, and no text longer than {signs.run} letters"
    if signs.listed >= _LISTED_ARTICLES and signs.run < _LONG_TEXT and lacks_title and not is_declared:
        return "listing", f"{signs.listed} links of a headline's length, and no headline"
    is_menu = signs.menu_share >= _SHARE_OF_NAVIGATION and not signs.is_dated_elsewhere and not alone
    witnesses = [
        name
        for name, speaks in (
            ("a feed or sitemap dates it", signs.is_dated_elsewhere),
            ("a declared article", has_type),
            ("a printed or declared date", signs.has_date),
            (f"a text of {signs.run} letters", signs.run >= _LONG_RUN),
            ("a heading by which other pages link it", signs.headline_is_link_text),
        )
        if speaks
    ]
    if is_menu and not (signs.has_date and (has_type or signs.run >= _LONG_RUN)):
        return "furniture", "linked from nearly all pages, and neither dated nor declared an article"
    if is_menu and 0 < signs.linked_as < _HEADLINE_LETTERS and not has_type:
        kind: PageKind = "listing" if signs.listed >= _LISTED_IN_SECTION else "furniture"
        return kind, "linked from nearly all pages by a short name"
    has_text = signs.run >= _LONG_RUN or signs.listed < _LISTED_ARTICLES  # a tag's page has a heading and dates, too
    if (len(witnesses) >= 2 and has_text) or has_type or (signs.is_dated_elsewhere and signs.listed < _LISTED_ARTICLES):
        return "article", ", ".join(witnesses)
    if signs.listed >= _LISTED_ARTICLES:
        return "listing", f"{signs.listed} links of a headline's length, and no date"
    if signs.has_date:
        return "unknown", "a date, and no text"
    return "furniture", "neither date nor declared type" + (", some text" if signs.run >= _LONG_RUN else "")


def _signs(page: SavedPage, own: list[Block], addresses: Mapping[str, AddressFacts], pages: int) -> PageSigns:
    address = normal_url(page.url)
    facts = addresses.get(address, AddressFacts(address))
    links = {usable_address(page.url, link) for block in own for link in block.links if _is_headline(block.text)}
    headings = {fold(block.text) for block in own if block.is_heading}
    return PageSigns(
        run=_longest_run(own),
        listed=len(links - {None, address}),
        has_type=_declares_article(page),
        has_date=_has_date(page, own),
        is_dated_elsewhere=bool(facts.feeds or (facts.sitemaps and facts.titles)),
        headline_is_link_text=any(_is_headline(text) and fold(text) in headings for text in facts.texts),
        menu_share=navigation_share(facts, pages),
        linked_as=len(facts.longest_text),
        is_titled=_is_titled(page, own),
        is_front=_is_front(address),
        says_missing=any(only_notice_kind(text) for text in [_title(page), *(b.text for b in own if b.is_heading)]),
        declares_other=any(map(_is_front, _normal(declared_addresses(page)))),
    )


def _is_titled(page: SavedPage, own: list[Block]) -> bool:
    titles = [*_NAME_JOINT.split(_title(page)), *(b.text for b in own if b.is_heading and not b.is_link)]
    return any(map(_is_headline, titles))


def _longest_run(blocks: list[Block]) -> int:
    """Return the letters of the longest run of paragraphs: blocks with a sentence's length that are no links."""
    runs = [
        sum(len(block.text) - block.link_letters for block in run if len(block.text) >= _DATE_LINE)
        for is_link, run in groupby(blocks, key=lambda block: block.is_link)
        if not is_link
    ]
    return max(runs, default=0)


def _is_headline(text: str) -> bool:
    return len(text) >= _HEADLINE_LETTERS and " " in text


def _has_date(page: SavedPage, own: list[Block]) -> bool:
    """Return True if the page prints a date as a line of its own, or declares when it was published."""
    if dates.iso(page.meta.get("article:published_time")) or any(o.get("datePublished") for o in page.jsonld):
        return True
    lines = (block.text for block in own if len(block.text) <= _DATE_LINE and not block.is_link)
    return any(dates.printed(line) for line in lines if _DIGIT.search(line) and not _LICENCE.search(line))


def _declares_article(page: SavedPage) -> bool:
    types = [str(item.get("@type") or "") for item in page.jsonld]
    return any(map(_ARTICLE_TYPE.search, types)) or page.meta.get("og:type", "").casefold() == "article"


def _is_said_of_all(signs: list[PageSigns]) -> bool:
    """Return True if pages that cannot be articles are declared to be some, too: then the type says nothing."""
    others = [each for each in signs if each.is_front or (each.listed >= _LISTED_ARTICLES and each.run < _LONG_RUN)]
    declared = sum(each.has_type for each in others)
    return bool(others) and declared >= max(1, _TYPE_IS_SAID_OF_ALL * len(others))


def _are_titled(signs: list[PageSigns]) -> bool:
    """Return True if all long texts have a title or heading of a headline's length: without one a page is a list."""
    texts = [each for each in signs if each.run >= _LONG_TEXT]
    return len(texts) >= _FEW_PAGES and all(each.is_titled for each in texts)


def _all_declare_the_front_page(signs: list[PageSigns]) -> bool:
    """Return True if many dated texts declare the front page's address: a template does so, and it says nothing."""
    texts = [each for each in signs if each.has_date and each.run >= _LONG_RUN and not each.is_front]
    declared = sum(each.declares_other for each in texts)
    return declared >= max(_FEW_PAGES, _DECLARED_BY_TEMPLATE * len(texts))


def _title(page: SavedPage) -> str:
    return next((clean(element.text_content()) for element in page.select("//title")), "")


def _normal(addresses: list[str]) -> list[str]:
    return [address for each in addresses if (address := usable_address("", each))]


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/", "/index.html", "/index.php", "/default.aspx", "/trang-chu.html") and not parts.query
