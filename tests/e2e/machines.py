"""Machines that work for one Airflow: Celery workers with folders and processes of their own, and their Redis."""

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis
from compose import services, words_of

from crawler.local.ports import free_port
from crawler.processes import MARK, end_marked_processes, marked_processes, spawn


@contextmanager
def redis_server(folder: Path, password: str) -> Iterator[int]:
    """Run Redis as docker-compose.yml does and yield its port."""
    folder.mkdir()
    port = free_port([])
    secret = folder / "broker_url"
    secret.write_text(f"redis://:{password}@redis:6379/0\n")
    here = {
        "/run/secrets": str(folder),
        "--appendonly": f"--bind 127.0.0.1 --port {port} --dir {folder} --appendonly",
    }
    with (folder / "log").open("wb") as log:
        running = spawn(words_of(services()["redis"]["command"], here), {"PATH": "/usr/bin:/bin"}, log)
    try:
        while True:
            with suppress(redis.exceptions.ConnectionError, redis.exceptions.BusyLoadingError):
                redis.Redis(port=port, password=password).ping()
                break
            assert running.poll() is None, (folder / "log").read_text()
        yield port
    finally:
        running.terminate()
        running.wait(15)


@dataclass
class Machine:
    """A worker with its own AIRFLOW_HOME and working folder; with others it shares addresses, secrets, BAOTINH_HOME."""

    name: str
    folder: Path

    def start(self, shared: Mapping[str, str]) -> None:
        self.folder.mkdir()
        program, *arguments = services()["worker"]["command"].split()
        assert program == "airflow"
        environment = {**shared, "AIRFLOW_HOME": str(self.folder), MARK: str(self.folder)}
        with self.log.open("wb") as log:
            # Two containers have two names; here both would be this machine's.
            words = [sys.executable, "-m", program, *arguments, "--celery-hostname", self.name]
            spawn(["env", "-C", str(self.folder), *words], environment, log)

    @property
    def log(self) -> Path:
        return self.folder / "worker.log"

    @property
    def ready(self) -> bool:
        return f"{self.name} ready." in self.log.read_text(errors="replace")

    def crawls(self) -> list[str]:
        """Return the papers that this machine is crawling now."""
        lines = []
        for process in marked_processes(self.folder):
            with suppress(psutil.Error):
                lines.append(process.cmdline())
        return sorted({line[line.index("crawl") + 1] for line in lines if "crawler" in line and "crawl" in line})

    def lose_power(self) -> int:
        """End everything at one moment; nothing gets to close a file or to say goodbye. Return how many processes."""
        ended: set[int] = set()
        # Stopped first: a crawl whose parent is killed before it would end cleanly.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            while left := [p for p in marked_processes(self.folder) if p.pid not in ended or number == signal.SIGKILL]:
                for process in left:
                    with suppress(psutil.Error):
                        process.send_signal(number)
                ended |= {p.pid for p in left}
                if number == signal.SIGKILL:
                    psutil.wait_procs(left, 5)
        return len(ended)

    def end(self) -> None:
        end_marked_processes(self.folder)
