"""PostgreSQL and Airflow of one home: brought up in order, watched, and down in the opposite order."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.configuration import settings
from crawler.local.airflow import AirflowServer
from crawler.local.databases import metadata_url
from crawler.local.failure import LocalFailure
from crawler.local.postgres import PostgresServer
from crawler.local.upgrade import KEPT, upgrade

# A process that dies more often than this within the span has a reason that another start does not mend.
MOST_RESTARTS = 5
RESTARTS_SPAN_SECONDS = 600
_GLANCE_SECONDS = 2

Say = Callable[[str], None]


class ServiceDied(LocalFailure):
    """A server ended again and again; the text says which one and where its log is."""


@dataclass
class Clock:
    """Where the time goes: the seconds of each step, in order."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block under this name."""
        before = time.monotonic()
        yield
        self.steps.append((name, time.monotonic() - before))

    def __str__(self) -> str:
        total = sum(seconds for _, seconds in self.steps)
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.steps) + f"; in all {total:.1f} s"


@dataclass(frozen=True)
class Databases:
    """The URLs of the data for its owner, the tasks and an analyst, and of Airflow's metadata.

    `server` is None where DATABASE_URL names one for all.
    """

    url: str
    loader: str
    metadata: str
    analyst: str
    server: PostgresServer | None


@dataclass(frozen=True)
class Services:
    """What runs: the databases and Airflow."""

    databases: Databases
    airflow: AirflowServer


@contextmanager
def services(
    home: Path,
    say: Say,
    clock: Clock,
    *,
    environment: Mapping[str, str],
    port: int | None = None,
    parallelism: int = 8,
    backups: int = KEPT,
) -> Iterator[Services]:
    """Bring everything up, and down at the end; the tasks see `environment` beside the database and the home."""
    with ExitStack() as stack:
        with clock.step("PostgreSQL"):
            found = databases(home)
            if found.server:
                stack.callback(found.server.stop)
            applied = upgrade(found.url, home, say, backups)
        news = f" (applied: {', '.join(applied)})" if applied else ""
        say(f"PostgreSQL is ready{news}")
        seen = {"DATABASE_URL": found.loader, "BAOTINH_HOME": str(home), **environment}
        airflow = AirflowServer(home, found.metadata, seen, port=port, parallelism=parallelism)
        stack.callback(airflow.stop)
        with clock.step("Airflow"):
            airflow.start(say)
        say(f"Airflow is healthy at {airflow.url}")
        yield Services(found, airflow)


def databases(home: Path) -> Databases:
    """Start the embedded server of this home, or take the one that DATABASE_URL names. Raises PostgresFailed."""
    given = settings().database_url
    if given:
        return Databases(given, given, metadata_url(given), given, None)
    server = PostgresServer(home, analyst_text=settings().analyst_text == "yes")
    url = server.start()
    return Databases(url, server.loader_url, server.airflow_url, server.analyst_url, server)


def stop_all(home: Path) -> list[str]:
    """End what runs of a home whose holder is gone; return what it was."""
    ended = AirflowServer(home, "", {}).stop_leftovers()
    server = PostgresServer(home)
    if server.running():
        server.stop()
        ended.append("PostgreSQL")
    return ended


def keep(running: Services, stopped: threading.Event, say: Say, each: Callable[[], None] = lambda: None) -> None:
    """Stay until a signal comes, start again what died, and call `each` every few seconds. Raises ServiceDied."""
    restarts: deque[float] = deque(maxlen=MOST_RESTARTS)
    while not stopped.wait(_GLANCE_SECONDS):
        for name in _dead(running):
            if stopped.is_set():
                return
            _count(restarts, name, running)
            say(f"{name} ended by itself; it is started again")
            _again(running, name)
        each()


def _dead(running: Services) -> list[str]:
    server = running.databases.server
    return [*(["PostgreSQL"] if server and not server.running() else []), *running.airflow.dead()]


def _again(running: Services, name: str) -> None:
    server = running.databases.server
    if name != "PostgreSQL":
        running.airflow.restart(name)
    elif server and server.start() != running.databases.url:
        raise ServiceDied("PostgreSQL's port was taken while it was down, and Airflow knows the old one: start again")


def _count(restarts: deque[float], name: str, running: Services) -> None:
    now = time.monotonic()
    if len(restarts) == MOST_RESTARTS and now - restarts[0] < RESTARTS_SPAN_SECONDS:
        server = running.databases.server
        log = server.log if server and name == "PostgreSQL" else running.airflow.log(name)
        raise ServiceDied(
            f"{name} ended by itself, the {MOST_RESTARTS + 1}th end within {RESTARTS_SPAN_SECONDS // 60} minutes: "
            f"everything is stopped. Its log {log} says why; `baotinh doctor` looks for the usual reasons"
        )
    restarts.append(now)
