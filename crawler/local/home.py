"""A state folder: who holds it, since when, and how much room it has."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO, Any

import psutil

from crawler.local.failure import LocalFailure
from crawler.local.private import write_private

# The first start writes 60 MB of PostgreSQL and its log, a night some 20 MB; a full disk stops both in mid-write.
LEAST_FREE_BYTES = 300 << 20
# The kernel's own start time of a process moves a little when the clock is set.
_CLOCK_SECONDS = 10


class HomeBusy(LocalFailure):
    """Another process holds the folder, or it has no room; the text says what to do."""


@dataclass(frozen=True)
class Holder:
    """The process that runs on a home: `ready` once everything is up, `ui` the address of Airflow then."""

    verb: str
    pid: int
    created: float
    since: str
    ready: bool = False
    ui: str = ""

    def lives(self) -> bool:
        """Tell whether the process is still that one: its number may be another's by now."""
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < _CLOCK_SECONDS
            return same and process.status() != psutil.STATUS_ZOMBIE
        return False


def holder_of(home: Path) -> Holder | None:
    """Return who runs on this home; None where nobody does, whatever a killed one left behind."""
    with suppress(OSError, ValueError, TypeError):
        found = Holder(**json.loads((home / "running.json").read_text()))
        if found.lives():
            return found
    return None


@contextmanager
def only_one(home: Path, verb: str) -> Iterator[None]:
    """Hold the home: two on one folder would share a server and a port. Raises HomeBusy."""
    try:
        # 0711: as root PostgreSQL runs as another user, who must get through to its folder; secrets are files of 0600.
        home.mkdir(parents=True, exist_ok=True, mode=0o711)
        file = (home / "lock").open("a")
    except OSError as error:
        raise HomeBusy(f"{home} cannot be the state folder: {error.strerror}; give another --home") from None
    with file:
        if not try_lock(file):
            raise HomeBusy(_who_runs(home))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        note(home, Holder(verb, os.getpid(), psutil.Process().create_time(), now))
        try:
            yield
        finally:
            (home / "running.json").unlink(missing_ok=True)


def note(home: Path, holder: Holder) -> None:
    """Write down who holds the home."""
    write_private(home / "running.json", json.dumps(asdict(holder)))


def need_room(home: Path) -> None:
    """Refuse to start on a full disk. Raises HomeBusy."""
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        raise HomeBusy(
            f"only {free >> 20} MB are free on the disk of {home}, and {LEAST_FREE_BYTES >> 20} MB are the least to "
            "start with: free some space, or move the home to a larger disk"
        )


@contextmanager
def stop_signals(stopped: threading.Event) -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into an orderly end; a second one changes nothing, since the end is already under way."""

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def try_lock(file: IO[Any]) -> bool:
    """Lock an open file without waiting; False where another process holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who_runs(home: Path) -> str:
    found = holder_of(home)
    if found is None:
        return f"another start on {home} is under way: wait a moment, then try again"
    since = datetime.fromisoformat(found.since).astimezone()
    if found.verb == "up":
        return (
            f"it already runs on {home} since {since:%Y-%m-%d %H:%M} (pid {found.pid}): "
            "`baotinh status` tells more, `baotinh down` stops it"
        )
    return f"another {found.verb} runs on {home} (pid {found.pid}); stop it, or give this one its own --home"
