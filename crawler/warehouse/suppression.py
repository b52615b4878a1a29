"""Takedowns: kept in the archive, so that no rebuild forgets one, and honoured by frontier, register and load."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from crawler.archive import Archive
from crawler.article import Article, url_key
from crawler.outlets import BadAddress, UnknownOutlet, identify, normal, outlet
from crawler.vietnamese import bylines

FILE = "suppression.jsonl"


class BadTakedown(ValueError):
    """The key names nothing of its scope; the text says what it should be."""


class OutletSuppressed(PermissionError):
    """The whole outlet is taken down: nothing of it may be asked for."""


@dataclass(frozen=True)
class Takedowns:
    """All takedowns by scope, as hashes: the list itself names nobody."""

    url: frozenset[int]
    article: frozenset[int]
    person: frozenset[int]
    outlet: frozenset[int]

    def hides(self, reading_url: str, article_id: int, outlet_key: str) -> bool:
        """Tell whether a page at this address may not be kept as rows."""
        return (
            article_id in self.article
            or url_key(outlet_key) in self.outlet
            or bool(self.url and url_key(normal(reading_url)) in self.url)
        )

    def names(self, article: Article) -> bool:
        """Tell whether the byline holds a person who asked to be left out."""
        return any(self.is_person(b.name) for b in article.bylines)

    def is_person(self, name: str) -> bool:
        """Tell whether this name asked to be left out."""
        return bool(self.person) and url_key(name_key(name)) in self.person


def takedowns(conn: psycopg.Connection) -> Takedowns:
    """Return every takedown that the database knows."""
    found: dict[str, set[int]] = {"url": set(), "article": set(), "person": set(), "outlet": set()}
    for scope, key in conn.execute("SELECT scope, key_hash FROM ops.suppression"):
        found[scope].add(key)
    return Takedowns(**{scope: frozenset(keys) for scope, keys in found.items()})


def suppress(conn: psycopg.Connection, archive: Archive, scope: str, key: str, reason: str) -> int:
    """Take something down for good and return its hash: first on disk, then in the tables. Raises BadTakedown.

    `key` is an address (url), an address or article_id (article), a name as printed (person), or an outlet's key.
    A person's name goes out of the bylines; articles that another load can bring back without it come back then.
    """
    key_hash = _key_hash(scope, key)
    entry = {"scope": scope, "key_hash": key_hash, "reason": reason, "at": datetime.now(UTC).isoformat()}
    archive.root.mkdir(parents=True, exist_ok=True)
    with (archive.root / FILE).open("a", encoding="utf8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    restore_takedowns(conn, archive)
    return key_hash


def restore_takedowns(conn: psycopg.Connection, archive: Archive) -> int:
    """Bring the archive's takedowns that the database does not know into force; return how many."""
    file, new = archive.root / FILE, 0
    lines = file.read_text("utf8").splitlines() if file.exists() else []
    with conn.transaction():
        for entry in map(json.loads, lines):
            new += conn.execute(
                """
                INSERT INTO ops.suppression (scope, key_hash, reason, at)
                VALUES (%(scope)s, %(key_hash)s, %(reason)s, %(at)s) ON CONFLICT DO NOTHING""",
                entry,
            ).rowcount
        if new:
            _take_down(conn, takedowns(conn))
    return new


def name_key(name: str) -> str:
    """Return the form in which a person's name is compared: case does not matter."""
    return " ".join(name.split()).casefold()


def _key_hash(scope: str, key: str) -> int:
    try:
        match scope:
            case "url":
                return url_key(normal(key))
            case "person":
                return url_key(name_key(key))
            case "outlet":
                return url_key(outlet(key).key)
            case "article":
                if key.isdigit():
                    return int(key)
                if found := identify(key):
                    return found.article_id
    except (BadAddress, UnknownOutlet) as error:
        raise BadTakedown(str(error)) from None
    if scope == "article":
        raise BadTakedown(f"{key}: neither an article's address nor an article_id")
    raise BadTakedown(f"{scope}: no scope of a takedown: url, article, person or outlet")


def _take_down(conn: psycopg.Connection, down: Takedowns) -> None:
    """Delete what is loaded already, and let what remains of those articles be read anew by the next load."""
    outlets = [key for (key,) in conn.execute("SELECT outlet_key FROM news.outlet") if url_key(key) in down.outlet]
    rows = conn.execute(
        """
        SELECT article_id FROM ops.url
        WHERE article_id = ANY(%s) OR url_key = ANY(%s) OR outlet_key = ANY(%s)
        UNION SELECT article_id FROM news.article_url WHERE url_key = ANY(%s)
        UNION SELECT article_id FROM news.article WHERE article_id = ANY(%s) OR outlet_key = ANY(%s)""",
        [[*down.article], [*down.url], outlets, [*down.url], [*down.article], outlets],
    )
    hidden = [key for (key,) in rows] + ([*_signed(conn, down)] if down.person else [])
    conn.execute("DELETE FROM news.article WHERE article_id = ANY(%s)", [hidden])
    conn.execute(
        """
        UPDATE ops.url_channel AS c SET hint = NULL
        FROM ops.url AS u WHERE u.url_key = c.url_key AND u.article_id = ANY(%s) AND c.hint IS NOT NULL""",
        [hidden],
    )
    conn.execute(
        """
        WITH again AS (
            UPDATE ops.reading SET outcome = 'unread', text_hash = NULL, attr_hash = NULL
            WHERE article_id = ANY(%s) AND parser_build_id IS NOT NULL RETURNING record_id, fetched_at
        ), unnoted AS (
            DELETE FROM ops.problem AS p USING again WHERE p.record_id = again.record_id
        )
        UPDATE ops.warc_file AS w SET loaded_at = NULL
        FROM again JOIN ops.capture AS c USING (record_id, fetched_at) WHERE c.warc_id = w.warc_id""",
        [hidden],
    )


def _signed(conn: psycopg.Connection, down: Takedowns) -> Iterator[int]:
    """Yield the articles of which any version is signed by a person who asked to be left out."""
    for article_id, name in conn.execute("SELECT article_id, name FROM news.article_byline"):
        if down.is_person(name):
            yield article_id
    for article_id, raw in conn.execute("SELECT article_id, byline_raw FROM news.article_version"):
        if raw and any(down.is_person(b.name) for b in bylines.read(raw).bylines):
            yield article_id
