"""Airflow on one machine: four processes on 127.0.0.1, one generated login, and a stop that leaves nothing running."""

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
from crawler.local.ports import free_port, is_free, port_holder
from crawler.local.private import write_private
from crawler.processes import MARK, end_marked_processes, signal_group, spawn, wait_all
from crawler.resources import shipped

USER = "admin"
START_SECONDS = 240
# Each look takes a tenth of a second of what Airflow starts with.
LOOK_SECONDS = 0.5
# Years of task history make a migration slow; one that hangs must still end.
MIGRATE_SECONDS = 3600
# The port that Airflow itself uses by default.
PORT = 8080
# `--skip-serve-logs`: without it the scheduler and the triggerer open a port on 0.0.0.0.
_PROCESSES = {
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
    "api-server": ["api-server"],
}
_HEALTHY = {"metadatabase", "scheduler", "dag_processor"}
# Airflow would write them into airflow.cfg by itself; a start that is killed at that moment would leave half of them.
_SECRETS = ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET")


class AirflowFailed(LocalFailure):
    """Airflow did not start, or a process of it died; the text says which one and where its log is."""


class AirflowServer:
    """Run Airflow with its state under `home/airflow` and its metadata at `metadata_url`.

    `environment` is added to this process's own environment for the tasks: DATABASE_URL, BAOTINH_HOME and so on.
    Without `port` the UI uses the port of the last start, or 8080, or any free one.
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
        self._requested_port, self._parallelism = port, parallelism
        # Schedules count from this start: otherwise a start at noon would at once run the night that was missed.
        self.task_environment = {
            "BAOTINH_SCHEDULE_FROM": datetime.now(UTC).isoformat(timespec="seconds"),
            **environment,
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        """Migrate the metadata, start the processes and wait until they are healthy. Raises AirflowFailed."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.stop_leftovers()
        self._choose_port()
        self.login()
        self._migrate()
        say("Airflow's metadata is up to date")
        self._start_processes()
        try:
            self._wait_until_healthy()
        except AirflowFailed:
            if self._requested_port or is_free(self._remembered_port()) or self._has_port():
                raise
            port = self._remembered_port()
            say(f"Port {port} was taken meanwhile by {port_holder(port)}: another one")
            self.stop()
            self._choose_port()
            self._start_processes()
            self._wait_until_healthy()

    def _start_processes(self) -> None:
        for name in _PROCESSES:
            self._start_process(name)

    def restart(self, name: str) -> None:
        """End what is left of a process that died, and start the process again."""
        signal_group(self._processes[name].pid, signal.SIGKILL)
        self._start_process(name)

    def move_database(self, metadata_url: str, data_url: str, reader_url: str) -> None:
        """Let the processes and the tasks use other addresses: start all processes again."""
        self.metadata_url = metadata_url
        self.task_environment.update(DATABASE_URL=data_url, BAOTINH_READER_URL=reader_url)
        self.stop()
        self._start_processes()

    def stop(self) -> None:
        """End all processes, the api-server last, by group: the scheduler would only wait for its tasks."""
        for name in ("scheduler", "dag-processor", "triggerer"):
            if process := self._processes.get(name):
                signal_group(process.pid, signal.SIGTERM)
        wait_all([process for name, process in self._processes.items() if name != "api-server"])
        if process := self._processes.get("api-server"):
            signal_group(process.pid, signal.SIGTERM)
            wait_all([process])
        for process in self._processes.values():
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of Airflow's own commands in the environment of the processes; its log has the command's name."""
        return self._spawn([*arguments], self.log("-".join(arguments[:2])))

    def baotinh_command(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a command of `baotinh` in the environment of the tasks and these; its log has the command's name."""
        return self._spawn([*arguments], self.log(arguments[0]), "crawler", variables)

    def stop_leftovers(self) -> list[str]:
        """End the processes and tasks that a killed start left running; return their command lines."""
        return end_marked_processes(self.folder)

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

    def dead_processes(self) -> list[str]:
        """Return the names of processes that ended by themselves."""
        return [name for name, process in self._processes.items() if process.poll() is not None]

    def environment(self) -> dict[str, str]:
        """Return the environment of the processes and of every task."""
        # Byte code halves the time of every import; a container's base image may set this variable.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        settings = {
            "AIRFLOW_HOME": str(self.folder),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(shipped("dags")),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(shipped("plugins")),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": str(self._parallelism),
            "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "60",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.passwords),
            # psycopg 3 for both: without these two, Airflow would look for psycopg2 and asyncpg.
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": self._metadata_url("postgresql+psycopg://"),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": self._metadata_url("postgresql+psycopg_async://"),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self._remembered_port()),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__INSTANCE_NAME": "Báo Tỉnh",
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
            # What died alone, or with a scheduler whose record could not be ended, begins again soon: the defaults are
            # five minutes. Shorter ones would take a machine that is only busy, or slept, for a dead one.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
            "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "60",
            MARK: str(self.folder),
            # Otherwise Airflow's process titles overwrite the environment by which leftovers are found.
            "SPT_NOENV": "1",
        }
        return inherited | settings | self._secrets() | self.task_environment

    def _secrets(self) -> dict[str, str]:
        path = self.folder / "secrets.json"
        if not path.exists():
            # 32 bytes in URL-safe base64 are also a valid Fernet key.
            generated = {name: base64.urlsafe_b64encode(os.urandom(32)).decode() for name in _SECRETS}
            write_private(path, json.dumps(generated))
        values: dict[str, str] = json.loads(path.read_text())
        return values

    def _choose_port(self) -> None:
        if self._requested_port and not is_free(self._requested_port):
            raise AirflowFailed(
                f"port {self._requested_port} on 127.0.0.1, wanted for Airflow's UI, is taken by "
                f"{port_holder(self._requested_port)}: stop that program, or set BAOTINH_UI_PORT to another port"
            )
        port = self._requested_port or free_port([self._remembered_port()])
        write_private(self.folder / "port", f"{port}\n")

    def _metadata_url(self, driver: str) -> str:
        return self.metadata_url.replace("postgresql://", driver, 1)

    def _remembered_port(self) -> int:
        with suppress(OSError, ValueError):
            return int((self.folder / "port").read_text())
        return PORT

    def _migrate(self) -> None:
        if self._is_migrated():
            return
        # Airflow writes this file at its first command; a kill at that moment leaves half of it. No secret is in it.
        (self.folder / "airflow.cfg").unlink(missing_ok=True)
        with self.command("db", "migrate") as process:
            try:
                status = process.wait(MIGRATE_SECONDS)
            except subprocess.TimeoutExpired:
                signal_group(process.pid, signal.SIGKILL)
                status = 1
            if status != 0:
                raise AirflowFailed(self._end_message("db-migrate"))
        write_private(self.folder / "migrated", version("apache-airflow"))

    def _is_migrated(self) -> bool:
        """Return True if this version of Airflow has made its tables; Airflow's own check takes four seconds."""
        with suppress(OSError, psycopg.Error):
            if (self.folder / "migrated").read_text() == version("apache-airflow"):
                with psycopg.connect(self.metadata_url, connect_timeout=10) as conn:
                    return conn.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        return False

    def _start_process(self, name: str) -> None:
        if name == "scheduler":
            self._end_records_of_schedulers()
        self._processes[name] = self._spawn(_PROCESSES[name], self.log(name))

    def _end_records_of_schedulers(self) -> None:
        """Record that no scheduler runs: the next one then begins at once again what a dead one had running.

        Airflow itself waits until a dead scheduler's heartbeat is half a minute old, and looks for one every minute.
        """
        # Without it the night goes on as well, only later: a database that is away is no reason to start nothing.
        with suppress(psycopg.Error), psycopg.connect(self.metadata_url, connect_timeout=10) as conn:
            conn.execute(
                "UPDATE job SET state = 'failed', end_date = now()"
                " WHERE job_type = 'SchedulerJob' AND state = 'running'"
            )

    def _spawn(
        self, arguments: list[str], log: Path, program: str = "airflow", variables: Mapping[str, str] = {}
    ) -> subprocess.Popen[bytes]:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            return spawn([sys.executable, "-m", program, *arguments], {**self.environment(), **variables}, file)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        # One client: each new one would read the certificates of all authorities, while four processes start beside it.
        with httpx.Client(base_url=self.url, timeout=5) as client:
            while time.monotonic() < deadline:
                if dead := self.dead_processes():
                    raise AirflowFailed(self._end_message(dead[0]))
                with suppress(httpx.HTTPError):
                    health = client.get("/api/v2/monitor/health").json()
                    if all(health.get(part, {}).get("status") == "healthy" for part in _HEALTHY) and self._has_port():
                        # Airflow builds the tasks' API at its first call, in four seconds: before the first task.
                        client.get("/execution/health", timeout=30)
                        return
                time.sleep(LOOK_SECONDS)
        raise AirflowFailed(f"Airflow was not healthy after {START_SECONDS} s; its logs are in {self.folder}/processes")

    def _has_port(self) -> bool:
        """Return True if our api-server listens on the port; False if another program took it meanwhile."""
        with suppress(psutil.Error):
            api_server = psutil.Process(self._processes["api-server"].pid)
            return any(
                connection.status == psutil.CONN_LISTEN and connection.laddr.port == self._remembered_port()
                for process in (api_server, *api_server.children(recursive=True))
                for connection in process.net_connections("tcp")
            )
        return False

    def _end_message(self, name: str) -> str:
        log = self.log(name)
        lines = log.read_text(errors="replace").splitlines()[-15:]
        return f"Airflow's {name} ended; the end of {log}:\n" + "\n".join(lines)
