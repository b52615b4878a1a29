"""Fixity: whether each WARC file of the archive still has the sha256 that it had when it was sealed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.progress import Progress

from crawler.archive import defect_of
from crawler.archive.removal import interrupted_removals


def check_fixity(files: Sequence[Path], say: Callable[[str], None], *, progress: bool = False) -> int:
    """Read sealed WARC files and say which are damaged or have no checksum; return the number of these."""
    size, damaged = sum(file.stat().st_size for file in files), 0
    with Progress(disable=not progress, transient=True) as bar:
        task = bar.add_task("reading the archive", total=size)
        for file in files:
            damage = _damage(file)
            bar.advance(task, file.stat().st_size)
            if damage:
                damaged += 1
                say(f"{file}: {damage}")
    say(f"{len(files)} files, {size:,} bytes: {f'{damaged} bad' if damaged else 'all as they were sealed'}")
    return damaged


def _damage(file: Path) -> str:
    """Return what is wrong with a sealed file and the remedy; an empty string if it is undamaged."""
    defect = defect_of(file)
    if defect and file in interrupted_removals(file.parent):
        return f"was being written anew by a takedown that was killed: `baotinh load {file.parent.name}` completes it"
    return defect
