"""Captures taken out of sealed WARC files: each leaves a tombstone, and every other record its own bytes.

A sealed file is replaced whole: the new one, its index and its checksum are on disk beside it before the first rename.
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

from crawler.archive.archive import describe, sync_folder
from crawler.archive.warc import Capture, capture_of, warc_date

REMOVED = "metadata://baotinh/removed"
_NEW = ".new"


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a capture: that it was, when, and which takedown removed it; neither address nor text.

    `article_id` is the article that its address names, or None. Times are ISO 8601 in UTC; `bytes` is its former length
    in the file.
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
    """Why a capture goes: the takedown, and the keys that its tombstone keeps of its address."""

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
    beside: str | None
    capture: Capture | None


def tombstone_of(capture: Capture) -> Tombstone | None:
    """Return what a metadata record says of a removed capture; None for every other record."""
    return msgspec.convert(capture.payload, Tombstone) if capture.url == REMOVED else None


@dataclass(frozen=True)
class Survey:
    """The captures of a sealed file that go, without their bodies, and the tombstones of those that went before."""

    condemned: list[tuple[Capture, RemovalReason]]
    stones: list[Tombstone]

    @property
    def record_ids(self) -> frozenset[str]:
        """Return the ids of all that is removed, or will be."""
        return frozenset([*(c.record_id for c, _ in self.condemned), *(stone.record_id for stone in self.stones)])


def survey_file(path: Path, judge: RemovalRule) -> Survey:
    """Read a sealed file and tell what the judge condemns in it."""
    found = Survey([], [])
    for record in _records(path):
        if record.capture is None:
            continue
        if record.capture.kind == "metadata":
            found.stones.extend([stone] if (stone := tombstone_of(record.capture)) else [])
        elif doom := judge(record.capture):
            found.condemned.append((record.capture.without_body(), doom))
    return found


def remove_captures(path: Path, condemned: list[tuple[Capture, RemovalReason]]) -> list[Tombstone]:
    """Replace the file by one without these captures; return their tombstones.

    A capture's request goes with it. Killed at any point, the old file or the new one is there whole; where the index
    and the checksum are not yet the new file's, `finish` makes them so.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    gone = {
        capture.record_id: Tombstone(
            record_id=capture.record_id,
            fetched_at=capture.fetched_at.isoformat(),
            status=capture.status,
            url_key=doom.url_key,
            article_id=doom.article_id,
            scope=doom.scope,
            key_hash=doom.key_hash,
            removed_at=now,
            bytes=capture.length,
        )
        for capture, doom in condemned
    }
    new = _beside(path, "")
    try:
        _write(path, new, gone)
        describe(new, path, _NEW)
    except BaseException:
        _discard(path)
        raise
    new.replace(path)
    finish_removal(path)
    return [*gone.values()]


def interrupted_removals(folder: Path) -> list[Path]:
    """Return the sealed files of a folder beside which a killed removal left something."""
    left = {file.name.removesuffix(_NEW) for file in folder.glob(f"*{_NEW}")}
    names = {name.removesuffix(".sha256").removesuffix(".cdxj") for name in left}
    return [folder / name for name in sorted(names)]


def finish_removal(path: Path) -> None:
    """Complete a replacement that was killed after the file itself was replaced, and discard one that was before."""
    checksum = _beside(path, ".sha256")
    # The checksum is written last and renamed last: alone it says that the file itself is the new one.
    if checksum.exists() and not _beside(path, "").exists():
        with suppress(FileNotFoundError):
            _beside(path, ".cdxj").replace(path.with_name(path.name + ".cdxj"))
        sync_folder(path.parent)
        checksum.replace(path.with_name(path.name + ".sha256"))
    _discard(path)
    sync_folder(path.parent)


def _discard(path: Path) -> None:
    # The checksum first: without the new file it would say that the old one is new.
    for suffix in (".sha256", ".cdxj", ""):
        _beside(path, suffix).unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix + _NEW)


def _write(path: Path, new: Path, gone: dict[str, Tombstone]) -> None:
    with path.open("rb") as source, new.open("xb") as target:
        warc = _Warcio(target, gzip=True, warc_version="1.1")
        for record in _records(path):
            if found := gone.get(record.record_id):
                _write_tombstone(warc, found)
            elif record.beside not in gone:
                _copy(source, target, record)
        target.flush()
        os.fsync(target.fileno())
    # The forecast of the disk takes a file's time for that of its pages.
    shutil.copystat(path, new)


def _copy(source: BinaryIO, target: BinaryIO, record: _Record) -> None:
    source.seek(record.offset)
    left = record.length
    while left and (chunk := source.read(min(left, 1 << 20))):
        target.write(chunk)
        left -= len(chunk)


def _write_tombstone(warc: Any, found: Tombstone) -> None:
    record = warc.create_warc_record(
        REMOVED,
        "metadata",
        payload=BytesIO(msgspec.json.encode(found)),
        warc_content_type="application/json",
        # The removed capture's own date: a file covers the same time as before.
        warc_headers_dict={
            "WARC-Refers-To": found.record_id,
            "WARC-Date": warc_date(datetime.fromisoformat(found.fetched_at)),
        },
    )
    warc.write_record(record)


def _records(path: Path) -> Iterator[_Record]:
    """Yield every record with its place; captures with what they hold, one at a time."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            header = record.rec_headers.get_header
            kept = record.rec_type in ("response", "revisit", "metadata")
            found = capture_of(record) if kept else None
            records.read_to_end()
            offset, length = records.get_record_offset(), records.get_record_length()
            if found:
                found = found.at(offset, length)
            yield _Record(offset, length, header("WARC-Record-ID"), header("WARC-Concurrent-To"), found)
