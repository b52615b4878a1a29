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
from workers import Scheduler, rank

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.airflow import PORT as AIRFLOW_PORT
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

HEAVY = {"e2e", "faults", "browser", "slow"}


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the heavy tests unless they are asked for, by --heavy or by a marker, and the long ones without --long.

    Heavy files come first, the longest before the others: with `-n` no worker then starts minutes when the others have
    nothing left.
    """
    items.sort(key=lambda item: (not heaviness(item), rank(item.path.name)))
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="CI has no time for it; run with --heavy --long"))
    if config.getoption("--heavy") or config.getoption("-m"):
        return
    for item in items:
        if heavy := heaviness(item):
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(sorted(heavy))}: run with --heavy"))


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
