"""The scope of a takedown: the rows that it removes, and the outlets whose files have to be searched."""

from dataclasses import dataclass

import psycopg

from crawler.archive import Archive
from crawler.archive.store import children
from crawler.article import url_key
from crawler.outlets import catalogue, identify, outlet_by_url
from crawler.warehouse.takedown.enforcement import official_names, signed_articles
from crawler.warehouse.takedown.takedowns import BadTakedown, Takedowns, hash_of, read_takedowns


@dataclass(frozen=True)
class TakedownScope:
    """What a takedown concerns: articles in the tables (article_id, headline), and outlets whose files may hold it.

    `mentions` is the number of rows that name the person as an official.
    """

    scope: str
    key_hash: int
    articles: list[tuple[int, str | None]]
    outlets: list[str]
    mentions: int = 0

    @property
    def takedown(self) -> Takedowns:
        """Return this takedown alone."""
        return Takedowns.of([(self.scope, self.key_hash)])


def takedown_scope(conn: psycopg.Connection, archive: Archive, scope: str, key: str) -> TakedownScope:
    """Return what a takedown of this key would concern; nothing is changed. Raises BadTakedown."""
    key_hash = hash_of(scope, key)
    articles = conn.execute(
        "SELECT article_id, headline FROM news.article_record WHERE article_id = ANY(%s) ORDER BY article_id",
        [_loaded_articles(conn, scope, key_hash)],
    ).fetchall()
    if scope == "person":
        outlets = {path.name for path in children(archive.store / "warc")}
    else:
        outlets = _outlets_named_by_key(scope, key)
    for (outlet_key,) in conn.execute(_HOLDERS, {"scope": scope, "key": key_hash}):
        outlets.add(outlet_key)
    if scope == "article" and key.isdigit() and not outlets:
        raise BadTakedown(f"{key}: no article of this number is known here: give its address, or look the number up")
    names = official_names(conn, Takedowns.of([(scope, key_hash)]))
    mentions = conn.execute("SELECT FROM news.official_mention WHERE name = ANY(%s)", [names]).rowcount
    return TakedownScope(scope, key_hash, articles, sorted(outlets & catalogue().keys()), mentions)


def remaining_captures(conn: psycopg.Connection) -> int:
    """Return how many captures are taken down and still in the archive, according to the tables."""
    takedowns = read_takedowns(conn)
    row = conn.execute(_REMAINING, [[key for key in catalogue() if url_key(key) in takedowns.outlet]]).fetchone()
    return int(row[0]) if row else 0


def _outlets_named_by_key(scope: str, key: str) -> set[str]:
    """Return the outlets that the key itself names: that of the host, and that of the article."""
    if scope == "outlet":
        return {key}
    outlet = outlet_by_url(key) if scope == "url" or not key.isdigit() else None
    identity = identify(key) if outlet and scope == "article" else None
    return ({outlet.key} if outlet else set()) | ({identity.outlet} if identity else set())


def _loaded_articles(conn: psycopg.Connection, scope: str, key_hash: int) -> list[int]:
    if scope == "person":
        return [*signed_articles(conn, Takedowns.of([(scope, key_hash)]))]
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
    WITH taken_down AS (
        SELECT c.record_id FROM ops.capture AS c
        JOIN ops.suppression AS s ON s.scope = 'url' AND s.key_hash = c.url_key
        UNION SELECT r.record_id FROM ops.reading AS r
        JOIN ops.suppression AS s ON s.scope = 'article' AND s.key_hash = r.article_id
        UNION SELECT c.record_id FROM ops.capture AS c JOIN ops.warc_file AS w USING (warc_id)
        JOIN ops.reading AS r USING (record_id) WHERE w.outlet_key = ANY(%s)
    )
    SELECT count(*) FROM taken_down AS t
    WHERE NOT EXISTS (SELECT FROM ops.removed_capture AS r WHERE r.record_id = t.record_id)"""
