"""A backfill: an outlet's earlier months, the newest first, until one call's requests are used up."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import msgspec
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.archive import Archive, WarcWriter
from crawler.article import Announced
from crawler.frontier import Frontier
from crawler.outlets import Outlet, identify
from crawler.page import SavedPage
from crawler.sites import backfillable_channels, month_in_address, month_read, read, sitemap_channel
from crawler.spiders.backfill_contract import BackfillStopped, MonthCount, MonthPostponed, announced_key
from crawler.spiders.backfill_listing import BackfillListing
from crawler.spiders.backfill_sitemaps import BackfillSitemaps
from crawler.spiders.crawl import run_spider
from crawler.spiders.outlet_spider import OutletSpider, failure_reason, saved_page


@dataclass
class BackfillPlan:
    """What a backfill must do: months, newest first; what is known already; when to stop.

    `archived_months` maps keys of archived articles to their month; `requests_per_month` is the mean so far, if known.
    `must_give_way` is called before each request: True means that a night waits for the site.
    """

    months: Sequence[str]
    archived_months: Mapping[int, str]
    most_requests: int
    must_give_way: Callable[[], bool]
    requests_per_month: float | None = None


@dataclass
class BackfillResult:
    """How a backfill ended ('finished', 'limit', 'gave_way', 'no_channel', 'shutdown', …), and its result.

    `settled` maps months to 'done' or 'out_of_reach', and a reason: how far the channels go back. `postponed` are
    messages on months to try again.
    """

    reason: str = "failed to start"
    requests: int = 0
    fetched: int = 0
    settled: dict[str, tuple[str, str]] = field(default_factory=dict)
    postponed: list[str] = field(default_factory=list)


def run_backfill(
    outlet: Outlet,
    plan: BackfillPlan,
    frontier: Frontier,
    archive: Archive,
    run_id: str,
    *,
    delay: float | None = None,
    sample_press: str | None = None,
    holds_site: Callable[[], bool] | None = None,
) -> BackfillResult:
    """Read the months until all are settled or the call must stop; once a process. The caller holds the site's lock.

    Its WARC files are marked as a backfill's; see `run_crawl` for the other parameters.
    """
    spider = run_spider(
        BackfillSpider,
        outlet,
        delay,
        sample_press,
        plan=plan,
        frontier=frontier,
        holds_site=holds_site,
        writer=WarcWriter(archive, outlet.key, run_id, backfill=True),
    )
    return spider.result if spider is not None else BackfillResult()


class BackfillSpider(OutletSpider):
    """Read an outlet's channels backwards, one request at a time: each answer decides the next request."""

    end_note = "backfill-end"

    def __init__(self, name: str | None = None, *, plan: BackfillPlan, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.plan = plan
        self.result = BackfillResult("shutdown")
        self._months = dict(plan.archived_months)
        self._sitemaps = BackfillSitemaps(self.outlet, self)
        self._listings: list[BackfillListing] = []
        self._month = ""
        self._began = time.monotonic()
        for channel in backfillable_channels(self.outlet):
            if channel.kind == "sitemap":
                self._sitemaps.add(channel)
            else:
                self._listings.append(BackfillListing(channel, self.outlet, self))

    async def start(self) -> AsyncIterator[Request]:
        """Do all the work here, since each request depends on the answer before; yields nothing."""
        await asyncio.sleep(self.settings.getfloat("DOWNLOAD_DELAY"))
        try:
            self.result.reason = await self._fetch_months()
        except BackfillStopped as stop:
            self.result.reason = str(stop)
        for request in list[Request]():
            yield request

    def end(self, spider: Any, reason: str) -> None:
        """Seal the file with this spider's reason, unless the crawl was stopped from outside."""
        if reason != "finished":
            self.result.reason = reason
        self.result.fetched = self.counts["fetched"]
        super().end(spider, self.result.reason)
        self.result.reason = self.reason

    def robots_read(self, robotparser: Any, request: Request) -> None:
        """Add the sitemaps that a robots.txt of the outlet names, under one name."""
        for line in getattr(robotparser.rp, "sitemaps", ()):
            if channel := sitemap_channel(urljoin(request.url, line), self.outlet):
                self._sitemaps.add(msgspec.structs.replace(channel, name="sitemap of robots.txt"))

    async def _fetch_months(self) -> str:
        try:
            await self.page(f"https://{self.outlet.home_host}/")  # so that robots.txt is read
        except MonthPostponed as reason:
            self.result.postponed.append(str(reason))
            return "no_answer"
        if not self._sitemaps and not self._listings:
            return "no_channel"
        for month in self.plan.months:
            self._month, before, count = month, self.result.requests, MonthCount()
            try:
                await self._fetch_month(count)
            except MonthPostponed as reason:
                self.result.postponed.append(f"{month}: {reason}")
                self.logger.warning("%s: left for another call: %s", month, reason)
            else:
                self._settle(count, self.result.requests - before)
        return "finished"

    async def _fetch_month(self, count: MonthCount) -> None:
        """Read the sitemaps, which date their entries, and the listings only if no sitemap holds the whole month."""
        await self._sitemaps.month(self._month, count)
        sitemap_limits, count.limits = count.limits, []
        if count.channels:
            return
        for listing in self._listings:
            await listing.month(self._month, count)
        if not count.channels:
            count.limits = sitemap_limits + count.limits

    def _settle(self, count: MonthCount, requests: int) -> None:
        state, reason = "done" if count.channels else "out_of_reach", "; ".join(count.limits)
        self.result.settled[self._month] = (state, reason)
        self._note(
            "backfill-month",
            month=self._month,
            state=state,
            channels=count.channels,
            named=len(count.named),
            failed=len(count.failed),
            requests=requests,
            reason=reason,
        )
        self.logger.info(
            "%s: %s: %d articles named, %d without a good answer%s",
            self._month,
            state.replace("_", " "),
            len(count.named),
            len(count.failed),
            f" ({reason})" if reason else "",
        )
        self.log_progress()

    # -- for BackfillSitemaps and BackfillListing

    async def page(self, url: str) -> SavedPage | None:
        """Return a channel's page, or None where the site has none (404). Raises MonthPostponed, BackfillStopped."""
        try:
            response = await self._download(url)
        except BackfillStopped:
            raise
        except Exception as error:  # robots.txt or any error of the network: the month is tried again
            raise MonthPostponed(f"{url}: {failure_reason(error)}") from None
        if response.status in (404, 410):
            return None
        if response.status >= 400:
            raise MonthPostponed(f"{url}: HTTP {response.status}")
        return saved_page(response)

    async def fetch(self, item: Announced, count: MonthCount) -> str | None:
        """Archive an article that is not archived yet, and return its month if known. Raises BackfillStopped."""
        key = announced_key(item)
        known, identity = self.frontier.known.get(key), identify(item.url, self.outlet)
        if identity is None or identity.article_id in self.frontier.taken_down:
            return None
        count.named.add(key)
        if key not in self.requested and (known is None or known.last_ok_at is None):
            self.requested.add(key)
            await self._fetch_new(item.url, key, count)
        return self._months.get(key)

    async def _fetch_new(self, url: str, key: int, count: MonthCount) -> None:
        self.planned.append(url)
        try:
            response = await self._download(url)
        except BackfillStopped:
            self.requested.discard(key)
            raise
        except Exception as error:  # noted, as in any crawl: one article is not a reason to stop
            self.note_failed(url, error)
            count.failed.add(key)
            return
        self.article_fetched(response)
        if response.status >= 300:
            count.failed.add(key)
        elif month := month_read(read(saved_page(response), self.outlet)):
            self._months[key] = month

    def month_known(self, item: Announced) -> str | None:
        """Return the month of an article that is archived, or whose address names it."""
        return self._months.get(announced_key(item)) or month_in_address(item.url)

    async def _download(self, url: str) -> Response:
        if self.why_left:
            raise BackfillStopped(self.why_left.split(":", 1)[0])
        if self.result.requests >= self.plan.most_requests:
            raise BackfillStopped("limit")
        if self.plan.must_give_way():
            raise BackfillStopped("gave_way")
        self.result.requests += 1
        try:
            return await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except IgnoreRequest as error:
            if (word := failure_reason(error).split(":", 1)[0]) in ("lock_lost", "disk_full", "archive_failed"):
                raise BackfillStopped(word) from None
            raise

    def log_progress(self) -> None:
        """Log how far the backfill is, and estimate the remaining time from the requests a month has taken so far."""
        settled = len(self.result.settled)
        remaining = len(self.plan.months) - settled - len(self.result.postponed)
        requests_per_month = self.result.requests / settled if settled else self.plan.requests_per_month
        seconds = (time.monotonic() - self._began) / max(self.result.requests, 1)
        estimate = "an estimate needs one whole month"
        if requests_per_month:
            estimate = f"about {_duration(remaining * requests_per_month * seconds)} for the rest"
        self.logger.info(
            "%s: %d articles fetched, %d of %d months done, %s",
            self._month,
            self.counts["fetched"],
            settled,
            len(self.plan.months),
            estimate,
        )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
