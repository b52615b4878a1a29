"""Facts: what the database knows of one outlet's crawl in one run."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import psycopg
from psycopg.rows import class_row

from crawler.quality.completeness import Completeness, completeness
from crawler.quality.field_facts import field_facts
from crawler.quality.field_health import FieldHealth

Fate = Literal["loaded", "refused", "gone", "unread", "unexplained"]


@dataclass(frozen=True)
class ChannelFact:
    """How one feed, sitemap or listing was read; `certainty` is seen, listed or guessed.

    `overlap` counts the articles that its last read had as well, None where there is no earlier read.
    """

    channel: str
    status: str
    items: int
    reason: str | None = None
    certainty: str = "seen"
    ending: str | None = None
    overlap: int | None = None


@dataclass(frozen=True)
class AddressFact:
    """The fate of one announced address; `why` is the reason of a refusal or the outcome of a reading."""

    url: str
    fate: Fate
    why: str | None = None


@dataclass(frozen=True)
class RunFacts:
    """All that a verdict depends on; `crawl_end` is None where no finished crawl of this run was loaded."""

    crawl_end: str | None = None
    started_at: datetime | None = None
    channels: list[ChannelFact] = field(default_factory=list)
    addresses: list[AddressFact] = field(default_factory=list)
    quarantined: int = 0
    completeness: list[Completeness] = field(default_factory=list)
    fields: list[FieldHealth] = field(default_factory=list)


def run_facts(conn: psycopg.Connection, outlet_key: str, run_id: str) -> RunFacts:
    """Return the facts about the outlet's crawl in this run; an unknown run has empty facts."""
    filters = {"run": run_id, "outlet": outlet_key}
    crawl = conn.execute(
        "SELECT reason, started_at FROM ops.crawl WHERE run_id = %(run)s AND outlet_key = %(outlet)s", filters
    ).fetchone()
    with conn.cursor(row_factory=class_row(ChannelFact)) as cursor:
        channels = cursor.execute(_CHANNELS, filters).fetchall()
    with conn.cursor(row_factory=class_row(AddressFact)) as cursor:
        addresses = cursor.execute(_ADDRESSES, filters).fetchall()
    quarantined = conn.execute(_QUARANTINED, filters).fetchone()
    assert quarantined is not None
    crawl_end, started_at = crawl or (None, None)
    meters = completeness(conn, outlet_key, run_id)
    fields = field_facts(conn, outlet_key, run_id)
    return RunFacts(crawl_end, started_at, channels, addresses, quarantined[0], meters, fields)


_CHANNELS = """
    SELECT channel, r.status, items, reason, certainty, r.ending, overlap
    FROM ops.channel_read AS r JOIN ops.channel_overlap USING (run_id, outlet_key, channel)
    WHERE run_id = %(run)s AND outlet_key = %(outlet)s ORDER BY channel"""

# An address counts as loaded when its article is, under any address; otherwise its newest answer says why not.
_ADDRESSES = """
    SELECT coalesce(u.url, n.url_key::text) AS url,
        CASE
            WHEN a.article_id IS NOT NULL OR r.outcome = 'suppressed' THEN 'loaded'
            WHEN f.reason NOT IN ('failed', 'site_down') THEN 'refused'
            WHEN r.outcome = 'gone' THEN 'gone'
            WHEN r.outcome IS NOT NULL OR f.reason IS NOT NULL THEN 'unread'
            ELSE 'unexplained'
        END AS fate,
        coalesce(f.reason, r.outcome) AS why
    FROM ops.announcement AS n
    LEFT JOIN ops.url AS u USING (url_key)
    LEFT JOIN news.article_record AS a ON a.article_id = n.article_id
    LEFT JOIN ops.refusal AS f ON f.run_id = n.run_id AND f.url_key = n.url_key
    LEFT JOIN LATERAL (
        SELECT outcome FROM ops.reading WHERE article_id = n.article_id ORDER BY fetched_at DESC LIMIT 1
    ) AS r ON true
    WHERE n.run_id = %(run)s AND n.outlet_key = %(outlet)s
    ORDER BY url"""

_QUARANTINED = """
    SELECT count(*) FROM ops.quarantine AS q
    JOIN ops.capture AS c USING (record_id) JOIN ops.warc_file AS w USING (warc_id)
    WHERE w.run_id = %(run)s AND w.outlet_key = %(outlet)s"""
