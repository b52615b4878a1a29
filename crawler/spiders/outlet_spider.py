"""The spider: read an outlet's channels, then fetch what is new or due. It writes to the archive only."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urljoin

import msgspec
from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from crawler.archive import WarcWriter
from crawler.article import Announced, url_key
from crawler.frontier import Frontier, KnownUrl
from crawler.outlets import Outlet, identify, normal_url, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read, read_channel_page, sitemap_channel
from crawler.spiders.channel_reader import ChannelReader
from crawler.spiders.channel_walk import Cause, ChannelWalk
from crawler.spiders.patience import Patience
from crawler.spiders.unpacking import CUT, DEFECT

# Messages of this package's and Scrapy's redirect middlewares, and the reason that the archive records for each.
_REFUSALS = {
    "site_down": "site_down",
    "offsite": "offsite",
    "robots": "robots",
    "robots_unreachable": "robots_unreachable",
    "no_answer": "failed",
    "lock_lost": "lock_lost",
    "asked_to_wait": "asked_to_wait",
    "crawl_delay": "crawl_delay",
    "disk_full": "disk_full",
    "archive_failed": "disk_full",
    "max redirections reached": "redirect_loop",
}
# Each takes a minute at most (DOWNLOAD_TIMEOUT): after ten such minutes the site counts as down for tonight.
MOST_FAILURES_IN_A_ROW = 10
# Each costs one or two requests a night; a robots.txt that names more lists old months one by one.
MOST_SITEMAPS = 10
# No room on the disk, a quota, a limit on the size of a file.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class OutletSpider(Spider):
    """Crawl one outlet. `frontier` holds what was known when the crawl began; it is not read again."""

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
        on_trial: bool = False,
        dry_run: bool = False,
        holds_site: Callable[[], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.outlet = outlet or outlet_by_key(self.name)
        self.frontier = frontier or Frontier()
        self.writer = writer
        self.limit, self.on_trial = limit, on_trial
        self.dry_run = dry_run
        self.holds_site = holds_site
        self.started_at = datetime.now(UTC)
        self.announced: set[int] = set()
        self.requested: set[int] = set()
        self.sitemaps: set[str] = set()
        self.counts = {"announced": 0, "fetched": 0, "gone": 0, "refused": 0, "failed": 0}
        self.planned: list[str] = []
        self.reason = ""
        self.reason_to_stop = ""
        self.failures_in_a_row = 0
        self.last_failure: Cause = ""
        self.last_failure_text = ""
        self.left = ""
        self.patience: Patience | None = None
        self.channel_reader = ChannelReader()
        self._crawling = False
        self._has_answer = not self.outlet.channels
        self._due_planned = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; Scrapy's own commands (`shell`, `parse`) give it no writer, so nothing is archived."""
        spider: Self = super().from_crawler(crawler, *args, **kwargs)
        spider.patience = Patience(crawler.settings.getfloat("DOWNLOAD_DELAY"))
        crawler.signals.connect(spider.robots_read, signal=signals.robots_parsed)
        crawler.signals.connect(spider.channels_read, signal=signals.spider_idle)
        crawler.signals.connect(spider.end, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Wait one delay, since the last holder of the site's lock may just have asked; then read every channel."""
        if self.writer is None and not self.dry_run:
            raise CloseSpider("refused: only `baotinh crawl` holds the site's lock")
        self._crawling = True
        await asyncio.sleep(self.settings.getfloat("DOWNLOAD_DELAY"))
        for channel in self.outlet.channels:
            yield self._channel_request(ChannelWalk(channel))

    def robots_read(self, robotparser: Any, request: Request) -> None:
        """Read the sitemaps that a robots.txt of the outlet names, as further channels."""
        for line in getattr(robotparser.rp, "sitemaps", ()) if self._crawling else ():
            url = urljoin(request.url, line)
            channel = sitemap_channel(url, self.outlet)
            if channel is None or channel.name in self.sitemaps:
                continue
            if len(self.sitemaps) >= MOST_SITEMAPS:
                self.logger.warning("%s names more than %d sitemaps", request.url, MOST_SITEMAPS)
                return
            self.sitemaps.add(channel.name)
            self.crawler.engine.crawl(self._channel_request(ChannelWalk(channel)))

    def channels_read(self) -> None:
        """Request the due articles that no channel announced, once all other requests are done.

        If no channel of a site can be read, the site is down or refuses crawlers: its articles stay due.
        """
        if not self._crawling or self._due_planned or not self._has_answer:
            return
        self._due_planned = True
        for key, known_url in self.frontier.known.items():
            if known_url.due and key not in self.requested:
                # Of a paper on trial each visit that waits is noted: nobody chose its limit, and nobody reads the log.
                if self._at_limit() and not self.on_trial:
                    self.logger.info("due articles are left for the next run: the limit of %d is reached", self.limit)
                    return
                for request in self._article_requests(key, known_url.url):
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

    async def channel_read(self, response: Response, walk: ChannelWalk) -> AsyncIterator[Request]:
        """Request what a channel's page announces, and go on with the walk."""
        if response.status >= 400:
            walk.fail(f"HTTP {response.status}", response.status)
        else:
            self._has_answer = True
            page = saved_page(response)
            channel_read = await self.channel_reader.read(page, self.outlet, walk.channel)
            problems = {problem.code: problem.detail for problem in channel_read.problems}
            if page.truncated or "truncated" in problems:
                walk.note_cut_off()
            elif "unreadable" in problems:
                walk.note_unreadable(problems["unreadable"])
            for item in channel_read.announced:
                for request in self._request_if_needed(item):
                    yield request
            walk.add_page(channel_read, self.frontier.known)
        for request in self._continue_walk(walk):
            yield request

    def channel_failed(self, failure: Any) -> Iterator[Request]:
        """Note that a channel's page could not be fetched at all, and go on with the walk."""
        walk = failure.request.cb_kwargs["walk"]
        reason = failure_reason(failure.value)
        # A site that is given up in the middle is named by what it did until then.
        walk.fail(reason, cause=self.last_failure if reason.startswith("site_down") else "")
        yield from self._continue_walk(walk)

    def _continue_walk(self, walk: ChannelWalk) -> Iterator[Request]:
        self._note_channel(walk)
        if not walk.is_over:
            yield self._channel_request(walk)

    def _note_channel(self, walk: ChannelWalk) -> None:
        """Write the state of a walk to the archive; its last note is the one that counts."""
        end, reason = (walk.end, walk.reason) if walk.is_over else ("walking", "the crawl ended before the walk did")
        status = walk.status if walk.is_over else "cut_short"
        if walk.is_over:
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
            cause=walk.cause,
            pages=walk.pages,
        )

    def _request_if_needed(self, item: Announced) -> Iterator[Request]:
        """Request an announced article if it is new, due, or changed after the last capture."""
        key = url_key(normal_url(item.url))
        if key not in self.announced:
            self.announced.add(key)
            self.counts["announced"] += 1
        known_url = self.frontier.known.get(key)
        identity = identify(item.url, self.outlet)
        if identity is not None and identity.article_id in self.frontier.taken_down:
            return  # also under a new slug
        if key not in self.requested and (known_url is None or known_url.due or _changed_since(item, known_url)):
            yield from self._article_requests(key, item.url)

    def _article_requests(self, key: int, url: str) -> Iterator[Request]:
        self.requested.add(key)
        if self._at_limit():
            self._note_no_capture(url, "trial" if self.on_trial else "limit", f"over the limit of {self.limit}")
            return
        self.planned.append(url)
        if not self.dry_run:
            yield Request(
                url,
                headers=_conditional_headers(self.frontier.known.get(key)),
                callback=self.article_fetched,
                errback=self.article_failed,
                dont_filter=True,  # `requested` prevents duplicates; Scrapy's filter would end a redirect loop silently
            )

    def _at_limit(self) -> bool:
        return self.limit is not None and len(self.planned) >= self.limit

    @property
    def site_is_down(self) -> bool:
        """Return True if so many requests failed one after the other that further ones would only wait."""
        return self.failures_in_a_row >= MOST_FAILURES_IN_A_ROW

    @property
    def why_left(self) -> str:
        """Return why the site is asked for nothing more tonight; '' while it is asked."""
        if self.site_is_down:
            last = self.last_failure_text
            return f"site_down: the requests before failed one after the other, the last with {last}"
        return self.left or (self.patience.why_left if self.patience else "")

    def leave(self, reason: str) -> None:
        """Send no request more in this crawl, for this reason; its first word is what the archive records."""
        if not self.left:
            self.left = reason
            self.logger.warning("%s is left for tonight: %s", self.outlet.key, reason)

    def stop_without_archive(self, error: OSError) -> None:
        """End the crawl because the archive cannot be written: what is not kept need not be fetched."""
        if self.reason_to_stop:
            return
        self.reason_to_stop = "disk_full" if error.errno in _NO_ROOM else "archive_failed"
        self.leave(f"{self.reason_to_stop}: the archive cannot be written ({error})")
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=self.reason_to_stop))

    def count_try(self, status: int | None) -> None:
        """Count one request sent to the site, retries included: they come after all first tries; None: no answer."""
        if status is not None and status < 500:
            self.failures_in_a_row = 0
            return
        self.failures_in_a_row += 1
        self.last_failure = "no_answer" if status is None else "http_error"
        self.last_failure_text = "no answer" if status is None else f"HTTP {status}"

    def article_fetched(self, response: Response) -> None:
        """Count an archived answer by its status; the parser judges the page later."""
        asked_if_changed = (
            response.request and {b"If-None-Match", b"If-Modified-Since"} & response.request.headers.keys()
        )
        is_ok = response.status < 300 or (response.status == 304 and bool(asked_if_changed))
        self.counts["fetched" if is_ok else "gone" if response.status in (404, 410) else "failed"] += 1
        if is_ok and self.counts["fetched"] % 10 == 0:
            self.log_progress()

    def log_progress(self) -> None:
        """Log how far the crawl is."""
        self.logger.info("%d of %d articles fetched", self.counts["fetched"], len(self.planned))

    def article_failed(self, failure: Any) -> None:
        """Record why an announced article has no answer in the archive."""
        self.note_failed(failure.request.url, failure.value)

    def note_failed(self, url: str, error: BaseException) -> None:
        """Record the error that an address gave instead of an answer."""
        detail = failure_reason(error)
        reason = _REFUSALS.get(detail.split(":", 1)[0], "failed") if isinstance(error, IgnoreRequest) else "failed"
        self._note_no_capture(url, reason, detail)

    def _note_no_capture(self, url: str, reason: str, detail: str) -> None:
        self.counts["failed" if reason in ("failed", "site_down", "disk_full") else "refused"] += 1
        self._note("refused", url=url, reason=reason, detail=detail)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """Yield what the parser reads on a page, for a contributor's `scrapy parse URL`."""
        page = saved_page(response)
        yield msgspec.to_builtins(read_channel_page(page, self.outlet) or read(page, self.outlet))

    def _note(self, kind: str, **facts: Any) -> None:
        if self.writer is not None:
            try:
                self.writer.write_metadata(kind, facts)
            except OSError as error:
                self.stop_without_archive(error)

    def end(self, spider: Spider, reason: str) -> None:
        """Write the crawl's end, once, and seal the file: the loader takes only sealed files."""
        if self.reason:
            return
        self.reason = reason = self.reason_to_stop or reason
        self.channel_reader.stop()
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
            try:
                self.writer.seal()
            except OSError as error:
                self.stop_without_archive(error)
            self.reason = self.reason_to_stop or self.reason


def saved_page(response: Response) -> SavedPage:
    """Return an answer as a page for the parsers."""
    return SavedPage(
        body=response.body,
        url=response.url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers={k.decode("latin1").lower(): v[-1].decode("latin1") for k, v in response.headers.items() if v},
        truncated=CUT in response.flags or response.status == HTTPStatus.PARTIAL_CONTENT,
        defect=next((flag.removeprefix(DEFECT) for flag in response.flags if flag.startswith(DEFECT)), ""),
    )


def _changed_since(item: Announced, known_url: KnownUrl) -> bool:
    """Return True if a sitemap dates a change at or after the last capture (sitemaps have whole seconds).

    Midnight stands for a whole day: most such dates name no time, and an edit may come at any hour of it.
    """
    if item.modified_at is None or known_url.last_ok_at is None:
        return False
    try:
        changed_at = datetime.fromisoformat(item.modified_at)
        last_moment = changed_at + (timedelta(days=1) if changed_at.time() == time() else timedelta(0))
        return last_moment >= known_url.last_ok_at.replace(microsecond=0)
    except (TypeError, ValueError):  # no zone, or no date at all: not a reason to fetch again
        return False


def _conditional_headers(known_url: KnownUrl | None) -> dict[str, str]:
    headers = {"If-None-Match": known_url.etag, "If-Modified-Since": known_url.last_modified} if known_url else {}
    return {name: value for name, value in headers.items() if value}


def failure_reason(error: BaseException) -> str:
    """Return why a request has no answer, as the archive records it."""
    text = str(error) or type(error).__name__
    if reasons := getattr(error.__cause__, "reasons", None):  # Twisted's, of an answer that did not come whole
        text = "; ".join(str(reason.value) or type(reason.value).__name__ for reason in reasons)
    if text.startswith("Forbidden by robots.txt"):
        return "robots: robots.txt forbids it"
    return text
