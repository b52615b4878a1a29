"""The verdict on one outlet's crawl, and the summary of a night."""

from collections.abc import Sequence

import psycopg

from crawler.outlets import Outlet, nightly_outlets
from crawler.quality import Summary, Verdict, check, newest_run, report


class NothingToCheck(LookupError):
    """No crawl of the outlet is loaded; the message says what to do."""


def check_outlet(conn: psycopg.Connection, outlet: Outlet, run_id: str = "") -> Verdict:
    """Return and store the verdict on an outlet's crawl in a run, by default its newest. Raises NothingToCheck."""
    checked_run = run_id or newest_run(conn, outlet.key)
    if checked_run is None:
        raise NothingToCheck(
            f"{outlet.key}: no crawl is loaded yet: `baotinh crawl {outlet.key}`, then `baotinh load {outlet.key}`"
        )
    return check(conn, outlet, checked_run)


def report_night(conn: psycopg.Connection, run_id: str, keys: Sequence[str] | None, chosen: str) -> Summary:
    """Return the summary of a run for the outlets of these keys, or for those that the setting `outlets` chooses."""
    return report(conn, run_id, keys or [*nightly_outlets(chosen)])
