"""The rows of a WARC file and of the captures in it, those among them that a takedown removed."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from crawler.archive import Capture, Tombstone, checksum, tombstone
from crawler.archive.warc import NONSENSE_STATUS
from crawler.article import url_key
from crawler.database.merge import upsert
from crawler.outlets import BadAddress, normal
from crawler.warehouse.chain import uuid_of
from crawler.warehouse.outcomes import by_status
from crawler.warehouse.storable import storable


def write_file(conn: psycopg.Connection, path: Path, run_id: str, newest: datetime | None) -> int:
    """Write the file's row as the file is now; return its number."""
    upsert(
        conn, "ops.warc_file", ["name"], ["name", "outlet_key", "run_id", "sealed_at", "bytes", "sha256"],
        [(path.name, path.parent.name, run_id, newest, path.stat().st_size, checksum(path))],
    )  # fmt: skip
    row = conn.execute("SELECT warc_id FROM ops.warc_file WHERE name = %s", [path.name]).fetchone()
    assert row is not None
    return int(row[0])


def write_captures(conn: psycopg.Connection, warc_id: int, found: Sequence[Capture]) -> list[Tombstone]:
    """Write where each capture of the file lies; return the tombstones of those that a takedown removed."""
    stones = [(c, stone) for c in found if (stone := tombstone(c))]
    rows: list[Sequence[Any]] = [
        (uuid_of(c.record_id), c.fetched_at, address_key(c.url), _status(c.status), warc_id, c.offset, c.length,
         c.payload_sha256) for c in found if c.kind != "metadata"
    ]  # fmt: skip
    rows += [
        (uuid_of(s.record_id), s.fetched_at, s.url_key, _status(s.status), warc_id, c.offset, c.length, None)
        for c, s in stones
    ]
    upsert(
        conn, "ops.capture", ["record_id", "fetched_at"],
        ["record_id", "fetched_at", "url_key", "status", "warc_id", "offset", "length", "payload_sha256"], rows,
    )  # fmt: skip
    removed = [stone for _, stone in stones]
    if removed:
        _write_removed(conn, warc_id, removed)
    return removed


def _write_removed(conn: psycopg.Connection, warc_id: int, stones: list[Tombstone]) -> None:
    """Note what was removed: each capture, and that nothing is read of it any more."""
    upsert(
        conn, "ops.removed_capture", ["record_id"],
        ["record_id", "warc_id", "scope", "key_hash", "removed_at", "bytes"],
        ((uuid_of(s.record_id), warc_id, s.scope, s.key_hash, s.removed_at, s.bytes) for s in stones),
    )  # fmt: skip
    upsert(
        conn, "ops.reading", ["record_id"],
        ["record_id", "article_id", "fetched_at", "parser_build_id", "outcome", "text_hash", "attr_hash"],
        ((uuid_of(s.record_id), s.article_id, s.fetched_at, None,
          by_status(s.status) if s.status >= 300 else "suppressed", None, None)
         for s in stones if s.article_id is not None),
    )  # fmt: skip


def _status(status: int) -> int:
    """Return the status as the column takes it; one of no class of HTTP's stands as a failure of the server."""
    return status if 100 <= status <= 999 else NONSENSE_STATUS


def address_key(url: str) -> int:
    """Return the key of an address, in normal form where it has one."""
    try:
        return url_key(normal(url))
    except BadAddress:
        return url_key(storable(url))
