"""`baotinh crawl KEY --since MONTH`: one bounded call of a backfill, from what the tables know to its last line."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from statistics import mean

import psycopg

from crawler.archive import Archive
from crawler.configuration import settings
from crawler.database import alive, site_lock, waited_for
from crawler.outlets import Outlet
from crawler.pipeline.exit_status import OUT_OF_REACH, TRY_AGAIN
from crawler.spiders import BackfillPlan, BackfillResult, run_backfill
from crawler.warehouse import SettledMonth, archived_months, read_frontier, settled_months

# A quarter of an hour at one request a second: then what waits for the site has its turn.
MOST_REQUESTS = 1_000

_WHY = {
    "limit": "the call's requests are used up",
    "gave_way": "it gave way to another crawl of the site",
    "site_down": "the site does not answer any more",
    "no_answer": "the site's front page did not come",
    "lock_lost": "the database ended, and the site's lock with it",
    "shutdown": "it was stopped",
}
Say = Callable[[str], None]


def backfill(
    conn: psycopg.Connection,
    outlet: Outlet,
    archive: Archive,
    wanted: list[str],
    *,
    run_id: str,
    load: Callable[[], None],
    say: Say,
    most_requests: int = MOST_REQUESTS,
    again: bool = False,
) -> int:
    """Fetch articles of the wanted months, newest first, that are not archived yet; return the exit status.

    `load` brings what earlier calls left in the archive into the tables: they say where this one goes on. Settled
    months are passed over, unless they are wanted `again`.
    """
    load()
    known = {} if again else settled_months(conn, outlet.key)
    left = [month for month in wanted if month not in known]
    if not left:
        return _all_settled(outlet, wanted, known, say)
    if not site_lock(conn, outlet.politeness_group):
        say(f"{outlet.key}: another crawl of {outlet.politeness_group} is running; try again later")
        return TRY_AGAIN
    result = run_backfill(
        outlet,
        BackfillPlan(left, archived_months(conn, outlet.key), most_requests, lambda: waited_for(conn), _pace(known)),
        read_frontier(conn, outlet.key, datetime.now(UTC)),
        archive,
        run_id,
        delay=settings().delay,
        sample_press=settings().sample_press,
        holds_site=lambda: alive(conn),
    )
    return _end(outlet, left, result, say)


def list_months(
    conn: psycopg.Connection, outlet: Outlet, wanted: list[str], load: Callable[[], None], say: Say
) -> None:
    """Say of each wanted month what is known; ask the site nothing."""
    load()
    known = settled_months(conn, outlet.key)
    for month in wanted:
        say(str(known.get(month, f"{month} to do")))
    say(f"{outlet.key}: {sum(m not in known for m in wanted)} of {len(wanted)} months are to do")


def _pace(known: Mapping[str, SettledMonth]) -> float | None:
    found = [month.requests for month in known.values() if month.state == "done"]
    return mean(found) if found else None


def _all_settled(outlet: Outlet, wanted: list[str], known: Mapping[str, SettledMonth], say: Say) -> int:
    beyond = [month for month in wanted if known[month].state == "out_of_reach"]
    for month in beyond:
        say(f"{outlet.key}: {known[month]}")
    say(
        f"{outlet.key}: nothing is left to do: {len(wanted) - len(beyond)} months are done, {len(beyond)} out of reach "
        "(--again goes through them once more)"
    )
    return OUT_OF_REACH if beyond else 0


def _end(outlet: Outlet, left: list[str], result: BackfillResult, say: Say) -> int:
    """Say how the call ended and what is to be done next; return the exit status."""
    if result.reason == "no_channel":
        say(
            f"{outlet.key}: no channel goes back in time: the catalogue knows no listing with page numbers and no "
            "sitemap, and robots.txt names none; find where the paper keeps its past, and add it with its evidence to "
            f"crawler/outlets/{outlet.key}.yaml"
        )
        return OUT_OF_REACH
    beyond = {month: reason for month, (state, reason) in result.settled.items() if state == "out_of_reach"}
    for line in [*result.postponed, *(f"{month} is out of reach: {reason}" for month, reason in beyond.items())]:
        say(f"{outlet.key}: {line}")
    rest = len(left) - len(result.settled)
    ended = _WHY.get(result.reason, result.reason)
    say(
        f"{outlet.key}: {ended}: {result.fetched} articles fetched, {result.requests} requests, "
        f"{len(result.settled)} of {len(left)} months settled" + (", run it again to go on" if rest else "")
    )
    if result.reason == "limit" and not result.fetched and not result.settled:
        say(f"{outlet.key}: no article was reached with so few requests: give it more with --limit")
        return 1
    if result.reason in ("limit", "gave_way"):
        return TRY_AGAIN
    if result.reason != "finished" or result.postponed:
        return 1
    return OUT_OF_REACH if beyond else 0
