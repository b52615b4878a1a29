"""Airflow on a laptop: four processes on loopback, one generated login, stopped without leaving anything behind."""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import httpx
import psutil
import psycopg

from crawler.local.airflow_api import AirflowApi
from crawler.local.failure import LocalFailure
from crawler.local.ports import free_port, holder, is_free
from crawler.local.private import write_private
from crawler.processes import MARK, end_marked, signal_group, spawn, wait_all
from crawler.resources import shipped

USER = "admin"
START_SECONDS = 120
# Years of task history make a migration slow; a hung one must still end.
MIGRATE_SECONDS = 3600
# Airflow's own choice, where it is free.
PORT = 8080
# `--skip-serve-logs`: without it the scheduler and the triggerer open a port on 0.0.0.0.
_PROCESSES = {
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
    "api-server": ["api-server"],
}
_HEALTHY = {"metadatabase", "scheduler", "dag_processor"}
# What Airflow would write into airflow.cfg by itself: a start killed at that moment would leave half of them.
_SECRETS = ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET")


class AirflowFailed(LocalFailure):
    """Airflow did not start or died; the text says which process and where its log is."""


class AirflowServer:
    """Run Airflow with its state under `home/airflow` and its metadata at `metadata_url`.

    `environment` is what its tasks see beside this process's own: DATABASE_URL, BAOTINH_HOME and so on.
    Without `port` the UI takes the port of the last start, or 8080, or any free one.
    """

    def __init__(
        self,
        home: Path,
        metadata_url: str,
        environment: Mapping[str, str],
        *,
        port: int | None = None,
        parallelism: int = 8,
    ) -> None:
        self.folder = home.expanduser().absolute() / "airflow"
        self.metadata_url = metadata_url
        self._wanted_port, self._parallelism = port, parallelism
        # A night that was missed while nothing ran is not made up for at noon: schedules count from this start.
        self.given = {"BAOTINH_SCHEDULE_FROM": datetime.now(UTC).isoformat(timespec="seconds"), **environment}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        """Bring the metadata up to date, start the processes and wait until they are healthy. Raises AirflowFailed."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.stop_leftovers()
        self._choose_port()
        self.login()
        self._migrate()
        say("Airflow's metadata is up to date")
        self._launch()
        try:
            self._wait_until_healthy()
        except AirflowFailed:
            if self._wanted_port or is_free(self._remembered_port()) or self._listens():
                raise
            say(f"Port {self._remembered_port()} was taken meanwhile by {holder(self._remembered_port())}: another one")
            self.stop()
            self._choose_port()
            self._launch()
            self._wait_until_healthy()

    def _launch(self) -> None:
        for name in _PROCESSES:
            self._run(name)

    def restart(self, name: str) -> None:
        """Start a process that ended by itself again, after what it left behind is gone."""
        signal_group(self._running[name].pid, signal.SIGKILL)
        self._run(name)

    def stop(self) -> None:
        """End all processes: the scheduler's group first, since it alone would wait for its tasks."""
        for name in ("scheduler", "dag-processor", "triggerer"):
            if process := self._running.get(name):
                signal_group(process.pid, signal.SIGTERM)
        wait_all([p for n, p in self._running.items() if n != "api-server"])
        if process := self._running.get("api-server"):
            signal_group(process.pid, signal.SIGTERM)
            wait_all([process])
        for process in self._running.values():
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of Airflow's own commands in the same environment; its log has the command's name."""
        return self._airflow([*arguments], self.log("-".join(arguments[:2])))

    def beside(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of the package's commands in the environment of the tasks; its log has the command's name."""
        return self._airflow([*arguments], self.log(arguments[0]), "crawler")

    def stop_leftovers(self) -> list[str]:
        """End what a killed start left running, its tasks included; return what it was."""
        return end_marked(self.folder)

    def login(self) -> tuple[str, str]:
        """Return user and password of the UI; the password is generated once."""
        path = self.passwords
        if not path.exists():
            write_private(path, json.dumps({USER: secrets.token_urlsafe(12)}))
        return USER, json.loads(path.read_text())[USER]

    @property
    def passwords(self) -> Path:
        """Return the file of the UI's login, mode 0600."""
        return self.folder / "passwords.json"

    @property
    def url(self) -> str:
        """Return the address of the UI."""
        return f"http://127.0.0.1:{self._remembered_port()}"

    def log(self, name: str) -> Path:
        """Return the log file of one of the processes."""
        return self.folder / "processes" / f"{name}.log"

    def api(self) -> AirflowApi:
        """Return a client of the REST API, logged in."""
        return AirflowApi(self.url, *self.login())

    def dead(self) -> list[str]:
        """Return the names of processes that ended by themselves."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def environment(self) -> dict[str, str]:
        """Return the environment of the processes and of every task."""
        # Byte code halves every import; the setting may come from a container's base image.
        ours = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        settings = {
            "AIRFLOW_HOME": str(self.folder),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(shipped("dags")),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": str(self._parallelism),
            "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "60",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.passwords),
            # psycopg 3 for both; left out, Airflow would look for psycopg2 and asyncpg.
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": self._metadata("postgresql+psycopg://"),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": self._metadata("postgresql+psycopg_async://"),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self._remembered_port()),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__INSTANCE_NAME": "Báo Tỉnh",
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
            MARK: str(self.folder),
            # Airflow's process titles would else overwrite the environment by which leftovers are found.
            "SPT_NOENV": "1",
        }
        return ours | settings | self._secrets() | self.given

    def _secrets(self) -> dict[str, str]:
        path = self.folder / "secrets.json"
        if not path.exists():
            # 32 bytes in URL-safe base64 are a Fernet key as well.
            made = {name: base64.urlsafe_b64encode(os.urandom(32)).decode() for name in _SECRETS}
            write_private(path, json.dumps(made))
        kept: dict[str, str] = json.loads(path.read_text())
        return kept

    def _choose_port(self) -> None:
        if self._wanted_port and not is_free(self._wanted_port):
            raise AirflowFailed(
                f"port {self._wanted_port} on 127.0.0.1, wanted for Airflow's UI, is taken by "
                f"{holder(self._wanted_port)}: stop that program, or set BAOTINH_UI_PORT to another port"
            )
        port = self._wanted_port or free_port([self._remembered_port()])
        write_private(self.folder / "port", f"{port}\n")

    def _metadata(self, driver: str) -> str:
        return self.metadata_url.replace("postgresql://", driver, 1)

    def _remembered_port(self) -> int:
        with suppress(OSError, ValueError):
            return int((self.folder / "port").read_text())
        return PORT

    def _migrate(self) -> None:
        if self._migrated():
            return
        # Airflow writes it at its first command, and killed meanwhile leaves half of it; it holds no secret of ours.
        (self.folder / "airflow.cfg").unlink(missing_ok=True)
        with self.command("db", "migrate") as process:
            try:
                status = process.wait(MIGRATE_SECONDS)
            except subprocess.TimeoutExpired:
                signal_group(process.pid, signal.SIGKILL)
                status = 1
            if status != 0:
                raise AirflowFailed(self._last_words("db-migrate"))
        write_private(self.folder / "migrated", version("apache-airflow"))

    def _migrated(self) -> bool:
        """Tell whether this version of Airflow has made the tables: asking Airflow itself takes four seconds."""
        with suppress(OSError, psycopg.Error):
            if (self.folder / "migrated").read_text() == version("apache-airflow"):
                with psycopg.connect(self.metadata_url, connect_timeout=10) as conn:
                    return conn.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        return False

    def _run(self, name: str) -> None:
        self._running[name] = self._airflow(_PROCESSES[name], self.log(name))

    def _airflow(self, arguments: list[str], log: Path, program: str = "airflow") -> subprocess.Popen[bytes]:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            return spawn([sys.executable, "-m", program, *arguments], self.environment(), file)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if dead := self.dead():
                raise AirflowFailed(self._last_words(dead[0]))
            with suppress(httpx.HTTPError):
                health = httpx.get(f"{self.url}/api/v2/monitor/health", timeout=5).json()
                if self._listens() and all(health.get(part, {}).get("status") == "healthy" for part in _HEALTHY):
                    # The API of the tasks is built at its first call, which takes four seconds: not in the first task.
                    httpx.get(f"{self.url}/execution/health", timeout=30)
                    return
            time.sleep(0.2)
        raise AirflowFailed(f"Airflow was not healthy after {START_SECONDS} s; its logs are in {self.folder}/processes")

    def _listens(self) -> bool:
        """Tell whether our api-server holds the port, and not a program that took it while ours was starting."""
        with suppress(psutil.Error):
            ours = psutil.Process(self._running["api-server"].pid)
            return any(
                c.status == psutil.CONN_LISTEN and c.laddr.port == self._remembered_port()
                for process in (ours, *ours.children(recursive=True))
                for c in process.net_connections("tcp")
            )
        return False

    def _last_words(self, name: str) -> str:
        log = self.log(name)
        lines = log.read_text(errors="replace").splitlines()[-15:]
        return f"Airflow's {name} ended; the end of {log}:\n" + "\n".join(lines)
