"""The home, which is the state folder: which process holds it, since when, and whether its disk has space."""

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
from crawler.local.private import private_folder, write_private

# The first start writes 60 MB of PostgreSQL and its log, a night some 20 MB; a full disk stops both in mid-write.
LEAST_FREE_BYTES = 300 << 20
# The start time that the kernel reports for a process moves a little when the clock is set.
_CLOCK_SECONDS = 10


class HomeBusy(LocalFailure):
    """Another process holds the home, or its disk is full; the text says what to do."""


@dataclass(frozen=True)
class Holder:
    """The process that runs on a home; once everything is up, `ready` is True and `ui` is Airflow's address."""

    verb: str
    pid: int
    created: float
    since: str
    ready: bool = False
    ui: str = ""

    def is_alive(self) -> bool:
        """Return True if this process still runs; its pid may belong to another process by now."""
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.created) < _CLOCK_SECONDS
            return is_same and process.status() != psutil.STATUS_ZOMBIE
        return False


def holder_of(home: Path) -> Holder | None:
    """Return the process that runs on this home; None if none does, even if a killed one left its record."""
    with suppress(OSError, ValueError, TypeError):
        holder = Holder(**json.loads((home / "running.json").read_text()))
        if holder.is_alive():
            return holder
    return None


@contextmanager
def hold_home(home: Path, verb: str) -> Iterator[None]:
    """Hold the home for this process: two on one home would share a server and a port. Raises HomeBusy."""
    try:
        # 0711: started by root, PostgreSQL runs as another user, who must reach its folder; secrets are files of 0600.
        home.mkdir(parents=True, exist_ok=True, mode=0o711)
        file = (private_folder(home / "locks") / "home").open("a")
    except OSError as error:
        raise HomeBusy(f"{home} cannot be the state folder: {error.strerror}; give another --home") from None
    with file:
        if not try_lock(file):
            raise HomeBusy(_busy_message(home))
        since = datetime.now(UTC).isoformat(timespec="seconds")
        write_holder(home, Holder(verb, os.getpid(), psutil.Process().create_time(), since))
        try:
            yield
        finally:
            (home / "running.json").unlink(missing_ok=True)


def write_holder(home: Path, holder: Holder) -> None:
    """Record which process holds the home."""
    write_private(home / "running.json", json.dumps(asdict(holder)))


def require_free_space(home: Path) -> None:
    """Check that the disk has space for a start. Raises HomeBusy."""
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        raise HomeBusy(
            f"only {free >> 20} MB are free on the disk of {home}, and {LEAST_FREE_BYTES >> 20} MB are the least to "
            "start with: free some space, or move the home to a larger disk"
        )


@contextmanager
def stop_signals(stopped: threading.Event) -> Iterator[None]:
    """Set `stopped` at Ctrl-C or SIGTERM, for an orderly end; a second signal changes nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    old_handlers = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old_handlers.items():
            signal.signal(number, handler)


def try_lock(file: IO[Any]) -> bool:
    """Lock an open file without waiting; return False if another process holds the lock."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy_message(home: Path) -> str:
    holder = holder_of(home)
    if holder is None:
        return f"another start on {home} is under way: wait a moment, then try again"
    since = datetime.fromisoformat(holder.since).astimezone()
    if holder.verb == "up":
        return (
            f"it already runs on {home} since {since:%Y-%m-%d %H:%M} (pid {holder.pid}): "
            "`baotinh status` tells more, `baotinh down` stops it"
        )
    return f"another {holder.verb} runs on {home} (pid {holder.pid}); stop it, or give this one its own --home"
