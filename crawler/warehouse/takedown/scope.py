"""What a takedown concerns: the rows it takes away, and the outlets whose files have to be looked through."""

from dataclasses import dataclass

import psycopg

from crawler.archive import Archive
from crawler.article import url_key
from crawler.outlets import catalogue, identify, outlet_by_url
from crawler.warehouse.takedown.enforcement import official_names, signed
from crawler.warehouse.takedown.takedowns import BadTakedown, Takedowns, hash_of, read_takedowns


@dataclass(frozen=True)
class TakedownScope:
    """Scope and key_hash; the articles in the tables (article_id, headline); the outlets whose files may hold it.

    `mentions` are the rows that name the person as an official.
    """

    scope: str
    key_hash: int
    articles: list[tuple[int, str | None]]
    outlets: list[str]
    mentions: int = 0

    @property
    def takedown(self) -> Takedowns:
        """Return the one takedown."""
        return Takedowns.of([(self.scope, self.key_hash)])


def takedown_scope(conn: psycopg.Connection, archive: Archive, scope: str, key: str) -> TakedownScope:
    """Find what a takedown of this key would concern, and change nothing. Raises BadTakedown."""
    key_hash = hash_of(scope, key)
    articles = conn.execute(
        "SELECT article_id, headline FROM news.article_record WHERE article_id = ANY(%s) ORDER BY article_id",
        [_loaded(conn, scope, key_hash)],
    ).fetchall()
    outlets = {path.name for path in (archive.root / "warc").glob("*/")} if scope == "person" else _told(scope, key)
    for (outlet_key,) in conn.execute(_HOLDERS, {"scope": scope, "key": key_hash}):
        outlets.add(outlet_key)
    if scope == "article" and key.isdigit() and not outlets:
        raise BadTakedown(f"{key}: no article of this number is known here: give its address, or look the number up")
    named = official_names(conn, Takedowns.of([(scope, key_hash)]))
    mentions = conn.execute("SELECT FROM news.official_mention WHERE name = ANY(%s)", [named]).rowcount
    return TakedownScope(scope, key_hash, articles, sorted(outlets & catalogue().keys()), mentions)


def remaining_captures(conn: psycopg.Connection) -> int:
    """Return how many captures are taken down and still in the archive, as the tables know it."""
    down = read_takedowns(conn)
    row = conn.execute(_REMAINING, [[key for key in catalogue() if url_key(key) in down.outlet]]).fetchone()
    return int(row[0]) if row else 0


def _told(scope: str, key: str) -> set[str]:
    """Return the outlet that the key itself names."""
    if scope == "outlet":
        return {key}
    found = outlet_by_url(key) if scope == "url" or not key.isdigit() else None
    named = identify(key) if found and scope == "article" else None
    return ({found.key} if found else set()) | ({named.outlet} if named else set())


def _loaded(conn: psycopg.Connection, scope: str, key_hash: int) -> list[int]:
    if scope == "person":
        return [*signed(conn, Takedowns.of([(scope, key_hash)]))]
    outlets = [key for key in catalogue() if scope == "outlet" and url_key(key) == key_hash]
    rows = conn.execute(_LOADED, {"scope": scope, "key": key_hash, "outlets": outlets})
    return [article for (article,) in rows]


_LOADED = """
    SELECT article_id FROM news.article_url WHERE %(scope)s = 'url' AND url_key = %(key)s
    UNION SELECT article_id FROM news.article_record WHERE %(scope)s = 'article' AND article_id = %(key)s
    UNION SELECT article_id FROM news.article_record WHERE outlet_key = ANY(%(outlets)s)"""
_HOLDERS = """
    SELECT w.outlet_key FROM ops.capture AS c JOIN ops.warc_file AS w USING (warc_id)
    WHERE %(scope)s = 'url' AND c.url_key = %(key)s
    UNION SELECT w.outlet_key FROM ops.reading AS r JOIN ops.capture AS c USING (record_id, fetched_at)
    JOIN ops.warc_file AS w USING (warc_id) WHERE %(scope)s = 'article' AND r.article_id = %(key)s
    UNION SELECT outlet_key FROM ops.url WHERE %(scope)s = 'article' AND article_id = %(key)s
    UNION SELECT outlet_key FROM ops.url WHERE %(scope)s = 'url' AND url_key = %(key)s"""
_REMAINING = """
    WITH held AS (
        SELECT c.record_id FROM ops.capture AS c
        JOIN ops.suppression AS s ON s.scope = 'url' AND s.key_hash = c.url_key
        UNION SELECT r.record_id FROM ops.reading AS r
        JOIN ops.suppression AS s ON s.scope = 'article' AND s.key_hash = r.article_id
        UNION SELECT c.record_id FROM ops.capture AS c JOIN ops.warc_file AS w USING (warc_id)
        JOIN ops.reading AS r USING (record_id) WHERE w.outlet_key = ANY(%s)
    )
    SELECT count(*) FROM held
    WHERE NOT EXISTS (SELECT FROM ops.removed_capture AS r WHERE r.record_id = held.record_id)"""
