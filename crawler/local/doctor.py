"""What an operator would otherwise find out at 01:30: each finding names what is wrong, where, and the remedy."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx
import psycopg

from crawler.archive import Archive
from crawler.configuration import Settings
from crawler.database import CannotMigrate, DatabaseDown, connect, outdated, pending
from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import NIGHTLY
from crawler.local.home import LEAST_FREE_BYTES, holder_of, try_lock
from crawler.local.network import hosts, robots
from crawler.local.processes import marked
from crawler.local.rounds import last_round
from crawler.local.status import data_url, growth_of, unhealthy
from crawler.local.tables import troubles
from crawler.outlets import UnknownOutlet, nightly
from crawler.warehouse import remaining

ZONE = "Asia/Ho_Chi_Minh"
# An operator who looks once a month must hear of it in time.
LEAST_DAYS = 60
# Two machines' clocks differ by that much where time is kept over the network at all.
CLOCK_SECONDS = 60
# Once a day is due; a laptop that slept over a weekend is no fault.
UPKEEP_DAYS = 4

Level = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Finding:
    """What one check saw; `remedy` says what to do, and is empty where all is well."""

    check: str
    level: Level
    said: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.level:5} {self.check:10} {self.said}"
        return f"{line}\n{'':17}-> {self.remedy}" if self.remedy else line


Found = Iterator[Finding]


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings of every check, in the order in which one rests on another."""
    for check in _CHECKS:
        try:
            yield from check(settings)
        except (OSError, psycopg.Error, DatabaseDown, UnknownOutlet) as error:
            said = str(error).strip().splitlines() or [type(error).__name__]
            yield Finding(check.__name__.strip("_"), "fault", said[0], "see the findings above; then look again")


def _settings(settings: Settings) -> Found:
    try:
        nightly(settings.outlets)
    except UnknownOutlet as error:
        yield Finding("settings", "fault", str(error), "set BAOTINH_OUTLETS to such a value, or unset it")
    if settings.press:
        yield Finding(
            "settings", "note", f"a sample press at {settings.press} answers instead of the papers",
            "unset BAOTINH_PRESS to ask the papers themselves",
        )  # fmt: skip
    elif not settings.contact:
        yield Finding(
            "settings", "fault", "no contact is set: the papers cannot tell who asks them",
            "set BAOTINH_CONTACT to a mail address or a web page",
        )  # fmt: skip
    else:
        yield Finding("settings", "ok", f"contact {settings.contact}")


def _home(settings: Settings) -> Found:
    archive = Path(settings.home) / "archive"
    try:
        archive.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=archive) as probe:
            probe.write(b"0" * 4096)
    except OSError as error:
        yield Finding(
            "archive", "fault", f"{archive} cannot be written: {error.strerror}",
            "give the folder to the user who runs baotinh, or name another BAOTINH_HOME",
        )  # fmt: skip
    else:
        yield Finding("archive", "ok", f"{archive} can be written")


def _disk(settings: Settings) -> Found:
    home = Path(settings.home)
    free = shutil.disk_usage(home if home.exists() else Path("/")).free
    archive = growth_of(home / "archive", time.time())
    days = free / archive.daily if archive.daily else float("inf")
    said = f"{free >> 20:,} MB are free on the disk of {home}"
    if free < LEAST_FREE_BYTES:
        yield Finding("disk", "fault", said, "free some space, or move the home to a larger disk (docs/operator.md)")
    elif archive.days >= 1 and days < LEAST_DAYS:
        yield Finding(
            "disk", "fault", f"{said}: at the archive's pace full in {days:.0f} days",
            "free some space, or move the home to a larger disk (docs/operator.md)",
        )  # fmt: skip
    else:
        yield Finding("disk", "ok", said)


def _zone(settings: Settings) -> Found:
    try:
        offset = datetime.now(ZoneInfo(ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset == timedelta(hours=7):
        yield Finding("time zone", "ok", f"{ZONE} is known")
    else:
        yield Finding(
            "time zone", "fault", f"{ZONE} is {'not known' if offset is None else f'wrong ({offset})'}",
            "install the package tzdata again, or unset PYTHONTZPATH",
        )  # fmt: skip


def _database(settings: Settings) -> Found:
    try:
        with closing(connect(data_url(settings))) as conn:
            version = conn.info.server_version // 10_000
    except DatabaseDown as error:
        remedy = "start that server, or correct DATABASE_URL" if settings.database_url else "`baotinh up --detach`"
        yield Finding("database", "fault", str(error).splitlines()[0], remedy)
        return
    if version < 18:
        yield Finding(
            "database", "fault", f"PostgreSQL {version} answers", "18 is needed: name another in DATABASE_URL"
        )
    else:
        yield Finding("database", "ok", f"PostgreSQL {version} answers")
    try:
        waiting = [*pending(data_url(settings)), *outdated(data_url(settings))]
    except CannotMigrate as error:
        said, _, remedy = str(error).partition(": ")
        yield Finding("migrations", "fault", said, remedy)
        return
    if waiting:
        yield Finding(
            "migrations", "fault", f"{len(waiting)} wait: {', '.join(waiting)}",
            "`baotinh down`, then `baotinh up --detach`: it copies the database first; or `baotinh migrate`",
        )  # fmt: skip
    else:
        yield Finding("migrations", "ok", "all are applied")


_CLOCKS = "SELECT max(fetched_at), clock_timestamp() FROM ops.capture"


def _clock(settings: Settings) -> Found:
    with closing(connect(data_url(settings))) as conn:
        newest, there = conn.execute(_CLOCKS).fetchone() or (None, None)
    now = datetime.now(UTC)
    if there and abs(now - there) > timedelta(seconds=CLOCK_SECONDS):
        yield Finding(
            "clock", "fault",
            f"it is {now:%H:%M:%S} UTC here, and {there.astimezone(UTC):%H:%M:%S} on the database's machine",
            "set both clocks (timedatectl set-ntp true): captures of several machines are ordered by them",
        )  # fmt: skip
    elif newest and newest > now + timedelta(seconds=CLOCK_SECONDS):
        yield Finding(
            "clock", "fault", f"it is {now:%Y-%m-%d %H:%M} UTC here, the newest capture is of {newest:%Y-%m-%d %H:%M}",
            "set the clock (timedatectl set-ntp true): captures in the wrong order make wrong revisions",
        )  # fmt: skip
    else:
        yield Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC, after every capture")


def _hosts(settings: Settings) -> Found:
    if settings.press:
        return
    reached = hosts(sorted({o.home_host for o in nightly(settings.outlets).values()}))
    if not reached.network:
        yield Finding(
            "network", "fault", "no network: not one host has an address", "connect the machine, check its DNS"
        )
        return
    for host, why in reached.failed.items():
        yield Finding(
            "hosts", "fault", f"{host}: {why}",
            "look at it in a browser: a paper that moved needs another host in its catalogue file; else wait",
        )  # fmt: skip
    yield Finding("hosts", "ok", f"{reached.good} of {reached.good + len(reached.failed)} papers answer over TLS")


def _robots(settings: Settings) -> Found:
    with closing(connect(data_url(settings))) as conn:
        for outlet in nightly(settings.outlets).values():
            if answer := robots(conn, outlet, settings):
                yield Finding(
                    "robots", answer.level, f"{outlet.key}: {answer.said}",
                    "it is obeyed: the paper's channels in its catalogue file must be ones that it allows"
                    if answer.level == "fault" else "",
                )  # fmt: skip


def _airflow(settings: Settings) -> Found:
    home = Path(settings.home)
    found = holder_of(home)
    if found is None or not found.ready:
        said = "it is still starting" if found else f"nothing runs on {home}"
        yield Finding("airflow", "fault", said, "wait a minute" if found else "`baotinh up --detach`")
        return
    bad = unhealthy(found.ui)
    for said in bad:
        yield Finding(
            "airflow", "fault", said, "`baotinh logs` shows each process's last lines; down and up again helps"
        )
    if bad:
        return
    yield Finding("airflow", "ok", f"healthy at {found.ui}")
    yield from _schedule(home)


def _schedule(home: Path) -> Found:
    try:
        api = AirflowServer(home, "", {}).api()
        if not api.has_dag():
            yield Finding("schedule", "fault", f"the DAG {NIGHTLY} was not read", "`baotinh logs dag-processor`")
            return
        dag = api.call("GET", f"dags/{NIGHTLY}")
    except (httpx.HTTPError, LookupError, json.JSONDecodeError) as error:
        yield Finding(
            "schedule", "fault", f"Airflow's API refuses us: {error}",
            "delete airflow/passwords.json in the home, then `baotinh down` and `baotinh up --detach`",
        )  # fmt: skip
        return
    if dag["is_paused"]:
        yield Finding("schedule", "fault", f"the DAG {NIGHTLY} is paused", "switch it on in Airflow's UI")
    else:
        next_run = datetime.fromisoformat(dag["next_dagrun_run_after"]).astimezone(ZoneInfo(ZONE))
        yield Finding("schedule", "ok", f"next night at {next_run:%Y-%m-%d %H:%M}, Việt Nam's time")


def _leftovers(settings: Settings) -> Found:
    home = Path(settings.home)
    for file in sorted((home / "archive" / "warc").glob("*/*.open")):
        if not _is_written(file):
            yield Finding(
                "leftovers", "fault", f"{file.name} was left by a crawl that died",
                f"`baotinh load {file.parent.name}` seals it up to its last whole record",
            )  # fmt: skip
    if holder_of(home) is None and (left := marked(home / "airflow")):
        yield Finding(
            "leftovers", "fault", f"{len(left)} processes of Airflow were left by a start that died", "`baotinh down`"
        )


def _is_written(file: Path) -> bool:
    with file.open("rb") as stream:
        return not try_lock(stream)


def _secrets(settings: Settings) -> Found:
    home = Path(settings.home)
    secret = [*(home / "postgres").glob("*.password"), home / "airflow/passwords.json", home / "airflow/secrets.json"]
    if settings.database_url:
        secret.append(home / "baotinh.toml")
    wide = [file for file in secret if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in wide:
        yield Finding("secrets", "fault", f"{file} can be read by others", f"chmod 600 {file}")
    if not wide:
        yield Finding("secrets", "ok", "no file with a password can be read by others")


def _presence(settings: Settings) -> Found:
    archive = Archive(Path(settings.home) / "archive")
    lost = _lost(archive, data_url(settings))
    for name in lost:
        yield Finding(
            "archive", "fault", f"{name} was loaded, and is not in the archive any more",
            "bring it back from a copy of the archive: without it a rebuild loses its articles",
        )  # fmt: skip


def _lost(archive: Archive, url: str) -> Iterable[str]:
    with closing(connect(url)) as conn:
        rows = conn.execute("SELECT outlet_key, name FROM ops.warc_file ORDER BY name").fetchall()
    return [name for outlet, name in rows if not os.path.exists(archive.warc_path(outlet, name))]


def _upkeep(settings: Settings) -> Found:
    """Look at the last round of housekeeping: only where something runs is a missing one a fault."""
    home = Path(settings.home)
    done, again = last_round(home), "`baotinh logs housekeeping` says why; `baotinh housekeeping` does it now"
    if done.failed or done.damaged:
        remedy = "`baotinh fixity` names each file: bring it back from a copy" if done.damaged else again
        yield Finding("upkeep", "fault", f"housekeeping {done}", remedy)
    elif done.at and time.time() - done.at > UPKEEP_DAYS * 86_400:
        yield Finding("upkeep", "fault", f"housekeeping was last done {done}", again)
    else:
        yield Finding("upkeep", "ok", f"housekeeping {done}")


def _tables(settings: Settings) -> Found:
    with closing(connect(data_url(settings))) as conn:
        found = [*troubles(conn)]
        left = remaining(conn)
    for said, remedy in found:
        yield Finding("tables", "fault", said, remedy)
    if not found:
        yield Finding("tables", "ok", "vacuumed as they need")
    if left:
        yield Finding(
            "takedowns", "fault", f"{left} captures that were taken down are still in the archive",
            "`baotinh takedowns --finish` removes them",
        )  # fmt: skip


_CHECKS: list[Callable[[Settings], Found]] = [
    _settings, _home, _disk, _zone, _database, _clock, _hosts, _robots, _airflow, _leftovers, _secrets, _presence,
    _upkeep, _tables,
]  # fmt: skip
