"""Sealing: an open WARC file is made final, with its index and its checksum beside it, and held against that later."""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from crawler.archive.cdxj import cdxj_lines
from crawler.archive.store import read_small, sha256_of, sync_folder


def whole_records_end(path: Path) -> int:
    """Return the offset after the last whole record; the bytes after it were being written when the crawl died.

    Each record is one gzip member: it is whole if zlib reads it to its end and its checksum fits.
    """
    end = 0
    with path.open("rb") as stream:
        while length := _member_length(stream):
            end += length
            stream.seek(end)
    return end


def _member_length(stream: BinaryIO) -> int:
    """Return the length in bytes of the gzip member at this place; 0 where it is cut, damaged or missing."""
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    bytes_read = 0
    while chunk := stream.read(1 << 15):
        bytes_read += len(chunk)
        try:
            member.decompress(chunk)
        except zlib.error:
            return 0
        if member.eof:
            return bytes_read - len(member.unused_data)
    return 0


def seal(open_file: Path) -> Path:
    """Make an open file final: fsync, index and checksum beside it, then the rename to its name."""
    path = open_file.with_name(open_file.name.removesuffix(".open"))
    with open_file.open("rb") as stream:
        os.fsync(stream.fileno())
    describe(open_file, path)
    open_file.rename(path)
    sync_folder(path.parent)
    return path


def describe(file: Path, path: Path, suffix: str = "") -> None:
    """Write the CDXJ index and, last, the checksum of a file that will lie at `path`; `suffix` ends their names."""
    _write_synced(path.with_name(path.name + ".cdxj" + suffix), cdxj_lines(file, path.name))
    _write_synced(path.with_name(path.name + ".sha256" + suffix), f"{sha256_of(file)}  {path.name}\n")


def checksum_path(path: Path) -> Path:
    """Return where the checksum of a sealed file lies."""
    return path.with_name(path.name + ".sha256")


def checksum(path: Path) -> str:
    """Return the sha256 that was written when the file was sealed. Raises OSError or IndexError where there is none."""
    return checksum_path(path).read_text("utf8").split()[0]


def checksums(paths: Iterable[Path]) -> dict[str, str]:
    """Return by name the checksums of sealed files; a file without one is left out (`baotinh fixity` reports it)."""
    contents = read_small(checksum_path(path) for path in paths)
    return {
        path.name.removesuffix(".sha256"): text.split()[0].decode() for path, text in contents.items() if text.split()
    }


def defect_of(path: Path) -> str:
    """Return how a sealed file is not what was sealed, read whole against its checksum; an empty string if it is."""
    try:
        sealed_sha256 = checksum(path)
    except (OSError, IndexError):
        return "has no checksum beside it: bring NAME.sha256 back from a copy of the archive"
    return (
        "" if sha256_of(path) == sealed_sha256 else "is not what was sealed: bring it back from a copy of the archive"
    )


def _write_synced(file: Path, text: str) -> None:
    with file.open("w", encoding="utf8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
