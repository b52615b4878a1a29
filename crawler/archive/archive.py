"""The archive: its folder and its store, and where sealed WARC files and readings lie in them."""

import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import psutil

from crawler.archive.file_names import is_own_name, is_record_file
from crawler.archive.sealing import checksum_path, seal, whole_records_end
from crawler.archive.store import children, download, is_bucket, store_at
from crawler.configuration import Settings

_COPY = "copy-"
_RUN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class Archive:
    """A folder of `warc/<outlet>/*.warc.gz` and `readings/<build>/*.jsonl.zst`; only sealed files count.

    `store` is the folder in which these lie for good: `root` itself, or one in a bucket, to which `deliver` moves what
    a crawl sealed in `root`. In a bucket the checksum is written last: a file without it is no sealed one.
    """

    def __init__(self, root: Path, store: str | None = None) -> None:
        self.root, self._address = root, store

    @cached_property
    def store(self) -> Path:
        """Return the folder of sealed files and readings; that of a bucket is opened when it is first asked for."""
        return store_at(self._address) if self._address else self.root

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
        files = [*(self.store / "warc").glob(f"{outlet or '*'}/*")]
        names = {path.name for path in files}
        if is_bucket(self.store):
            files = [path for path in files if f"{path.name}.sha256" in names]
        return sorted((path for path in files if is_own_name(path.name)), key=lambda p: p.name)

    def undelivered(self, outlet: str) -> list[Path]:
        """Return the outlet's sealed files that are still in the folder and not in the bucket, oldest first."""
        files = (self.root / "warc" / outlet).glob("*.warc.gz") if is_bucket(self.store) else ()
        return sorted(path for path in files if is_own_name(path.name))

    def foreign(self, outlet: str) -> list[Path]:
        """Return the WARC files that lie in an outlet's folder and are not of this archive, by their names."""
        files = children(self.store / "warc" / outlet)
        return sorted(path for path in files if is_record_file(path.name) and not is_own_name(path.name))

    def names_sealed_since(self, moment: datetime) -> list[str]:
        """Return the names of the sealed files begun since then, by the time in their names; no file is touched."""
        since = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}"
        if is_bucket(self.store):
            return sorted(path.name for path in self.sealed() if path.name.split("-")[1] >= since)
        try:
            folders = [entry.path for entry in os.scandir(self.root / "warc") if entry.is_dir()]
        except FileNotFoundError:
            return []
        names = (name for folder in folders for name in os.listdir(folder))
        return sorted(name for name in names if is_own_name(name) and name.split("-")[1] >= since)

    def warc_path(self, outlet: str, name: str) -> Path:
        """Return where a sealed file of that name lies. Raises ValueError for a name that no file here has."""
        if not is_own_name(name):
            raise ValueError(f"not the name of a WARC file of this archive: {name!r}")
        return self.store / "warc" / outlet / name

    def new_path(self, outlet: str, name: str) -> Path:
        """Return where a file of that name is written, on this machine."""
        return self.root / "warc" / outlet / name

    def readings_path(self, build: str, warc: str) -> Path:
        """Return where one build's readings of a WARC file lie."""
        return self.store / "readings" / build / f"{warc.removesuffix('.warc.gz')}.jsonl.zst"

    @contextmanager
    def at_hand(self, path: Path) -> Iterator[Path]:
        """Give a sealed file that will be read more than once, with its checksum: itself, or of a bucket a copy.

        The copy is deleted afterwards, one of a killed process by the next that needs the room: a machine needs disk
        for one file, 1 GiB at most and one page more, for each task that runs.
        """
        if not is_bucket(path):
            yield path
            return
        _delete_abandoned_copies(self.root)
        prefix = f"{_COPY}{os.getpid()}-"
        with tempfile.TemporaryDirectory(prefix=prefix, dir=self.make_root()) as folder:
            file = Path(folder, path.parent.name, path.name)
            file.parent.mkdir()
            download(path, file)
            download(checksum_path(path), checksum_path(file))
            yield file

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


def archive_of(settings: Settings) -> Archive:
    """Return the archive that the settings name."""
    return Archive(Path(settings.home) / "archive", settings.archive_store)


def _delete_abandoned_copies(root: Path) -> None:
    for folder in root.glob(f"{_COPY}*"):
        if not psutil.pid_exists(int(folder.name.split("-")[1])):
            shutil.rmtree(folder, ignore_errors=True)


def run_name(run_id: str) -> str:
    """Return the run's name in file names: the id itself where it is safe, otherwise its safe letters and a hash."""
    if _RUN_NAME.fullmatch(run_id):
        return run_id
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "_", run_id)[:80]
    return f"{safe}-{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"
