"""Stories: one text that several papers printed. Found by day, from the articles whose text or date is new."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import psycopg

from crawler.database.merge import Row, upsert
from crawler.enrichment.copies import Pair, candidates, verified
from crawler.enrichment.family_tree import Member, Place, places
from crawler.enrichment.shingles import Sketch, shingles, sketch

# A copy follows within days: of the generated month's copies none is later than two.
WINDOW = timedelta(days=3)
# What is compared at once: a night of all papers, or a week of a backfill. It bounds memory (some 100 MB).
BATCH = 4000
BATCH_SPAN = timedelta(days=7)
_TEXTS_HELD = 2000


@dataclass(frozen=True)
class StoryReport:
    """What a run brought: articles compared, and the stories that the database now holds."""

    compared: int
    stories: int
    copies: int


@dataclass(frozen=True)
class _Appeared:
    outlet: str
    at: datetime

    def may_share(self, other: "_Appeared") -> bool:
        """Return True if one of two articles may be a copy of the other: two papers, and near in time."""
        return self.outlet != other.outlet and abs(self.at - other.at) <= WINDOW


def find_stories(
    conn: psycopg.Connection, progress: Callable[[int, int], None] = lambda done, total: None
) -> StoryReport:
    """Compare new and changed articles with those of three days around them, and keep the stories current.

    Each batch is a transaction: killed, it goes on where it stopped. Articles that have nothing new cost nothing, and
    the result does not depend on the order in which articles came.
    """
    waiting = _waiting(conn)
    done = 0
    for batch in _batches(waiting):
        with conn.transaction():
            _lock(conn)
            _sketch(conn, batch)
            _pair(conn, batch)
            _settle(conn, batch)
        done += len(batch)
        progress(done, len(waiting))
    with conn.transaction():
        _lock(conn)
        _settle(conn, _unsettled(conn))
    row = conn.execute(
        "SELECT (SELECT count(*) FROM news.story), count(*) FROM news.story_article WHERE role = 'copy'"
    ).fetchone()
    assert row is not None
    return StoryReport(done, *row)


def _lock(conn: psycopg.Connection) -> None:
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('stories', 0))")


def _waiting(conn: psycopg.Connection) -> list[tuple[int, datetime]]:
    """Return the articles without a sketch of their current text and fields, and when each appeared; in that order."""
    return conn.execute(
        f"""
        SELECT a.article_id, {_APPEARED} AS at
        FROM news.article_record AS a LEFT JOIN ops.article_sketch AS s USING (article_id)
        WHERE s.article_id IS NULL OR (s.text_hash, s.attr_hash) <> (a.text_hash, a.attr_hash)
        ORDER BY at, a.article_id"""
    ).fetchall()


# With only its day known, an article must not pass for the day's first: it was published by the day's end, and
# before it was fetched.
_APPEARED = """
    CASE WHEN a.published_at IS NULL THEN a.first_seen_at
         WHEN a.published_precision = 'day'
         THEN greatest(a.published_at, least(a.published_at + interval '86399 seconds', a.first_seen_at))
         ELSE a.published_at END"""


def _batches(waiting: list[tuple[int, datetime]]) -> Iterator[list[int]]:
    batch: list[int] = []
    start: datetime | None = None
    for article_id, at in waiting:
        if start is not None and (len(batch) >= BATCH or at - start > BATCH_SPAN):
            yield batch
            batch, start = [], None
        start = start or at
        batch.append(article_id)
    if batch:
        yield batch


def _sketch(conn: psycopg.Connection, batch: list[int]) -> None:
    rows = conn.cursor(name="texts")
    rows.execute(
        f"""
        SELECT a.article_id, a.text_hash, a.attr_hash, {_APPEARED}, array_prepend(a.lead, t.body)
        FROM news.article_record AS a JOIN news.article_text AS t USING (article_id)
        WHERE a.article_id = ANY(%s)""",
        [batch],
    )
    sketched = [
        {
            "article_id": article_id,
            "text_hash": text_hash,
            "attr_hash": attr_hash,
            "at": at,
            "size": made.size,
            "minhash": made.hashes,
        }
        for article_id, text_hash, attr_hash, at, blocks in rows
        for made in [sketch(shingles(blocks))]
    ]
    upsert(conn, "ops.article_sketch", ["article_id"], sketched)


def _pair(conn: psycopg.Connection, batch: list[int]) -> None:
    """Make the batch's pairs anew: what a changed text shared before may be gone."""
    new, around, appeared = _sketches(conn, batch)

    @lru_cache(maxsize=_TEXTS_HELD)
    def shingles_of(article_id: int) -> frozenset[str]:
        row = conn.execute(
            """
            SELECT array_prepend(a.lead, t.body)
            FROM news.article_record AS a JOIN news.article_text AS t USING (article_id)
            WHERE article_id = %s""",
            [article_id],
        ).fetchone()
        return shingles(row[0]) if row else frozenset()

    likely = ((one, other) for one, other in candidates(new, around) if appeared[one].may_share(appeared[other]))
    pairs = [*verified(likely, shingles_of)]
    upsert(
        conn,
        "ops.article_pair",
        ["article_id", "other_id"],
        (
            {
                "article_id": p.one,
                "other_id": p.other,
                "kept_by_other": p.kept_by_other,
                "kept_of_other": p.kept_of_other,
            }
            for p in pairs
        ),
    )
    conn.execute(
        """
        DELETE FROM ops.article_pair AS p WHERE (p.article_id = ANY(%(batch)s) OR p.other_id = ANY(%(batch)s))
        AND NOT EXISTS (SELECT FROM unnest(%(ones)s::bigint[], %(others)s::bigint[]) AS f (one, other)
                        WHERE (f.one, f.other) = (p.article_id, p.other_id))""",
        {"batch": batch, "ones": [p.one for p in pairs], "others": [p.other for p in pairs]},
    )


def _sketches(
    conn: psycopg.Connection, batch: list[int]
) -> tuple[dict[int, Sketch], dict[int, Sketch], dict[int, _Appeared]]:
    """Return the sketches of the batch, those of the days around it, and where and when all of them appeared."""
    rows = conn.execute(
        """
        WITH span AS (SELECT min(at) - %(window)s AS since, max(at) + %(window)s AS until
                      FROM ops.article_sketch WHERE article_id = ANY(%(batch)s))
        SELECT s.article_id, s.article_id = ANY(%(batch)s), a.outlet_key, s.at, s.size, s.minhash
        FROM span JOIN ops.article_sketch AS s ON s.at BETWEEN span.since AND span.until
        JOIN news.article_record AS a USING (article_id)""",
        {"batch": batch, "window": WINDOW},
    ).fetchall()
    new = {key: Sketch(size, hashes) for key, mine, _, _, size, hashes in rows if mine}
    around = {key: Sketch(size, hashes) for key, mine, _, _, size, hashes in rows if not mine}
    return new, around, {key: _Appeared(outlet, at) for key, _, outlet, at, _, _ in rows}


def _unsettled(conn: psycopg.Connection) -> list[int]:
    """Return articles whose stories are not what their pairs say any more: a takedown took one of the articles."""
    rows = conn.execute(
        """
        SELECT t.story_id FROM news.story AS t
        WHERE t.article_count <> (SELECT count(*) FROM news.story_article AS m WHERE m.story_id = t.story_id)
        UNION
        SELECT e.article_id FROM ops.article_pair AS p, unnest(ARRAY[p.article_id, p.other_id]) AS e (article_id)
        WHERE NOT EXISTS (SELECT FROM news.story_article AS s WHERE s.article_id IN (p.article_id, p.other_id))"""
    )
    return [article_id for (article_id,) in rows]


def _settle(conn: psycopg.Connection, seeds: list[int]) -> None:
    """Make the stories of all articles that pairs join to the seeds what their pairs say."""
    touched = [
        article_id
        for (article_id,) in conn.execute(
            """
            WITH RECURSIVE joined (article_id) AS (
                SELECT unnest(%(seeds)s::bigint[])
                UNION SELECT s.article_id FROM news.story_article AS m JOIN news.story_article AS s USING (story_id)
                      WHERE m.article_id = ANY(%(seeds)s)
                UNION SELECT CASE WHEN p.article_id = j.article_id THEN p.other_id ELSE p.article_id END
                      FROM joined AS j JOIN ops.article_pair AS p ON j.article_id IN (p.article_id, p.other_id)
            ) SELECT article_id FROM joined""",
            {"seeds": seeds},
        )
    ]
    if touched:
        _write(conn, touched, places(_members(conn, touched), _pairs(conn, touched)))


def _members(conn: psycopg.Connection, ids: list[int]) -> list[Member]:
    return [
        Member(*row)
        for row in conn.execute(
            """
            SELECT a.article_id, s.at, a.outlet_key, o.name, a.source_agency, a.published_at,
                CASE a.published_precision
                    WHEN 'day' THEN greatest(a.published_at, least(a.published_at + interval '1 day', a.first_seen_at))
                    WHEN 'minute' THEN a.published_at + interval '1 minute'
                    ELSE coalesce(a.published_at + interval '1 second', a.first_seen_at) END
            FROM news.article_record AS a
            JOIN ops.article_sketch AS s USING (article_id) JOIN news.outlet AS o USING (outlet_key)
            WHERE a.article_id = ANY(%s)""",
            [ids],
        )
    ]


def _pairs(conn: psycopg.Connection, ids: list[int]) -> list[Pair]:
    rows = conn.execute(
        "SELECT article_id, other_id, kept_by_other, kept_of_other FROM ops.article_pair WHERE article_id = ANY(%s)",
        [ids],
    )
    return [Pair(*row) for row in rows]


def story_row(first: Place) -> Row:
    """Return the row of a story in `news.story`; `first` is the place of its first article."""
    return {
        "story_id": first.article_id,
        "first_outlet_key": first.outlet,
        "first_published_at": first.at,
        "agency": first.agency,
        "article_count": first.articles,
        "outlet_count": first.outlets,
        "is_first_certain": first.is_first_certain,
    }


def story_article_row(place: Place) -> Row:
    """Return an article's row in `news.story_article`."""
    return {
        "article_id": place.article_id,
        "story_id": place.story_id,
        "role": "first" if place.is_first else "copy",
        "like_id": place.like_id,
        "kept": place.kept,
        "taken": place.taken,
    }


def _write(conn: psycopg.Connection, touched: list[int], members: list[Place]) -> None:
    """Write the stories and who is in them; a row that is right already is not touched."""
    upsert(conn, "news.story", ["story_id"], (story_row(place) for place in members if place.is_first))
    upsert(conn, "news.story_article", ["article_id"], map(story_article_row, members))
    conn.execute(
        "DELETE FROM news.story_article WHERE article_id = ANY(%s) AND article_id <> ALL(%s)",
        [touched, [p.article_id for p in members]],
    )
    conn.execute(
        "DELETE FROM news.story WHERE story_id = ANY(%s) AND story_id <> ALL(%s)",
        [touched, [p.article_id for p in members if p.is_first]],
    )
