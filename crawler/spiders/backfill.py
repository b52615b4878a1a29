"""A backfill: the months of an outlet's past, the newest first, until one call's requests are used up."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
from crawler.spiders.outlet_spider import OutletSpider, saved_page, why_failed


@dataclass
class BackfillPlan:
    """What a backfill is to do: months, newest first; what is known before; when to stop.

    `dates` gives the month of archived articles by key, `pace` the requests that a month has taken so far, if any did.
    `gives_way` is asked before each request: True where a night waits for the site.
    """

    months: Sequence[str]
    dates: Mapping[int, str]
    most_requests: int
    gives_way: Callable[[], bool]
    pace: float | None = None


@dataclass
class BackfillResult:
    """How a backfill ended ('finished', 'limit', 'gave_way', 'no_channel', 'shutdown', …) and what it came to.

    `settled` maps months to 'done' or 'out_of_reach' with how far the channels go; `troubles` are months to try again.
    """

    reason: str = "failed to start"
    requests: int = 0
    fetched: int = 0
    settled: dict[str, tuple[str, str]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def run_backfill(
    outlet: Outlet,
    orders: BackfillPlan,
    frontier: Frontier,
    archive: Archive,
    run_id: str,
    *,
    delay: float | None = None,
    sample_press: str | None = None,
    holds_site: Callable[[], bool] | None = None,
) -> BackfillResult:
    """Go through the months until they are settled or it is enough; once a process. The caller holds the site's lock.

    Its files say that they are a backfill's; see `run_crawl` for the rest.
    """
    spider = run_spider(
        BackfillSpider,
        outlet,
        delay,
        sample_press,
        orders=orders,
        frontier=frontier,
        holds_site=holds_site,
        writer=WarcWriter(archive, outlet.key, run_id, backfill=True),
    )
    return spider.result if spider is not None else BackfillResult()


class BackfillSpider(OutletSpider):
    """Read an outlet's channels backwards, one request after the other: order decides what is asked next."""

    end_note = "backfill-end"

    def __init__(self, name: str | None = None, *, orders: BackfillPlan, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.orders = orders
        self.result = BackfillResult("shutdown")
        self._dates = dict(orders.dates)
        self._past = BackfillSitemaps(self.outlet, self)
        self._listings: list[BackfillListing] = []
        self._month = ""
        self._began = time.monotonic()
        for channel in backfillable_channels(self.outlet):
            if channel.kind == "sitemap":
                self._past.add(channel)
            else:
                self._listings.append(BackfillListing(channel, self.outlet, self))

    async def start(self) -> AsyncIterator[Request]:
        """Do it all here, since no request is known before the answer to the one before it; yields nothing."""
        await asyncio.sleep(self.settings.getfloat("DOWNLOAD_DELAY"))
        try:
            self.result.reason = await self._work()
        except BackfillStopped as enough:
            self.result.reason = str(enough)
        for request in list[Request]():
            yield request

    def end(self, spider: Any, reason: str) -> None:
        """Seal the file under our own reason, unless the crawl was stopped from outside."""
        if reason != "finished":
            self.result.reason = reason
        self.result.fetched = self.counts["fetched"]
        super().end(spider, self.result.reason)

    def robots_read(self, robotparser: Any, request: Request) -> None:
        """Take along the sitemaps that a robots.txt of the outlet names, under one name."""
        for url in getattr(robotparser.rp, "sitemaps", ()):
            if channel := sitemap_channel(url, self.outlet):
                self._past.add(msgspec.structs.replace(channel, name="sitemap of robots.txt"))

    async def _work(self) -> str:
        try:
            await self.page(f"https://{self.outlet.home_host}/")  # makes its robots.txt be read
        except MonthPostponed as trouble:
            self.result.troubles.append(str(trouble))
            return "no_answer"
        if not self._past and not self._listings:
            return "no_channel"
        for month in self.orders.months:
            self._month, before, tally = month, self.result.requests, MonthCount()
            try:
                await self._fetch_month(tally)
            except MonthPostponed as trouble:
                self.result.troubles.append(f"{month}: {trouble}")
                self.logger.warning("%s: left for another call: %s", month, trouble)
            else:
                self._settle(tally, self.result.requests - before)
        return "finished"

    async def _fetch_month(self, tally: MonthCount) -> None:
        """Ask the sitemaps, which date their entries, and the listings only where no sitemap holds the whole month."""
        await self._past.month(self._month, tally)
        of_sitemaps, tally.limits = tally.limits, []
        if tally.channels:
            return
        for listing in self._listings:
            await listing.month(self._month, tally)
        if not tally.channels:
            tally.limits = of_sitemaps + tally.limits

    def _settle(self, tally: MonthCount, requests: int) -> None:
        state, reason = "done" if tally.channels else "out_of_reach", "; ".join(tally.limits)
        self.result.settled[self._month] = (state, reason)
        self._note(
            "backfill-month",
            month=self._month,
            state=state,
            channels=tally.channels,
            named=len(tally.named),
            failed=len(tally.failed),
            requests=requests,
            reason=reason,
        )
        self.logger.info(
            "%s: %s: %d articles named, %d without a good answer%s",
            self._month,
            state.replace("_", " "),
            len(tally.named),
            len(tally.failed),
            f" ({reason})" if reason else "",
        )
        self.say_progress()

    # -- what the ways into the past ask for

    async def page(self, url: str) -> SavedPage | None:
        """Return a channel's page, or None where the site has none (404). Raises MonthPostponed, BackfillStopped."""
        try:
            response = await self._ask(url)
        except BackfillStopped:
            raise
        except Exception as error:  # robots.txt, or whatever the network does: the month is tried again
            raise MonthPostponed(f"{url}: {why_failed(error)}") from None
        if response.status in (404, 410):
            return None
        if response.status >= 400:
            raise MonthPostponed(f"{url}: HTTP {response.status}")
        return saved_page(response)

    async def fetch(self, item: Announced, tally: MonthCount) -> str | None:
        """Archive an article that is not archived yet, and return its month where that is known. Raises Enough."""
        key = announced_key(item)
        known, identity = self.frontier.known.get(key), identify(item.url, self.outlet)
        if identity is None or identity.article_id in self.frontier.taken_down:
            return None
        tally.named.add(key)
        if key not in self.asked and (known is None or known.last_ok_at is None):
            self.asked.add(key)
            await self._fetch_new(item.url, key, tally)
        return self._dates.get(key)

    async def _fetch_new(self, url: str, key: int, tally: MonthCount) -> None:
        self.planned.append(url)
        try:
            response = await self._ask(url)
        except BackfillStopped:
            self.asked.discard(key)
            raise
        except Exception as error:  # noted, as in any crawl: one article is no reason to stop
            self.note_failed(url, error)
            tally.failed.add(key)
            return
        self.article_fetched(response)
        if response.status >= 300:
            tally.failed.add(key)
        elif found := month_read(read(saved_page(response), self.outlet)):
            self._dates[key] = found

    def month_known(self, item: Announced) -> str | None:
        """Return the month of an article that is archived, or whose address tells it."""
        return self._dates.get(announced_key(item)) or month_in_address(item.url)

    async def _ask(self, url: str) -> Response:
        if self.site_is_down:
            raise BackfillStopped("site_down")
        if self.result.requests >= self.orders.most_requests:
            raise BackfillStopped("limit")
        if self.orders.gives_way():
            raise BackfillStopped("gave_way")
        self.result.requests += 1
        try:
            return await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except IgnoreRequest as error:
            if why_failed(error).startswith("lock_lost"):
                raise BackfillStopped("lock_lost") from None
            raise

    def say_progress(self) -> None:
        """Log how far the backfill is, and an estimate of the rest from what a month has taken so far."""
        done = len(self.result.settled)
        left = len(self.orders.months) - done - len(self.result.troubles)
        pace = self.result.requests / done if done else self.orders.pace
        each = (time.monotonic() - self._began) / max(self.result.requests, 1)
        rest = f"about {_span(left * pace * each)} for the rest" if pace else "an estimate needs one whole month"
        self.logger.info(
            "%s: %d articles fetched, %d of %d months done, %s",
            self._month,
            self.counts["fetched"],
            done,
            len(self.orders.months),
            rest,
        )


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
