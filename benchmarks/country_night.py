"""The night of a country on this machine: `PYTHONPATH=benchmarks uv run python benchmarks/country_night.py`.

Invented papers are learned from one visit each, then crawled, loaded and checked by the night's own commands without a
delay but its margin, as many at once as a night has tasks. The press that answers them runs beside, on the same cores.
What they took is multiplied openly to the catalogue's living papers; the starts of the commands, which a longer night
does not have more of, are multiplied too. The tables are those of docs/scale.md; night_memory.py measures what Airflow
itself adds.
"""

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import psutil
from scale import measured_table
from strangers_on_trial import learned_entry

import crawler
from crawler.contributor import NoArticle
from crawler.local.capacity import default_parallelism
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue
from crawler.outlets.yaml_files import write_yaml
from crawler.resources import shipped
from crawler.sample_press.strangers import stranger_pages
from crawler.spiders.crawl import MARGIN_SECONDS

LIVING = [outlet for outlet in catalogue().values() if outlet.status == "active"]
DELAY = max(outlet.delay_seconds for outlet in LIVING) + MARGIN_SECONDS
ARTICLES = 60  # of a stranger, as the press serves it
REQUESTS = 900  # of a paper in a busy night
MOST_HOURS = 3
RUN = "country"
FIRST_SEED, SPARE = 82_000, 2  # a visit teaches nearly every paper


@dataclass(frozen=True)
class NightRates:
    """What the invented papers took a request, on a machine with so many cores and tasks at once."""

    papers: int
    requests: int
    cores: int
    tasks: int
    a_second: float
    crawl_ms: float
    load_ms: float
    database_ms: float
    crawl_mb: float
    load_mb: float

    @property
    def processor_hours(self) -> float:
        """Return the hours of one core that a country's night takes, without Airflow's."""
        return len(LIVING) * REQUESTS * self.core_seconds / 3600

    @property
    def core_seconds(self) -> float:
        """Return the seconds of one core that a request takes, from the question to the rows."""
        return (self.crawl_ms + self.load_ms + self.database_ms) / 1000

    @property
    def rounds(self) -> int:
        """Return how many papers one task crawls after each other."""
        return math.ceil(len(LIVING) / self.tasks)

    @property
    def asking_hours(self) -> float:
        """Return the hours in which the papers are asked, each request after the delay."""
        return self.rounds * REQUESTS * DELAY / 3600


FIGURES = (
    ("invented papers", "papers", ",.0f"),
    ("requests to them", "requests", ",.0f"),
    ("cores of the machine", "cores", ",.0f"),
    ("tasks that a night runs at once", "tasks", ",.0f"),
    ("requests a second, with loads and checks", "a_second", ",.1f"),
    ("crawling, ms of one core a request", "crawl_ms", ",.1f"),
    ("loading and checking, ms of one core a request", "load_ms", ",.1f"),
    ("PostgreSQL, ms of one core a request", "database_ms", ",.1f"),
    ("memory of a crawl, MB", "crawl_mb", ",.0f"),
    ("memory of the largest process of a load, MB", "load_mb", ",.0f"),
)


def report(rates: NightRates) -> str:
    """Return what was measured, and what it comes to."""
    return "\n".join([*measured_table(FIGURES, rates), "", *arithmetic(rates)])


def arithmetic(rates: NightRates) -> Iterator[str]:
    """Yield the lines of the night that the rates come to."""
    asking, processor = rates.asking_hours, rates.processor_hours / rates.cores
    slowest = (MOST_HOURS - processor) * 3600 / (rates.rounds * REQUESTS)
    yield f"| a night of {len(LIVING)} papers × {REQUESTS} requests | |"
    yield "|---|---:|"
    for words, value in (
        (f"asking: {rates.rounds} papers after each other, {DELAY:.2f} s a request, hours", asking),
        ("requests a second that the delay asks for", rates.tasks / DELAY),
        (f"requests a second that {rates.cores} cores keep up with", rates.cores / rates.core_seconds),
        ("processor, hours of one core", rates.processor_hours),
        (f"share of {rates.cores} cores that is busy while the papers are asked", processor / asking),
        ("the night, if nothing were read while papers are asked, hours", asking + processor),
        (f"seconds that an answer may take, and the night still ends within {MOST_HOURS} hours", slowest),
    ):
        yield f"| {words} | {value:.2f} |"


@dataclass(frozen=True)
class Usage:
    """What a command took: processor seconds, and the memory of its largest process in bytes."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, usage: resource.struct_rusage) -> "Usage":
        """Return it from what the system counted."""
        return cls(usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10)


def learned_papers(folder: Path, wanted: int) -> dict[int, str]:
    """Write the entries of the first strangers that a visit teaches; return their keys by seed."""
    seeds = range(FIRST_SEED, FIRST_SEED + wanted + SPARE)
    with ProcessPoolExecutor(default_parallelism()) as pool:
        entries = [*zip(seeds, pool.map(_learned, seeds), strict=True)]
    learned = [(seed, *entry) for seed, entry in entries if entry][:wanted]
    for _, key, text in learned:
        (folder / f"{key}.yaml").write_text(text, "utf8")
    return {seed: key for seed, key, _ in learned}


def _learned(seed: int) -> tuple[str, str] | None:
    """Return a stranger's key and its entry's text, or None where a visit teaches no article."""
    try:
        key, entry = learned_entry(stranger_pages(seed, ARTICLES))
    except NoArticle:
        return None
    return key, write_yaml(msgspec.to_builtins(entry))


def copy_of_project(folder: Path) -> Path:
    """Copy the package, so that its catalogue can hold other papers; return the folder of the entries."""
    package = Path(crawler.__file__).parent
    shutil.copytree(package, folder / "crawler")
    for name in ("sql", "docs", "dags", "plugins"):
        (folder / name).symlink_to(shipped(name))
    return folder / "crawler" / "outlets"


@contextmanager
def press_of(seeds: Sequence[int], folder: Path) -> Iterator[str]:
    """Serve these strangers from a process of its own; yield its address."""
    command = [sys.executable, "-m", "crawler.sample_press", "--strangers", ",".join(map(str, seeds))]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as press:
        assert press.stdout
        try:
            yield press.stdout.readline().strip()
        finally:
            press.terminate()


class Night:
    """The night's commands for papers of a copied project, without Airflow."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, os.environ | environment | {"PYTHONPATH": str(folder)}

    def usage_of(self, *arguments: str, may_be_red: bool = False) -> Usage:
        """Run a command to its end."""
        with (self.folder / "log").open("a") as log:
            command = [sys.executable, "-m", "crawler", *arguments]
            process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not may_be_red:
            raise SystemExit(
                f"{' '.join(arguments)}: ended with {process.returncode}: {(self.folder / 'log').read_text()}"
            )
        return Usage.of(usage)

    def paper(self, key: str) -> tuple[Usage, Usage, Usage]:
        """Crawl, load and check one paper."""
        return (
            self.usage_of("crawl", key, "--run", RUN),
            self.usage_of("load", key),
            self.usage_of("check", key, "--run", RUN, may_be_red=True),
        )


def postgres_seconds(server: PostgresServer) -> float:
    """Return the processor seconds of a server and of all its backends, those that ended too."""
    postmaster = psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
    ended = postmaster.cpu_times()
    living = [process.cpu_times() for process in postmaster.children()]
    return sum(t.user + t.system for t in (ended, *living)) + ended.children_user + ended.children_system


def measure(wanted: int) -> NightRates:
    """Let the invented papers have their night."""
    tasks = default_parallelism()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = learned_papers(copy_of_project(folder), wanted)
        server = PostgresServer(folder / "home")
        try:
            with press_of([*papers], folder) as press:
                environment = {
                    "DATABASE_URL": server.start(),
                    "BAOTINH_HOME": str(folder / "home"),
                    "BAOTINH_SAMPLE_PRESS": press,
                    "BAOTINH_DELAY": "0",  # what remains is the margin
                }
                night = Night(folder, environment)
                night.usage_of("migrate")
                started, database = time.monotonic(), postgres_seconds(server)
                with ThreadPoolExecutor(tasks) as pool:
                    usages = [*pool.map(night.paper, papers.values())]
                seconds, database = time.monotonic() - started, postgres_seconds(server) - database
                requests = len(httpx.get(f"{press}/__press__/log", timeout=60).json())
        finally:
            server.destroy()
    crawls, loads, checks = zip(*usages, strict=True)
    return NightRates(
        papers=len(papers),
        requests=requests,
        cores=len(os.sched_getaffinity(0)),
        tasks=tasks,
        a_second=requests / seconds,
        crawl_ms=sum(crawl.seconds for crawl in crawls) * 1000 / requests,
        load_ms=sum(usage.seconds for usage in (*loads, *checks)) * 1000 / requests,
        database_ms=database * 1000 / requests,
        crawl_mb=max(crawl.memory for crawl in crawls) / 2**20,
        load_mb=max(load.memory for load in loads) / 2**20,
    )


def main() -> None:
    """Print the tables; exit with 1 if the night is too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=len(LIVING))
    rates = measure(parser.parse_args().papers)
    print(report(rates))
    sys.exit(rates.asking_hours + rates.processor_hours / rates.cores > MOST_HOURS)


if __name__ == "__main__":
    main()
