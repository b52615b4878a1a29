"""The supervisor of a running home: it starts again what ended by itself, and waits longer each time."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psycopg

from crawler.local.failure import LocalFailure
from crawler.local.postgres_failure import PostgresBeyondHelp
from crawler.local.services import Say

# What ends within this time after another server ended with it: Airflow's processes need up to half a minute to notice
# that their database is gone.
COMPANION_SECONDS = 60
# A server that has run for so long is well again: its next end is a first one.
QUIET_SECONDS = 600
LONGEST_WAIT_SECONDS = 300
_CHECK_SECONDS = 2


class ServiceDied(LocalFailure):
    """A server ended and cannot mend itself; the text says which one and what to do."""


class Watched(Protocol):
    """The servers of a home, as the supervisor sees them: each by its name."""

    database: str

    def dead(self) -> list[str]:
        """Return the names of the servers that ended by themselves."""

    def start_again(self, name: str) -> None:
        """Start a server. Raises PostgresBeyondHelp, or for what may pass LocalFailure, OSError, psycopg.Error."""

    def log(self, name: str) -> Path:
        """Return the log of a server."""


@dataclass
class _Series:
    """The ends of one server that had a cause of their own, without a quiet time between them."""

    since: datetime
    ends: int = 0
    started: float = float("-inf")

    @property
    def wait(self) -> float:
        """Return how long to wait before the next start: not at all at first, then longer each time."""
        return 0 if self.ends <= 1 else min(LONGEST_WAIT_SECONDS, 2.0 ** (self.ends - 1))


class Supervisor:
    """Restart servers by cause: a server that ends, and the others that it takes along, are one cause."""

    def __init__(
        self,
        watched: Watched,
        say: Say,
        clock: Callable[[], float] = time.monotonic,
        at_each_cause: Callable[[str], None] = lambda name: None,
    ) -> None:
        self._watched, self._say, self._clock, self._at_each_cause = watched, say, clock, at_each_cause
        self._series: dict[str, _Series] = {}
        # When each server that is down is started again.
        self._due: dict[str, float] = {}
        # The newest cause: when it began, and what ended of it.
        self._cause_at, self._cause_ends = float("-inf"), set[str]()

    def look(self) -> None:
        """Note what ended, and start what is due. Raises ServiceDied if it cannot mend itself."""
        for name in self._watched.dead():
            if name not in self._due:
                self._note_end(name)
        for name in sorted(self._due, key=lambda name: name != self._watched.database):
            # Without its database no process of Airflow can run.
            if self._due[name] <= self._clock() and (name == self._watched.database or not self._lacks_database()):
                self._start(name)

    def _lacks_database(self) -> bool:
        return self._watched.database in self._due

    def _note_end(self, name: str) -> None:
        now = self._clock()
        if name != self._watched.database and self._is_companion(name, now):
            self._cause_ends.add(name)
            self._due[name] = now
            self._say(f"{name} ended with it; it is started again")
            return
        self._cause_at, self._cause_ends = now, {name}
        series = self._series.get(name)
        if series is None or now - series.started >= QUIET_SECONDS:
            series = self._series[name] = _Series(datetime.now())
        self._postpone(name, series, f"{name} ended by itself")

    def _is_companion(self, name: str, now: float) -> bool:
        recent = now - self._cause_at < COMPANION_SECONDS or self._lacks_database()
        return recent and name not in self._cause_ends

    def _start(self, name: str) -> None:
        try:
            self._watched.start_again(name)
        except PostgresBeyondHelp as failure:
            raise ServiceDied(f"{name} ended by itself and cannot be started again: {failure}") from None
        except (LocalFailure, OSError, psycopg.Error) as failure:
            if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
                raise ServiceDied(
                    f"{name} ended by itself, and the disk is full: free some space and start again"
                ) from None
            series = self._series.setdefault(name, _Series(datetime.now()))
            reason = (str(failure).strip().splitlines() or [type(failure).__name__])[0]
            self._postpone(name, series, f"{name} could not be started ({reason})")
        else:
            del self._due[name]
            if name in self._series:
                self._series[name].started = self._clock()

    def _postpone(self, name: str, series: _Series, what: str) -> None:
        """Count one more end, and say when the server is started again."""
        series.ends += 1
        self._at_each_cause(name)
        self._due[name] = self._clock() + series.wait
        if series.wait >= LONGEST_WAIT_SECONDS:
            self._say(
                f"{what}, end number {series.ends} since {series.since:%Y-%m-%d %H:%M}: this does not mend itself so "
                f"far; it is tried every {LONGEST_WAIT_SECONDS // 60} minutes. Its log {self._watched.log(name)} says "
                "why; `baotinh doctor` looks for the usual reasons"
            )
        elif series.wait:
            self._say(f"{what}, for the {_ordinal(series.ends)} time; it is started again in {series.wait:.0f} s")
        else:
            self._say(f"{what}; it is started again")


def supervise(
    watched: Watched,
    stopped: threading.Event,
    say: Say,
    at_each_check: Callable[[], None] = lambda: None,
    at_each_cause: Callable[[str], None] = lambda name: None,
) -> None:
    """Wait until `stopped` is set; meanwhile start again what ended, and call `at_each_check`. Raises ServiceDied.

    `at_each_cause` is called with the name of a server that ended by itself, or could not be started.
    """
    supervisor = Supervisor(watched, say, at_each_cause=at_each_cause)
    while not stopped.wait(_CHECK_SECONDS):
        supervisor.look()
        at_each_check()


def _ordinal(number: int) -> str:
    return {2: "2nd", 3: "3rd"}.get(number, f"{number}th")
