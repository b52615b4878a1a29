"""The rows of a WARC file and of the captures in it, those that a takedown removed included."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import psycopg

from crawler.archive import Capture, Tombstone, checksum, tombstone_of
from crawler.archive.captures import NONSENSE_STATUS
from crawler.article import url_key
from crawler.database.merge import Row, upsert
from crawler.outlets import BadAddress, normal_url
from crawler.warehouse.outcomes import outcome_of_status
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.storable import storable


def write_file(conn: psycopg.Connection, path: Path, run_id: str, newest: datetime | None) -> int:
    """Write the row of a WARC file as the file is now; return its warc_id."""
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


def write_captures(conn: psycopg.Connection, warc_id: int, captures: Sequence[Capture]) -> list[Tombstone]:
    """Write where each capture of the file lies; return the tombstones of those that a takedown removed."""
    removed = [(c, tombstone) for c in captures if (tombstone := tombstone_of(c))]
    rows = [_capture_row(warc_id, capture) for capture in captures if capture.kind != "metadata"]
    rows += [_removed_capture_row(warc_id, record, tombstone) for record, tombstone in removed]
    upsert(conn, "ops.capture", ["record_id", "fetched_at"], rows)
    tombstones = [tombstone for _, tombstone in removed]
    if tombstones:
        _write_removals(conn, warc_id, tombstones)
    return tombstones


def _capture_row(warc_id: int, capture: Capture) -> Row:
    return {
        "record_id": uuid_of(capture.record_id),
        "fetched_at": capture.fetched_at,
        "url_key": address_key(capture.url),
        "status": _status(capture.status),
        "warc_id": warc_id,
        "offset": capture.offset,
        "length": capture.length,
        "payload_sha256": capture.payload_sha256,
    }


def _removed_capture_row(warc_id: int, record: Capture, tombstone: Tombstone) -> Row:
    """Return the row of a capture that was removed; `record` is the metadata record that holds its tombstone."""
    return {
        "record_id": uuid_of(tombstone.record_id),
        "fetched_at": tombstone.fetched_at,
        "url_key": tombstone.url_key,
        "status": _status(tombstone.status),
        "warc_id": warc_id,
        "offset": record.offset,
        "length": record.length,
        "payload_sha256": None,
    }


def _write_removals(conn: psycopg.Connection, warc_id: int, tombstones: list[Tombstone]) -> None:
    """Write which captures were removed, and make their readings empty: only the outcome stays."""
    upsert(
        conn,
        "ops.removed_capture",
        ["record_id"],
        (
            {
                "record_id": uuid_of(t.record_id),
                "warc_id": warc_id,
                "scope": t.scope,
                "key_hash": t.key_hash,
                "removed_at": t.removed_at,
                "bytes": t.bytes,
            }
            for t in tombstones
        ),
    )
    upsert(
        conn,
        "ops.reading",
        ["record_id"],
        (
            {
                "record_id": uuid_of(t.record_id),
                "article_id": t.article_id,
                "fetched_at": t.fetched_at,
                "parser_build_id": None,
                "outcome": outcome_of_status(t.status) if t.status >= 300 else "suppressed",
                "text_hash": None,
                "attr_hash": None,
            }
            for t in tombstones
            if t.article_id is not None
        ),
    )


def _status(status: int) -> int:
    """Return the status as the column takes it; a number that is no HTTP status counts as a failure of the server."""
    return status if 100 <= status <= 999 else NONSENSE_STATUS


def address_key(url: str) -> int:
    """Return the key of an address: of its normal form, or of the text itself where it has none."""
    try:
        return url_key(normal_url(url))
    except BadAddress:
        return url_key(storable(url))
