"""The rows of a WARC file and of the captures in it, those among them that a takedown removed."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from crawler.archive import Capture, Tombstone, checksum, tombstone_of
from crawler.archive.warc import NONSENSE_STATUS
from crawler.article import url_key
from crawler.database.merge import upsert
from crawler.outlets import BadAddress, normal_url
from crawler.warehouse.outcomes import outcome_of_status
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.storable import storable


def write_file(conn: psycopg.Connection, path: Path, run_id: str, newest: datetime | None) -> int:
    """Write the file's row as the file is now; return its number."""
    upsert(
        conn,
        "ops.warc_file",
        ["name"],
        [
            {
                "name": path.name,
                "outlet_key": path.parent.name,
                "run_id": run_id,
                "sealed_at": newest,
                "bytes": path.stat().st_size,
                "sha256": checksum(path),
            }
        ],
    )
    row = conn.execute("SELECT warc_id FROM ops.warc_file WHERE name = %s", [path.name]).fetchone()
    assert row is not None
    return int(row[0])


def write_captures(conn: psycopg.Connection, warc_id: int, found: Sequence[Capture]) -> list[Tombstone]:
    """Write where each capture of the file lies; return the tombstones of those that a takedown removed."""
    stones = [(c, stone) for c in found if (stone := tombstone_of(c))]
    rows: list[dict[str, Any]] = [
        {
            "record_id": uuid_of(c.record_id),
            "fetched_at": c.fetched_at,
            "url_key": address_key(c.url),
            "status": _status(c.status),
            "warc_id": warc_id,
            "offset": c.offset,
            "length": c.length,
            "payload_sha256": c.payload_sha256,
        }
        for c in found
        if c.kind != "metadata"
    ]
    rows += [
        {
            "record_id": uuid_of(s.record_id),
            "fetched_at": s.fetched_at,
            "url_key": s.url_key,
            "status": _status(s.status),
            "warc_id": warc_id,
            "offset": c.offset,
            "length": c.length,
            "payload_sha256": None,
        }
        for c, s in stones
    ]
    upsert(conn, "ops.capture", ["record_id", "fetched_at"], rows)
    removed = [stone for _, stone in stones]
    if removed:
        _write_removed(conn, warc_id, removed)
    return removed


def _write_removed(conn: psycopg.Connection, warc_id: int, stones: list[Tombstone]) -> None:
    """Note what was removed: each capture, and that nothing is read of it any more."""
    upsert(
        conn,
        "ops.removed_capture",
        ["record_id"],
        (
            {
                "record_id": uuid_of(s.record_id),
                "warc_id": warc_id,
                "scope": s.scope,
                "key_hash": s.key_hash,
                "removed_at": s.removed_at,
                "bytes": s.bytes,
            }
            for s in stones
        ),
    )
    upsert(
        conn,
        "ops.reading",
        ["record_id"],
        (
            {
                "record_id": uuid_of(s.record_id),
                "article_id": s.article_id,
                "fetched_at": s.fetched_at,
                "parser_build_id": None,
                "outcome": outcome_of_status(s.status) if s.status >= 300 else "suppressed",
                "text_hash": None,
                "attr_hash": None,
            }
            for s in stones
            if s.article_id is not None
        ),
    )


def _status(status: int) -> int:
    """Return the status as the column takes it; one of no class of HTTP's stands as a failure of the server."""
    return status if 100 <= status <= 999 else NONSENSE_STATUS


def address_key(url: str) -> int:
    """Return the key of an address, in normal form where it has one."""
    try:
        return url_key(normal_url(url))
    except BadAddress:
        return url_key(storable(url))
