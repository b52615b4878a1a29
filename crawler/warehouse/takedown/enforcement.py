"""Enforcement: a takedown is kept in the archive, so that a rebuild respects it, and the rows of it are deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import psycopg

from crawler.archive import Archive
from crawler.article import url_key
from crawler.database import hold_takedown_list, hold_takedowns_alone
from crawler.warehouse.deleted_articles import delete_articles
from crawler.warehouse.takedown.archive_list import Takedown, add_takedown, listed_takedowns
from crawler.warehouse.takedown.takedowns import Takedowns, hash_of


def suppress(conn: psycopg.Connection, archive: Archive, scope: str, key: str, reason: str) -> int:
    """Take something down for good, first on disk, then in the tables; return its key_hash. Raises BadTakedown.

    `key` is an address (url), an address or article_id (article), a name as printed (person), or an outlet's key.
    A person's name is removed from bylines, credits and the officials that texts name; the articles are deleted, and
    the next load brings them back without it. Stories that lose an article are deleted until the next search for
    copies. The archive is not changed here: `remove_from_file` does that.
    """
    key_hash = hash_of(scope, key)
    with conn.transaction():
        hold_takedown_list(conn)
        if not any((entry.scope, entry.key_hash) == (scope, key_hash) for entry in listed_takedowns(archive)):
            add_takedown(archive, Takedown(scope, key_hash, reason, datetime.now(UTC).isoformat()))
    restore_takedowns(conn, archive)
    return key_hash


def restore_takedowns(conn: psycopg.Connection, archive: Archive) -> int:
    """Enforce the archive's takedowns that the database does not know; return how many.

    Every load, search and export begins with this call: without a new takedown it does not wait for loads in progress.
    """
    known = set(conn.execute("SELECT scope, key_hash FROM ops.suppression"))
    unknown = [entry for entry in listed_takedowns(archive) if (entry.scope, entry.key_hash) not in known]
    if not unknown:
        return 0
    new = []
    with conn.transaction():
        hold_takedowns_alone(conn)
        for entry in unknown:
            new += conn.execute(
                """
                INSERT INTO ops.suppression (scope, key_hash, reason, at)
                VALUES (%(scope)s, %(key_hash)s, %(reason)s, %(at)s) ON CONFLICT DO NOTHING
                RETURNING scope, key_hash""",
                msgspec.to_builtins(entry),
            ).fetchall()
        if new:
            _delete_rows(conn, Takedowns.of(new))
    return len(new)


def _delete_rows(conn: psycopg.Connection, takedowns: Takedowns) -> None:
    """Delete the rows that are loaded already; the next load reads anew what remains of those articles."""
    outlets = [key for (key,) in conn.execute("SELECT outlet_key FROM news.outlet") if url_key(key) in takedowns.outlet]
    rows = conn.execute(
        """
        SELECT article_id FROM ops.url
        WHERE article_id = ANY(%s) OR url_key = ANY(%s) OR outlet_key = ANY(%s)
        UNION SELECT article_id FROM news.article_url WHERE url_key = ANY(%s)
        UNION SELECT article_id FROM news.article_record WHERE article_id = ANY(%s) OR outlet_key = ANY(%s)""",
        [[*takedowns.article], [*takedowns.url], outlets, [*takedowns.url], [*takedowns.article], outlets],
    )
    hidden = [key for (key,) in rows] + ([*signed_articles(conn, takedowns)] if takedowns.person else [])
    wholly_hidden = conn.execute(
        "SELECT DISTINCT article_id FROM ops.url WHERE article_id = ANY(%s) OR outlet_key = ANY(%s)",
        [[*takedowns.article], outlets],
    )
    delete_articles(conn, hidden)
    conn.execute("DELETE FROM news.official_mention WHERE name = ANY(%s)", [official_names(conn, takedowns)])
    conn.execute(
        """
        UPDATE ops.url_channel AS c SET hint = NULL, description = NULL
        FROM ops.url AS u WHERE u.url_key = c.url_key AND u.article_id = ANY(%s)
            AND (c.hint IS NOT NULL OR c.description IS NOT NULL)""",
        [hidden],
    )
    conn.execute(
        """
        WITH reset AS (
            UPDATE ops.reading SET text_hash = NULL, attr_hash = NULL,
                outcome = CASE WHEN article_id = ANY(%s) THEN 'suppressed' ELSE 'unread' END
            WHERE article_id = ANY(%s) AND parser_build_id IS NOT NULL RETURNING record_id, fetched_at, outcome
        ), deleted_problem AS (
            DELETE FROM ops.problem AS p USING reset WHERE p.record_id = reset.record_id
        ), deleted_count AS (
            DELETE FROM ops.field_reading AS f USING reset WHERE f.record_id = reset.record_id
        )
        UPDATE ops.warc_file AS w SET loaded_at = NULL
        FROM reset JOIN ops.capture AS c USING (record_id, fetched_at)
        WHERE c.warc_id = w.warc_id AND reset.outcome = 'unread'""",
        [[key for (key,) in wholly_hidden], hidden],
    )


def official_names(conn: psycopg.Connection, takedowns: Takedowns) -> list[str]:
    """Return the names, as texts print them, of officials who asked to be left out."""
    if not takedowns.person:
        return []
    names = conn.execute("SELECT DISTINCT name FROM news.official_mention")
    return [name for (name,) in names if takedowns.is_person(name)]


def signed_articles(conn: psycopg.Connection, takedowns: Takedowns) -> Iterator[int]:
    """Yield the articles of which a version or a picture is signed by a person who asked to be left out."""
    for article_id, name in conn.execute("SELECT article_id, name FROM news.article_byline"):
        if takedowns.is_person(name):
            yield article_id
    signatures = """
        SELECT article_id, byline_raw FROM news.article_version
        UNION SELECT article_id, credit FROM news.article_image
        UNION SELECT article_id, source_credit FROM news.article_record"""
    for article_id, text in conn.execute(signatures):
        if takedowns.names_person(text):
            yield article_id
