"""Housekeeping, once a day: delete old logs and old rows of Airflow, and read a part of the archive for damage.

`baotinh up` starts each round as a separate process; on a server a service of docker-compose.yml does.
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

from crawler.archive import archive_of
from crawler.configuration import Settings
from crawler.local import fixity, logs
from crawler.local.airflow import AirflowServer
from crawler.local.databases import ensure_metadata_database
from crawler.local.housekeeping_record import HousekeepingRecord, last_housekeeping, write_record
from crawler.local.postgres import PostgresServer
from crawler.local.services import Say, Services
from crawler.processes import signal_group

# Each WARC file is read once in so many daily rounds: once a month, as is advised for archives, with little IO a day.
FIXITY_ROUNDS = 30
_MINUTE, _DAY = 60, 86_400
# `airflow db clean` takes minutes for years of rows; one that hangs must end before the next round.
_LONGEST_SECONDS = 6 * 3600


def housekeep(settings: Settings, airflow_home: Path | None, say: Say) -> HousekeepingRecord:
    """Do one round and write its record; a part that fails does not stop the others.

    `airflow_home` is the folder of an Airflow that is configured by environment variables; None: the home's Airflow.
    """
    home = Path(settings.home)
    record = HousekeepingRecord(at=time.time(), number=last_housekeeping(home).number + 1)
    record.logs = logs.prune_task_logs((airflow_home or home / "airflow") / "logs", settings.log_days)
    say(f"{record.logs} logs of tasks older than {settings.log_days} days deleted")
    if failure := _clean_airflow(_airflow_environment(settings, airflow_home), settings.log_days):
        record.failed.append("airflow db clean")
    say(f"airflow db clean: {failure or 'done'}")
    files = archive_of(settings).sealed()[record.number % FIXITY_ROUNDS :: FIXITY_ROUNDS]
    record.files, record.damaged = len(files), fixity.check_fixity(files, say)
    write_record(home, record)
    return record


def _airflow_environment(settings: Settings, airflow_home: Path | None) -> Mapping[str, str] | None:
    """Return the environment of the Airflow to clean; None if none can be reached."""
    if airflow_home:
        return os.environ
    home = Path(settings.home)
    server = PostgresServer(home)
    if not (home / "airflow" / "migrated").exists() or not (settings.database_url or server.is_running()):
        return None
    metadata = ensure_metadata_database(settings.database_url) if settings.database_url else server.airflow_url
    return AirflowServer(home, metadata, {}).environment()


def _clean_airflow(environment: Mapping[str, str] | None, days: int) -> str:
    """Let Airflow delete its rows of older runs; return why it could not, or an empty string."""
    if environment is None:
        return "no Airflow of this home runs"
    oldest = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    command = ["db", "clean", "--clean-before-timestamp", oldest, "--skip-archive", "--yes"]
    try:
        completed = subprocess.run(
            [sys.executable, "-P", "-m", "airflow", *command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {_LONGEST_SECONDS // 3600} hours"
    if completed.returncode == 0:
        return ""
    return f"status {completed.returncode}: {(completed.stdout + completed.stderr).strip()[-1000:]}"


class Housekeeping:
    """The housekeeping of a running `up`: it checks the logs' sizes once a minute, and starts a round once a day."""

    def __init__(self, home: Path, running: Services, say: Say) -> None:
        self._home, self._airflow, self._say = home, running.airflow, say
        self._next_check = time.monotonic() + _MINUTE
        self._round: subprocess.Popen[bytes] | None = None
        self._round_started = 0.0

    def do_due_work(self) -> None:
        """Do what is due; call it every few seconds."""
        self._report_ended_round()
        if time.monotonic() < self._next_check:
            return
        self._next_check = time.monotonic() + _MINUTE
        for name in logs.rotate(self._home):
            self._say(f"the log of {name} was large: it goes on in an empty file, the old one ends in .1")
        if self._round is None and time.time() - last_housekeeping(self._home).at > _DAY:
            self.start_round()

    def start_round(self) -> None:
        """Start a round; its log is `housekeeping`."""
        self._round_started = time.time()
        self._round = self._airflow.baotinh_command("housekeeping", "--home", str(self._home))

    def stop(self) -> None:
        """End a round that is under way; the next start begins it again."""
        if self._round and self._round.poll() is None:
            signal_group(self._round.pid, signal.SIGTERM)
            self._round.wait()

    def _report_ended_round(self) -> None:
        if self._round is None or self._round.poll() is None:
            return
        record = last_housekeeping(self._home)
        if record.at < self._round_started:  # the process died without a record: the next round is tomorrow
            record = HousekeepingRecord(at=time.time(), number=record.number, failed=["the whole round"])
            write_record(self._home, record)
        self._round = None
        self._say(f"housekeeping {record}" + (f"; see {self._airflow.log('housekeeping')}" if record.failed else ""))
