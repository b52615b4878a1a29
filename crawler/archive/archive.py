"""The archive's folder: where sealed WARC files and readings lie, and how an open file is sealed."""

import fcntl
import hashlib
import os
import re
import stat
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from crawler.archive.cdxj import cdxj_lines

_NAME = re.compile(r"[a-z0-9]+-\d{8}T\d{12}-[A-Za-z0-9_.-]+\.warc\.gz")
_RUN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class Archive:
    """A folder of `warc/<outlet>/*.warc.gz` and `readings/<build>/*.jsonl.zst`; only sealed files count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def make_root(self) -> Path:
        """Make the archive's folder, and close it to other users: it holds what was taken down elsewhere, and locks.

        Who can read an open file can lock it too, and it would never be sealed.
        """
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        # On a shared path another machine's user may own it.
        with suppress(PermissionError):
            if stat.S_IMODE(self.root.stat().st_mode) & 0o077:
                self.root.chmod(0o700)
        return self.root

    def sealed(self, outlet: str | None = None) -> list[Path]:
        """Return the sealed files of one outlet or of all, oldest first."""
        files = (self.root / "warc").glob(f"{outlet or '*'}/*.warc.gz")
        return sorted((path for path in files if _NAME.fullmatch(path.name)), key=lambda p: p.name)

    def foreign(self, outlet: str) -> list[Path]:
        """Return the WARC files that lie in an outlet's folder and are not of this archive, by their names."""
        files = (self.root / "warc" / outlet).glob("*arc.gz")
        return sorted(path for path in files if not _NAME.fullmatch(path.name))

    def names_sealed_since(self, moment: datetime) -> list[str]:
        """Return the names of the sealed files begun since then, by the time in their names; no file is touched."""
        since = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}"
        try:
            folders = [entry.path for entry in os.scandir(self.root / "warc") if entry.is_dir()]
        except FileNotFoundError:
            return []
        names = (name for folder in folders for name in os.listdir(folder))
        return sorted(name for name in names if _NAME.fullmatch(name) and name.split("-")[1] >= since)

    def warc_path(self, outlet: str, name: str) -> Path:
        """Return where a file of that name lies. Raises ValueError for a name that no file here has."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a WARC file of this archive: {name!r}")
        return self.root / "warc" / outlet / name

    def readings_path(self, build: str, warc: str) -> Path:
        """Return where one build's readings of a WARC file lie."""
        return self.root / "readings" / build / f"{warc.removesuffix('.warc.gz')}.jsonl.zst"

    def seal_orphans(self, outlet: str) -> list[Path]:
        """Seal the files that dead crawls left open, up to their last whole record.

        The caller holds the site's lock, since locks of files do not work in every shared folder. A file that a writer
        still has open is locked and left alone; one without a whole record is deleted.
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
    """Return the run's name in file names: the id itself where it is safe, otherwise its safe letters and a hash."""
    if _RUN_NAME.fullmatch(run_id):
        return run_id
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "_", run_id)[:80]
    return f"{safe}-{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"


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
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    _write_synced(path.with_name(path.name + ".sha256" + suffix), f"{digest}  {path.name}\n")


def checksum(path: Path) -> str:
    """Return the sha256 that was written when the file was sealed. Raises OSError or IndexError where there is none."""
    return path.with_name(path.name + ".sha256").read_text("utf8").split()[0]


def defect_of(path: Path) -> str:
    """Return how a sealed file is not what was sealed, read whole against its checksum; an empty string if it is."""
    try:
        sealed_sha256 = checksum(path)
    except (OSError, IndexError):
        return "has no checksum beside it: bring NAME.sha256 back from a copy of the archive"
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return "" if sha256 == sealed_sha256 else "is not what was sealed: bring it back from a copy of the archive"


def sync_folder(folder: Path) -> None:
    """Return when the folder's renames are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_synced(file: Path, text: str) -> None:
    with file.open("w", encoding="utf8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
