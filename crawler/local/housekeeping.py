"""What a machine that runs for years must do by itself: cut logs, forget old runs of Airflow."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.configuration import Settings
from crawler.local import logs
from crawler.local.private import write_private
from crawler.local.services import Say, Services

_MINUTE, _DAY = 60, 86_400


class Housekeeping:
    """Ask `glance` every few seconds: it looks at the logs' sizes once a minute, and cleans once a day."""

    def __init__(self, home: Path, running: Services, settings: Settings, say: Say) -> None:
        self._home, self._airflow, self._days, self._say = home, running.airflow, settings.log_days, say
        self._next = time.monotonic() + _MINUTE
        self._cleaning: subprocess.Popen[bytes] | None = None

    def glance(self) -> None:
        """Do what is due."""
        self._look_after_cleaning()
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _MINUTE
        for name in logs.rotate(self._home):
            self._say(f"the log of {name} was large: it goes on in an empty file, the old one ends in .1")
        if time.time() - self._last() > _DAY and self._cleaning is None:
            self.clean()

    def clean(self) -> None:
        """Delete logs of tasks and Airflow's own rows of runs that are older than the setting says."""
        gone = logs.prune(self._home, self._days)
        before = datetime.now(UTC) - timedelta(days=self._days)
        self._cleaning = self._airflow.command(
            "db", "clean", "--clean-before-timestamp", before.isoformat(timespec="seconds"), "--skip-archive", "--yes"
        )
        self._say(f"housekeeping: {gone} logs of tasks deleted; Airflow forgets runs before {before:%Y-%m-%d}")

    def _look_after_cleaning(self) -> None:
        if self._cleaning is None or self._cleaning.poll() is None:
            return
        if self._cleaning.returncode:
            self._say(
                f"`airflow db clean` failed; {self._airflow.log('db-clean')} says why; tomorrow it is tried again"
            )
        self._cleaning = None
        write_private(self._home / "housekeeping.json", json.dumps({"cleaned": time.time()}))

    def _last(self) -> float:
        with suppress(OSError, ValueError, KeyError):
            return float(json.loads((self._home / "housekeeping.json").read_text())["cleaned"])
        return 0.0
