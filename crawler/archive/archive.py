"""Where sealed WARC files and readings lie; an open file of a dead crawl is sealed here."""

import fcntl
import hashlib
import os
import re
import zlib
from pathlib import Path
from typing import BinaryIO

_NAME = re.compile(r"[a-z0-9]+-\d{8}T\d{12}-[A-Za-z0-9_.-]+\.warc\.gz")
_RUN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class Archive:
    """A folder of `warc/<outlet>/*.warc.gz` and `readings/<build>/*.jsonl.zst`; only sealed files count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sealed(self, outlet: str | None = None) -> list[Path]:
        """Return the sealed files of one outlet or of all, oldest first."""
        return sorted((self.root / "warc").glob(f"{outlet or '*'}/*.warc.gz"), key=lambda p: p.name)

    def warc_path(self, outlet: str, name: str) -> Path:
        """Return where a file of that name lies. Raises ValueError for a name that is none of ours."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a WARC file of this archive: {name!r}")
        return self.root / "warc" / outlet / name

    def readings_path(self, build: str, warc: str) -> Path:
        """Return where one build's readings of a WARC file lie."""
        return self.root / "readings" / build / f"{warc.removesuffix('.warc.gz')}.jsonl.zst"

    def seal_leftovers(self, outlet: str) -> list[Path]:
        """Seal the files that dead crawls left open, up to their last whole record.

        The caller holds the site's lock: locks of files do not reach through every shared folder. A file whose writer
        still closes it holds a lock of its own and is left alone; one without a whole record is removed.
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


def run_name(run_id: str) -> str:
    """Return the run's name as files carry it: the id itself where that is safe, else its safe letters and a hash."""
    if _RUN_NAME.fullmatch(run_id):
        return run_id
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "_", run_id)[:80]
    return f"{safe}-{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"


def whole_records_end(path: Path) -> int:
    """Return the offset after the last whole record; what follows it was being written when the crawl died.

    Each record is a gzip member of its own: it is whole where zlib reads it to its end and its checksum fits.
    """
    end = 0
    with path.open("rb") as stream:
        while length := _member_length(stream):
            end += length
            stream.seek(end)
    return end


def _member_length(stream: BinaryIO) -> int:
    """Return how many bytes the gzip member at this place takes; 0 where it is cut, damaged or none."""
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    taken = 0
    while chunk := stream.read(1 << 15):
        taken += len(chunk)
        try:
            member.decompress(chunk)
        except zlib.error:
            return 0
        if member.eof:
            return taken - len(member.unused_data)
    return 0


def seal(open_file: Path) -> Path:
    """Make an open file final: fsync, index and checksum beside it, then the rename that makes it exist."""
    path = open_file.with_name(open_file.name.removesuffix(".open"))
    with open_file.open("rb") as stream:
        os.fsync(stream.fileno())
    describe(open_file, path)
    open_file.rename(path)
    sync_folder(path.parent)
    return path


def describe(file: Path, path: Path, suffix: str = "") -> None:
    """Write the CDXJ index and, last, the checksum of a file that will lie at `path`; `suffix` ends their names."""
    from cdxj_indexer.main import write_cdx_index  # noqa: PLC0415 - slow, and most who open an archive write none

    index = path.with_name(path.name + ".cdxj" + suffix)
    write_cdx_index(str(index), [str(file)], {"sort": True})
    _write_synced(index, index.read_text("utf8").replace(file.name, path.name))
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    _write_synced(path.with_name(path.name + ".sha256" + suffix), f"{digest}  {path.name}\n")


def checksum(path: Path) -> str:
    """Return the sha256 that was written when the file was sealed. Raises OSError or IndexError where there is none."""
    return path.with_name(path.name + ".sha256").read_text("utf8").split()[0]


def sync_folder(folder: Path) -> None:
    """Return when the folder's renames are on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write_synced(file: Path, text: str) -> None:
    with file.open("w", encoding="utf8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
