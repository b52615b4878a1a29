"""Memory of one night on this machine: Airflow, PostgreSQL and the papers' tasks together, as the demo runs them.

`uv run python -m benchmarks.night_memory [--outlets all]` prints the peak of all processes (a page that several share
counts once) and what each kind of process had at that moment. It starts a night and takes as long as one.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TOKEN = "MEASURED_NIGHT"
_SECONDS_BETWEEN = 0.5


def main() -> None:
    """Run the night and print the memory of its peak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", default="all", help="as of `baotinh demo` (all)")
    token = f"{_TOKEN}={secrets.token_hex(8)}"
    with tempfile.TemporaryDirectory() as home:
        night = [sys.executable, "-m", "crawler", "demo", "--exit", "--home", home]
        night += ["--outlets", parser.parse_args().outlets]
        name, _, value = token.partition("=")
        demo = subprocess.Popen(night, env=os.environ | {name: value}, stdout=sys.stderr)
        peak: Counter[str] = Counter()
        processes: Counter[str] = Counter()
        while demo.poll() is None:
            measured, counted = _memory(token.encode())
            if measured.total() > peak.total():
                peak, processes = measured, counted
            time.sleep(_SECONDS_BETWEEN)
    for kind, size in peak.most_common():
        print(f"{kind:20}{processes[kind]:5} processes{size / 2**20:8,.0f} MB")
    print(f"{'together':20}{processes.total():5} processes{peak.total() / 2**20:8,.0f} MB at the peak")
    sys.exit(demo.returncode)


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
