"""The status of a home: what runs, the last night's verdicts, the disk in use, and how long the rest lasts."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg

from crawler.alerts import undelivered
from crawler.configuration import Settings
from crawler.database import DatabaseDown, connect
from crawler.local.backup import newest_backup_at
from crawler.local.home import holder_of
from crawler.local.housekeeping_record import last_housekeeping
from crawler.local.postgres import PostgresServer
from crawler.local.tables import LARGEST, tables
from crawler.quality import Summary, report

FORECAST_DAYS = 28
_DAY, _MONTH_DAYS = 86_400, 30
_AIRFLOW_PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")


@dataclass(frozen=True)
class Growth:
    """The bytes of something now, and how many of them are new in the last `days` days (28, or its whole age)."""

    size: int
    new: int
    days: float

    @property
    def daily(self) -> float:
        """Return the mean number of bytes that a day adds."""
        return self.new / max(self.days, 1.0)


@dataclass(frozen=True)
class Status:
    """The lines to show, whether everything runs, and the last night, None where none is known."""

    lines: list[str]
    all_runs: bool
    night: Summary | None

    @property
    def is_well(self) -> bool:
        """Return True if everything runs and the last night is known and not red."""
        return self.all_runs and self.night is not None and not self.night.red

    def as_json(self) -> dict[str, Any]:
        """Return the status as plain values."""
        night = self.night.as_json() if self.night else None
        return {"is_well": self.is_well, "all_runs": self.all_runs, "night": night, "text": self.lines}


def status(settings: Settings) -> Status:
    """Return what runs, the last night's verdicts, and the disk in use."""
    all_runs, lines = _running_lines(Path(settings.home))
    night, night_lines = _last_night(settings)
    for section in (night_lines, _alert_lines(settings), _disk_lines(settings), _housekeeping_lines(settings)):
        lines += ["", *section]
    return Status(lines, all_runs, night)


def data_url(settings: Settings) -> str:
    """Return the owner's URL of the database. Raises DatabaseDown if no server of the home runs."""
    if url := running_url(settings):
        return url
    raise DatabaseDown(
        f"PostgreSQL of {settings.home} does not run: `baotinh up --detach` starts it; for another server set "
        "DATABASE_URL to postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    )


def running_url(settings: Settings) -> str | None:
    """Return the owner's URL of the database; None if none is configured and no server of the home runs."""
    server = PostgresServer(Path(settings.home))
    return settings.database_url or (server.url if server.is_running() else None)


def analyst_url(settings: Settings) -> str:
    """Return the URL of the database for the reading role. Raises DatabaseDown."""
    owner_url = data_url(settings)
    return owner_url if settings.database_url else PostgresServer(Path(settings.home)).analyst_url


def unhealthy_parts(ui: str) -> list[str]:
    """Return a phrase for each part of Airflow that is not healthy."""
    try:
        health = httpx.get(f"{ui}/api/v2/monitor/health", timeout=10).json()
    except (httpx.HTTPError, ValueError) as error:
        return [f"the UI does not answer ({type(error).__name__})"]
    states = {part: health.get(part, {}).get("status") for part in _AIRFLOW_PARTS}
    return [f"{part} is {state}" for part, state in states.items() if state != "healthy"]


def growth_of(folder: Path, now: float) -> Growth:
    """Return the growth of a folder in the last 28 days, by its files' modification times."""
    size = new = 0
    oldest = now
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                file = os.stat(Path(root) / name)
            except FileNotFoundError:
                continue
            size += file.st_size
            oldest = min(oldest, file.st_mtime)
            new += file.st_size if file.st_mtime > now - FORECAST_DAYS * _DAY else 0
    return Growth(size, new, min(FORECAST_DAYS, (now - oldest) / _DAY))


def _running_lines(home: Path) -> tuple[bool, list[str]]:
    """Return whether everything runs, and the lines that say so."""
    holder = holder_of(home)
    if holder is None:
        leftover = ", but PostgreSQL does: `baotinh down` stops it" if PostgresServer(home).is_running() else ""
        return False, [f"Not running on {home}{leftover}. `baotinh up` starts everything."]
    since = datetime.fromisoformat(holder.since).astimezone()
    head = f"{holder.verb} runs on {home} since {since:%Y-%m-%d %H:%M} (pid {holder.pid})"
    if not holder.ready:
        return False, [f"{head}; it is still starting"]
    unhealthy = unhealthy_parts(holder.ui)
    health = "; ".join(unhealthy) + ": `baotinh doctor` looks closer" if unhealthy else "healthy"
    return not unhealthy, [head, f"Airflow: {holder.ui}: {health}"]


def _last_night(settings: Settings) -> tuple[Summary | None, list[str]]:
    """Return the last night's summary, if it is known, and the lines that say it."""
    try:
        with closing(connect(data_url(settings))) as conn:
            rows = conn.execute(_LAST_NIGHT).fetchall()
            summary = report(conn, rows[0][0], [key for _, _, key in rows]) if rows else None
    except DatabaseDown as error:
        return None, [f"Last night: unknown: {error}"]
    except psycopg.errors.UndefinedTable:
        return None, ["Last night: the database has no tables yet: `baotinh migrate`"]
    if summary is None:
        return None, ["Last night: no run was checked yet"]
    return summary, [f"Last night {summary.run_id}, begun {rows[0][1].astimezone():%Y-%m-%d %H:%M}", summary.text()]


# The night that began last, not the run that was checked last: an old one may be checked again. A night of which no
# crawl was loaded began when it was checked. A crawl that a wrong clock dated in the future is not the last one.
_LAST_NIGHT = """
    WITH paper AS (
        SELECT run_id, outlet_key, coalesce(c.started_at, r.checked_at) AS began_at
        FROM ops.crawl AS c FULL JOIN ops.check_result AS r USING (run_id, outlet_key)
    ), night AS (
        SELECT run_id, min(began_at) AS began_at FROM paper LEFT JOIN ops.run AS n USING (run_id)
        WHERE n.kind IS DISTINCT FROM 'backfill' AND began_at <= now()
        GROUP BY run_id ORDER BY began_at DESC LIMIT 1
    )
    SELECT run_id, night.began_at, outlet_key FROM night JOIN paper USING (run_id) ORDER BY outlet_key"""


def _alert_lines(settings: Settings) -> Iterator[str]:
    """Yield the last message that was sent, and those that are not delivered."""
    if not settings.alert_to:
        yield "Alerts: nobody is told: BAOTINH_ALERT_TO is not set"
    try:
        with closing(connect(data_url(settings))) as conn:
            last, waiting = conn.execute(_LAST_ALERT).fetchone(), undelivered(conn)
    except (DatabaseDown, psycopg.errors.UndefinedTable):
        return
    if last:
        yield f"Last alert delivered {last[0].astimezone():%Y-%m-%d %H:%M}: {last[1]}"
    for alert in waiting:
        why = alert.last_error or "no attempt was made yet"
        yield f"Not delivered since {alert.at.astimezone():%Y-%m-%d %H:%M}: {alert.subject}: {why}"


_LAST_ALERT = """
    SELECT delivered_at, subject FROM ops.alert WHERE delivered_at IS NOT NULL ORDER BY delivered_at DESC LIMIT 1"""


def _disk_lines(settings: Settings) -> Iterator[str]:
    home, now = Path(settings.home), time.time()
    if not home.exists():
        yield "Disk: the home does not exist yet"
        return
    growths = {"archive": growth_of(home / "archive", now)}
    if database := _database_growth(settings):
        growths["database"] = database
    for name, growth in growths.items():
        yield f"{name:9} {_megabytes(growth.size)}, {_megabytes(growth.daily * _MONTH_DAYS)} a month"
    # Old logs are deleted: their size is bounded, and no part of the forecast.
    logs = growth_of(home / "airflow" / "logs", now).size + growth_of(home / "airflow" / "processes", now).size
    yield f"{'logs':9} {_megabytes(logs)}"
    free, daily = shutil.disk_usage(home).free, sum(growth.daily for growth in growths.values())
    days = max((growth.days for growth in growths.values()), default=0)
    if daily <= 0 or days < 1:
        yield f"{'free':9} {_megabytes(free)}; a forecast needs a day of growth"
    else:
        enough_for = _duration(free / daily)
        yield f"{'free':9} {_megabytes(free)}: enough for {enough_for} at the pace of the last {days:.0f} days"


def _housekeeping_lines(settings: Settings) -> Iterator[str]:
    """Yield the lines about the last round of housekeeping, the takedowns and the largest tables."""
    yield f"Housekeeping {last_housekeeping(Path(settings.home))}"
    copied_at = newest_backup_at(Path(settings.home))
    yield "Newest copy of the database: " + (f"{copied_at.astimezone():%Y-%m-%d %H:%M}" if copied_at else "none")
    with suppress(DatabaseDown, psycopg.errors.UndefinedTable), closing(connect(data_url(settings))) as conn:
        row = conn.execute("SELECT count(*), coalesce(sum(captures), 0) FROM ops.takedown").fetchone()
        if row and row[0]:
            yield f"Takedowns: {row[0]}, {row[1]} captures removed from the archive (`baotinh takedowns`)"
        yield "The largest tables:"
        for table in tables(conn)[:LARGEST]:
            yield f"  {table}"


def _database_growth(settings: Settings) -> Growth | None:
    """Return the database's growth: its size times the share of captures that were fetched in the last 28 days."""
    try:
        with closing(connect(data_url(settings))) as conn:
            row = conn.execute(_DATABASE_GROWTH).fetchone()
    except (DatabaseDown, psycopg.errors.UndefinedTable):
        return None
    assert row is not None
    size, captures, new_captures, age = row
    return Growth(size, int(size * new_captures / captures) if captures else 0, min(FORECAST_DAYS, float(age or 0)))


_DATABASE_GROWTH = """
    SELECT pg_database_size(current_database()), count(*),
        count(*) FILTER (WHERE fetched_at > now() - interval '28 days'),
        extract(epoch FROM now() - min(fetched_at)) / 86400
    FROM ops.capture"""


def _megabytes(size: float) -> str:
    return f"{size / (1 << 20):10,.1f} MB"


def _duration(days: float) -> str:
    if days > 365 * 2:
        return f"{min(days / 365, 99):.0f} years"
    return f"{days / _MONTH_DAYS:.0f} months" if days > 60 else f"{days:.0f} days"
