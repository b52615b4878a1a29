"""The itinerary of a paper's first visit: which address is worth asking next, so that few pages show the most."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.learner.address_forms import segments_of, shape_of
from crawler.learner.announcements import AddressFacts, Announcements, named_sitemaps, navigation_share, usable_address
from crawler.learner.channels import numbered_pages
from crawler.learner.saved_files import NotRecognised, SavedFiles, sort_files
from crawler.outlets import registered_domain
from crawler.page import SavedPage
from crawler.sites.feeds import linked_feeds

_PAGES_NAMING_FEEDS = 2
_MOST_FEEDS = 3
_MOST_SITEMAPS = 4
_MOST_CHILDREN = 2  # sitemaps of an index, the newest
_OF_ONE_SHAPE = 2  # pages of one shape of address before another shape has its turn
_HEADLINE_LETTERS = 25
_MENU_SHARE = 0.5
_SHARE_OF_ARTICLES = 0.6  # of the pages asked: what fields are learned from
_HYPHENS_OF_A_SLUG = 4


@dataclass
class Itinerary:
    """A visit of one paper, from its front page or another address of it.

    Feeds and sitemaps come first; then links of a headline's length and menus in turn, and of these first the shapes of
    address that were asked least: a paper's articles, sections, tags, authors and imprint are each seen.
    """

    start: str
    files: SavedFiles = field(default_factory=SavedFiles)
    asked: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._host = _host(self.start)
        self._table = Announcements(registered_domain(self._host))
        self._shapes: Counter[str] = Counter()
        self._asked_articles = 0
        self._second_page = _SecondPage()
        self._channels: dict[str, None] = {}

    def add(self, page: SavedPage) -> None:
        """Take in an answer; what is no page, feed, sitemap or robots.txt is passed over, as is an error page."""
        self._note_asked(page.url)
        if page.status != 200:
            return
        try:
            kind = sort_files([page])
        except NotRecognised:
            return
        if kind.robots:
            self.files.robots = self.files.robots or page
            base = page.url
            names = Protego.parse(page.text).sitemaps
            self._add_channels([urljoin(base, url) for url in names], _MOST_SITEMAPS)
        elif kind.sitemaps:
            self.files.sitemaps.append(page)
            self._table.add_sitemap(page)
            self._add_channels(named_sitemaps(page), _MOST_CHILDREN)
        elif kind.feeds:
            self.files.feeds.append(page)
            self._table.add_feed(page)
        else:
            self.files.pages.append(page)
            self._table.add_page(page)
            self._second_page.look_at(page)
            if len(self.files.pages) <= _PAGES_NAMING_FEEDS:
                self._add_channels(linked_feeds(page), _MOST_FEEDS)

    def next_address(self) -> str | None:
        """Return the address to ask next, and note that it was asked; None where nothing is left."""
        address = self._next()
        if address:
            self._note_asked(address)
        return address

    def _next(self) -> str | None:
        for url in self._channels:
            if (address := usable_address("", url)) and address not in self.asked:
                return url
        unasked = [f for a, f in self._table.addresses.items() if a not in self.asked and _host(a) == self._host]
        articles = [facts for facts in unasked if _is_headline(facts)]
        others = [facts for facts in unasked if not _is_headline(facts)]
        wants_article = self._asked_articles < _SHARE_OF_ARTICLES * len(self.asked)
        second = usable_address("", self._second_page.url or "")
        if not wants_article and second and second not in self.asked:
            return self._second_page.url
        pool = articles if articles and (wants_article or not others) else others
        best = min(enumerate(pool), key=lambda each: self._rank(each[1], each[0]), default=None)
        return best[1].written if best else None

    def _rank(self, facts: AddressFacts, place: int) -> tuple[int, float, int]:
        share = navigation_share(facts, len(self.files.pages))
        menu = share if share >= _MENU_SHARE and not _is_headline(facts) else 0.0
        return self._shapes[_shape(facts.address)] // _OF_ONE_SHAPE, -menu, place

    def _note_asked(self, url: str) -> None:
        address = usable_address("", url)
        if address and address not in self.asked:
            self.asked[address] = None
            self._shapes[_shape(address)] += 1
            facts = self._table.addresses.get(address)
            self._asked_articles += facts is not None and _is_headline(facts)

    def _add_channels(self, urls: list[str], most: int) -> None:
        self._channels |= dict.fromkeys(urls[:most])


@dataclass
class _SecondPage:
    """Page 2 of the first listing that numbers its pages: one is enough to see that the form answers."""

    url: str | None = None

    def look_at(self, page: SavedPage) -> None:
        if self.url is None and (template := numbered_pages(page)):
            self.url = template.replace("{page}", "2")


def _is_headline(facts: AddressFacts) -> bool:
    return bool(facts.feeds) or len(facts.longest_text) >= _HEADLINE_LETTERS


def _host(url: str) -> str:
    return urlsplit(usable_address("", url) or "").hostname or ""


def _shape(address: str) -> str:
    """Return an address's shape; slugs and single words apart, since articles have the first and menus the second."""
    target = AddressFacts(address).target
    slug = segments_of(urlsplit(target).path)[0][-1]
    return f"{shape_of(target)}|{slug.count('-') >= _HYPHENS_OF_A_SLUG}"
