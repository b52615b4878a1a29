"""The sitemaps' way into the past: indexes name sitemaps by month, or sitemaps date their entries."""

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
class _Source:
    """One sitemap of the catalogue or of robots.txt: what of it is not read yet, and what was found by month."""

    channel: Channel
    unread: list[BackfillSitemap]
    months: dict[str, list[Announced]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    oldest: str | None = None

    @property
    def begins(self) -> str | None:
        """Return the oldest month that is told so far, by an entry or by a sitemap's name."""
        return min((m for m in (self.oldest, *(s.month for s in self.unread)) if m), default=None)


class BackfillSitemaps:
    """All sitemaps of an outlet; each is read when the first month that it can speak of is asked for."""

    def __init__(self, outlet: Outlet, reader: BackfillReader) -> None:
        self._outlet, self._reader = outlet, reader
        self._sources: dict[str, _Source] = {}

    def add(self, channel: Channel) -> None:
        """Take in a sitemap of the catalogue, or one of those that a robots.txt names, which together are one."""
        source = self._sources.setdefault(channel.name, _Source(channel, []))
        source.unread.append(BackfillSitemap(channel.url, month_in_name(channel.url), None))

    def __len__(self) -> int:
        return len(self._sources)

    async def month(self, month: str, tally: MonthCount) -> None:
        """Fetch what sitemaps name for a month; note in `tally` which hold all of it.

        Raises MonthPostponed, BackfillStopped.
        """
        for source in self._sources.values():
            await self._read_for(source, month)
            found = source.months.get(month, [])
            for item in found:
                await self._reader.fetch(item, tally)
            if month in source.whole or (source.begins and source.begins < month):
                tally.channels.append(source.channel.name)
            else:
                begins = f"goes back to {source.begins}" if source.begins else "names no article of a known month"
                tally.limits.append(f"{source.channel.name} {begins}")

    async def _read_for(self, source: _Source, month: str) -> None:
        """Read the sitemaps that can hold the month: of this name, or of no month's, unless changed last before it."""
        while wanted := next((s for s in source.unread if _can_hold(s, month)), None):
            page = await self._reader.page(wanted.url)
            source.unread.remove(wanted)
            if page is not None:
                self._take(source, wanted, page)

    def _take(self, source: _Source, sitemap: BackfillSitemap, page: SavedPage) -> None:
        try:
            named = backfill_sitemaps(page)
        except (BadGzipFile, zlib.error, XMLSyntaxError) as error:
            raise MonthPostponed(f"{sitemap.url}: {error}") from None
        if named:
            source.unread += named
            return
        read = read_channel(page, self._outlet, source.channel, whole=True)
        for item in read.announced:
            if found := month_announced(item, sitemap.month):
                source.months.setdefault(found, []).append(item)
                source.oldest = min(source.oldest or found, found)
        if sitemap.month:
            source.whole.add(sitemap.month)


def _can_hold(sitemap: BackfillSitemap, month: str) -> bool:
    if sitemap.month:
        return sitemap.month == month
    return sitemap.changed is None or sitemap.changed >= month
