"""The one spider: read an outlet's channels, then fetch what is new or due. It writes the archive, nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Self

import msgspec
from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from crawler.archive import WarcWriter
from crawler.article import Announced, url_key
from crawler.frontier import Frontier, KnownUrl
from crawler.outlets import Outlet, identify, normal_url, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read, read_channel, read_channel_page, sitemap_channel
from crawler.spiders.channel_walk import ChannelWalk

# What our middlewares and Scrapy's redirect middleware say, and the reason that the archive records.
_REFUSALS = {
    "site_down": "site_down",
    "offsite": "offsite",
    "robots": "robots",
    "lock_lost": "lock_lost",
    "max redirections reached": "redirect_loop",
}
# Each takes a minute at worst (DOWNLOAD_TIMEOUT): after ten minutes of them the site is down for tonight.
MOST_FAILURES_IN_A_ROW = 10
# Each is one request a night, or two; a robots.txt that names more lists its old months one by one.
MOST_SITEMAPS = 10


class OutletSpider(Spider):
    """Crawl one outlet. `frontier` is what was known when the crawl began; it is read once."""

    outlet: Outlet
    end_note = "crawl-end"

    def __init__(
        self,
        name: str | None = None,
        *,
        outlet: Outlet | None = None,
        frontier: Frontier | None = None,
        writer: WarcWriter | None = None,
        limit: int | None = None,
        dry_run: bool = False,
        holds_site: Callable[[], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.outlet = outlet or outlet_by_key(self.name)
        self.frontier = frontier or Frontier()
        self.writer = writer
        self.limit = limit
        self.dry_run = dry_run
        self.holds_site = holds_site
        self.started_at = datetime.now(UTC)
        self.seen: set[int] = set()
        self.asked: set[int] = set()
        self.sitemaps: set[str] = set()
        self.counts = {"announced": 0, "fetched": 0, "gone": 0, "refused": 0, "failed": 0}
        self.planned: list[str] = []
        self.reason = ""
        self.failures_in_a_row = 0
        self._crawling = False
        self._site_answers = not self.outlet.channels
        self._rest_planned = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; Scrapy's own commands (`shell`, `parse`) give it no writer and archive nothing."""
        spider: Self = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_read, signal=signals.robots_parsed)
        crawler.signals.connect(spider.channels_read, signal=signals.spider_idle)
        crawler.signals.connect(spider.end, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Wait one delay, since the last holder of the site may just have asked, then read every channel."""
        if self.writer is None and not self.dry_run:
            raise CloseSpider("refused: only `baotinh crawl` holds the site's lock")
        self._crawling = True
        await asyncio.sleep(self.settings.getfloat("DOWNLOAD_DELAY"))
        for channel in self.outlet.channels:
            yield self._channel_request(ChannelWalk(channel))

    def robots_read(self, robotparser: Any, request: Request) -> None:
        """Read the sitemaps that a robots.txt of the outlet names, as further channels."""
        for url in getattr(robotparser.rp, "sitemaps", ()) if self._crawling else ():
            channel = sitemap_channel(url, self.outlet)
            if channel is None or channel.name in self.sitemaps:
                continue
            if len(self.sitemaps) >= MOST_SITEMAPS:
                self.logger.warning("%s names more than %d sitemaps", request.url, MOST_SITEMAPS)
                return
            self.sitemaps.add(channel.name)
            self.crawler.engine.crawl(self._channel_request(ChannelWalk(channel)))

    def channels_read(self) -> None:
        """Ask, once nothing else is left to do, for the due articles that no channel announced.

        A site that shows none of its channels is down or refuses us: its articles stay due.
        """
        if not self._crawling or self._rest_planned or not self._site_answers:
            return
        self._rest_planned = True
        for key, known in self.frontier.known.items():
            if known.due and key not in self.asked:
                if self._at_limit():
                    self.logger.info("due articles are left for the next run: the limit of %d is reached", self.limit)
                    return
                for request in self._article_requests(key, known.url):
                    self.crawler.engine.crawl(request)

    def _channel_request(self, walk: ChannelWalk) -> Request:
        return Request(
            walk.url,
            callback=self.channel_read,
            errback=self.channel_failed,
            dont_filter=True,
            priority=10,
            cb_kwargs={"walk": walk},
        )

    def channel_read(self, response: Response, walk: ChannelWalk) -> Iterator[Request]:
        """Plan what a channel's page announces, and walk on."""
        if response.status >= 400:
            walk.fail(f"HTTP {response.status}", response.status)
        else:
            self._site_answers = True
            found = read_channel(saved_page(response), self.outlet, walk.channel)
            for item in found.announced:
                yield from self._plan(item)
            walk.take(found, self.frontier.known)
        yield from self._walk_on(walk)

    def channel_failed(self, failure: Any) -> Iterator[Request]:
        """Take in that a channel's page could not be fetched at all."""
        walk = failure.request.cb_kwargs["walk"]
        walk.fail(why_failed(failure.value))
        yield from self._walk_on(walk)

    def _walk_on(self, walk: ChannelWalk) -> Iterator[Request]:
        self._note_channel(walk)
        if not walk.over:
            yield self._channel_request(walk)

    def _note_channel(self, walk: ChannelWalk) -> None:
        """Note where a walk stands; its last note in the archive is the one that counts."""
        end, reason = (walk.end, walk.reason) if walk.over else ("walking", "the crawl ended before the walk did")
        status = walk.status if walk.over else "cut_short"
        if walk.over:
            self.logger.info("channel %s: %d announced (%s) %s", walk.channel.name, len(walk.items), end, reason)
        self._note(
            "channel",
            channel=walk.channel.name,
            certainty=walk.channel.status,
            status=status,
            url=walk.url,
            items=len(walk.items),
            end=end,
            reason=reason,
            pages=walk.asked,
        )

    def _plan(self, item: Announced) -> Iterator[Request]:
        """Ask for an announced article that is new, due, or changed after our last capture."""
        key = url_key(normal_url(item.url))
        if key not in self.seen:
            self.seen.add(key)
            self.counts["announced"] += 1
        known = self.frontier.known.get(key)
        identity = identify(item.url, self.outlet)
        if identity is not None and identity.article_id in self.frontier.taken_down:
            return  # under a new slug too
        if key not in self.asked and (known is None or known.due or _moved_on(item, known)):
            yield from self._article_requests(key, item.url)

    def _article_requests(self, key: int, url: str) -> Iterator[Request]:
        self.asked.add(key)
        if self._at_limit():
            self._refused(url, "limit", f"over the limit of {self.limit}")
            return
        self.planned.append(url)
        if not self.dry_run:
            yield Request(
                url,
                headers=_validators(self.frontier.known.get(key)),
                callback=self.article_fetched,
                errback=self.article_failed,
                dont_filter=True,  # `asked` keeps twins away; Scrapy's filter would end a redirect loop in silence
            )

    def _at_limit(self) -> bool:
        return self.limit is not None and len(self.planned) >= self.limit

    @property
    def site_is_down(self) -> bool:
        """Tell whether so many requests failed one after the other that asking on would only wait."""
        return self.failures_in_a_row >= MOST_FAILURES_IN_A_ROW

    def count_try(self, good: bool) -> None:
        """Count one request over the wire, retries included: they come after all first tries."""
        self.failures_in_a_row = 0 if good else self.failures_in_a_row + 1

    def article_fetched(self, response: Response) -> None:
        """Count an archived answer by its status; what the page is worth is the parser's to say."""
        good = response.status < 300 or response.status == 304
        self.counts["fetched" if good else "gone" if response.status in (404, 410) else "failed"] += 1
        if good and self.counts["fetched"] % 10 == 0:
            self.say_progress()

    def say_progress(self) -> None:
        """Log how far the crawl is."""
        self.logger.info("%d of %d articles fetched", self.counts["fetched"], len(self.planned))

    def article_failed(self, failure: Any) -> None:
        """Record why an announced article has no answer in the archive."""
        self.note_failed(failure.request.url, failure.value)

    def note_failed(self, url: str, error: BaseException) -> None:
        """Record the error that an address gave instead of an answer."""
        why = why_failed(error)
        kind = _REFUSALS.get(why.split(":", 1)[0], "failed") if isinstance(error, IgnoreRequest) else "failed"
        self._refused(url, kind, why)

    def _refused(self, url: str, reason: str, detail: str) -> None:
        self.counts["failed" if reason in ("failed", "site_down") else "refused"] += 1
        self._note("refused", url=url, reason=reason, detail=detail)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """Yield what the parser makes of a page, for a contributor's `scrapy parse URL`."""
        page = saved_page(response)
        yield msgspec.to_builtins(read_channel_page(page, self.outlet) or read(page, self.outlet))

    def _note(self, kind: str, **facts: Any) -> None:
        if self.writer is not None:
            self.writer.write_metadata(kind, facts)

    def end(self, spider: Spider, reason: str) -> None:
        """Write the crawl's end and seal the file: only now does the crawl exist for the loader."""
        self.reason = reason
        if self.writer is not None:
            self._note(
                self.end_note,
                outlet=self.outlet.key,
                run_id=self.writer.run_id,
                reason=reason,
                started_at=self.started_at.isoformat(),
                ended_at=datetime.now(UTC).isoformat(),
                stats=self.counts,
            )
            self.writer.seal()


def saved_page(response: Response) -> SavedPage:
    """Return an answer as the parsers take it."""
    return SavedPage(
        body=response.body,
        url=response.url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers={k.decode("latin1").lower(): v[-1].decode("latin1") for k, v in response.headers.items() if v},
        truncated="dataloss" in response.flags,
    )


def _moved_on(item: Announced, known: KnownUrl) -> bool:
    """Tell whether a sitemap dates a change at or after our last capture (sitemaps have whole seconds)."""
    if item.modified_at is None or known.last_ok_at is None:
        return False
    try:
        return datetime.fromisoformat(item.modified_at) >= known.last_ok_at.replace(microsecond=0)
    except (TypeError, ValueError):  # no zone, or no date at all: no reason to ask again
        return False


def _validators(known: KnownUrl | None) -> dict[str, str]:
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in pairs.items() if value}


def why_failed(error: BaseException) -> str:
    """Return why a request has no answer, in words that the archive keeps."""
    text = str(error) or type(error).__name__
    if text.startswith("Forbidden by robots.txt"):
        return "robots: robots.txt forbids it"
    return text
