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
    """Return the run of the outlet's last crawl, or None where none was loaded."""
    row = conn.execute(
        "SELECT run_id FROM ops.crawl WHERE outlet_key = %s ORDER BY started_at DESC LIMIT 1", [outlet_key]
    ).fetchone()
    return None if row is None else str(row[0])


def _store(conn: psycopg.Connection, outlet_key: str, run_id: str, verdict: Verdict) -> None:
    values = [run_id, outlet_key, verdict.colour, verdict.findings]
    conn.execute(
        """
        INSERT INTO ops.check_result AS c (run_id, outlet_key, verdict, findings) VALUES (%s, %s, %s, %s)
        ON CONFLICT (run_id, outlet_key) DO UPDATE
        SET verdict = excluded.verdict, findings = excluded.findings, checked_at = now()
        WHERE (c.verdict, c.findings) IS DISTINCT FROM (excluded.verdict, excluded.findings)""",
        values,
    )
    conn.execute(
        """
        UPDATE ops.crawl SET verdict = %(colour)s
        WHERE run_id = %(run)s AND outlet_key = %(outlet)s AND verdict IS DISTINCT FROM %(colour)s""",
        {"run": run_id, "outlet": outlet_key, "colour": verdict.colour},
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
