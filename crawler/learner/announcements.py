"""Addresses of one paper, and where each was announced: links, feeds, sitemaps, what a page declares of itself."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.article import Announced, ChannelRead
from crawler.learner.saved_files import SavedFiles
from crawler.outlets import BadAddress, absolute_url, normal_url, registered_domain
from crawler.page import SavedPage
from crawler.sites.feeds import feed_entries
from crawler.sites.sitemaps import read_sitemap, sitemaps_of
from crawler.vietnamese.text import clean

_MOST_LINKS = 3_000  # of one page: the fullest front page of a paper has some hundred
_MOST_ENTRIES = 2_000  # of one sitemap: what is needed are hundreds of addresses
_LONGEST_TEXT = 300  # letters: a headline has 200 at most
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|pdf|docx?|xlsx?|zip|rar|mp[34]|m3u8|woff2?)$", re.I)


@dataclass
class AddressFacts:
    """What is known of one address (in its normal form) before its page is read.

    `written` is the form in which to ask for it: with 'www.' and percent signs as the paper writes them. `texts` are
    those of its links; `linked_from` maps each page that links it to the link's place among its links; `time` is the
    latest that a feed or sitemap dates it with, of publication or change; `titles` are those of feeds and sitemaps.
    """

    address: str
    written: str = ""
    texts: list[str] = field(default_factory=list)
    linked_from: dict[str, int] = field(default_factory=dict)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    time: str | None = None
    published_at: str | None = None
    description: str | None = None
    declared_by: list[str] = field(default_factory=list)

    @property
    def target(self) -> str:
        """Return path and query: what id rules are matched against."""
        parts = urlsplit(self.address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def announced(self) -> Announced:
        """Return what channels said of the article."""
        return Announced(self.address, next(iter(self.titles), None), self.published_at, description=self.description)

    @property
    def longest_text(self) -> str:
        """Return the longest text by which the address is announced."""
        return max((*self.texts, *self.titles), key=len, default="")


def announced_addresses(files: SavedFiles) -> dict[str, AddressFacts]:
    """Return what the files announce on the paper's own hosts, by normal address, in the order of the files."""
    table = Announcements(site_of(files))
    for page in files.pages:
        table.add_page(page)
    for page in files.feeds:
        table.add_feed(page)
    for page in files.sitemaps:
        table.add_sitemap(page)
    return table.addresses


def site_of(files: SavedFiles) -> str:
    """Return the registered domain on which most of the files lie."""
    domains = [registered_domain(host_of(page.url)) for page in (*files.pages, *files.feeds, *files.sitemaps)]
    return max(domains, key=domains.count, default="")


def declared_addresses(page: SavedPage) -> list[str]:
    """Return the addresses that a page gives for itself: canonical link, og:url, its JSON-LD."""
    links = [link.get("href") for link in page.select("//link[@rel='canonical'][@href]")]
    objects = [value for item in page.jsonld for value in _own_addresses(item)]
    addresses = [a for a in (*links, page.meta.get("og:url"), *objects) if isinstance(a, str) and a.strip()]
    return list(dict.fromkeys(urljoin(page.url, address.strip()) for address in addresses))


def named_sitemaps(page: SavedPage) -> list[str]:
    """Return the sitemaps that an index names, those that changed last first; [] for a sitemap and a broken one."""
    try:
        children = sorted(sitemaps_of(page), key=lambda child: child[1] or "", reverse=True)
    except (OSError, ValueError, SyntaxError, zlib.error):
        return []
    return [urljoin(page.url, url) for url, _ in children]


def navigation_share(facts: AddressFacts, pages: int) -> float:
    """Return on which share of the pages the address is linked."""
    return len(facts.linked_from) / pages if pages else 0.0


def usable_address(base: str, href: str) -> str | None:
    """Return a link's normal address; None for pictures, scripts, mail and what this project would not request."""
    try:
        address = normal_url(absolute_url(base, href.strip()))
    except (BadAddress, ValueError):
        return None
    return None if _FILES.search(urlsplit(address).path) else address


@dataclass
class Announcements:
    """The addresses of one site (a registered domain), by normal address; filled file by file."""

    site: str
    addresses: dict[str, AddressFacts] = field(default_factory=dict)

    def add_page(self, page: SavedPage) -> None:
        """Note the links of a page, and what it declares of itself."""
        for place, (href, text) in enumerate(islice(_links(page), _MOST_LINKS)):
            if facts := self._facts(href, page.url):
                facts.linked_from.setdefault(page.url, place)
                if text and text not in facts.texts:
                    facts.texts.append(text)
        for address in declared_addresses(page):
            if facts := self._facts(address, page.url):
                facts.declared_by.append(page.url)

    def add_feed(self, page: SavedPage) -> None:
        """Note what a feed announces."""
        for entry in feed_entries(page):
            if facts := self._facts_of_entry(page, entry):
                facts.feeds.append(page.url)

    def add_sitemap(self, page: SavedPage) -> None:
        """Note what a sitemap names, up to so many addresses as are needed."""
        for entry in islice(read_sitemap(page, ChannelRead("", [])), _MOST_ENTRIES):
            if facts := self._facts_of_entry(page, entry):
                facts.sitemaps.append(page.url)

    def _facts(self, address: str, base: str) -> AddressFacts | None:
        normal = usable_address(base, address)
        if normal is None or registered_domain(host_of(normal)) != self.site:
            return None
        if normal not in self.addresses:
            self.addresses[normal] = AddressFacts(normal, _as_asked(urljoin(base, address.strip()), normal))
        return self.addresses[normal]

    def _facts_of_entry(self, page: SavedPage, entry: Announced) -> AddressFacts | None:
        facts = self._facts(entry.url, page.url)
        if facts:
            if entry.title:
                facts.titles.append(entry.title[:_LONGEST_TEXT])
            facts.published_at = facts.published_at or entry.published_at
            facts.description = facts.description or entry.description
            times = [time for time in (facts.time, entry.published_at or entry.modified_at) if time]
            facts.time = max(times, default=None)
        return facts


def _as_asked(written: str, normal: str) -> str:
    """Return an address as the paper writes it, without a fragment; in its normal form where that drops a tracker."""
    address = written.partition("#")[0]
    return address if len(parse_qsl(urlsplit(address).query)) == len(parse_qsl(urlsplit(normal).query)) else normal


def _links(page: SavedPage) -> Iterator[tuple[str, str]]:
    elements: Iterable[HtmlElement] = page.tree.iter("a") if page.tree is not None else ()
    for link in elements:
        if href := link.get("href"):
            yield href, clean(link.text_content()[:_LONGEST_TEXT]) or clean((link.get("title") or "")[:_LONGEST_TEXT])


def _own_addresses(item: dict[str, object]) -> Iterator[object]:
    """Yield where an object of JSON-LD says that its page lies; only an article's says so of this page."""
    if "article" in str(item.get("@type") or "").casefold():
        yield item.get("url")
        main = item.get("mainEntityOfPage")
        yield main.get("@id") if isinstance(main, dict) else main


def host_of(url: str) -> str:
    """Return the host of an address without www., '' where it is no address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
