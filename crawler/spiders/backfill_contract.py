"""What the ways into an outlet's past share: what they ask of the spider, and what a month comes to."""

from dataclasses import dataclass, field
from typing import Protocol

from crawler.article import Announced, url_key
from crawler.outlets import normal_url
from crawler.page import SavedPage


class BackfillStopped(Exception):
    """End the backfill here: 'limit', 'gave_way', 'site_down' or 'lock_lost'."""


class MonthPostponed(Exception):
    """Leave the month for the next call: a page of a channel did not come, or says no date."""


@dataclass
class MonthCount:
    """What is known of one month: its articles by key, those without a good answer, and how far channels go back."""

    named: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    channels: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)


class BackfillReader(Protocol):
    """What the spider does for a way into the past; both calls raise BackfillStopped."""

    async def page(self, url: str) -> SavedPage | None:
        """Return a channel's page, or None where the site has none (404). Raises MonthPostponed."""

    async def fetch(self, item: Announced, tally: MonthCount) -> str | None:
        """Archive an article that is not archived yet, and return its month where that is known."""

    def month_known(self, item: Announced) -> str | None:
        """Return the month of an article that is archived, or whose address tells it."""


def announced_key(item: Announced) -> int:
    """Return the key of an article's address."""
    return url_key(normal_url(item.url))
