"""The record of a paper's proof: counted from its nights, judged, stored; a rebuild comes to the same."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple

import psycopg

from crawler.outlets import Outlet
from crawler.quality.date_bounds import DATE_BOUNDS
from crawler.quality.proof import FIELDS, PAPER, FieldProof, NightCount, PaperProof, prove


def record_proof(conn: psycopg.Connection, outlet_key: str) -> list[FieldProof]:
    """Judge the paper's fields by its nights, store the proof and return it; an equal proof is not written again."""
    rows = conn.execute(_NIGHTS, {"outlet": outlet_key, "fields": [*FIELDS]}).fetchall()
    proof = prove(NightCount(*row) for row in rows)
    with conn.transaction():
        stored = conn.execute(_STORED, [outlet_key]).fetchall()
        if sorted(stored) != sorted(astuple(each) for each in proof):
            conn.execute("DELETE FROM ops.outlet_proof WHERE outlet_key = %s", [outlet_key])
            conn.cursor().executemany(_WRITE, [[outlet_key, *astuple(each)] for each in proof])
    return proof


def is_proven(conn: psycopg.Connection, outlet: Outlet) -> bool:
    """Return True if the paper's reader was held against a real page first, or its own nights have proven it."""
    if outlet.crawled:
        return True
    query = "SELECT FROM ops.outlet_proof WHERE outlet_key = %s AND field = %s AND state = 'proven'"
    return conn.execute(query, [outlet.key, PAPER]).fetchone() is not None


def papers_proof(conn: psycopg.Connection, keys: Sequence[str]) -> Iterator[PaperProof]:
    """Yield how far each paper is proven, in the order of its key, with its fields."""
    rows = conn.execute(
        "SELECT outlet_key, state, proven_by, since FROM news.proof WHERE outlet_key = ANY(%s) ORDER BY outlet_key",
        [[*keys]],
    )
    for key, state, proven_by, since in rows.fetchall():
        stored = (FieldProof(*row) for row in conn.execute(_STORED, [key]).fetchall())
        yield PaperProof(key, state, proven_by, since, [field for field in stored if field.field != PAPER])


# Articles as they were first read, by the night in Việt Nam in which they were; the last ninety days. A page of an
# article's address that its reader did not know speaks against every field that it should have, also where another
# reader stood in. Where the one-page reader stood in for a paper's profile, what the head says speaks for the other
# fields, and nothing for the body: the profile, which the other pages prove, did not read it. An article whose text is
# another's as well is one article under two ids.
_NIGHTS = f"""
    WITH newest AS (
        SELECT max(fetched_at) - interval '90 days' AS start FROM ops.field_reading WHERE outlet_key = %(outlet)s
    ), first_readings AS (
        SELECT DISTINCT ON (q.article_id) q.*
        FROM ops.field_reading AS q, newest WHERE q.outlet_key = %(outlet)s AND q.fetched_at >= newest.start
            AND NOT EXISTS (SELECT FROM ops.problem AS p WHERE p.record_id = q.record_id AND p.code = 'other_family')
        ORDER BY q.article_id, q.fetched_at, q.record_id
    ), bounds AS ({DATE_BOUNDS}
    ), pages AS (
        SELECT q.fetched_at, q.record_id,
            CASE WHEN twin.article_id IS NULL THEN q.confirmed ELSE array_remove(q.confirmed, 'identity') END
                || CASE WHEN b.fits AND 'published_at' = ANY (q.said_twice) THEN '{{published_at}}'::text[] END
                AS confirmed,
            q.refuted || CASE WHEN twin.article_id IS NOT NULL THEN '{{identity}}'::text[] END
                || CASE WHEN NOT b.fits AND NOT 'published_at' = ANY (q.confirmed) THEN '{{published_at}}'::text[] END
                AS refuted,
            CASE WHEN NOT 'body' = ANY (q.confirmed || q.refuted) AND EXISTS (
                SELECT FROM ops.problem AS p
                WHERE p.record_id = q.record_id AND p.field = 'layout' AND p.code = 'unknown'
            ) THEN '{{body}}'::text[] END AS unknown
        FROM first_readings AS q
        LEFT JOIN bounds AS b USING (article_id)
        LEFT JOIN LATERAL (
            SELECT s.article_id FROM ops.field_reading AS s
            WHERE s.body_key = q.body_key AND s.outlet_key = q.outlet_key AND s.article_id <> q.article_id LIMIT 1
        ) AS twin ON true
        UNION ALL
        SELECT c.fetched_at, c.record_id, '{{}}', '{{headline,published_at,body}}', NULL
        FROM newest, ops.warc_file AS w JOIN ops.capture AS c USING (warc_id)
        JOIN ops.reading AS r USING (record_id, fetched_at)
        WHERE w.outlet_key = %(outlet)s AND c.fetched_at >= newest.start AND (r.outcome = 'layout_changed'
            OR EXISTS (SELECT FROM ops.problem AS p WHERE p.record_id = c.record_id AND p.code = 'other_family'))
    )
    SELECT (p.fetched_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS night, f.field,
        count(*) FILTER (WHERE f.field = ANY (p.confirmed) AND NOT f.field = ANY (p.refuted)) AS confirmed,
        count(*) FILTER (WHERE f.field = ANY (p.refuted)) AS refuted,
        count(*) FILTER (WHERE f.field = ANY (p.unknown)) AS unknown,
        min(u.url) FILTER (WHERE f.field = ANY (p.confirmed) AND NOT f.field = ANY (p.refuted)) AS confirmed_url,
        min(u.url) FILTER (WHERE f.field = ANY (p.refuted || p.unknown)) AS refuted_url
    FROM pages AS p
    LEFT JOIN ops.capture AS c USING (record_id, fetched_at)
    LEFT JOIN ops.url AS u USING (url_key)
    CROSS JOIN unnest(%(fields)s::text[]) AS f (field)
    GROUP BY 1, 2 ORDER BY 1, 2"""

_STORED = """
    SELECT field, state, since, nights, confirmed, refuted, confirmed_url, refuted_url
    FROM ops.outlet_proof WHERE outlet_key = %s ORDER BY field"""

_WRITE = """
    INSERT INTO ops.outlet_proof
        (outlet_key, field, state, since, nights, confirmed, refuted, confirmed_url, refuted_url)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""
