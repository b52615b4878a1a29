"""One night's crawl of one paper: the site's lock, files that dead crawls left open, the crawl, sealed files."""

from datetime import UTC, datetime

import psycopg

from crawler.archive import Archive, deliver
from crawler.configuration import Settings
from crawler.database import alive, site_lock
from crawler.outlets import Outlet
from crawler.pipeline.trial import with_taught_channels
from crawler.quality import is_proven
from crawler.spiders import CrawlResult, run_crawl
from crawler.warehouse import read_frontier

# A backfill that holds the site sees that this crawl waits, and gives way after its current request.
PATIENCE_SECONDS = 10

# A paper that nobody here has seen a page of is asked for fewer: a night of a provincial paper has 20 to 150 new ones,
# a first night some hundreds.
TRIAL_ARTICLES = 200


class SiteBusy(OSError):
    """Another crawl holds the site's lock; the message names the site."""


def crawl_outlet(
    conn: psycopg.Connection,
    archive: Archive,
    outlet: Outlet,
    settings: Settings,
    *,
    run_id: str = "",
    limit: int | None = None,
    dry_run: bool = False,
) -> CrawlResult:
    """Fetch an outlet's new and due articles into sealed WARC files, once in a process. Raises SiteBusy.

    The connection holds the site's lock: where it is lost, the crawl stops before its next request.
    """
    if not site_lock(conn, outlet.politeness_group, PATIENCE_SECONDS):
        raise SiteBusy(f"{outlet.key}: another crawl of {outlet.politeness_group} is running; try again later")
    if not dry_run:
        archive.seal_orphans(outlet.key)
        deliver(archive, outlet.key)
    now, is_unproven = datetime.now(UTC), not is_proven(conn, outlet)
    on_trial = limit is None and is_unproven
    result = run_crawl(
        outlet if outlet.crawled else with_taught_channels(conn, archive, outlet, seeks=is_unproven),
        read_frontier(conn, outlet.key, now),
        archive,
        run_id or f"manual-{now:%Y%m%dT%H%M%S}",
        limit=TRIAL_ARTICLES if on_trial else limit,
        on_trial=on_trial,
        delay=settings.delay,
        sample_press=settings.sample_press,
        dry_run=dry_run,
        holds_site=lambda: alive(conn),
    )
    # Without the site's lock another crawl may deliver the same file: the next one does.
    if not dry_run and result.reason != "lock_lost":
        deliver(archive, outlet.key)
    return result
