"""The scheduled backups of a running `up`: a copy of the database every so many hours, the newest ones kept."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from crawler.configuration import Settings
from crawler.database import DatabaseDown
from crawler.local.backup import SCHEDULED, backup_folder, newest_copy, prune_copies
from crawler.local.home import LEAST_FREE_BYTES
from crawler.local.services import Say, Services
from crawler.local.upgrade import has_articles
from crawler.processes import signal_group

_MINUTE = 60
# A copy that failed is tried again after this time: what stopped it seldom ends within minutes.
_AGAIN_AFTER_SECONDS = 3600


class ScheduledBackup:
    """Start a copy as a process of its own when the newest one is old enough, and tell how it ended."""

    def __init__(self, settings: Settings, running: Services, say: Say) -> None:
        self._home = Path(settings.home)
        self._running, self._say = running, say
        self._every, self._kept = timedelta(hours=settings.backup_hours), settings.backups
        self._next_check = time.monotonic() + _MINUTE
        self._copy: tuple[subprocess.Popen[bytes], Path] | None = None

    def do_due_work(self) -> None:
        """Do what is due; call it every few seconds."""
        self._report_ended_copy()
        if self._copy is None and self._every and time.monotonic() >= self._next_check:
            self._next_check = time.monotonic() + _MINUTE
            if self._is_due():
                self.start()

    def start(self) -> None:
        """Start a copy, or say why there is no space for one; its log is `backup`."""
        folder = backup_folder(self._home)
        prune_copies(folder, self._kept, SCHEDULED)  # what a killed copy left is removed before space is measured
        if not self._has_space(folder):
            self._next_check = time.monotonic() + _AGAIN_AFTER_SECONDS
            self._say(f"no copy of the database was made: the disk of {folder} has no space for one; free some")
            return
        file = folder / f"{SCHEDULED}-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump"
        arguments = ["backup", str(file), "--home", str(self._home)]
        # The tasks' role may not read every table.
        process = self._running.airflow.baotinh_command(*arguments, DATABASE_URL=self._running.databases.owner)
        self._copy = process, file

    def stop(self) -> None:
        """End a copy that is under way; the next start makes it again."""
        if self._copy and self._copy[0].poll() is None:
            signal_group(self._copy[0].pid, signal.SIGTERM)
            self._copy[0].wait()

    def _is_due(self) -> bool:
        newest = newest_copy(self._home, SCHEDULED)
        if newest and datetime.now(UTC) - newest.at < self._every:
            return False
        try:
            return has_articles(self._running.databases.owner)
        except (DatabaseDown, psycopg.Error):
            return False  # the supervisor starts the database again

    def _has_space(self, folder: Path) -> bool:
        newest = newest_copy(self._home)
        return shutil.disk_usage(folder).free - (2 * newest.size if newest else 0) > LEAST_FREE_BYTES

    def _report_ended_copy(self) -> None:
        if self._copy is None or (status := self._copy[0].poll()) is None:
            return
        file = self._copy[1]
        self._copy = None
        if status == 0:
            prune_copies(file.parent, self._kept, SCHEDULED)
            self._say(f"a copy of the database was written: {file} ({file.stat().st_size:,} bytes)")
        else:
            self._next_check = time.monotonic() + _AGAIN_AFTER_SECONDS
            self._say(
                f"the copy of the database failed, and is tried again in an hour: {self._running.airflow.log('backup')}"
            )
