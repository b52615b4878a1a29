"""Addresses of a paper sorted by what is known of them: articles', others', and which lead to the same article."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from crawler.learner.address_forms import rough_shape, shape_of
from crawler.learner.announcements import AddressFacts, declared_addresses, navigation_share, usable_address
from crawler.learner.page_kinds import KnownPage
from crawler.vietnamese.text import fold

LIKE_OTHERS = "of a shape whose pages are no articles"  # a reason weaker than the others: nobody asked the page
_HEADLINE_LETTERS = 25  # of an unread page's link: menus have shorter texts
_SHARE_OF_NAVIGATION = 0.6
_FEW_PAGES = 5
_ENOUGH = 10  # articles that are sure: then addresses of a shape that nobody asked speak for no rule
_SHARE_ALONE = 0.1
_SHARE_OF_OTHERS = 0.5
_DECLARED_BY_MANY = 3  # an address that so many pages call their own is the paper's, not theirs


@dataclass
class AddressSorts:
    """Targets (path and query) of one host.

    `sure` are articles by their page or a feed, `likely` by what announces them and pages of their shape, `unseen` by
    what announces them alone; `others` are no articles, with the reason. `same` are pairs that lead to one article;
    `times` are those that channels date an address with.
    """

    sure: list[str] = field(default_factory=list)
    likely: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    same: list[tuple[str, str]] = field(default_factory=list)
    times: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def seen_others(self) -> set[str]:
        """Return the targets that are no articles by what was seen of each of them."""
        return {target for target, reason in self.others.items() if reason != LIKE_OTHERS}

    @property
    def articles(self) -> list[str]:
        """Return the targets that are articles' for all that is known."""
        return [*self.sure, *self.likely]


def sort_addresses(
    addresses: Mapping[str, AddressFacts], known: Sequence[KnownPage], host: str, channel_files: Iterable[str] = ()
) -> AddressSorts:
    """Sort the addresses of one host: by their own page, by a channel, else by the pages of the same shape.

    `channel_files` are the addresses of feeds and sitemaps.
    """
    pages = {page.address: page for page in known if urlsplit(page.address).hostname == host}
    shapes = _Shapes(pages.values())
    files = (AddressFacts(address) for address in channel_files if urlsplit(address).hostname == host)
    sorts = AddressSorts(others={facts.target: "a feed or sitemap" for facts in files})
    for facts in addresses.values():
        if (urlsplit(facts.address).hostname or "") != host:
            continue
        target, page = facts.target, pages.get(facts.address)
        if facts.time:
            sorts.times[target] = facts.time
        if text := (page.headline if page and page.kind == "article" else facts.longest_text):
            sorts.titles[target] = fold(text)
        kind = shapes.kind_of(target)
        if page and page.kind in ("listing", "furniture"):
            if not shapes.is_alone(page):
                sorts.others[target] = f"{page.kind}: {page.reason}"
        elif (page and page.kind == "article") or facts.feeds:
            sorts.sure.append(target)
        elif _is_menu(facts, len(known)) or kind == "other":
            sorts.others[target] = "in the navigation" if kind != "other" else LIKE_OTHERS
        elif kind == "article" and _is_announced(facts):
            sorts.likely.append(target)
        elif kind is None and _is_announced(facts):
            sorts.unseen.append(target)
    if len(sorts.sure) < _ENOUGH:
        sorts.likely += sorts.unseen
    sorts.same = _same_articles(known, host)
    return sorts


class _Shapes:
    """Shapes of address, with how many of the pages read are articles and how many are not."""

    def __init__(self, pages: Iterable[KnownPage]) -> None:
        self._articles: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._rough: Counter[tuple[str, bool]] = Counter()
        for page in pages:
            target, is_article = AddressFacts(page.address).target, page.kind == "article"
            (self._articles if is_article else self._others)[shape_of(target)] += page.kind != "unknown"
            self._rough[rough_shape(target), is_article] += 1

    def kind_of(self, target: str) -> Literal["article", "other"] | None:
        """Return what pages of the same shape are; None where none was read."""
        shape = shape_of(target)
        if self._articles[shape] >= self._others[shape] and self._articles[shape]:
            return "article"
        return "other" if self._others[shape] else None

    def is_alone(self, page: KnownPage) -> bool:
        """Return True if few pages of its shape are taken for no article beside many that are, and no menu links it."""
        target = AddressFacts(page.address).target
        shape, rough = shape_of(target), rough_shape(target)
        is_rare = self._others[shape] <= _SHARE_OF_OTHERS * self._articles[shape] or (
            self._others[shape] == 1 and self._rough[rough, False] <= _SHARE_ALONE * self._rough[rough, True]
        )
        return is_rare and page.signs.menu_share < _SHARE_OF_NAVIGATION / 2 and not page.signs.is_front


def _is_announced(facts: AddressFacts) -> bool:
    return len(facts.longest_text) >= _HEADLINE_LETTERS or bool(facts.sitemaps)


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
