"""The one spider: read an outlet's channels, then fetch what is new or due. It writes the archive, nothing else."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import platformdirs
from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.archive import Archive, Frontier, KnownUrl, SavedPage, WarcWriter
from crawler.article import Announced, ChannelRead, url_key
from crawler.outlets import Channel, Outlet, normal
from crawler.outlets import outlet as find_outlet
from crawler.sites import read_channel

# What our middlewares and Scrapy's redirect middleware say, and the reason that the archive records.
_REFUSALS = {"offsite": "offsite", "robots": "robots", "max redirections reached": "redirect_loop"}


class OutletSpider(Spider):
    """Crawl one outlet. `frontier` is what was known when the crawl began; it is read once."""

    outlet: Outlet

    def __init__(
        self,
        name: str | None = None,
        *,
        outlet: Outlet | None = None,
        frontier: Frontier | None = None,
        writer: WarcWriter | None = None,
        limit: int | None = None,
        dry_run: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.outlet = outlet or find_outlet(self.name)
        self.frontier = frontier or Frontier()
        self.writer = writer
        self.limit = limit
        self.dry_run = dry_run
        self.started_at = datetime.now(UTC)
        self.seen: set[int] = set()
        self.counts = {"announced": 0, "fetched": 0, "refused": 0, "failed": 0}
        self.planned: list[str] = []
        self.reason = ""

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; Scrapy's own `crawl` and `shell` get an archive file of their own."""
        spider: Self = super().from_crawler(crawler, *args, **kwargs)
        if spider.writer is None and not spider.dry_run:
            home = Path(os.environ.get("BAOTINH_HOME") or platformdirs.user_data_dir("baotinh"))
            run_id = f"scrapy-{spider.started_at:%Y%m%dT%H%M%S}"
            spider.writer = WarcWriter(Archive(home / "archive"), spider.outlet.key, run_id)
        crawler.signals.connect(spider.end, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Wait one delay, since the last holder of the site may just have asked, then read every channel."""
        await asyncio.sleep(self.settings.getfloat("DOWNLOAD_DELAY"))
        for channel in self.outlet.channels:
            yield self._channel_request(channel, page=1)

    def _channel_request(self, channel: Channel, page: int, again: bool = False) -> Request:
        return Request(
            channel.url.replace("{page}", str(page)),
            callback=self.channel_read,
            errback=self.channel_failed,
            dont_filter=True,
            priority=10,
            cb_kwargs={"channel": channel, "page": page, "again": again},
        )

    def channel_read(self, response: Response, channel: Channel, page: int, again: bool) -> Iterator[Request]:
        """Plan what the channel announces, and walk on until known articles or a declared end."""
        if response.status >= 400:
            over = page > 1 and response.status in (404, 410)  # the numbered pages have run out
            self._note_channel(channel, response.url, 0, "declared" if over else "error", f"HTTP {response.status}")
            return
        saved = SavedPage(
            body=response.body,
            url=response.url,
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers={k.decode("latin1").lower(): v[-1].decode("latin1") for k, v in response.headers.items() if v},
        )
        read = read_channel(saved, self.outlet, channel)
        if not read.announced and not again:
            yield self._channel_request(channel, page, again=True)
            return
        fresh = [item for item in read.announced if self._is_wanted(item)]
        for item in fresh:
            yield from self._article_requests(item)
        yield from self._walk_on(channel, page, read, fresh, response.url)

    def _walk_on(
        self, channel: Channel, page: int, read: ChannelRead, fresh: list[Announced], url: str
    ) -> Iterator[Request]:
        paged = "{page}" in channel.url
        if not read.announced:
            self._note_channel(channel, url, 0, "declared" if page > 1 else "error", "announced nothing")
        elif paged and fresh and page < channel.pages:
            self._note_channel(channel, url, len(read.announced), "walking", "")
            yield self._channel_request(channel, page + 1)
        else:
            end = "single" if not paged else "known" if not fresh else "declared"
            self._note_channel(channel, url, len(read.announced), end, "")

    def channel_failed(self, failure: Any) -> None:
        """Note a channel that could not be read at all."""
        request = failure.request
        channel, page = request.cb_kwargs["channel"], request.cb_kwargs["page"]
        self._note_channel(channel, request.url, 0, "error" if page == 1 else "cut_short", _why(failure))

    def _note_channel(self, channel: Channel, url: str, items: int, end: str, reason: str) -> None:
        status = {"error": "failed", "cut_short": "cut_short"}.get(end, "ok")
        self.logger.info("channel %s: %d announced (%s%s)", channel.name, items, end, f", {reason}" if reason else "")
        self._note("channel", channel=channel.name, status=status, url=url, items=items, end=end, reason=reason)

    def _is_wanted(self, item: Announced) -> bool:
        key = url_key(normal(item.url))
        if key in self.seen:
            return False
        self.counts["announced"] += 1
        known = self.frontier.known.get(key)
        wanted = known is None or known.due or _moved_on(item, known)
        if not wanted:
            self.seen.add(key)
        return wanted

    def _article_requests(self, item: Announced) -> Iterator[Request]:
        key = url_key(normal(item.url))
        if key in self.seen:
            return
        self.seen.add(key)
        if self.limit is not None and len(self.planned) >= self.limit:
            self._refused(item.url, "limit", f"over the limit of {self.limit}")
            return
        self.planned.append(item.url)
        if not self.dry_run:
            known = self.frontier.known.get(key)
            yield Request(
                item.url,
                headers=_validators(known),
                callback=self.article_fetched,
                errback=self.article_failed,
                dont_filter=True,  # `seen` keeps twins away; Scrapy's filter would end a redirect loop in silence
            )

    def article_fetched(self, response: Response) -> None:
        """Count an archived answer; what it is worth is the parser's to say."""
        self.counts["fetched"] += 1
        if self.counts["fetched"] % 10 == 0:
            self.logger.info("%d of %d articles fetched", self.counts["fetched"], len(self.planned))

    def article_failed(self, failure: Any) -> None:
        """Record why an announced article has no answer in the archive."""
        why = _why(failure)
        kind = _REFUSALS.get(why.split(":", 1)[0], "failed") if failure.check(IgnoreRequest) else "failed"
        self._refused(failure.request.url, kind, why)

    def _refused(self, url: str, reason: str, detail: str) -> None:
        self.counts["failed" if reason == "failed" else "refused"] += 1
        self._note("refused", url=url, reason=reason, detail=detail)

    def _note(self, kind: str, **facts: Any) -> None:
        if self.writer is not None:
            self.writer.write_metadata(kind, facts)

    def end(self, spider: Spider, reason: str) -> None:
        """Write the crawl's end and seal the file: only now does the crawl exist for the loader."""
        self.reason = reason
        if self.writer is not None:
            self._note(
                "crawl-end",
                outlet=self.outlet.key,
                run_id=self.writer.run_id,
                reason=reason,
                started_at=self.started_at.isoformat(),
                ended_at=datetime.now(UTC).isoformat(),
                stats=self.counts,
            )
            self.writer.seal()


def _moved_on(item: Announced, known: KnownUrl) -> bool:
    """Tell whether a sitemap dates a change after our last capture."""
    if item.modified_at is None or known.last_ok_at is None:
        return False
    try:
        return datetime.fromisoformat(item.modified_at) > known.last_ok_at
    except (TypeError, ValueError):  # no zone, or no date at all: no reason to ask again
        return False


def _validators(known: KnownUrl | None) -> dict[str, str]:
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in pairs.items() if value}


def _why(failure: Any) -> str:
    text = str(failure.value) or type(failure.value).__name__
    if text.startswith("Forbidden by robots.txt"):
        return "robots: robots.txt forbids it"
    return text
