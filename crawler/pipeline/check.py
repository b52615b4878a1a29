"""The verdict on one outlet's crawl, and the sum of a night."""

from collections.abc import Sequence

import psycopg

from crawler.outlets import Outlet, nightly_outlets
from crawler.quality import Summary, Verdict, check, newest_run, report


class NothingToCheck(LookupError):
    """No crawl of the outlet is loaded; the text says what to do."""


def check_outlet(conn: psycopg.Connection, outlet: Outlet, run_id: str = "") -> Verdict:
    """Judge a run's crawl of an outlet, by default the newest one's, and keep the verdict. Raises NothingToCheck."""
    judged = run_id or newest_run(conn, outlet.key)
    if judged is None:
        raise NothingToCheck(
            f"{outlet.key}: no crawl is loaded yet: `baotinh crawl {outlet.key}`, then `baotinh load {outlet.key}`"
        )
    return check(conn, outlet, judged)


def report_night(conn: psycopg.Connection, run_id: str, keys: Sequence[str] | None, chosen: str) -> Summary:
    """Sum up a run: the outlets of these keys, or else those of the night that the setting `outlets` chooses."""
    return report(conn, run_id, keys or [*nightly_outlets(chosen)])
