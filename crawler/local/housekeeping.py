"""What a machine that runs for years must do by itself, once a day: cut logs, forget old runs, look after the archive.

`baotinh up` starts the round as a process of its own; on a server a service of docker-compose.yml does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive import Archive
from crawler.configuration import Settings
from crawler.local import fixity, logs
from crawler.local.airflow import AirflowServer
from crawler.local.databases import metadata_url
from crawler.local.housekeeping_record import HousekeepingRecord, last_housekeeping, write_record
from crawler.local.postgres import PostgresServer
from crawler.local.services import Say, Services
from crawler.processes import signal_group

# Each WARC file is read once in so many rounds: a month, as archives are advised to, and a little IO every day.
FIXITY_ROUNDS = 30
_MINUTE, _DAY = 60, 86_400
# `airflow db clean` of years takes minutes; a hung one must end before the next round.
_LONGEST_SECONDS = 6 * 3600


def housekeep(settings: Settings, airflow_home: Path | None, say: Say) -> HousekeepingRecord:
    """Do one round and keep its record; a part that fails does not stop the others.

    `airflow_home` is that of an Airflow whose settings stand in the environment; None means the home's own.
    """
    home = Path(settings.home)
    before = last_housekeeping(home)
    done = HousekeepingRecord(at=time.time(), number=before.number + 1)
    done.logs = logs.prune((airflow_home or home / "airflow") / "logs", settings.log_days)
    say(f"{done.logs} logs of tasks older than {settings.log_days} days deleted")
    if why := _clean(_environment(settings, airflow_home), settings.log_days):
        done.failed.append("airflow db clean")
    say(f"airflow db clean: {why or 'done'}")
    archive = Archive(home / "archive")
    files = archive.sealed()[done.number % FIXITY_ROUNDS :: FIXITY_ROUNDS]
    done.files, done.damaged = len(files), fixity.check(files, say)
    write_record(home, done)
    return done


def _environment(settings: Settings, airflow_home: Path | None) -> Mapping[str, str] | None:
    """Return the environment of the Airflow to clean; None where none can be reached."""
    if airflow_home:
        return os.environ
    home = Path(settings.home)
    server = PostgresServer(home)
    if not (home / "airflow" / "migrated").exists() or not (settings.database_url or server.running()):
        return None
    metadata = metadata_url(settings.database_url) if settings.database_url else server.airflow_url
    return AirflowServer(home, metadata, {}).environment()


def _clean(environment: Mapping[str, str] | None, days: int) -> str:
    """Let Airflow forget its own rows of older runs; return why it could not, or an empty text."""
    if environment is None:
        return "no Airflow of this home runs"
    before = datetime.now(UTC) - timedelta(days=days)
    command = [
        "db",
        "clean",
        "--clean-before-timestamp",
        before.isoformat(timespec="seconds"),
        "--skip-archive",
        "--yes",
    ]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "airflow", *command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {_LONGEST_SECONDS // 3600} hours"
    return f"status {done.returncode}: {(done.stdout + done.stderr).strip()[-1000:]}" if done.returncode else ""


class Housekeeping:
    """Ask `glance` every few seconds: it looks at the logs' sizes once a minute, and starts a round once a day."""

    def __init__(self, home: Path, running: Services, say: Say) -> None:
        self._home, self._airflow, self._say = home, running.airflow, say
        self._next = time.monotonic() + _MINUTE
        self._round: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    def glance(self) -> None:
        """Do what is due."""
        self._look_after_round()
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _MINUTE
        for name in logs.rotate(self._home):
            self._say(f"the log of {name} was large: it goes on in an empty file, the old one ends in .1")
        if self._round is None and time.time() - last_housekeeping(self._home).at > _DAY:
            self.begin()

    def begin(self) -> None:
        """Start a round; its log is `housekeeping`."""
        self._began = time.time()
        self._round = self._airflow.beside("housekeeping", "--home", str(self._home))

    def stop(self) -> None:
        """End a round that is under way: the next start begins it again."""
        if self._round and self._round.poll() is None:
            signal_group(self._round.pid, signal.SIGTERM)
            self._round.wait()

    def _look_after_round(self) -> None:
        if self._round is None or self._round.poll() is None:
            return
        found = last_housekeeping(self._home)
        if found.at < self._began:  # it died: tomorrow is soon enough
            found = HousekeepingRecord(at=time.time(), number=found.number, failed=["the whole round"])
            write_record(self._home, found)
        self._round = None
        self._say(f"housekeeping {found}" + (f"; see {self._airflow.log('housekeeping')}" if found.failed else ""))
