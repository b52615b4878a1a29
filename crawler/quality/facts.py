"""Facts: what the database knows of one outlet's crawl in one run."""

from dataclasses import dataclass, field
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from crawler.quality.completeness import Completeness, completeness
from crawler.quality.due_articles import DueArticle, due_articles
from crawler.quality.field_facts import field_facts
from crawler.quality.field_health import FieldHealth
from crawler.quality.foreign_lines import OwnBodies, own_bodies
from crawler.quality.other_layouts import OtherLayout, other_layouts
from crawler.quality.silence import Life, life_of


@dataclass(frozen=True)
class ChannelFact:
    """How one feed, sitemap or listing was read; `certainty` is seen, listed or guessed.

    `cause` is why a page of it was not read. `overlap` counts the articles that its last read had as well, None where
    there is no earlier read; `last_items` how many that read had.
    """

    channel: str
    status: str
    items: int
    reason: str | None = None
    certainty: str = "seen"
    ending: str | None = None
    overlap: int | None = None
    cause: str | None = None
    last_items: int | None = None

    @property
    def is_expected(self) -> bool:
        """Return True if this channel is known to exist: seen on the site, named by a source, or read before."""
        return self.certainty != "guessed" or bool(self.last_items)


@dataclass(frozen=True)
class RunFacts:
    """All that a verdict depends on; `crawl_end` is None where no finished crawl of this run was loaded."""

    crawl_end: str | None = None
    started_at: datetime | None = None
    channels: list[ChannelFact] = field(default_factory=list)
    due: list[DueArticle] = field(default_factory=list)
    completeness: list[Completeness] = field(default_factory=list)
    life: Life | None = None
    fields: list[FieldHealth] = field(default_factory=list)
    layouts: list[OtherLayout] = field(default_factory=list)
    bodies: OwnBodies = field(default_factory=OwnBodies)


def run_facts(conn: psycopg.Connection, outlet_key: str, run_id: str) -> RunFacts:
    """Return the facts about the outlet's crawl in this run; an unknown run has empty facts."""
    filters = {"run": run_id, "outlet": outlet_key}
    crawl = conn.execute(
        "SELECT reason, started_at FROM ops.crawl WHERE run_id = %(run)s AND outlet_key = %(outlet)s", filters
    ).fetchone()
    with conn.cursor(row_factory=class_row(ChannelFact)) as cursor:
        channels = cursor.execute(_CHANNELS, filters).fetchall()
    crawl_end, started_at = crawl or (None, None)
    due = due_articles(conn, outlet_key, run_id)
    new = sum(d.is_new and d.is_loaded for d in due)
    life = life_of(conn, outlet_key, started_at, new) if started_at else None
    meters, fields = completeness(conn, outlet_key, run_id), field_facts(conn, outlet_key, run_id)
    layouts, bodies = other_layouts(conn, outlet_key, run_id), own_bodies(conn, outlet_key, run_id)
    return RunFacts(crawl_end, started_at, channels, due, meters, life, fields, layouts, bodies)


_CHANNELS = """
    SELECT r.channel, r.status, r.items, r.reason, r.certainty, r.ending, o.overlap, r.cause, last.items AS last_items
    FROM ops.channel_read AS r JOIN ops.channel_overlap AS o USING (run_id, outlet_key, channel)
    LEFT JOIN LATERAL (
        SELECT p.items FROM ops.channel_read AS p
        WHERE p.outlet_key = r.outlet_key AND p.channel = r.channel AND p.read_at < r.read_at AND p.items > 0
        ORDER BY p.read_at DESC LIMIT 1
    ) AS last ON true
    WHERE r.run_id = %(run)s AND r.outlet_key = %(outlet)s ORDER BY r.channel"""
