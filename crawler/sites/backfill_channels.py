"""Backfill channels: which of an outlet's channels reach back in time, and to which month an entry belongs."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.article import Announced, ArticleRead, Reading
from crawler.outlets import Channel, Outlet
from crawler.page import SavedPage
from crawler.sites.sitemaps import sitemaps_of
from crawler.vietnamese import dates

# Sài Gòn Giải Phóng's /sitemaps/news-2015-3.xml (seen); a day may follow the month.
_MONTH_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:[-_](?P<m>0?[1-9]|1[0-2])(?:[-_]\d\d?)?|(?P<mm>0[1-9]|1[0-2])(?:\d\d)?)(?!\d)"
)
# Papers of the family epi: /{section}/{YYYYMM}/{slug}-{id}/ (seen in their real addresses).
_MONTH_IN_ADDRESS = re.compile(r"/(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])/")


@dataclass(frozen=True)
class BackfillSitemap:
    """A sitemap that an index names: the month in its name and the month of its last change, or None."""

    url: str
    month: str | None
    changed: str | None


def backfillable_channels(outlet: Outlet) -> list[Channel]:
    """Return the channels that reach back in time: sitemaps, and listings (HTML or JSON) with numbered pages."""
    return [c for c in outlet.channels if c.kind == "sitemap" or (c.kind in ("listing", "json") and "{page}" in c.url)]


def backfill_sitemaps(page: SavedPage) -> list[BackfillSitemap]:
    """Return the sitemaps of an index, in its order; [] where the page is not an index."""
    return [BackfillSitemap(url, month_in_name(url), _month_of(changed)) for url, changed in sitemaps_of(page)]


def month_in_name(url: str) -> str | None:
    """Return the month in a sitemap's file name, or None."""
    match = _MONTH_IN_NAME.search(urlsplit(url).path.rsplit("/", 1)[-1])
    return f"{match['y']}-{int(match['m'] or match['mm']):02}" if match else None


def month_in_address(url: str) -> str | None:
    """Return the month in an article's address, or None."""
    match = _MONTH_IN_ADDRESS.search(urlsplit(url).path)
    return f"{match['y']}-{match['m']}" if match else None


def month_announced(item: Announced, within: str | None) -> str | None:
    """Return an entry's month: of its date, of the sitemap that holds it (`within`), of its address or last change.

    The month of the last change is the latest that it can be.
    """
    return _month_of(item.published_at) or within or month_in_address(item.url) or _month_of(item.modified_at)


def month_read(reading: Reading) -> str | None:
    """Return the month in which the article of a page was published, or None."""
    return _month_of(reading.result.article.published_at) if isinstance(reading.result, ArticleRead) else None


def _month_of(moment: str | None) -> str | None:
    parsed = dates.iso(moment)
    return f"{parsed.when:%Y-%m}" if parsed else None
