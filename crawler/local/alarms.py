"""The alarms of a running `up`: it tells once when a bad state of the machine begins, not once a minute.

Each message is sent by a process of its own, so that a receiver that does not answer delays nothing here.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from crawler.alerts import MachineKind
from crawler.configuration import Settings
from crawler.local.airflow import AirflowServer
from crawler.local.backup import LATE_BACKUP, newest_backup_at
from crawler.local.home import LEAST_FREE_BYTES
from crawler.local.private import write_private
from crawler.processes import wait_all

FILE = "alarms.json"
# So many ends of servers within the span are no accident any more.
MANY_ENDS, ENDS_SPAN_SECONDS = 3, 600
# A state that was not seen for so long has ended; one that comes and goes within it is still the same.
QUIET_SECONDS = 6 * 3600
_CHECK_SECONDS = 60
_LAST_MESSAGE_SECONDS = 100


class Alarms:
    """What was told of the machine, and since when; it outlives a restart in a file of the home."""

    def __init__(self, settings: Settings, airflow: AirflowServer, say: Callable[[str], None]) -> None:
        self._home, self._settings, self._airflow, self._say = Path(settings.home), settings, airflow, say
        self._last_seen = self._remembered()
        self._next_check = time.monotonic()
        self._ends: deque[float] = deque(maxlen=MANY_ENDS)
        self._sending: list[subprocess.Popen[bytes]] = []

    def do_due_work(self) -> None:
        """Look at the disk and the backups once a minute; call it every few seconds."""
        self._report_ended()
        if time.monotonic() < self._next_check:
            return
        self._next_check = time.monotonic() + _CHECK_SECONDS
        for kind, text in self._bad_states():
            self._see(kind, kind, text)

    def server_ended(self, name: str) -> None:
        """Note that a server ended by itself, and tell if that happens over and over."""
        now = time.monotonic()
        self._ends.append(now)
        if len(self._ends) == MANY_ENDS and now - self._ends[0] < ENDS_SPAN_SECONDS:
            text = (
                f"{name} ended by itself; servers of {self._home} did so {MANY_ENDS} times within"
                f" {ENDS_SPAN_SECONDS // 60} minutes, and are started again each time. `baotinh doctor` looks for the"
                " usual reasons"
            )
            self._see("services", "services", text)

    def up_gives_up(self, reason: str) -> None:
        """Tell that nothing runs any more, and wait until that is sent."""
        self._see("services", "gave up", f"`baotinh up` on {self._home} has given up: {reason}")
        wait_all(self._sending, _LAST_MESSAGE_SECONDS)
        self._report_ended()

    def stop(self) -> None:
        """End the messages that are being sent; they are recorded, and sent on the next occasion."""
        for process in self._sending:
            process.terminate()
        wait_all(self._sending, 5)

    def _bad_states(self) -> Iterator[tuple[MachineKind, str]]:
        free = shutil.disk_usage(self._home).free
        if free < LEAST_FREE_BYTES:
            yield "disk", f"{free >> 20:,} MB are free on the disk of {self._home}: free some space"
        if not self._settings.database_url and self._settings.backup_hours:
            age = datetime.now(UTC) - self._newest_copy()
            if age > timedelta(hours=self._settings.backup_hours) + LATE_BACKUP:
                yield "backup", f"the newest copy of the database of {self._home} is {age.days} days old or missing"

    def _newest_copy(self) -> datetime:
        """Return the time of the newest copy; of a home that has none yet, the time of its first start."""
        with suppress(OSError):
            made = (self._home / "airflow" / "secrets.json").stat().st_mtime
            return newest_backup_at(self._home) or datetime.fromtimestamp(made, UTC)
        return datetime.now(UTC)

    def _see(self, kind: MachineKind, state: str, text: str) -> None:
        """Note that the state is seen, and tell if it begins now."""
        now = time.time()
        begins = abs(now - self._last_seen.get(state, 0)) > QUIET_SECONDS
        self._last_seen[state] = now
        with suppress(OSError):  # the disk may be full: then it is known as long as `up` runs
            write_private(self._home / FILE, msgspec.json.encode(self._last_seen).decode())
        if begins and self._settings.alert_to:
            self._say(f"telling: {text}")
            with suppress(OSError):
                self._sending.append(
                    self._airflow.baotinh_command("alert", "--about", kind, "--text", text, "--home", str(self._home))
                )

    def _remembered(self) -> dict[str, float]:
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode((self._home / FILE).read_bytes(), type=dict[str, float])
        return {}

    def _report_ended(self) -> None:
        for process in [process for process in self._sending if process.poll() is not None]:
            self._sending.remove(process)
            if process.returncode:
                self._say(f"a message was not delivered; {self._airflow.log('alert')} says why")
