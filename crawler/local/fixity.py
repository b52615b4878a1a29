"""Whether the archive is still what was sealed: each WARC file against its own sha256."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from rich.progress import Progress

from crawler.archive import Archive


def check(archive: Archive, say: Callable[[str], None], *, progress: bool = False) -> int:
    """Read every sealed file, say which are damaged or have no checksum, and return how many those are."""
    files = archive.sealed()
    size, bad = sum(file.stat().st_size for file in files), 0
    with Progress(disable=not progress, transient=True) as bar:
        task = bar.add_task("reading the archive", total=size)
        for file in files:
            wrong = _wrong(file)
            bar.advance(task, file.stat().st_size)
            if wrong:
                bad += 1
                say(f"{file}: {wrong}")
    say(f"{len(files)} files, {size:,} bytes: {f'{bad} bad' if bad else 'all as they were sealed'}")
    return bad


def _wrong(file: Path) -> str:
    try:
        sealed = file.with_name(file.name + ".sha256").read_text().split()[0]
    except (OSError, IndexError):
        return "has no checksum beside it: bring NAME.sha256 back from a copy of the archive"
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return "" if found == sealed else "is not what was sealed: bring it back from a copy of the archive"
