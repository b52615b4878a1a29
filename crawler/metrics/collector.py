"""The collector: reads all numbers at the moment of the scrape, in one snapshot, with a registry of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from crawler.archive import Archive
from crawler.database import DatabaseDown, connect
from crawler.metrics.articles import ArticleCounts, coverage_numbers, new_article_numbers
from crawler.metrics.backlog import backfill_numbers, backlog_numbers
from crawler.metrics.fields import field_numbers
from crawler.metrics.gauges import gauge
from crawler.metrics.nights import night_numbers, read_nights
from crawler.metrics.storage import backup_numbers, database_numbers, disk_numbers

# Prometheus gives a scrape up after ten seconds; no query may go on behind it.
_LONGEST_QUERY = "5s"


@dataclass(frozen=True)
class Sources:
    """Where the numbers come from: `database_url` raises DatabaseDown where no server runs.

    `database_folder` gives None where PostgreSQL is on another machine, or has no data yet.
    """

    database_url: Callable[[], str]
    outlet_keys: Sequence[str]
    home: Path
    database_folder: Callable[[], Path | None]
    newest_backup_at: Callable[[], datetime | None]
    archive_store: str | None = None


class NumbersCollector(Collector):
    """Reads the numbers whenever it is asked; `problem` says why the last time brought none from the database."""

    def __init__(self, sources: Sources, on_problem: Callable[[str], None] = lambda _: None) -> None:
        self.problem: str | None = None
        self._sources, self._on_problem = sources, on_problem
        self._articles = ArticleCounts()
        # However many ask, one scrape reads at a time, with one connection.
        self._one_at_a_time = threading.Lock()

    def collect(self) -> Iterator[Metric]:
        """Yield every number; without the database `baotinh_up` is 0, and only those of the disk are there."""
        with self._one_at_a_time:
            numbers, problem = self._read_tables()
            if problem and problem != self.problem:
                self._on_problem(problem)
            self.problem = problem
        yield gauge(
            "baotinh_up",
            "1: the tables were read. 0: they were not, and only the numbers of the disk are here.",
            float(problem is None),
        )
        yield from numbers
        yield from disk_numbers(self._sources.home, self._sources.database_folder())
        yield from backup_numbers(self._sources.newest_backup_at)

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: a registration reads no table."""
        return iter(())

    def _read_tables(self) -> tuple[list[Metric], str | None]:
        """Return the numbers of the tables, or none and the reason."""
        try:
            with closing(connect(self._sources.database_url())) as conn:
                return [*self._numbers_of(conn)], None
        except (DatabaseDown, OSError) as error:
            return [], str(error)
        except psycopg.Error as error:
            message = str(error).strip() or type(error).__name__
            return [], f"the database refused: {message.splitlines()[0]} (does `baotinh migrate` help?)"

    def _numbers_of(self, conn: psycopg.Connection) -> Iterator[Metric]:
        """Yield the numbers as of one moment; nothing is written."""
        keys = self._sources.outlet_keys
        conn.execute("SELECT set_config('statement_timeout', %s, false)", [_LONGEST_QUERY])
        conn.read_only, conn.isolation_level = True, psycopg.IsolationLevel.REPEATABLE_READ
        with conn.transaction():
            nights = read_nights(conn, keys)
            yield from night_numbers(nights)
            yield from self._articles.numbers(conn, keys)
            yield from new_article_numbers(conn, keys, nights.last)
            yield from coverage_numbers(conn, keys)
            yield from field_numbers(conn, nights.last)
            yield from backlog_numbers(conn, keys, Archive(self._sources.home / "archive", self._sources.archive_store))
            yield from backfill_numbers(conn)
            yield from database_numbers(conn)


def numbers_registry(collector: NumbersCollector) -> CollectorRegistry:
    """Return a registry with these numbers alone: none of the process that reads them."""
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
