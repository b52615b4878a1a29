"""The reading room beside the other servers of a home: one process, watched and started again like them."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from crawler.local.airflow import AirflowServer
from crawler.local.failure import LocalFailure
from crawler.local.ports import free_port, is_free, port_holder
from crawler.local.private import write_private
from crawler.processes import signal_group, wait_all

NAME = "reading-room"
PORT = 8090


class RoomBlocked(LocalFailure):
    """Another program has the port that the operator chose for the reading room."""


class ReadingRoom:
    """Run `baotinh web` on the analyst's login; without `port` on that of the last start, or 8090, or any free one."""

    def __init__(self, home: Path, airflow: AirflowServer, port: int | None = None) -> None:
        self._home, self._airflow, self._requested = home, airflow, port
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self, database_url: str) -> None:
        """Start the process; it answers some two seconds later. Raises RoomBlocked."""
        self._port = self._choose_port()
        self._process = self._airflow.baotinh_command(
            "web", "--port", str(self._port), "--home", str(self._home), BAOTINH_READER_URL=database_url
        )

    def restart(self, database_url: str) -> None:
        """End what is left of the process, and start it again."""
        self.stop()
        self.start(database_url)

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            signal_group(self._process.pid, signal.SIGTERM)
            wait_all([self._process], 5)
            signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def is_dead(self) -> bool:
        """Return True if the process ended by itself."""
        return self._process is not None and self._process.poll() is not None

    @property
    def url(self) -> str:
        """Return the address of the pages."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def log(self) -> Path:
        """Return the log of the process."""
        return self._airflow.log("web")

    def _choose_port(self) -> int:
        if self._requested and not is_free(self._requested):
            raise RoomBlocked(
                f"port {self._requested} on 127.0.0.1, wanted for the reading room, is taken by "
                f"{port_holder(self._requested)}: stop that program, or set BAOTINH_WEB_PORT to another port"
            )
        file, remembered = self._home / "web-port", PORT
        with suppress(OSError, ValueError):
            remembered = int(file.read_text())
        port = self._requested or free_port([remembered])
        write_private(file, f"{port}\n")
        return port
