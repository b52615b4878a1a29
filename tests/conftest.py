"""What many tests need: the command in a process of its own, and a migrated PostgreSQL."""

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import forked
import psycopg
import pytest
import unpatched  # noqa: F401
from commands import Baotinh
from template_server import TemplateServer
from xdist.scheduler import LoadScopeScheduling

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.airflow import PORT as AIRFLOW_PORT
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

HEAVY = {"e2e", "faults", "browser", "slow"}
# Files of minutes, the longest first; those that share an Airflow one after the other, so that it ends with the last.
LONGEST = (
    "test_night.py",
    "test_grid.py",
    "test_room_in_airflow.py",
    "test_docs.py",
    "test_faults_of_up.py",
    "test_demo.py",
    "test_planted_faults.py",
    "test_kept_alive.py",
    "test_alerts_of_nights.py",
    "test_every_province.py",
    "test_numbers_of_up.py",
    "test_archive.py",
    "test_dataset.py",
    "test_replay.py",
    "test_told.py",
)
# What files share, by the starts of their tests' names. Two Airflows at a time, each of a group whose files come one
# after the other: a third on two cores outlasts the patience of all.
SHARED = {
    "first Airflow": (
        "tests/e2e/test_grid.py",
        "tests/e2e/test_night.py",
        "tests/e2e/test_reparse_in_airflow.py",
        "tests/e2e/test_room_in_airflow.py",
        "tests/docs/test_docs.py::test_the_operators",
        "tests/up/",
    ),
    "second Airflow": (
        "tests/docs/test_docs.py",
        "tests/e2e/",
        "tests/local/test_airflow.py",
        "tests/local/test_dags.py",
        "tests/local/test_server_processes.py",
    ),
    "reading room": ("tests/web/",),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--heavy", action="store_true", help="run the tests of minutes too: e2e, faults, browser, slow")
    parser.addoption("--screenshots", action="store_true", help="with --heavy: write the README's pictures of the grid")
    parser.addoption(
        "--long",
        action="store_true",
        help="with --heavy: kills of `up`, two Celery workers, a full disk, for which CI has no time",
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """With `-n auto` use one process more than there are cores, since a test waits for others a third of its time.

    For files that are named use no second process: its start takes longer than most of them.
    """
    return 0 if config.option.file_or_dir or config.option.keyword else (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "Scheduler | None":
    """With `--dist loadfile` share the tests out as `worker_group` says."""
    return Scheduler(config, log) if config.option.dist == "loadfile" else None


class Scheduler(LoadScopeScheduling):
    """Give all tests of a group to one process, since they share what the first of them started."""

    def _split_scope(self, nodeid: str) -> str:
        return worker_group(nodeid)


def worker_group(nodeid: str) -> str:
    """Return the name of a test's group: its file, or what several files share."""
    shared = [name for name, starts in SHARED.items() if nodeid.startswith(starts)]
    return shared[0] if shared else nodeid.split("::", 1)[0]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the heavy tests unless they are asked for, by --heavy or by a marker, and the long ones without --long.

    Heavy files come first, the longest before the others: with `-n` no worker then starts minutes when the others have
    nothing left.
    """
    items.sort(key=lambda item: (not heaviness(item), _rank(item)))
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="CI has no time for it; run with --heavy --long"))
    if config.getoption("--heavy") or config.getoption("-m"):
        return
    for item in items:
        if heavy := heaviness(item):
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(sorted(heavy))}: run with --heavy"))


def _rank(item: pytest.Item) -> int:
    """Return the place of an item's file among those of minutes."""
    name = item.path.name
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def heaviness(item: pytest.Item) -> set[str]:
    return HEAVY & {mark.name for mark in item.iter_markers()}


@pytest.fixture(scope="session", autouse=True)
def nobodys_usual_port() -> Iterator[None]:
    """Hold Airflow's usual port: of two files, or two runs on one machine, that start at once both would choose it."""
    with ExitStack() as stack:
        with suppress(OSError):  # the worker beside, or a program of the machine, holds it
            stack.enter_context(socket.create_server(("127.0.0.1", AIRFLOW_PORT)))
        yield


@pytest.fixture(scope="session")
def baotinh() -> Baotinh:
    """Run `baotinh ARGUMENTS` with exactly this environment and return how it ended."""

    def run(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        return forked.baotinh(*arguments, environment=environment).completed()

    return run


@pytest.fixture(scope="session")
def session_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemplateServer]:
    """Start one PostgreSQL for all modules that this process tests; it ends with the process, even a killed one."""
    with TemplateServer(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def server(session_server: TemplateServer) -> PostgresServer:
    """Give a PostgreSQL with this version's tables, for one module: nothing of another's is left in it."""
    session_server.renew()
    return session_server.postgres


@pytest.fixture
def conn(server: PostgresServer) -> Iterator[psycopg.Connection]:
    """Connect to tables that hold the catalogue and nothing else."""
    with connect(server.url) as found:
        sync_catalogue(found)
        found.execute(
            "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run, ops.problem,"
            " ops.suppression, ops.quarantine, ops.field_reading, ops.outlet_proof CASCADE"
        )
        yield found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Give an empty archive."""
    return Archive(tmp_path)
