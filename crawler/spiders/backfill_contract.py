"""What a backfill's listings and sitemaps share: the spider's interface, and the count of one month."""

from dataclasses import dataclass, field
from typing import Protocol

from crawler.article import Announced, url_key
from crawler.outlets import normal_url
from crawler.page import SavedPage


class BackfillStopped(Exception):
    """End the backfill here: 'limit', 'gave_way', 'lock_lost', 'disk_full' or a reason to leave the site."""


class MonthPostponed(Exception):
    """Leave the month for the next call: a channel's page was not fetched, or shows no date."""


@dataclass
class MonthCount:
    """What is known of one month.

    `named` and `failed` are keys of its articles, and of those without a good answer; `channels` are the names of
    channels that hold the whole month, `limits` say how far back the other channels go.
    """

    named: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    channels: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)


class BackfillReader(Protocol):
    """What the spider does for a listing or a sitemap; both coroutines raise BackfillStopped."""

    async def page(self, url: str) -> SavedPage | None:
        """Return a channel's page, or None where the site has none (404). Raises MonthPostponed."""

    async def fetch(self, item: Announced, count: MonthCount) -> str | None:
        """Archive an article that is not archived yet, and return its month if that is known."""

    def month_known(self, item: Announced) -> str | None:
        """Return the month of an article that is archived, or whose address names it."""


def announced_key(item: Announced) -> int:
    """Return the key of an article's address."""
    return url_key(normal_url(item.url))
