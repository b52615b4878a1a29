"""Articles by newspaper: how many there are, how many the last night brought, and what became of those announced."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from time import monotonic

import psycopg
from prometheus_client.core import Metric

from crawler.article.time_zone import HANOI
from crawler.metrics.gauges import by_outlet
from crawler.metrics.nights import Night

# Half a million articles take a quarter of a second.
COUNT_SECONDS = 15 * 60


class ArticleCounts:
    """The articles of each paper; as the count reads all of an index, it is read again only after some minutes."""

    def __init__(self, seconds: float = COUNT_SECONDS) -> None:
        self._seconds = seconds
        self._counts: dict[str, int] = {}
        self._read_at = -math.inf

    def numbers(self, conn: psycopg.Connection, outlet_keys: Sequence[str]) -> Iterator[Metric]:
        """Yield the articles of each paper; a paper without any has 0."""
        if monotonic() - self._read_at >= self._seconds:
            self._counts = dict(conn.execute(_ARTICLES, {"keys": [*outlet_keys]}).fetchall())
            self._read_at = monotonic()
        yield by_outlet(
            "baotinh_outlet_articles",
            f"Articles of a paper in news.articles; counted again after {COUNT_SECONDS // 60} minutes.",
            ((key, self._counts.get(key, 0)) for key in outlet_keys),
        )


def new_article_numbers(conn: psycopg.Connection, outlet_keys: Sequence[str], night: Night | None) -> Iterator[Metric]:
    """Yield the articles of each paper that the night was the first to see; a paper without any has 0."""
    new: dict[str, int] = dict(conn.execute(_NEW, {"run": night.run_id}).fetchall()) if night else {}
    yield by_outlet(
        "baotinh_outlet_new_articles",
        "Articles of a paper that the newest night was the first to see.",
        ((key, new.get(key, 0)) for key in outlet_keys),
    )


def coverage_numbers(conn: psycopg.Connection, outlet_keys: Sequence[str]) -> Iterator[Metric]:
    """Yield what news.coverage says of each paper's last day; a paper without such a day is left out."""
    rows = conn.execute(_COVERAGE, {"keys": [*outlet_keys]}).fetchall()
    yield by_outlet(
        "baotinh_outlet_coverage_timestamp_seconds",
        "Beginning, in Việt Nam, of the last day of a paper in news.coverage: the next four numbers are of this day.",
        ((key, datetime.combine(day, time(), HANOI).timestamp()) for key, day, *_ in rows),
    )
    for place, (state, meaning) in enumerate(_STATES.items(), 2):
        name = f"baotinh_outlet_{state}_articles"
        yield by_outlet(name, f"{meaning} (news.coverage.{state}).", ((row[0], row[place]) for row in rows))


_STATES = {
    "announced": "Articles that a paper's feeds, sitemaps and listings named on its last day",
    "loaded": "Of the announced articles of a paper's last day, those that are in the tables",
    "refused": "Of the announced articles of a paper's last day, those that were not asked for or refused",
    "failed": "Of the announced articles of a paper's last day, those neither loaded nor refused: what is missing",
}

_ARTICLES = "SELECT outlet_key, count(*) FROM news.article_record WHERE outlet_key = ANY(%(keys)s) GROUP BY outlet_key"

# An article is new where the capture that showed it first is in a file of this run; articles know it to the second.
_NEW = """
    SELECT w.outlet_key, count(DISTINCT a.article_id)
    FROM ops.warc_file AS w JOIN ops.capture AS c USING (warc_id) JOIN ops.reading AS r USING (record_id)
        JOIN news.article_record AS a
            ON a.article_id = r.article_id
            AND date_trunc('second', a.first_seen_at) = date_trunc('second', r.fetched_at)
    WHERE w.run_id = %(run)s AND r.outcome = 'article'
    GROUP BY w.outlet_key"""

# A day ahead of the clock, which jumped, hides no true one.
_COVERAGE = """
    SELECT outlet_key, c.day, c.announced, c.loaded, c.refused, c.failed
    FROM unnest(%(keys)s::text[]) AS k (outlet_key) JOIN LATERAL (
        SELECT * FROM news.coverage AS c
        WHERE c.outlet_key = k.outlet_key AND c.day <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        ORDER BY c.day DESC LIMIT 1
    ) AS c USING (outlet_key)"""
