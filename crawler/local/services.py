"""PostgreSQL and Airflow of one home: started in order, watched, and stopped in the opposite order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.configuration import settings
from crawler.local.airflow import AirflowServer
from crawler.local.backup import COPIES_KEPT
from crawler.local.capacity import default_parallelism
from crawler.local.dags import wait_for_dags
from crawler.local.databases import ensure_metadata_database
from crawler.local.postgres import PostgresServer
from crawler.local.reading_room import NAME as READING_ROOM
from crawler.local.reading_room import ReadingRoom
from crawler.local.upgrade import upgrade

Say = Callable[[str], None]
POSTGRES = "PostgreSQL"


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


@dataclass
class Services:
    """The running services of a home: the databases, Airflow, whose processes go by their names, the reading room."""

    databases: Databases
    airflow: AirflowServer
    reading_room: ReadingRoom | None = None
    database = POSTGRES

    def dead(self) -> list[str]:
        """Return the names of the servers that ended by themselves."""
        server = self.databases.server
        return [
            *([POSTGRES] if server and not server.is_running() else []),
            *self.airflow.dead_processes(),
            *([READING_ROOM] if self.reading_room and self.reading_room.is_dead() else []),
        ]

    def start_again(self, name: str) -> None:
        """Start a server that ended. Raises PostgresFailed, OSError."""
        server = self.databases.server
        if name == READING_ROOM and self.reading_room:
            self.reading_room.restart(self.databases.analyst)
        elif name != POSTGRES:
            self.airflow.restart(name)
        elif server and server.start() != self.databases.owner:
            # Another program took the port while the server was down: Airflow learns the new one at its own start.
            self.databases = _databases_of(server)
            self.airflow.move_database(self.databases.metadata, self.databases.loader, self.databases.analyst)
            if self.reading_room:
                self.reading_room.restart(self.databases.analyst)

    def log(self, name: str) -> Path:
        """Return the log of a server."""
        server = self.databases.server
        if name == READING_ROOM and self.reading_room:
            return self.reading_room.log
        return server.log if server and name == POSTGRES else self.airflow.log(name)


@contextmanager
def services(
    home: Path,
    say: Say,
    stopwatch: Stopwatch,
    *,
    environment: Mapping[str, str],
    port: int | None = None,
    web_port: int | None = None,
    parallelism: int | None = None,
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
        task_variables = {
            "DATABASE_URL": databases.loader,
            "BAOTINH_READER_URL": databases.analyst,
            "BAOTINH_HOME": str(home),
            **environment,
        }
        tasks_at_once = parallelism or default_parallelism()
        airflow = AirflowServer(home, databases.metadata, task_variables, port=port, parallelism=tasks_at_once)
        stack.callback(airflow.stop)
        with stopwatch.measure("Airflow"):
            start = datetime.now(UTC)
            airflow.start(say)
            wait_for_dags(airflow.api(), start)
        say(f"Airflow is healthy at {airflow.url}")
        room = ReadingRoom(home, airflow, web_port)
        stack.callback(room.stop)
        room.start(databases.analyst)
        say(f"Reading room: {room.url}")
        yield Services(databases, airflow, room)


def start_databases(home: Path) -> Databases:
    """Start the embedded server of this home, or use the one that DATABASE_URL names. Raises PostgresFailed."""
    url = settings().database_url
    if url:
        return Databases(url, url, ensure_metadata_database(url), url, None)
    server = PostgresServer(home, analyst_text=settings().analyst_text == "yes")
    server.start()
    return _databases_of(server)


def _databases_of(server: PostgresServer) -> Databases:
    return Databases(server.url, server.loader_url, server.airflow_url, server.analyst_url, server)


def stop_leftovers(home: Path) -> list[str]:
    """End the services that still run on a home whose holder is gone; return their names."""
    stopped = AirflowServer(home, "", {}).stop_leftovers()
    server = PostgresServer(home)
    if server.is_running():
        server.stop()
        stopped.append("PostgreSQL")
    return stopped
