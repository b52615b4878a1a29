"""How it stands: what runs, what last night brought, how much disk it takes and for how long there is enough."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import psycopg

from crawler.configuration import Settings
from crawler.database import DatabaseDown, connect
from crawler.local.home import holder_of
from crawler.local.housekeeping_record import last_housekeeping
from crawler.local.postgres import PostgresServer
from crawler.local.tables import LARGEST, tables

FORECAST_DAYS = 28
_DAY, _MONTH_DAYS = 86_400, 30


@dataclass(frozen=True)
class Growth:
    """Bytes of something now, and how many of them came within the last `days` days (28, or its whole age)."""

    size: int
    new: int
    days: float

    @property
    def daily(self) -> float:
        """Return the bytes that a day adds."""
        return self.new / max(self.days, 1.0)


def status(settings: Settings) -> tuple[list[str], bool]:
    """Return the lines to show, and whether everything runs."""
    home = Path(settings.home)
    good, lines = _running(home)
    return [*lines, "", *_night(settings), "", *_disk(settings), "", *_upkeep(settings)], good


def data_url(settings: Settings) -> str:
    """Return the URL of the data where a server runs. Raises DatabaseDown."""
    if url := running_url(settings):
        return url
    raise DatabaseDown(
        f"PostgreSQL of {settings.home} does not run: `baotinh up --detach` starts it; for another server set "
        "DATABASE_URL to postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    )


def running_url(settings: Settings) -> str | None:
    """Return the URL of the data; None where none is configured and no server of the home runs."""
    server = PostgresServer(Path(settings.home))
    return settings.database_url or (server.url if server.running() else None)


def analyst_url(settings: Settings) -> str:
    """Return the URL of the reading role where a server runs. Raises DatabaseDown."""
    owner = data_url(settings)
    return owner if settings.database_url else PostgresServer(Path(settings.home)).analyst_url


def unhealthy(ui: str) -> list[str]:
    """Return what of Airflow is not healthy, as one phrase each."""
    try:
        health = httpx.get(f"{ui}/api/v2/monitor/health", timeout=10).json()
    except (httpx.HTTPError, ValueError) as error:
        return [f"the UI does not answer ({type(error).__name__})"]
    parts = ("metadatabase", "scheduler", "dag_processor", "triggerer")
    return [f"{p} is {health.get(p, {}).get('status')}" for p in parts if health.get(p, {}).get("status") != "healthy"]


def growth_of(folder: Path, now: float) -> Growth:
    """Return a folder's size, and what was written in the last 28 days by the files' own times."""
    size = new = 0
    oldest = now
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                found = os.stat(Path(root) / name)
            except FileNotFoundError:
                continue
            size += found.st_size
            oldest = min(oldest, found.st_mtime)
            new += found.st_size if found.st_mtime > now - FORECAST_DAYS * _DAY else 0
    return Growth(size, new, min(FORECAST_DAYS, (now - oldest) / _DAY))


def _running(home: Path) -> tuple[bool, list[str]]:
    found = holder_of(home)
    if found is None:
        left = ", but PostgreSQL does: `baotinh down` stops it" if PostgresServer(home).running() else ""
        return False, [f"Not running on {home}{left}. `baotinh up` starts everything."]
    since = datetime.fromisoformat(found.since).astimezone()
    head = f"{found.verb} runs on {home} since {since:%Y-%m-%d %H:%M} (pid {found.pid})"
    if not found.ready:
        return False, [f"{head}; it is still starting"]
    bad = unhealthy(found.ui)
    said = "; ".join(bad) + ": `baotinh doctor` looks closer" if bad else "healthy"
    return not bad, [head, f"Airflow: {found.ui}: {said}"]


def _night(settings: Settings) -> Iterator[str]:
    try:
        with closing(connect(data_url(settings))) as conn:
            rows = conn.execute(_LAST_NIGHT).fetchall()
    except DatabaseDown as error:
        yield f"Last night: unknown: {error}"
        return
    except psycopg.errors.UndefinedTable:
        yield "Last night: the database has no tables yet: `baotinh migrate`"
        return
    if not rows:
        yield "Last night: no run was checked yet"
        return
    colours = [row[3] for row in rows]
    counted = ", ".join(f"{colours.count(c)} {c}" for c in ("green", "amber", "red") if c in colours)
    yield f"Last run {rows[0][0]}, checked {rows[0][1].astimezone():%Y-%m-%d %H:%M}: {counted}"
    for _, _, key, colour, findings in rows:
        if colour != "green":
            yield f"  {colour:5} {key:14} {'; '.join(findings)}"


_LAST_NIGHT = """
    SELECT run_id, max(checked_at) OVER (), outlet_key, verdict, findings FROM ops.check_result
    WHERE run_id = (SELECT run_id FROM ops.check_result ORDER BY checked_at DESC LIMIT 1)
    ORDER BY array_position(ARRAY['red', 'amber', 'green'], verdict), outlet_key"""


def _disk(settings: Settings) -> Iterator[str]:
    home, now = Path(settings.home), time.time()
    if not home.exists():
        yield "Disk: the home does not exist yet"
        return
    parts = {"archive": growth_of(home / "archive", now)}
    if database := _database_growth(settings):
        parts["database"] = database
    for name, found in parts.items():
        yield f"{name:9} {_mb(found.size)}, {_mb(found.daily * _MONTH_DAYS)} a month"
    # Bounded by their retention: they do not grow with the years.
    logs = growth_of(home / "airflow" / "logs", now).size + growth_of(home / "airflow" / "processes", now).size
    yield f"{'logs':9} {_mb(logs)}"
    free, daily = shutil.disk_usage(home).free, sum(p.daily for p in parts.values())
    measured = max((p.days for p in parts.values()), default=0)
    if daily <= 0 or measured < 1:
        yield f"{'free':9} {_mb(free)}; a forecast needs a day of growth"
    else:
        yield f"{'free':9} {_mb(free)}: enough for {_span(free / daily)} at the pace of the last {measured:.0f} days"


def _upkeep(settings: Settings) -> Iterator[str]:
    """Tell of the last round of housekeeping, of takedowns, and of the largest tables."""
    yield f"Housekeeping {last_housekeeping(Path(settings.home))}"
    with suppress(DatabaseDown, psycopg.errors.UndefinedTable), closing(connect(data_url(settings))) as conn:
        row = conn.execute("SELECT count(*), coalesce(sum(captures), 0) FROM ops.takedown").fetchone()
        if row and row[0]:
            yield f"Takedowns: {row[0]}, {row[1]} captures removed from the archive (`baotinh takedowns`)"
        yield "The largest tables:"
        for table in tables(conn)[:LARGEST]:
            yield f"  {table}"


def _database_growth(settings: Settings) -> Growth | None:
    """Return the database's size; its growth is the share of articles that were first loaded in the last 28 days."""
    try:
        with closing(connect(data_url(settings))) as conn:
            row = conn.execute(_DATABASE).fetchone()
    except (DatabaseDown, psycopg.errors.UndefinedTable):
        return None
    assert row is not None
    size, every, new, age = row
    return Growth(size, int(size * new / every) if every else 0, min(FORECAST_DAYS, float(age or 0)))


_DATABASE = """
    SELECT pg_database_size(current_database()), count(*),
        count(*) FILTER (WHERE fetched_at > now() - interval '28 days'),
        extract(epoch FROM now() - min(fetched_at)) / 86400
    FROM ops.capture"""


def _mb(size: float) -> str:
    return f"{size / (1 << 20):10,.1f} MB"


def _span(days: float) -> str:
    if days > 365 * 2:
        return f"{min(days / 365, 99):.0f} years"
    return f"{days / _MONTH_DAYS:.0f} months" if days > 60 else f"{days:.0f} days"
