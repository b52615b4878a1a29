"""The schedule: when each address is due and which articles are gone, computed anew from all stored captures."""

from collections.abc import Iterable

import psycopg

from crawler.warehouse.announcements import Announcement
from crawler.warehouse.outcomes import Answer

# An article is edited most on its first day; after half a year an edit is rare (design, section 4).
REVISIT_DAYS = (1, 3, 7, 30, 180)
# An article counts as gone when its absence is seen again a day later (design, section 4).
GONE_AFTER_HOURS = 24
# A night begins at the same hour but reaches an address sooner or later: 20 hours still mean "the next night".
RETRY_HOURS = 20
MOST_FAILS = 5


def move_frontier(  # noqa: PLR0917 - a file's outlet and run, and its addresses
    conn: psycopg.Connection,
    outlet_key: str,
    run_id: str,
    answers: list[Answer],
    pages: list[Answer],
    announced: list[Announcement],
    refused: Iterable[int],
) -> None:
    """Update `ops.url` from a file: its addresses, when they were announced, validators, and when each is due.

    `pages` are the answers that brought the article's page whole; `refused` are the keys of addresses that the crawl
    did not fetch, or whose captures were removed.
    """
    addresses = {a.url_key: (a.url, a.article_id) for a in answers}
    addresses |= {a.url_key: (a.url, a.article_id) for a in announced}
    with conn.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ops.url (url_key, outlet_key, url, article_id) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [(key, outlet_key, url, article) for key, (url, article) in sorted(addresses.items())],
        )
    _update_announced(conn, run_id, announced)
    _update_validators(conn, pages)
    conn.execute(
        _SCHEDULE,
        {
            "keys": sorted({*addresses, *refused}),
            "days": list(REVISIT_DAYS),
            "gone_after": GONE_AFTER_HOURS,
            "retry": RETRY_HOURS,
            "most": MOST_FAILS,
        },
    )


def mark_gone(conn: psycopg.Connection, articles: Iterable[int]) -> None:
    """Set `gone_at` where every address of an article that ever answered is confirmed gone; clear it elsewhere."""
    conn.execute(_GONE, {"articles": sorted(articles), "gone_after": GONE_AFTER_HOURS})


def _update_announced(conn: psycopg.Connection, run_id: str, announced: list[Announcement]) -> None:
    last = {a.url_key: a.at for a in announced}  # oldest first: the last one stays
    conn.execute(
        """
        UPDATE ops.url AS u SET announced_at = n.at, announced_run = %(run)s
        FROM unnest(%(keys)s::bigint[], %(at)s::timestamptz[]) AS n (url_key, at)
        WHERE u.url_key = n.url_key
          AND (u.announced_at IS NULL OR (u.announced_at, u.announced_run) < (n.at, %(run)s))""",
        {"run": run_id, "keys": [*last], "at": [*last.values()]},
    )


def _update_validators(conn: psycopg.Connection, pages: list[Answer]) -> None:
    """Store the validators for a conditional request: those of the newest page."""
    last = {page.url_key: page.capture for page in sorted(pages, key=lambda page: page.capture.fetched_at)}
    conn.execute(
        """
        UPDATE ops.url AS u SET etag = n.etag, last_modified = n.last_modified
        FROM unnest(%(keys)s::bigint[], %(at)s::timestamptz[], %(etag)s::text[], %(modified)s::text[])
            AS n (url_key, at, etag, last_modified)
        WHERE u.url_key = n.url_key AND (u.etag, u.last_modified) IS DISTINCT FROM (n.etag, n.last_modified)
          AND NOT EXISTS (SELECT FROM ops.capture AS c WHERE c.url_key = n.url_key AND c.status < 300
                          AND c.fetched_at > n.at)""",
        {
            "keys": [*last],
            "at": [c.fetched_at for c in last.values()],
            "etag": [c.etag for c in last.values()],
            "modified": [c.last_modified for c in last.values()],
        },
    )


# An address that only backfills fetched and no night's channel named has had its edits, unless the article was young
# then: no night asks for it again, and where it failed the next backfill does.
# `missing` are answers that say the page is not there: 404, 410, and redirects, whose target has its own row.
_SCHEDULE = """
    WITH answer AS (
        SELECT u.url_key, c.fetched_at, c.status, c.status < 300 OR c.status = 304 AS ok,
            c.status IN (404, 410) OR c.status BETWEEN 300 AND 399 AND c.status <> 304 AS missing,
            n.kind = 'backfill' AS by_backfill,
            max(c.fetched_at) FILTER (WHERE c.status < 300) OVER address AS last_page_at,
            max(c.fetched_at) FILTER (WHERE c.status < 300 OR c.status = 304) OVER address AS last_ok_at
        FROM ops.url AS u JOIN ops.capture AS c USING (url_key)
            JOIN ops.warc_file AS w USING (warc_id) JOIN ops.run AS n USING (run_id)
        WHERE u.url_key = ANY(%(keys)s)
        WINDOW address AS (PARTITION BY u.url_key)
    ), seen AS (
        SELECT url_key, bool_and(by_backfill) AS by_backfill,
            min(fetched_at) FILTER (WHERE ok) AS first_ok_at, max(last_ok_at) AS last_ok_at,
            max(fetched_at) AS last_at, (array_agg(status ORDER BY fetched_at DESC))[1] AS last_status,
            (array_agg(missing ORDER BY fetched_at DESC))[1] AS missing,
            -- several visits of one day are one
            count(DISTINCT (fetched_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) FILTER (WHERE ok) AS visits,
            count(*) FILTER (WHERE fetched_at > coalesce(last_ok_at, '-infinity')) AS fails,
            min(fetched_at) FILTER (WHERE missing AND fetched_at > coalesce(last_ok_at, '-infinity')) AS missing_since,
            count(*) FILTER (WHERE status = 304 AND fetched_at > coalesce(last_page_at, '-infinity')) AS unchanged
        FROM answer GROUP BY url_key
    ), refused AS (
        SELECT url_key, count(DISTINCT run_id) AS runs FROM ops.refusal
        WHERE url_key = ANY(%(keys)s) AND reason NOT IN ('limit', 'trial') GROUP BY url_key
    ), computed AS (
        SELECT u.url_key, s.first_ok_at, s.last_ok_at, s.last_status, coalesce(s.fails, 0) AS fails,
            coalesce(s.unchanged, 0) AS unchanged,
            CASE
                WHEN s.last_at IS NULL THEN CASE WHEN coalesce(r.runs, 0) < %(most)s THEN u.announced_at END
                WHEN s.by_backfill AND u.announced_at IS NULL AND NOT coalesce(
                    a.published_at > s.first_ok_at - interval '1 day' * (%(days)s::int[])[cardinality(%(days)s::int[])],
                    false) THEN NULL
                WHEN s.fails = 0 THEN s.last_ok_at + interval '1 day'
                    * (%(days)s::int[])[least(s.visits, cardinality(%(days)s::int[]))::int]
                WHEN s.missing THEN CASE WHEN s.last_at < s.missing_since + interval '1 hour' * %(gone_after)s
                    THEN s.missing_since + interval '1 hour' * %(gone_after)s END
                WHEN s.fails < %(most)s THEN s.last_at + interval '1 hour' * (%(retry)s * 2 ^ (s.fails - 1))
            END AS next_due_at
        FROM ops.url AS u LEFT JOIN seen AS s USING (url_key) LEFT JOIN refused AS r USING (url_key)
            LEFT JOIN news.article_record AS a USING (article_id)
        WHERE u.url_key = ANY(%(keys)s)
    )
    UPDATE ops.url AS u SET first_ok_at = n.first_ok_at, last_ok_at = n.last_ok_at, last_status = n.last_status,
        fails = n.fails, unchanged_runs = n.unchanged, next_due_at = n.next_due_at
    FROM computed AS n
    WHERE u.url_key = n.url_key
      AND (u.first_ok_at, u.last_ok_at, u.last_status, u.fails, u.unchanged_runs, u.next_due_at)
        IS DISTINCT FROM (n.first_ok_at, n.last_ok_at, n.last_status, n.fails, n.unchanged, n.next_due_at)"""

# An address that now only redirects has passed its article on to another address, which is visited for itself.
_GONE = """
    WITH answer AS (
        SELECT r.article_id, c.url_key, r.fetched_at, r.outcome,
            max(r.fetched_at) FILTER (WHERE r.outcome IN ('article', 'unchanged')) OVER address AS last_ok_at
        FROM ops.reading AS r JOIN ops.capture AS c USING (record_id, fetched_at)
        WHERE r.article_id = ANY(%(articles)s)
        WINDOW address AS (PARTITION BY c.url_key)
    ), missing AS (
        SELECT *, min(fetched_at) FILTER (WHERE outcome = 'gone' AND fetched_at > last_ok_at)
            OVER (PARTITION BY url_key) AS missing_since
        FROM answer WHERE last_ok_at IS NOT NULL
    ), address AS (
        SELECT article_id, url_key, (array_agg(outcome ORDER BY fetched_at DESC))[1] AS last,
            min(fetched_at) FILTER (WHERE outcome = 'gone'
                AND fetched_at >= missing_since + interval '1 hour' * %(gone_after)s) AS confirmed_at
        FROM missing GROUP BY article_id, url_key
    ), gone AS (
        SELECT article_id, CASE WHEN bool_and(confirmed_at IS NOT NULL) THEN max(confirmed_at) END AS gone_at
        FROM address WHERE last <> 'redirect' GROUP BY article_id
    )
    UPDATE news.article_record AS a SET gone_at = n.gone_at
    FROM (SELECT k AS article_id, g.gone_at FROM unnest(%(articles)s::bigint[]) AS k
          LEFT JOIN gone AS g ON g.article_id = k) AS n
    WHERE a.article_id = n.article_id AND a.gone_at IS DISTINCT FROM n.gone_at"""
