"""A server without containers: every service of ours as docker-compose.yml starts it, by a user with no rights.

As root, each process runs as uid 1000 without capabilities and may gain none, on a root file system that is read-only,
as in a container, and on folders that belong to it. Images that are not ours (the proxy, restic, Prometheus, Grafana)
are not run; PostgreSQL is the embedded one, Redis this machine's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import compose
import httpx
import psycopg
import pytest
from compose import environment_of, services, words_of
from unprivileged import UID, can_be_made, unprivileged

import crawler
from crawler.local.airflow_api import AirflowApi
from crawler.local.ports import free_port
from crawler.local.postgres import PostgresServer
from crawler.processes import MARK, end_marked_processes, spawn
from crawler.resources import shipped

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(
        "apache-airflow-providers-fab" not in {each.name for each in distributions()},
        reason="the extra `server` is not installed (uv sync --extra server)",
    ),
    pytest.mark.skipif(os.geteuid() == 0 and not can_be_made(), reason="root may make no mount namespace here"),
]
ROOT = Path(crawler.__file__).parent.parent
# Seconds until every service says that it is well; four of Airflow's processes start at once on few cores.
PATIENCE = 420
LONG_RUNNING = ("api-server", "scheduler", "dag-processor", "triggerer", "backup", "housekeeping", "guard", "metrics")


class Bare(PostgresServer):
    """A server as the image makes it, before `init` ran."""

    def _ensure_databases(self) -> None:
        return None


@dataclass
class Server:
    """The folders and addresses of a server on this machine, in the places of the containers'."""

    folder: Path
    postgres: PostgresServer
    ports: dict[str, int]
    variables: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def here(self) -> dict[str, str]:
        return {
            "@postgres:5432": f"@127.0.0.1:{self.postgres.port}",
            "@redis:6379": f"@127.0.0.1:{self.ports['redis']}",
            "http://api-server:8080": self.url,
            "http://localhost:8080": self.url,
            "127.0.0.1:8080": f"127.0.0.1:{self.ports['api-server']}",
            "--port 8080": f"--port {self.ports['api-server']}",
            "0.0.0.0:9464": f"127.0.0.1:{self.ports['metrics']}",
            "127.0.0.1:9464": f"127.0.0.1:{self.ports['metrics']}",
            "--appendonly": f"--bind 127.0.0.1 --port {self.ports['redis']} --dir {self.folder / 'redis'} --appendonly",
            "/run/secrets": str(self.folder / "secrets"),
            "/var/lib/baotinh": str(self.folder / "home"),
            "/backups": str(self.folder / "backups"),
            "/opt/airflow": str(self.folder / "airflow"),
            "/opt/baotinh/dags": str(shipped("dags")),
            "/opt/baotinh/plugins": str(ROOT / "plugins"),
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['api-server']}"

    def environment(self, name: str) -> dict[str, str]:
        """Return what the container is told, and what its image sets."""
        image = {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            # The package is installed in the image; here it is this folder.
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            MARK: str(self.folder),
        }
        # A container's AIRFLOW_HOME is its own, in memory; the logs in it are one volume.
        own = {**self.here, "/opt/airflow": str(self.airflow_home(name))}
        return image | environment_of(name, self.variables, own)

    def airflow_home(self, name: str) -> Path:
        home = self.folder / f"airflow-{name}"
        if not home.exists():
            home.mkdir()
            (home / "logs").symlink_to(self.folder / "logs")
            give_away(home)
        return home

    def words(self, command: Any, name: str) -> list[str]:
        words = words_of(command, {**self.here, "/opt/airflow": str(self.airflow_home(name))})
        if isinstance(command, str):
            words = compose.replaced(command, self.here).split()
        return unprivileged(words, self.folder) if can_be_made() else words

    def run(self, name: str) -> None:
        done = subprocess.run(
            self.words(services()[name]["command"], name),
            env=self.environment(name),
            cwd=self.folder / "home",
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    def start(self, name: str) -> None:
        words = self.words(services()[name]["command"], name)
        with self.log(name).open("wb") as log:
            self.running[name] = spawn(["env", "-C", str(self.folder / "home"), *words], self.environment(name), log)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def is_healthy(self, name: str) -> bool:
        check = subprocess.run(
            self.words(services()[name]["healthcheck"]["test"], name),
            env=self.environment(name),
            capture_output=True,
            check=False,
        )
        return check.returncode == 0


def give_away(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, UID, UID)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Run `init` twice, as an upgrade does, with a new password of the readers' login in between."""
    with ExitStack() as stack:
        # The folder of pytest is closed to other users, and each process has a /tmp of its own.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="baotinh-server-", dir="/var/tmp")))
        folder.chmod(0o755)
        postgres = Bare(folder / "postgres")
        postgres.start()
        stack.callback(postgres.destroy)
        stack.callback(end_marked_processes, folder)
        made = Server(folder, postgres, {name: free_port([]) for name in ("api-server", "redis", "metrics")})
        made.variables = {**compose.write_secrets(folder, made.here), "EXECUTOR": "LocalExecutor"}
        (folder / "secrets" / "postgres_password").write_text(postgres._password("postgres"))
        # The engine mounts single files; here the folder must let the user through.
        (folder / "secrets").chmod(0o755)
        for name in ("home", "backups", "logs", "redis"):
            (folder / name).mkdir()
            give_away(folder / name)
        made.run("init")
        for secret in ("reader_url", "admin_password"):
            file = folder / "secrets" / secret
            shutil.copy(file, folder / f"old-{secret}")
            file.write_text(file.read_text().strip()[:-1] + "x" if secret == "admin_password" else changed(file))
        made.run("init")
        yield made


def changed(file: Path) -> str:
    head, at, tail = file.read_text().partition("@")
    return f"{head}x{at}{tail}"


@pytest.fixture(scope="module")
def running(server: Server) -> Server:
    """Start every long-running service and wait until each is well by its own health check."""
    for name in LONG_RUNNING:
        server.start(name)
    wait_for_all(server, LONG_RUNNING)
    return server


def wait_for_all(server: Server, names: tuple[str, ...]) -> None:
    missing, deadline = [*names], time.monotonic() + PATIENCE
    while missing:
        for name in names:
            assert server.running[name].poll() is None, server.log(name).read_text(errors="replace")[-3000:]
        logs = {name: server.log(name).read_text(errors="replace")[-1500:] for name in missing}
        assert time.monotonic() < deadline, logs
        missing = [name for name in missing if not server.is_healthy(name)]
        time.sleep(1)


def test_every_service_of_ours_is_well_as_a_user_without_rights(running: Server) -> None:
    ours = {name for name, service in services().items() if service["image"].startswith("baotinh:")}
    assert {*LONG_RUNNING, "init", "worker"} == ours
    (copy,) = (running.folder / "backups").glob("*.dump")
    assert copy.stat().st_size > 10_000
    assert "baotinh_up 1" in httpx.get(f"http://127.0.0.1:{running.ports['metrics']}/metrics", timeout=30).text


def test_no_log_shows_a_secret_or_a_refusal(running: Server) -> None:
    texts = {name: running.log(name).read_text(errors="replace") for name in LONG_RUNNING}
    for secret in (running.folder / "secrets").iterdir():
        text = secret.read_text().strip()
        password = text.partition("://")[2].partition("@")[0].rpartition(":")[2] or text
        for name, log in texts.items():
            assert not password or password not in log, (name, secret.name)
    for name, log in texts.items():
        assert "Permission denied" not in log, name
        assert "Read-only file system" not in log, name


def test_changed_passwords_open_and_old_ones_do_not(running: Server) -> None:
    secrets = running.folder / "secrets"
    with psycopg.connect((secrets / "reader_url").read_text().strip()) as conn:
        assert conn.execute("SELECT current_user").fetchone() == ("analyst",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect((running.folder / "old-reader_url").read_text().strip())
    api = AirflowApi(running.url, "admin", (secrets / "admin_password").read_text().strip())
    assert api.call("GET", "dags")["total_entries"] >= 1
    for password in ((running.folder / "old-admin_password").read_text().strip(), "admin", "airflow", ""):
        with pytest.raises(httpx.HTTPStatusError, match=r"40[01]|422"):
            AirflowApi(running.url, "admin", password)


def test_nobody_gets_in_without_a_login(running: Server) -> None:
    assert httpx.get(f"{running.url}/api/v2/dags").status_code == 401
    page = httpx.get(f"{running.url}/auth/login/", follow_redirects=True, timeout=30)
    assert (page.status_code, 'name="password"' in page.text) == (200, True)


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")
def test_a_worker_and_its_queue_are_well_too(running: Server) -> None:
    running.variables["EXECUTOR"] = "CeleryExecutor"
    for name, word in (("redis", "Ready to accept connections"), ("worker", " ready.")):
        running.start(name)
        deadline = time.monotonic() + PATIENCE
        while word not in (text := running.log(name).read_text(errors="replace")):
            assert running.running[name].poll() is None, text[-3000:]
            assert time.monotonic() < deadline, text[-3000:]
            time.sleep(1)
