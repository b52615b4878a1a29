"""Channels of a paper: which feeds, sitemaps and listings announce its articles, and how pages are numbered."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.article import ChannelRead
from crawler.learner.address_forms import shape_of
from crawler.learner.announcements import AddressFacts, named_sitemaps, navigation_share, usable_address
from crawler.learner.page_kinds import KnownPage
from crawler.learner.paper import LearnedPaper
from crawler.outlets import normal_url
from crawler.outlets.outlet import ChannelKind, ChannelStatus
from crawler.page import SavedPage
from crawler.sites.feeds import feed_entries, linked_feeds, page_template
from crawler.sites.sitemaps import read_sitemap

_LEAST_ARTICLES = 3  # that a listing announces beyond what every page links
_MOST_LISTINGS = 20
_SECTIONS_OF_A_FORM = 2
_PAGE_NUMBER = re.compile(r"(?<!\d)2(?!\d)")
_IN_THE_MENU = 0.5
_IN_BOXES = 0.2
_MAY_LIST = ("listing", "furniture")  # a section with few articles shows less of its kind than a full one


@dataclass(frozen=True)
class LearnedChannel:
    """One channel: its address (with '{page}' where it numbers its pages), how well it is known, and from where."""

    kind: ChannelKind
    url: str
    status: ChannelStatus
    source: str
    articles: int = 0


def learn_channels(paper: LearnedPaper) -> list[LearnedChannel]:
    """Return the channels that announce articles by the paper's own rules, feeds first; each address once."""
    channels: dict[str, LearnedChannel] = {}
    for channel in chain(_feeds(paper), _sitemaps(paper), _listings(paper)):
        if urlsplit(channel.url).hostname in (paper.host, f"www.{paper.host}"):
            channels.setdefault(channel.url, channel)
    return list(channels.values())


def numbered_pages(page: SavedPage) -> str | None:
    """Return the form of a listing's numbered pages, with '{page}' in it, by its links to page 2 and page 3."""
    targets = {
        link.text_content().strip(): urljoin(page.url, link.get("href") or "") for link in page.select("//a[@href]")
    }
    second, third = targets.get("2"), targets.get("3")
    if second and third:
        for match in reversed([*_PAGE_NUMBER.finditer(second)]):
            template = f"{second[: match.start()]}{{page}}{second[match.end() :]}"
            if template.replace("{page}", "3") == third:
                return template
    return page_template(page)


def _feeds(paper: LearnedPaper) -> Iterator[LearnedChannel]:
    read = {normal_url(page.url) for page in paper.files.feeds}
    for page in paper.files.feeds:
        count = _count(paper, (urljoin(page.url, entry.url) for entry in feed_entries(page)))
        if count or not paper.rules.patterns:
            what = f" announces {count} articles" if count else ""
            yield LearnedChannel("rss", page.url, "seen", f"a saved copy of the feed{what}", count)
    for known in paper.pages:
        for url in linked_feeds(known.page):
            address = usable_address("", url)
            if address and address not in read:
                read.add(address)
                yield LearnedChannel("rss", url, "seen", "linked from a saved page of the paper")


def _sitemaps(paper: LearnedPaper) -> Iterator[LearnedChannel]:
    children: set[str] = set()
    rules = Protego.parse(paper.files.robots.text) if paper.files.robots else None
    named = list(dict.fromkeys(rules.sitemaps)) if rules else []
    for page in paper.files.sitemaps:
        children |= {address for url in named_sitemaps(page) if (address := usable_address("", url))}
    for page in paper.files.sitemaps:
        if normal_url(page.url) in children:  # the index leads to it
            continue
        entries = [entry.url for entry in read_sitemap(page, ChannelRead("", []))]
        count = _count(paper, entries)
        if count or named_sitemaps(page) or not paper.rules.patterns:
            what = f" announces {count} articles" if count else " names other sitemaps" if named_sitemaps(page) else ""
            yield LearnedChannel("sitemap", page.url, "seen", f"a saved copy of the sitemap{what}", count)
    read = {normal_url(page.url) for page in paper.files.sitemaps}
    for url in named:
        absolute = urljoin(f"https://{paper.host}/", url)
        if (address := usable_address("", absolute)) and address not in read:
            yield LearnedChannel("sitemap", absolute, "seen", "named in robots.txt")


def _listings(paper: LearnedPaper) -> Iterator[LearnedChannel]:
    """Yield the listings that the navigation links and that announce articles, the fullest first; the front page last.

    A listing that is no page of another's, and no tag's or author's: those are linked from few pages.
    """
    templates = {known.address: numbered_pages(known.page) for known in paper.pages if known.kind in _MAY_LIST}
    fronts, sections = [], []
    for known in paper.pages:
        if (
            known.kind != "listing"
            or paper.is_article(known.address)
            or _is_numbered_page(known.address, [*templates.values()])
        ):
            continue
        count = _count_linked(paper, known)
        if known.signs.is_front:
            fronts.append((known, count))
        elif count >= _LEAST_ARTICLES and _is_in_menu(paper, known):
            sections.append((known, count))
    sections.sort(key=lambda each: -each[1])
    unasked = _sections_like(paper, [known for known, _ in sections])[: _MOST_LISTINGS - len(sections)]
    for known, count in sections[:_MOST_LISTINGS]:
        yield LearnedChannel(
            "listing", known.page.url, "seen", f"a saved copy of the section links {count} articles", count
        )
        if template := templates[known.address]:
            yield LearnedChannel(
                "listing", template, "seen", "linked, by their numbers, from a saved page of the section"
            )
    for address in unasked:
        source = f"in the navigation, and {len(sections)} sections of the same form list articles"
        yield LearnedChannel("listing", address, "seen", source)
    for known, count in fronts[:1]:
        if count:
            source = f"a saved copy of the front page lists {count} articles"
            yield LearnedChannel("listing", urljoin(known.page.url, "/"), "seen", source, count)


def _sections_like(paper: LearnedPaper, sections: list[KnownPage]) -> list[str]:
    """Return addresses of the navigation that nobody asked, in the form that several of the sections have."""
    shapes = Counter(_shape_of_section(known.address) for known in sections)
    asked = {known.address for known in paper.pages}
    written = {normal_url(known.page.url): known.page.url for known in sections}
    with_www = any((urlsplit(url).hostname or "").startswith("www.") for url in written.values())
    return [
        facts.address.replace("://", "://www.") if with_www else facts.address
        for facts in paper.addresses.values()
        if facts.address not in asked
        and shapes[_shape_of_section(facts.address)] >= _SECTIONS_OF_A_FORM
        and navigation_share(facts, len(paper.pages)) >= _IN_THE_MENU
        and urlsplit(facts.address).hostname == paper.host
        and not paper.is_article(facts.address)
    ]


def _shape_of_section(address: str) -> str:
    target = AddressFacts(address).target
    return shape_of(target) + ("/" if urlsplit(target).path.endswith("/") else "")


def _is_in_menu(paper: LearnedPaper, known: KnownPage) -> bool:
    facts = paper.addresses.get(known.address, AddressFacts(known.address))
    by_front = any(page.signs.is_front and page.page.url in facts.linked_from for page in paper.pages)
    return by_front or navigation_share(facts, len(paper.pages)) >= _IN_THE_MENU


def _count_linked(paper: LearnedPaper, known: KnownPage) -> int:
    """Return how many articles a listing links; of a section's page without those of boxes that many pages have."""
    linking = [facts for facts in paper.addresses.values() if known.page.url in facts.linked_from]
    most = _IN_THE_MENU if known.kind == "listing" else _IN_BOXES
    own = [f for f in linking if known.signs.is_front or navigation_share(f, len(paper.pages)) < most]
    return sum(paper.is_article(facts.address) for facts in own)


def _is_numbered_page(address: str, templates: list[str | None]) -> bool:
    patterns = (re.escape(normal_url(t.replace("{page}", "4242"))).replace("4242", r"\d+") for t in templates if t)
    return any(re.fullmatch(pattern, address) for pattern in patterns)


def _count(paper: LearnedPaper, urls: Iterator[str] | list[str]) -> int:
    return len({address for url in urls if (address := usable_address("", url)) and paper.is_article(address)})
