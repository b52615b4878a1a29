"""The check of one outlet in one run: its verdict is stored, and the coverage of its day counted."""

from datetime import date

import psycopg

from crawler.outlets import Outlet
from crawler.quality.coverage import write_coverage
from crawler.quality.facts import run_facts
from crawler.quality.verdict import Verdict, judge


def check(conn: psycopg.Connection, outlet: Outlet, run_id: str) -> Verdict:
    """Return the verdict on the outlet's crawl in this run and store it; an equal verdict is not written again."""
    facts = run_facts(conn, outlet.key, run_id)
    verdict = judge(facts)
    with conn.transaction():
        _store(conn, outlet.key, run_id, verdict)
        if facts.started_at is not None:
            write_coverage(conn, outlet.key, _day(conn, outlet.key, run_id))
    return verdict


def newest_run(conn: psycopg.Connection, outlet_key: str) -> str | None:
    """Return the run of the outlet's last crawl, or None where none was loaded.

    A crawl that a wrong clock dated in the future is not the last one.
    """
    row = conn.execute(
        "SELECT run_id FROM ops.crawl WHERE outlet_key = %s ORDER BY started_at > now(), started_at DESC LIMIT 1",
        [outlet_key],
    ).fetchone()
    return None if row is None else str(row[0])


def _store(conn: psycopg.Connection, outlet_key: str, run_id: str, verdict: Verdict) -> None:
    """Write the verdict and its findings; equal ones are not written again."""
    key = {"run_id": run_id, "outlet_key": outlet_key}
    conn.execute(
        """
        INSERT INTO ops.check_result AS c (run_id, outlet_key, verdict, due, loaded)
        VALUES (%(run_id)s, %(outlet_key)s, %(verdict)s, %(due)s, %(loaded)s)
        ON CONFLICT (run_id, outlet_key) DO UPDATE
        SET verdict = excluded.verdict, due = excluded.due, loaded = excluded.loaded, checked_at = now()
        WHERE (c.verdict, c.due, c.loaded) IS DISTINCT FROM (excluded.verdict, excluded.due, excluded.loaded)""",
        key | {"verdict": verdict.colour, "due": verdict.due, "loaded": verdict.loaded},
    )
    _store_findings(conn, outlet_key, run_id, verdict)
    conn.execute(
        """
        UPDATE ops.crawl SET verdict = %(colour)s
        WHERE run_id = %(run)s AND outlet_key = %(outlet)s AND verdict IS DISTINCT FROM %(colour)s""",
        {"run": run_id, "outlet": outlet_key, "colour": verdict.colour},
    )


def _store_findings(conn: psycopg.Connection, outlet_key: str, run_id: str, verdict: Verdict) -> None:
    rows = [(place, f.colour, f.code, f.text) for place, f in enumerate(verdict.findings, 1)]
    stored = conn.execute(
        "SELECT place, colour, code, text FROM ops.finding WHERE run_id = %s AND outlet_key = %s ORDER BY place",
        [run_id, outlet_key],
    ).fetchall()
    if stored == rows:
        return
    conn.execute("DELETE FROM ops.finding WHERE run_id = %s AND outlet_key = %s", [run_id, outlet_key])
    with conn.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ops.finding (run_id, outlet_key, place, colour, code, text) VALUES (%s, %s, %s, %s, %s, %s)",
            [(run_id, outlet_key, *row) for row in rows],
        )


def _day(conn: psycopg.Connection, outlet_key: str, run_id: str) -> date:
    row = conn.execute(
        """
        SELECT (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM ops.crawl
        WHERE run_id = %s AND outlet_key = %s""",
        [run_id, outlet_key],
    ).fetchone()
    assert row is not None
    day: date = row[0]
    return day
