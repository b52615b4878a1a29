"""PostgreSQL and Airflow of one home: started in order, watched, and stopped in the opposite order."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.configuration import settings
from crawler.local.airflow import AirflowServer
from crawler.local.dags import wait_for_dags
from crawler.local.databases import ensure_metadata_database
from crawler.local.failure import LocalFailure
from crawler.local.postgres import PostgresServer
from crawler.local.upgrade import COPIES_KEPT, upgrade

# A process that dies more often than this within the span has a cause that another start does not remove.
MOST_RESTARTS = 5
RESTARTS_SPAN_SECONDS = 600
_CHECK_SECONDS = 2

Say = Callable[[str], None]


class ServiceDied(LocalFailure):
    """A server ended by itself too often; the text says which one and where its log is."""


@dataclass
class Stopwatch:
    """The seconds that each step took, in order."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def measure(self, step: str) -> Iterator[None]:
        """Measure the time of the block under the name of this step."""
        start = time.monotonic()
        yield
        self.steps.append((step, time.monotonic() - start))

    def __str__(self) -> str:
        total = sum(seconds for _, seconds in self.steps)
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.steps) + f"; in all {total:.1f} s"


@dataclass(frozen=True)
class Databases:
    """The URLs of the data for its owner, for the tasks and for an analyst, and the URL of Airflow's metadata.

    `server` is the embedded server; None if DATABASE_URL names another, whose one role then serves for all.
    """

    owner: str
    loader: str
    metadata: str
    analyst: str
    server: PostgresServer | None


@dataclass(frozen=True)
class Services:
    """The running services of a home: the databases and Airflow."""

    databases: Databases
    airflow: AirflowServer


@contextmanager
def services(
    home: Path,
    say: Say,
    stopwatch: Stopwatch,
    *,
    environment: Mapping[str, str],
    port: int | None = None,
    parallelism: int = 8,
    backups: int = COPIES_KEPT,
) -> Iterator[Services]:
    """Start everything, and stop it at the end; tasks get `environment` together with the database and the home."""
    with ExitStack() as stack:
        with stopwatch.measure("PostgreSQL"):
            databases = start_databases(home)
            if databases.server:
                stack.callback(databases.server.stop)
            applied = upgrade(databases.owner, home, say, backups)
        changes = f" (applied: {', '.join(applied)})" if applied else ""
        say(f"PostgreSQL is ready{changes}")
        task_variables = {"DATABASE_URL": databases.loader, "BAOTINH_HOME": str(home), **environment}
        airflow = AirflowServer(home, databases.metadata, task_variables, port=port, parallelism=parallelism)
        stack.callback(airflow.stop)
        with stopwatch.measure("Airflow"):
            start = datetime.now(UTC)
            airflow.start(say)
            wait_for_dags(airflow.api(), start)
        say(f"Airflow is healthy at {airflow.url}")
        yield Services(databases, airflow)


def start_databases(home: Path) -> Databases:
    """Start the embedded server of this home, or use the one that DATABASE_URL names. Raises PostgresFailed."""
    url = settings().database_url
    if url:
        return Databases(url, url, ensure_metadata_database(url), url, None)
    server = PostgresServer(home, analyst_text=settings().analyst_text == "yes")
    return Databases(server.start(), server.loader_url, server.airflow_url, server.analyst_url, server)


def stop_leftovers(home: Path) -> list[str]:
    """End the services that still run on a home whose holder is gone; return their names."""
    stopped = AirflowServer(home, "", {}).stop_leftovers()
    server = PostgresServer(home)
    if server.is_running():
        server.stop()
        stopped.append("PostgreSQL")
    return stopped


def watch_services(
    running: Services,
    stopped: threading.Event,
    say: Say,
    at_each_check: Callable[[], None] = lambda: None,
    at_each_end: Callable[[str], None] = lambda name: None,
) -> None:
    """Wait until `stopped` is set; meanwhile restart what died and call `at_each_check`. Raises ServiceDied."""
    restarts: deque[float] = deque(maxlen=MOST_RESTARTS)
    while not stopped.wait(_CHECK_SECONDS):
        for name in _dead_servers(running):
            if stopped.is_set():
                return
            _count_restart(restarts, name, running)
            say(f"{name} ended by itself; it is started again")
            _start_again(running, name)
            at_each_end(name)
        at_each_check()


def _dead_servers(running: Services) -> list[str]:
    server = running.databases.server
    return [*(["PostgreSQL"] if server and not server.is_running() else []), *running.airflow.dead_processes()]


def _start_again(running: Services, name: str) -> None:
    server = running.databases.server
    if name != "PostgreSQL":
        running.airflow.restart(name)
    elif server and server.start() != running.databases.owner:
        raise ServiceDied("PostgreSQL's port was taken while it was down, and Airflow knows the old one: start again")


def _count_restart(restarts: deque[float], name: str, running: Services) -> None:
    now = time.monotonic()
    if len(restarts) == MOST_RESTARTS and now - restarts[0] < RESTARTS_SPAN_SECONDS:
        server = running.databases.server
        log = server.log if server and name == "PostgreSQL" else running.airflow.log(name)
        raise ServiceDied(
            f"{name} ended by itself, the {MOST_RESTARTS + 1}th end within {RESTARTS_SPAN_SECONDS // 60} minutes: "
            f"everything is stopped. Its log {log} says why; `baotinh doctor` looks for the usual reasons"
        )
    restarts.append(now)
