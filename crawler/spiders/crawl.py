"""One crawl of one outlet in this process."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.archive import Archive, WarcWriter
from crawler.frontier import Frontier
from crawler.outlets import Outlet
from crawler.spiders import settings as project_settings
from crawler.spiders.outlet_spider import OutletSpider

# After a signal: for requests under way and the file's end; then for everything. Airflow and `down` kill after 15 s.
GRACE_SECONDS, LAST_RESORT_SECONDS = 4, 9

SpiderClass = TypeVar("SpiderClass", bound=OutletSpider)
# So that a timer that fires a little early still keeps the delay.
MARGIN_SECONDS = 0.02


@dataclass(frozen=True)
class CrawlResult:
    """How a crawl ended ('finished', 'shutdown', …), its counts, its files, and what it planned to fetch.

    `fetched` counts good answers and 304, `gone` 404 and 410, `failed` other errors and articles without an answer.
    """

    reason: str
    announced: int
    fetched: int
    gone: int
    refused: int
    failed: int
    warcs: list[Path]
    planned: list[str]


class _PromptProcess(AsyncCrawlerProcess):
    """Scrapy's process, which a signal ends in time: Scrapy waits for every request, whatever the delay or the site.

    A process that is killed by the last alarm leaves its file to the next crawl, which seals it.
    """

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - its first import chooses the reactor

        signal.alarm(LAST_RESORT_SECONDS)
        super()._signal_shutdown(signum, frame)
        reactor.callFromThread(reactor.callLater, GRACE_SECONDS, self._leave_now)

    def _leave_now(self) -> None:
        for crawler in self.crawlers:
            if isinstance(crawler.spider, OutletSpider):
                crawler.spider.end(crawler.spider, "shutdown")
        self._stop_reactor()


def pause_seconds(site_delay: float, delay: float | None, sample_press: str | None) -> float:
    """Return the seconds between two requests: the site's or a longer `delay`; shorter only with a sample press."""
    return site_delay if delay is None else delay if sample_press else max(delay, site_delay)


def run_crawl(
    outlet: Outlet,
    frontier: Frontier,
    archive: Archive,
    run_id: str,
    *,
    limit: int | None = None,
    on_trial: bool = False,
    delay: float | None = None,
    sample_press: str | None = None,
    dry_run: bool = False,
    holds_site: Callable[[], bool] | None = None,
) -> CrawlResult:
    """Crawl the outlet to the end, or until a signal stops it; callable once in a process.

    `on_trial` says why there is a `limit`: the paper is on trial, and what is over it waits for the next night. The
    caller holds the site's lock; `holds_site` is called before each request, and False ends the crawl as
    'lock_lost'. A `delay` (seconds) below the outlet's is used only with `sample_press`.
    """
    writer = None if dry_run else WarcWriter(archive, outlet.key, run_id)
    spider = run_spider(
        OutletSpider,
        outlet,
        delay,
        sample_press,
        frontier=frontier,
        writer=writer,
        limit=limit,
        on_trial=on_trial,
        dry_run=dry_run,
        holds_site=holds_site,
    )
    if spider is None:
        return CrawlResult("failed to start", 0, 0, 0, 0, 0, [], [])
    return CrawlResult(
        spider.reason or "failed", **spider.counts, warcs=writer.sealed if writer else [], planned=spider.planned
    )


def run_spider(
    kind: type[SpiderClass], outlet: Outlet, delay: float | None, sample_press: str | None, **arguments: Any
) -> SpiderClass | None:
    """Run one spider of the outlet to its end and return it; None if it did not start. Callable once in a process."""
    pause = pause_seconds(outlet.delay_seconds, delay, sample_press) + MARGIN_SECONDS
    settings = Settings()
    settings.setdict(
        project_settings.as_dict() | {"DOWNLOAD_DELAY": pause, "BAOTINH_SAMPLE_PRESS": sample_press}, priority="project"
    )
    process = _PromptProcess(settings)
    crawler = process.create_crawler(type("Spider", (kind,), {"name": outlet.key}))
    process.crawl(crawler, outlet=outlet, **arguments)
    process.start()
    signal.alarm(0)
    return crawler.spider if isinstance(crawler.spider, kind) else None
