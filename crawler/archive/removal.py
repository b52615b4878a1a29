"""Removal of captures from sealed WARC files: each leaves a tombstone, and every other record keeps its bytes.

A sealed file is replaced whole: the new one, its index and its checksum are on disk beside it before the first rename.
In a bucket these two lie beside it before the file itself is replaced, which there happens at once.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter as _Warcio

from crawler.archive.captures import Capture, capture_of
from crawler.archive.sealing import checksum_path, describe
from crawler.archive.store import children, delete_earlier_versions, is_bucket, move, sha256_of, sync_folder
from crawler.archive.warc import warc_date

REMOVED = "metadata://baotinh/removed"
_NEW = ".new"


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What remains of a removed capture: that it existed, when, and which takedown removed it; no address and no text.

    `article_id` is the article that the address names, or None. Times are ISO 8601 in UTC; `bytes` is the capture's
    former length in the file.
    """

    record_id: str
    fetched_at: str
    status: int
    url_key: int
    article_id: int | None
    scope: str
    key_hash: int
    removed_at: str
    bytes: int
    reason: str = "removed on request"


@dataclass(frozen=True)
class RemovalReason:
    """Why a capture is removed: the takedown, and the keys of its address that the tombstone keeps."""

    scope: str
    key_hash: int
    url_key: int
    article_id: int | None


RemovalRule = Callable[[Capture], RemovalReason | None]


@dataclass(frozen=True)
class _Record:
    offset: int
    length: int
    record_id: str
    concurrent_to: str | None
    capture: Capture | None


def tombstone_of(capture: Capture) -> Tombstone | None:
    """Return the tombstone that a metadata record holds; None for every other record."""
    return msgspec.convert(capture.payload, Tombstone) if capture.url == REMOVED else None


@dataclass(frozen=True)
class Survey:
    """The captures of a sealed file to remove, without their bodies, and the tombstones of those removed before."""

    to_remove: list[tuple[Capture, RemovalReason]]
    tombstones: list[Tombstone]

    @property
    def record_ids(self) -> frozenset[str]:
        """Return the ids of all captures that are removed or will be."""
        return frozenset([*(c.record_id for c, _ in self.to_remove), *(t.record_id for t in self.tombstones)])


def survey_file(path: Path, rule: RemovalRule) -> Survey:
    """Return the captures of a sealed file that the rule removes, and its tombstones."""
    survey = Survey([], [])
    for record in _records(path):
        if record.capture is None:
            continue
        if record.capture.kind == "metadata":
            survey.tombstones.extend([tombstone] if (tombstone := tombstone_of(record.capture)) else [])
        elif reason := rule(record.capture):
            survey.to_remove.append((record.capture.without_body(), reason))
    return survey


def remove_captures(path: Path, copy: Path, to_remove: list[tuple[Capture, RemovalReason]]) -> list[Tombstone]:
    """Replace the file by one without these captures and their requests; return their tombstones.

    `copy` is the file at hand: itself, or what was copied from the bucket. If this is killed at any point, the old file
    or the new one is there whole; where the index and the checksum are not yet the new file's, `finish_removal`
    replaces them.
    """
    removed_at = datetime.now(UTC).isoformat(timespec="seconds")
    tombstones = {
        capture.record_id: Tombstone(
            record_id=capture.record_id,
            fetched_at=capture.fetched_at.isoformat(),
            status=capture.status,
            url_key=reason.url_key,
            article_id=reason.article_id,
            scope=reason.scope,
            key_hash=reason.key_hash,
            removed_at=removed_at,
            bytes=capture.length,
        )
        for capture, reason in to_remove
    }
    new = _beside(copy, "")
    try:
        _write(copy, new, tombstones)
        describe(new, copy, _NEW)
    except BaseException:
        _discard(copy)
        raise
    if is_bucket(path):
        for suffix in (".cdxj", ".sha256"):
            move(_beside(copy, suffix), _beside(path, suffix))
    move(new, path)
    finish_removal(path)
    return [*tombstones.values()]


def interrupted_removals(folder: Path) -> list[Path]:
    """Return the sealed files of a folder beside which a killed removal left new files."""
    new_files = {file.name.removesuffix(_NEW) for file in children(folder) if file.name.endswith(_NEW)}
    names = {name.removesuffix(".sha256").removesuffix(".cdxj") for name in new_files}
    return [folder / name for name in sorted(names)]


def finish_removal(path: Path) -> None:
    """Complete a replacement that was killed after the file itself was replaced; discard one that was killed before."""
    # The checksum is written last and moved last.
    if _beside(path, ".sha256").exists() and _is_replaced(path):
        with suppress(FileNotFoundError):
            move(_beside(path, ".cdxj"), path.with_name(path.name + ".cdxj"))
        if is_bucket(path):
            for suffix in ("", ".cdxj"):
                delete_earlier_versions(path.with_name(path.name + suffix))
        else:
            sync_folder(path.parent)
        move(_beside(path, ".sha256"), checksum_path(path))
    _discard(path)


def _is_replaced(path: Path) -> bool:
    """Return True if the file itself is the one that the new checksum is of."""
    if is_bucket(path):
        return sha256_of(path) == _beside(path, ".sha256").read_text("utf8").split()[0]
    return not _beside(path, "").exists()


def _discard(path: Path) -> None:
    # The checksum first: without the new file it would say that the old one is new.
    for suffix in (".sha256", ".cdxj", ""):
        _beside(path, suffix).unlink(missing_ok=True)
    if not is_bucket(path):
        sync_folder(path.parent)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix + _NEW)


def _write(path: Path, new: Path, tombstones: dict[str, Tombstone]) -> None:
    """Write the file anew with tombstones, by the removed captures' record ids, in their places."""
    with path.open("rb") as source, new.open("xb") as target:
        warc = _Warcio(target, gzip=True, warc_version="1.1")
        for record in _records(path):
            if tombstone := tombstones.get(record.record_id):
                _write_tombstone(warc, tombstone)
            elif record.concurrent_to not in tombstones:
                _copy(source, target, record)
        target.flush()
        os.fsync(target.fileno())
    # The forecast of the disk takes a file's modification time for the time of its pages.
    shutil.copystat(path, new)


def _copy(source: BinaryIO, target: BinaryIO, record: _Record) -> None:
    source.seek(record.offset)
    remaining = record.length
    while remaining and (chunk := source.read(min(remaining, 1 << 20))):
        target.write(chunk)
        remaining -= len(chunk)


def _write_tombstone(warc: Any, tombstone: Tombstone) -> None:
    record = warc.create_warc_record(
        REMOVED,
        "metadata",
        payload=BytesIO(msgspec.json.encode(tombstone)),
        warc_content_type="application/json",
        # The removed capture's own date: a file covers the same time as before.
        warc_headers_dict={
            "WARC-Refers-To": tombstone.record_id,
            "WARC-Date": warc_date(datetime.fromisoformat(tombstone.fetched_at)),
        },
    )
    warc.write_record(record)


def _records(path: Path) -> Iterator[_Record]:
    """Yield every record with its place, one at a time; capture records with their capture."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            header = record.rec_headers.get_header
            is_capture = record.rec_type in ("response", "revisit", "metadata")
            capture = capture_of(record) if is_capture else None
            records.read_to_end()
            offset, length = records.get_record_offset(), records.get_record_length()
            if capture:
                capture = capture.at(offset, length)
            yield _Record(offset, length, header("WARC-Record-ID"), header("WARC-Concurrent-To"), capture)
