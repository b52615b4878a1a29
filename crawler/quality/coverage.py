"""Coverage, the denominator of every count: what an outlet's crawls of a day announced, and what became of it."""

from datetime import date

import psycopg


def write_coverage(conn: psycopg.Connection, outlet_key: str, day: date) -> None:
    """Count the outlet's distinct announced addresses of one day in Việt Nam; equal counts are not written again."""
    conn.execute(_COVERAGE, {"outlet": outlet_key, "day": day})


# A day may have several runs; an address counts once, and the day's verdict is that of its last checked run.
_COVERAGE = """
    WITH run AS (
        SELECT run_id, started_at, verdict FROM ops.crawl
        WHERE outlet_key = %(outlet)s AND (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = %(day)s
    ), announced AS (
        SELECT DISTINCT n.url_key, n.article_id FROM ops.announcement AS n JOIN run USING (run_id)
        WHERE n.outlet_key = %(outlet)s
    ), fate AS (
        SELECT
            EXISTS (SELECT FROM ops.capture AS c WHERE c.url_key = n.url_key
                    AND (c.fetched_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = %(day)s) AS fetched,
            EXISTS (SELECT FROM news.article_record AS a WHERE a.article_id = n.article_id) AS loaded,
            EXISTS (SELECT FROM ops.refusal AS f JOIN run USING (run_id)
                    WHERE f.url_key = n.url_key AND f.reason IN ('robots', 'offsite', 'limit', 'trial')) AS refused
        FROM announced AS n
    )
    INSERT INTO news.coverage AS c (outlet_key, day, announced, fetched, loaded, refused, failed, verdict)
    SELECT %(outlet)s, %(day)s, count(*), count(*) FILTER (WHERE fetched), count(*) FILTER (WHERE loaded),
        count(*) FILTER (WHERE refused AND NOT loaded), count(*) FILTER (WHERE NOT loaded AND NOT refused),
        (SELECT verdict FROM run WHERE verdict IS NOT NULL ORDER BY started_at DESC LIMIT 1)
    FROM fate
    ON CONFLICT (outlet_key, day) DO UPDATE SET
        announced = excluded.announced, fetched = excluded.fetched, loaded = excluded.loaded,
        refused = excluded.refused, failed = excluded.failed, verdict = excluded.verdict
    WHERE (c.announced, c.fetched, c.loaded, c.refused, c.failed, c.verdict)
        IS DISTINCT FROM (excluded.announced, excluded.fetched, excluded.loaded, excluded.refused, excluded.failed,
                          excluded.verdict)"""
