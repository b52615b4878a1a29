"""Where sealed WARC files and readings lie; an open file of a dead crawl is sealed here."""

import fcntl
import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from cdxj_indexer.main import write_cdx_index
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

_NAME = re.compile(r"^[a-z0-9]+-\d{8}T\d{12}-[\w.+-]+\.warc\.gz$")


class Archive:
    """A folder of `warc/<outlet>/*.warc.gz` and `readings/<build>/*.jsonl.zst`; only sealed files count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sealed(self, outlet: str | None = None) -> list[Path]:
        """Return the sealed files of one outlet or of all, oldest first."""
        return sorted((self.root / "warc").glob(f"{outlet or '*'}/*.warc.gz"), key=lambda p: p.name)

    def warc_path(self, outlet: str, name: str) -> Path:
        """Return where a file of that name lies. Raises ValueError for a name that is none of ours."""
        if not _NAME.match(name):
            raise ValueError(f"not the name of a WARC file of this archive: {name!r}")
        return self.root / "warc" / outlet / name

    def readings_path(self, build: str, warc: str) -> Path:
        """Return where one build's readings of a WARC file lie."""
        return self.root / "readings" / build / f"{warc.removesuffix('.warc.gz')}.jsonl.zst"

    def seal_leftovers(self, outlet: str) -> list[Path]:
        """Seal the files that dead crawls left open, up to their last whole record.

        A file whose writer still lives holds a lock and is left alone; one without a whole record is removed.
        """
        sealed = []
        for open_file in sorted((self.root / "warc" / outlet).glob("*.open")):
            with open_file.open("r+b") as stream:
                try:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                end = whole_records_end(open_file)
                if end:
                    stream.truncate(end)
            if end:
                sealed.append(seal(open_file))
            else:
                open_file.unlink()
        return sealed


def whole_records_end(path: Path) -> int:
    """Return the offset after the last whole record; what follows it was being written when the crawl died."""
    end = 0
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=True)
        # warcio shows a cut gzip member in several ways; each means that the record before it was the last.
        with suppress(ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError):
            for record in records:
                want = int(record.rec_headers.get_header("Content-Length") or 0)
                got = _length(record.raw_stream)
                records.read_to_end()
                if got < want:
                    break
                end = records.get_record_offset() + records.get_record_length()
    return end


def _length(stream: object) -> int:
    total = 0
    while chunk := stream.read(65536):  # type: ignore[attr-defined]
        total += len(chunk)
    return total


def seal(open_file: Path) -> Path:
    """Make an open file final: fsync, checksum and index beside it, then the rename that makes it exist."""
    path = open_file.with_name(open_file.name.removesuffix(".open"))
    with open_file.open("rb") as stream:
        os.fsync(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n")
    index = path.with_name(path.name + ".cdxj")
    write_cdx_index(str(index), [str(open_file)], {"sort": True})
    index.write_text(index.read_text("utf8").replace(open_file.name, path.name), "utf8")
    open_file.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path
