"""Memory of one night on this machine: Airflow, PostgreSQL and the papers' tasks together, as the demo runs them.

`uv run python -m benchmarks.night_memory [--outlets all]` prints the peak of all processes (a page that several share
counts once), what each kind of process had at that moment, and the night's processor time. It starts a night and takes
as long as one.
"""

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_TOKEN = "MEASURED_NIGHT"
_SECONDS_BETWEEN = 0.5


@dataclass
class DemoNight:
    """A night of the demo: its exit status, memory and processes by kind at the peak, and its processor seconds.

    PostgreSQL, which is nobody's child, is in the memory and not in the seconds.
    """

    status: int = 0
    sizes: Counter[str] = field(default_factory=Counter)
    processes: Counter[str] = field(default_factory=Counter)
    processor_seconds: float = 0.0


def measured_night(outlets: str) -> DemoNight:
    """Run a night of the demo, whose output goes to the standard error, and measure it."""
    night, before = DemoNight(), _processor_seconds_of_children()
    value = secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "crawler", "demo", "--exit", "--home", home, "--outlets", outlets]
        demo = subprocess.Popen(command, env=os.environ | {_TOKEN: value}, stdout=sys.stderr)
        while demo.poll() is None:
            sizes, processes = _memory(f"{_TOKEN}={value}".encode())
            if sizes.total() > night.sizes.total():
                night.sizes, night.processes = sizes, processes
            time.sleep(_SECONDS_BETWEEN)
    night.status = demo.returncode
    night.processor_seconds = _processor_seconds_of_children() - before
    return night


def main() -> None:
    """Run the night and print the memory of its peak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", default="all", help="as of `baotinh demo` (all)")
    night = measured_night(parser.parse_args().outlets)
    for kind, size in night.sizes.most_common():
        print(f"{kind:20}{night.processes[kind]:5} processes{size / 2**20:8,.0f} MB")
    total = night.sizes.total() / 2**20
    print(f"{'together':20}{night.processes.total():5} processes{total:8,.0f} MB at the peak")
    print(f"processor, without PostgreSQL's: {night.processor_seconds:,.0f} s")
    sys.exit(night.status)


def _processor_seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _memory(token: bytes) -> tuple[Counter[str], Counter[str]]:
    """Return the proportional bytes, and the number, of the night's processes by kind."""
    sizes: Counter[str] = Counter()
    processes: Counter[str] = Counter()
    for process in _night_processes(token):
        with suppress(OSError):  # it ended meanwhile
            kind = _kind((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            sizes[kind] += _proportional_bytes((process / "smaps_rollup").read_text())
            processes[kind] += 1
    return sizes, processes


def _night_processes(token: bytes) -> Iterator[Path]:
    """Yield the folders in /proc of the processes that inherited the token, and of their children.

    PostgreSQL and Airflow write their titles over the environment that /proc shows: such a process is known by its
    parent.
    """
    ours: set[str] = set()
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda folder: int(folder.name)):
        with suppress(OSError):  # it ended meanwhile, or is another user's
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if parent in ours or token in (folder / "environ").read_bytes().split(b"\0"):
                ours.add(folder.name)
                yield folder


def _proportional_bytes(rollup: str) -> int:
    """Return the process's share of memory ('Pss' in kB): a page that n processes share counts 1/n for each."""
    return next((int(line.split()[1]) << 10 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def _kind(command: str) -> str:
    """Return which part of the night a command line is."""
    for words, kind in (
        (("postgres",), "PostgreSQL"),
        (("api-server", "api_server", "uvicorn"), "API server"),
        (("scheduler", "LocalExecutor", "serve-logs"), "scheduler"),
        (("dag-processor", "dag_processor"), "DAG processor"),
        (("triggerer",), "triggerer"),
        (("task supervisor",), "task supervisor"),
        (("task runner", "airflow"), "Airflow's tasks"),
        (("crawl ", "scrapy"), "crawl"),
        (("load ",), "load"),
        (("sample_press", "demo"), "demo, sample press"),
    ):
        if any(word in command for word in words):
            return kind
    return "others: " + " ".join(command.split()[:4])[:40]


if __name__ == "__main__":
    main()
