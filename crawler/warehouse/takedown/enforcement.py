"""A takedown comes into force: kept in the archive, so that no rebuild forgets it, then the rows it concerns go."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import psycopg

from crawler.archive import Archive
from crawler.article import url_key
from crawler.database import change_takedowns
from crawler.warehouse.takedown.archive_list import Takedown, add_takedown, listed_takedowns
from crawler.warehouse.takedown.takedowns import Takedowns, hash_of


def suppress(conn: psycopg.Connection, archive: Archive, scope: str, key: str, reason: str) -> int:
    """Take something down for good and return its hash: first on disk, then in the tables. Raises BadTakedown.

    `key` is an address (url), an address or article_id (article), a name as printed (person), or an outlet's key.
    A person's name goes out of bylines, credits and the officials that texts name; articles that another load can
    bring back without it come back then. Stories that lose an article go, and come back with the next search for
    copies. What the archive holds of it is `remove`d apart.
    """
    key_hash = hash_of(scope, key)
    if not any((entry.scope, entry.key_hash) == (scope, key_hash) for entry in listed_takedowns(archive.root)):
        add_takedown(archive.root, Takedown(scope, key_hash, reason, datetime.now(UTC).isoformat()))
    restore_takedowns(conn, archive)
    return key_hash


def restore_takedowns(conn: psycopg.Connection, archive: Archive) -> int:
    """Bring the archive's takedowns that the database does not know into force; return how many.

    Every load, search and export begins with it: where nothing is new it waits for no load in progress.
    """
    known = set(conn.execute("SELECT scope, key_hash FROM ops.suppression"))
    unknown = [entry for entry in listed_takedowns(archive.root) if (entry.scope, entry.key_hash) not in known]
    if not unknown:
        return 0
    new = []
    with conn.transaction():
        change_takedowns(conn)
        for entry in unknown:
            new += conn.execute(
                """
                INSERT INTO ops.suppression (scope, key_hash, reason, at)
                VALUES (%(scope)s, %(key_hash)s, %(reason)s, %(at)s) ON CONFLICT DO NOTHING
                RETURNING scope, key_hash""",
                msgspec.to_builtins(entry),
            ).fetchall()
        if new:
            _take_down(conn, Takedowns.of(new))
    return len(new)


def _take_down(conn: psycopg.Connection, down: Takedowns) -> None:
    """Delete what is loaded already, and let what remains of those articles be read anew by the next load."""
    outlets = [key for (key,) in conn.execute("SELECT outlet_key FROM news.outlet") if url_key(key) in down.outlet]
    rows = conn.execute(
        """
        SELECT article_id FROM ops.url
        WHERE article_id = ANY(%s) OR url_key = ANY(%s) OR outlet_key = ANY(%s)
        UNION SELECT article_id FROM news.article_url WHERE url_key = ANY(%s)
        UNION SELECT article_id FROM news.article_record WHERE article_id = ANY(%s) OR outlet_key = ANY(%s)""",
        [[*down.article], [*down.url], outlets, [*down.url], [*down.article], outlets],
    )
    hidden = [key for (key,) in rows] + ([*signed(conn, down)] if down.person else [])
    whole = conn.execute(
        "SELECT DISTINCT article_id FROM ops.url WHERE article_id = ANY(%s) OR outlet_key = ANY(%s)",
        [[*down.article], outlets],
    )
    # The counts and the first of a story are those of all its articles: what is left is settled anew from their pairs.
    conn.execute(
        """
        DELETE FROM news.story WHERE story_id IN (
            SELECT story_id FROM news.story_article WHERE article_id = ANY(%s))""",
        [hidden],
    )
    conn.execute("DELETE FROM news.article_record WHERE article_id = ANY(%s)", [hidden])
    conn.execute("DELETE FROM news.official_mention WHERE name = ANY(%s)", [official_names(conn, down)])
    conn.execute(
        """
        UPDATE ops.url_channel AS c SET hint = NULL
        FROM ops.url AS u WHERE u.url_key = c.url_key AND u.article_id = ANY(%s) AND c.hint IS NOT NULL""",
        [hidden],
    )
    conn.execute(
        """
        WITH again AS (
            UPDATE ops.reading SET text_hash = NULL, attr_hash = NULL,
                outcome = CASE WHEN article_id = ANY(%s) THEN 'suppressed' ELSE 'unread' END
            WHERE article_id = ANY(%s) AND parser_build_id IS NOT NULL RETURNING record_id, fetched_at, outcome
        ), unnoted AS (
            DELETE FROM ops.problem AS p USING again WHERE p.record_id = again.record_id
        )
        UPDATE ops.warc_file AS w SET loaded_at = NULL
        FROM again JOIN ops.capture AS c USING (record_id, fetched_at)
        WHERE c.warc_id = w.warc_id AND again.outcome = 'unread'""",
        [[key for (key,) in whole], hidden],
    )


def official_names(conn: psycopg.Connection, down: Takedowns) -> list[str]:
    """Return the names, as texts print them, of officials who asked to be left out."""
    if not down.person:
        return []
    return [n for (n,) in conn.execute("SELECT DISTINCT name FROM news.official_mention") if down.is_person(n)]


def signed(conn: psycopg.Connection, down: Takedowns) -> Iterator[int]:
    """Yield the articles of which any version, or a picture of it, is signed by a person who asked to be left out."""
    for article_id, name in conn.execute("SELECT article_id, name FROM news.article_byline"):
        if down.is_person(name):
            yield article_id
    printed = """
        SELECT article_id, byline_raw FROM news.article_version
        UNION SELECT article_id, credit FROM news.article_image
        UNION SELECT article_id, source_credit FROM news.article_record"""
    for article_id, text in conn.execute(printed):
        if down.names(text):
            yield article_id
