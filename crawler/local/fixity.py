"""Whether the archive is still what was sealed: each WARC file against its own sha256."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.progress import Progress

from crawler.archive import checksum
from crawler.archive.removal import interrupted_removals


def check(files: Sequence[Path], say: Callable[[str], None], *, progress: bool = False) -> int:
    """Read these sealed files, say which are damaged or have no checksum, and return how many those are."""
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
        sealed = checksum(file)
    except (OSError, IndexError):
        return "has no checksum beside it: bring NAME.sha256 back from a copy of the archive"
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found == sealed:
        return ""
    if file in interrupted_removals(file.parent):
        return f"was being written anew by a takedown that was killed: `baotinh load {file.parent.name}` completes it"
    return "is not what was sealed: bring it back from a copy of the archive"
