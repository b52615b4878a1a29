"""The backlog: what waits to be asked for, loaded or looked at, and how far backfills are."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import psycopg
from prometheus_client.core import Metric

from crawler.archive import Archive
from crawler.archive.store import failures
from crawler.metrics.gauges import by_outlet, gauge, moment

# A file that waits longer was seen by no load of so many nights; its paper is red since then.
_RECENT = timedelta(days=60)


def backlog_numbers(conn: psycopg.Connection, outlet_keys: Sequence[str], archive: Archive) -> Iterator[Metric]:
    """Yield what waits: due addresses of each paper, sealed files, captures in quarantine."""
    due: dict[str, int] = dict(conn.execute(_DUE, {"keys": [*outlet_keys]}).fetchall())
    yield by_outlet(
        "baotinh_outlet_due_addresses",
        "Known addresses of a paper whose time to be asked again, or for the first time, has come.",
        ((key, due.get(key, 0)) for key in outlet_keys),
    )
    yield from _waiting_files(conn, archive)
    yield gauge(
        "baotinh_quarantined_captures",
        "Captures that the tables refused: nothing is lost, ops.quarantine says why.",
        _count(conn, "SELECT count(*) FROM ops.quarantine"),
    )


def _waiting_files(conn: psycopg.Connection, archive: Archive) -> Iterator[Metric]:
    """Yield how many files wait for a load; of a bucket that does not answer nothing is known."""
    try:
        recent = archive.names_sealed_since(datetime.now(UTC) - _RECENT)
    except failures():
        return
    yield gauge(
        "baotinh_waiting_warc_files",
        "Sealed WARC files that no load has brought into the tables yet, or that wait for another load. "
        "During a crawl a few are normal; hours after it, a load has failed.",
        _count(conn, _WAITING, {"recent": recent}),
    )


def backfill_numbers(conn: psycopg.Connection) -> Iterator[Metric]:
    """Yield how far backfills are; a paper that had none is left out."""
    rows = conn.execute(_BACKFILLS).fetchall()
    yield by_outlet(
        "baotinh_outlet_backfilled_months",
        "Old months of a paper all of whose named articles a backfill has asked for (ops.backfill, done).",
        ((key, done) for key, done, _, _ in rows),
    )
    yield by_outlet(
        "baotinh_outlet_unreachable_months",
        "Old months of a paper that none of its channels goes back to (ops.backfill, out_of_reach).",
        ((key, unreachable) for key, _, unreachable, _ in rows),
    )
    yield gauge(
        "baotinh_last_backfill_timestamp_seconds",
        "When a backfill last settled a month; 0: never.",
        moment(max((settled_at for *_, settled_at in rows), default=None)),
    )


def _count(conn: psycopg.Connection, query: str, values: dict[str, object] | None = None) -> int:
    row = conn.execute(query.encode(), values).fetchone()
    assert row is not None
    return int(row[0])


_DUE = """
    SELECT outlet_key, count(*) FROM ops.url
    WHERE outlet_key = ANY(%(keys)s) AND next_due_at <= now() GROUP BY outlet_key"""

_WAITING = """
    SELECT count(*) FROM (
        SELECT name FROM unnest(%(recent)s::text[]) AS sealed (name)
        WHERE NOT EXISTS (SELECT FROM ops.warc_file AS w WHERE w.name = sealed.name)
        UNION ALL
        SELECT name FROM ops.warc_file WHERE loaded_at IS NULL
    ) AS waiting"""

_BACKFILLS = """
    SELECT outlet_key, count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'out_of_reach'),
        max(settled_at)
    FROM ops.backfill GROUP BY outlet_key ORDER BY outlet_key"""
