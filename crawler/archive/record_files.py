"""Files of WARC and ARC records, of this archive and of other programs, however these packed them."""

import gzip
import io
import logging
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.file_names import is_own_name

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_log = logging.getLogger(__name__)
_FAILURES = (ArchiveLoadFailed, EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError, ValueError)
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# The Archive Team's .warc.zst begins with the dictionary of its records, in a frame that other readers skip.
_DICTIONARY = b"\x5d\x2a\x4d\x18"

_Packed = gzip.GzipFile | zstd.ZstdFile


class NoRecordFile(OSError):
    """A file is no WARC or ARC file; the text says which and why."""


class _ReadablePart(io.RawIOBase):
    """A packed file's plain bytes up to what cannot be unpacked: programs stop in mid-record, and put junk behind."""

    def __init__(self, packed: _Packed, name: str) -> None:
        self._packed, self._name = packed, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._packed.read1(len(buffer))
        except _FAILURES as error:
            _log.warning("%s: cannot be unpacked to its end: %s", self._name, error or type(error).__name__)
            return 0
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Give warcio's records of a file; those of this archive with their places in it.

    Of another program's file the records are given that can be read, and the rest is logged. Raises NoRecordFile.
    """
    with path.open("rb") as stream:
        is_own = is_own_name(path.name)
        records = None
        try:
            records = ArchiveIterator(stream if is_own else _unpacked(stream, path.name))
            yield records
        except _FAILURES as error:
            reason = f"{str(error).strip() or type(error).__name__}".splitlines()[0][:200]
            if records is None or records.member_info is None or is_own:
                raise NoRecordFile(f"{path}: cannot be read as a WARC file: {reason}") from None
            _log.warning("%s: what follows its last whole record cannot be read: %s", path.name, reason)


def _unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a file's plain bytes: some programs pack each record, some the whole file."""
    start = stream.read(len(_ZSTD))
    size = int.from_bytes(stream.read(4), "little")
    dictionary = stream.read(size) if start == _DICTIONARY else b""
    stream.seek(0)
    packed: _Packed
    if start.startswith(_GZIP):
        packed = gzip.GzipFile(fileobj=stream)
    elif start in (_ZSTD, _DICTIONARY):
        plain = zstd.decompress(dictionary) if dictionary.startswith(_ZSTD) else dictionary
        packed = zstd.ZstdFile(stream, zstd_dict=zstd.ZstdDict(plain) if plain else None)
    else:
        return stream
    return io.BufferedReader(_ReadablePart(packed, name))
