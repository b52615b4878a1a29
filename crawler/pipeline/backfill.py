"""`baotinh crawl KEY --since MONTH`: one bounded call of a backfill, from the months to fetch to the last message."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from statistics import mean

import psycopg

from crawler.archive import Archive, deliver
from crawler.configuration import settings
from crawler.database import alive, is_waited_for, site_lock
from crawler.outlets import Outlet
from crawler.pipeline.exit_status import OUT_OF_REACH, TRY_AGAIN
from crawler.spiders import BackfillPlan, BackfillResult, run_backfill
from crawler.warehouse import SettledMonth, archived_months, read_frontier, settled_months

# A quarter of an hour at one request a second: then another crawl that waits for the site has its turn.
MOST_REQUESTS = 1_000

_ENDINGS = {
    "limit": "the call's requests are used up",
    "gave_way": "it gave way to another crawl of the site",
    "site_down": "the site does not answer any more",
    "no_answer": "the site's front page did not come",
    "lock_lost": "the database ended, and the site's lock with it",
    "asked_to_wait": "the site asks to be left alone for a while",
    "crawl_delay": "robots.txt asks for a longer delay than is kept",
    "disk_full": "the disk is full",
    "archive_failed": "the archive cannot be written",
    "shutdown": "it was stopped",
}
Say = Callable[[str], None]


def backfill(
    conn: psycopg.Connection,
    outlet: Outlet,
    archive: Archive,
    months: list[str],
    *,
    run_id: str,
    load: Callable[[], None],
    say: Say,
    most_requests: int = MOST_REQUESTS,
    again: bool = False,
) -> int:
    """Fetch the months' articles that are not archived yet, newest month first; return the exit status.

    `load` loads what earlier calls left in the archive: this call goes on from what the tables then hold. Settled
    months are left out, except with `again`.
    """
    load()
    settled = {} if again else settled_months(conn, outlet.key)
    open_months = [month for month in months if month not in settled]
    if not open_months:
        return _report_all_settled(outlet, months, settled, say)
    if not site_lock(conn, outlet.politeness_group):
        say(f"{outlet.key}: another crawl of {outlet.politeness_group} is running; try again later")
        return TRY_AGAIN
    archived = archived_months(conn, outlet.key)
    pace = _requests_per_month(settled)
    result = run_backfill(
        outlet,
        BackfillPlan(open_months, archived, most_requests, lambda: is_waited_for(conn), pace),
        read_frontier(conn, outlet.key, datetime.now(UTC)),
        archive,
        run_id,
        delay=settings().delay,
        sample_press=settings().sample_press,
        holds_site=lambda: alive(conn),
    )
    if result.reason != "lock_lost":
        deliver(archive, outlet.key)
    return _report_end(outlet, open_months, result, say)


def list_months(
    conn: psycopg.Connection, outlet: Outlet, months: list[str], load: Callable[[], None], say: Say
) -> None:
    """Print what is known of each month, without a request to the site."""
    load()
    settled = settled_months(conn, outlet.key)
    for month in months:
        say(str(settled.get(month, f"{month} to do")))
    say(f"{outlet.key}: {sum(m not in settled for m in months)} of {len(months)} months are to do")


def _requests_per_month(settled: Mapping[str, SettledMonth]) -> float | None:
    requests = [month.requests for month in settled.values() if month.state == "done"]
    return mean(requests) if requests else None


def _report_all_settled(outlet: Outlet, months: list[str], settled: Mapping[str, SettledMonth], say: Say) -> int:
    out_of_reach = [month for month in months if settled[month].state == "out_of_reach"]
    for month in out_of_reach:
        say(f"{outlet.key}: {settled[month]}")
    say(
        f"{outlet.key}: nothing is left to do: {len(months) - len(out_of_reach)} months are done, "
        f"{len(out_of_reach)} out of reach (--again goes through them once more)"
    )
    return OUT_OF_REACH if out_of_reach else 0


def _report_end(outlet: Outlet, months: list[str], result: BackfillResult, say: Say) -> int:
    """Print how the call ended and what to do next; return the exit status."""
    if result.reason == "no_channel":
        say(
            f"{outlet.key}: no channel goes back in time: the catalogue knows no listing with page numbers and no "
            "sitemap, and robots.txt names none; find where the paper keeps its past, and add it with its evidence to "
            f"crawler/outlets/{outlet.key}.yaml"
        )
        return OUT_OF_REACH
    out_of_reach = {month: reason for month, (state, reason) in result.settled.items() if state == "out_of_reach"}
    for line in [*result.postponed, *(f"{month} is out of reach: {reason}" for month, reason in out_of_reach.items())]:
        say(f"{outlet.key}: {line}")
    is_unfinished = len(months) > len(result.settled)
    ending = _ENDINGS.get(result.reason, result.reason)
    say(
        f"{outlet.key}: {ending}: {result.fetched} articles fetched, {result.requests} requests, "
        f"{len(result.settled)} of {len(months)} months settled" + (", run it again to go on" if is_unfinished else "")
    )
    if result.reason == "limit" and not result.fetched and not result.settled:
        say(f"{outlet.key}: no article was reached with so few requests: give it more with --limit")
        return 1
    if result.reason in ("limit", "gave_way"):
        return TRY_AGAIN
    if result.reason != "finished" or result.postponed:
        return 1
    return OUT_OF_REACH if out_of_reach else 0
