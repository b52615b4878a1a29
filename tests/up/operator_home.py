"""One home as an operator has it: `baotinh` in real processes, killed and looked at from outside."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from crawler.local.home import holder_of
from crawler.local.postgres import PostgresServer
from crawler.local.status import unhealthy_parts
from crawler.processes import marked_processes

# A first start takes 15 s on two idle cores, and took 250 s where forty others wanted them.
PATIENCE = 400
# Nothing of the developer's own; no test asks a paper: the press is a port that nobody listens on.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("BAOTINH_") and k != "DATABASE_URL"} | {
    "BAOTINH_SAMPLE_PRESS": "http://127.0.0.1:9",
    "BAOTINH_OUTLETS": "crawled",
}


def until(what: str, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Operator:
    """Runs commands on one home."""

    def __init__(self, home: Path, environment: Mapping[str, str] = {}) -> None:
        self.home = home
        self.environment = ENVIRONMENT | {"BAOTINH_HOME": str(home)} | environment
        self.said = home.with_name(f"{home.name}.said")
        self.last_up: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> PostgresServer:
        """Look anew: the start under test decides where its data lies."""
        return PostgresServer(self.home)

    @property
    def data(self) -> Path:
        pointer = self.home / "postgres" / "location"
        return Path(pointer.read_text().strip()) if pointer.exists() else self.home / "postgres" / "data"

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "crawler", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=self.environment | more,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr[-3000:]
        return done

    def start(self, **more: str) -> "subprocess.Popen[bytes]":
        with self.said.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-u", "-m", "crawler", "up"],
                env=self.environment | more,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def comes_up(self) -> "subprocess.Popen[bytes]":
        """Run `up`, wait until it says that everything is there, and see for ourselves that it is."""
        running = self.start()
        until("up", lambda: running.poll() is not None or self.ready(running))
        assert running.poll() is None, self.said.read_text()
        self.assert_healthy()
        self.last_up = running
        return running

    def still_up(self) -> "subprocess.Popen[bytes]":
        """Return the `up` that an earlier test left running; if there is none, run one."""
        running = self.last_up
        return running if running and running.poll() is None else self.comes_up()

    def running(self) -> psutil.Process:
        found = holder_of(self.home)
        assert found is not None
        return psutil.Process(found.pid)

    def ready(self, running: "subprocess.Popen[bytes]") -> bool:
        found = holder_of(self.home)
        return found is not None and found.pid == running.pid and found.ready

    def assert_healthy(self) -> None:
        found = holder_of(self.home)
        assert found is not None
        until("a healthy Airflow", lambda: not unhealthy_parts(found.ui))
        asked = self.run("psql", "-Atc", "SELECT count(*) FROM news.articles")
        assert (asked.returncode, asked.stdout) == (0, "0\n"), asked.stderr

    def refused(self, **more: str) -> str:
        """Run `up`, which must end with a message, and leave nothing that runs."""
        done = self.run("up", **more)
        assert done.returncode == 1, done.stdout + done.stderr
        self.assert_nothing_runs()
        return done.stderr

    def kill(self, running: "subprocess.Popen[bytes]") -> None:
        running.kill()
        running.wait()

    def kill_postmaster(self) -> None:
        os.kill(int((self.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)

    def airflow(self, name: str = "") -> list[psutil.Process]:
        found = marked_processes(self.home / "airflow")
        return [p for p in found if p.is_running() and name in " ".join(p.cmdline())]

    def log(self, name: str) -> str:
        file = self.home / "airflow" / "processes" / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def assert_nothing_runs(self) -> None:
        assert holder_of(self.home) is None
        until("the end of Airflow's processes", lambda: not self.airflow(), 20)
        assert not self.server.is_running()


@contextmanager
def operator(home: Path, environment: Mapping[str, str] = {}) -> Iterator[Operator]:
    found = Operator(home, environment)
    try:
        yield found
    finally:
        if holder := holder_of(home):
            os.kill(holder.pid, signal.SIGKILL)
        found.run("down")
        # The folder anew: a test may have put another one in its place.
        PostgresServer(home).destroy()
        shutil.rmtree(home, ignore_errors=True)
