"""What the saved files of one paper show together: kinds of pages, id rules of its hosts, channels."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.learner.address_sorts import AddressSorts, sort_addresses
from crawler.learner.addresses import LearnedRules, learn_id_rules
from crawler.learner.announcements import AddressFacts, announced_addresses, named_sitemaps, usable_address
from crawler.learner.page_kinds import KnownPage, known_pages
from crawler.learner.profile import learn_profile
from crawler.learner.saved_files import SavedFiles
from crawler.outlets import normal_url
from crawler.outlets.profile import Profile

_IN_THE_MENU = 0.5


@dataclass(frozen=True)
class LearnedPaper:
    """The files of a paper, what they announce, the kind of each page, and the id rules by host, the home's first."""

    files: SavedFiles
    addresses: Mapping[str, AddressFacts]
    pages: list[KnownPage]
    sorts: AddressSorts
    rules: LearnedRules

    @property
    def host(self) -> str:
        """Return the home host, without 'www.'."""
        return self.rules.host

    @property
    def articles(self) -> list[KnownPage]:
        """Return the pages of articles: by their kind, and by the rules where there are any."""
        named = [page for page in self.pages if page.kind == "article"]
        return [page for page in named if not self.rules.patterns or self.is_article(page.address)]

    def profile(self, names: Iterable[str] = ()) -> Profile:
        """Return where the layouts of the articles keep each field; `names` are the paper's own."""
        pages = {page.address: page.page for page in self.articles}  # a page asked under two addresses counts once
        announced = {page.url: self.addresses[a].announced for a, page in pages.items() if a in self.addresses}
        return learn_profile([*pages.values()], announced, names)

    def is_article(self, address: str) -> bool:
        """Return True if a normal address is an article's by the learned rules."""
        facts = AddressFacts(address)
        return urlsplit(address).hostname == self.host and self.rules.is_article(facts.target)


def learn_paper(files: SavedFiles) -> LearnedPaper:
    """Learn a paper from its saved files; the same files give the same answer in any order of equal kinds."""
    addresses = announced_addresses(files)
    pages = known_pages(files.pages, addresses)
    host = _home_host(files)
    sorts = sort_addresses(addresses, pages, host, _channel_files(files))
    rules = learn_id_rules(sorts, host)
    return LearnedPaper(files, addresses, [_corrected(page, rules) for page in pages], sorts, rules)


def _corrected(page: KnownPage, rules: LearnedRules) -> KnownPage:
    """Return a page that shows too little of its kind as what its address says it is."""
    if not rules.rules or urlsplit(page.address).hostname != rules.host:
        return page
    is_named = rules.is_article(AddressFacts(page.address).target)
    if is_named and page.kind != "article":
        return replace(page, kind="article", reason=f"by its address; its page shows {page.reason}")
    if not is_named and page.kind == "article" and page.signs.menu_share >= _IN_THE_MENU:
        return replace(page, kind="listing", reason=f"in the navigation under no article's address; {page.reason}")
    return page


def _channel_files(files: SavedFiles) -> list[str]:
    """Return the addresses of feeds and sitemaps, and of the sitemaps that those name."""
    named = [url for page in files.sitemaps for url in named_sitemaps(page)]
    urls = [*(page.url for page in (*files.feeds, *files.sitemaps)), *named]
    return [address for url in urls if (address := usable_address("", url))]


def _home_host(files: SavedFiles) -> str:
    """Return the host with most of the pages; of several that of the first."""
    hosts = [urlsplit(normal_url(page.url)).hostname or "" for page in files.pages]
    return max(hosts, key=Counter(hosts).__getitem__, default="")
