"""Addresses of a paper sorted by what is known of them: articles', others', and which lead to the same article."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.learner.announcements import AddressFacts, declared_addresses, navigation_share, usable_address
from crawler.learner.page_kinds import KnownPage
from crawler.vietnamese.text import fold

_HEADLINE_LETTERS = 25  # of an unread page's link: menus have shorter texts
_SHARE_OF_NAVIGATION = 0.6
_FEW_PAGES = 5
_SAME_TITLE_LETTERS = 40
_DECLARED_BY_MANY = 3  # an address that so many pages call their own is the paper's, not theirs


@dataclass
class AddressSorts:
    """Targets (path and query) of one host.

    `sure` are articles by their page or a feed, `likely` by a link's text; `others` are no articles, with the reason;
    `same` are pairs that lead to one article; `times` are those that channels and pages date an address with.
    """

    sure: list[str] = field(default_factory=list)
    likely: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    same: list[tuple[str, str]] = field(default_factory=list)
    times: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def articles(self) -> list[str]:
        """Return the targets that are articles' for all that is known."""
        return [*self.sure, *self.likely]


def sort_addresses(addresses: Mapping[str, AddressFacts], known: Sequence[KnownPage], host: str) -> AddressSorts:
    """Sort the addresses of one host."""
    pages = {page.address: page for page in known}
    sorts = AddressSorts()
    for facts in addresses.values():
        if (urlsplit(facts.address).hostname or "") != host:
            continue
        target, page = facts.target, pages.get(facts.address)
        if facts.time:
            sorts.times[target] = facts.time
        if text := (page.headline if page and page.kind == "article" else facts.longest_text):
            sorts.titles[target] = fold(text)
        if page and page.kind in ("listing", "furniture"):
            sorts.others[target] = f"{page.kind}: {page.reason}"
        elif (page and page.kind == "article") or facts.feeds:
            sorts.sure.append(target)
        elif _is_menu(facts, len(known)):
            sorts.others[target] = "in the navigation of nearly all pages, with a short text"
        elif len(facts.longest_text) >= _HEADLINE_LETTERS or (facts.sitemaps and facts.titles):
            sorts.likely.append(target)
    sorts.same = _same_articles(known, host) + _same_titles(sorts)
    return sorts


def _is_menu(facts: AddressFacts, pages: int) -> bool:
    is_everywhere = pages >= _FEW_PAGES and navigation_share(facts, pages) >= _SHARE_OF_NAVIGATION
    return is_everywhere and not facts.sitemaps and len(facts.longest_text) < _HEADLINE_LETTERS


def _same_articles(known: Sequence[KnownPage], host: str) -> list[tuple[str, str]]:
    """Return pairs of an article's address and another that its page declares for itself."""
    pairs = []
    for page in known:
        if page.kind == "article":
            own = AddressFacts(page.address)
            for declared in declared_addresses(page.page):
                address = usable_address("", declared)
                if address and urlsplit(address).hostname == host and urlsplit(address).path not in ("", "/"):
                    pairs.append((own.target, AddressFacts(address).target))
    counts = Counter(declared for _, declared in set(pairs))
    return [(one, other) for one, other in dict.fromkeys(pairs) if one != other and counts[other] < _DECLARED_BY_MANY]


def _same_titles(sorts: AddressSorts) -> list[tuple[str, str]]:
    """Return pairs of addresses that are announced under one long title: under two sections, or after an edit."""
    by_title: defaultdict[str, list[str]] = defaultdict(list)
    for target in sorts.articles:
        title = sorts.titles.get(target, "")
        if len(title) >= _SAME_TITLE_LETTERS:
            by_title[title].append(target)
    return [(group[0], group[1]) for group in by_title.values() if len(group) == 2]
