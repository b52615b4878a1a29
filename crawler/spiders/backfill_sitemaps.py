"""Backfill of sitemaps: an index names a sitemap for each month, or the sitemaps date their entries."""

import zlib
from dataclasses import dataclass, field
from gzip import BadGzipFile

from lxml.etree import XMLSyntaxError

from crawler.article import Announced
from crawler.outlets import Channel, Outlet
from crawler.page import SavedPage
from crawler.sites import BackfillSitemap, backfill_sitemaps, month_announced, month_in_name, read_channel
from crawler.spiders.backfill_contract import BackfillReader, MonthCount, MonthPostponed


@dataclass
class _SitemapSource:
    """One sitemap of the catalogue or of robots.txt: what is not read yet, and the announced articles by month.

    `named` are the addresses that its indexes named: an index that names itself is read once.
    """

    channel: Channel
    unread: list[BackfillSitemap]
    months: dict[str, list[Announced]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    oldest: str | None = None

    @property
    def oldest_month(self) -> str | None:
        """Return the oldest month known so far, from an entry or a sitemap's name."""
        return min((m for m in (self.oldest, *(s.month for s in self.unread)) if m), default=None)


class BackfillSitemaps:
    """All sitemaps of an outlet; each is read when the first month that it can hold is requested."""

    def __init__(self, outlet: Outlet, reader: BackfillReader) -> None:
        self._outlet, self._reader = outlet, reader
        self._sources: dict[str, _SitemapSource] = {}

    def add(self, channel: Channel) -> None:
        """Add a sitemap of the catalogue, or one that a robots.txt names; those of robots.txt count as one source."""
        source = self._sources.setdefault(channel.name, _SitemapSource(channel, []))
        source.unread.append(BackfillSitemap(channel.url, month_in_name(channel.url), None))

    def __len__(self) -> int:
        return len(self._sources)

    async def month(self, month: str, count: MonthCount) -> None:
        """Fetch what sitemaps name for a month; note in `count` which hold all of it.

        Raises MonthPostponed, BackfillStopped.
        """
        for source in self._sources.values():
            await self._read_for(source, month)
            for item in source.months.get(month, []):
                await self._reader.fetch(item, count)
            if month in source.whole or (source.oldest_month and source.oldest_month < month):
                count.channels.append(source.channel.name)
            else:
                limit = (
                    f"goes back to {source.oldest_month}"
                    if source.oldest_month
                    else "names no article of a known month"
                )
                count.limits.append(f"{source.channel.name} {limit}")

    async def _read_for(self, source: _SitemapSource, month: str) -> None:
        """Read the sitemaps that can hold the month: named by it, or by no month and not last changed before it."""
        while sitemap := next((s for s in source.unread if _can_hold_month(s, month)), None):
            page = await self._reader.page(sitemap.url)
            source.unread.remove(sitemap)
            if page is not None:
                self._add_page(source, sitemap, page)

    def _add_page(self, source: _SitemapSource, sitemap: BackfillSitemap, page: SavedPage) -> None:
        try:
            named_sitemaps = backfill_sitemaps(page)
        except (BadGzipFile, zlib.error, XMLSyntaxError) as error:
            raise MonthPostponed(f"{sitemap.url}: {error}") from None
        if named_sitemaps:
            source.unread += [s for s in named_sitemaps if s.url not in source.named]
            source.named |= {s.url for s in named_sitemaps}
            return
        read = read_channel(page, self._outlet, source.channel, whole=True)
        for item in read.announced:
            if month := month_announced(item, sitemap.month):
                source.months.setdefault(month, []).append(item)
                source.oldest = min(source.oldest or month, month)
        if sitemap.month:
            source.whole.add(sitemap.month)


def _can_hold_month(sitemap: BackfillSitemap, month: str) -> bool:
    if sitemap.month:
        return sitemap.month == month
    return sitemap.changed is None or sitemap.changed >= month
