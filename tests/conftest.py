"""What many tests need: the command in a process of its own, and a migrated PostgreSQL."""

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import forked
import psycopg
import pytest
from commands import Baotinh
from template_server import TemplateServer

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.airflow import PORT as AIRFLOW_PORT
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

HEAVY = {"e2e", "faults", "browser"}
# Files of minutes, the longest first.
LONGEST = (
    "test_grid.py",
    "test_night.py",
    "test_faults_of_up.py",
    "test_demo.py",
    "test_docs.py",
    "test_every_province.py",
    "test_server_login.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--heavy", action="store_true", help="run the tests of minutes too: e2e, faults, browser")
    parser.addoption("--screenshots", action="store_true", help="with --heavy: write the README's pictures of the grid")
    parser.addoption(
        "--long", action="store_true", help="with --heavy: two Celery workers, a full disk, twenty kills of `up`"
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """With `-n auto` use no second process for files that are named: its start takes longer than most of them."""
    return 0 if config.option.file_or_dir or config.option.keyword else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the heavy tests unless they are asked for, by --heavy or by a marker, and the long ones without --long.

    Heavy files come first, the longest before the others: with `-n` no worker then starts minutes when the others have
    nothing left. A file's tests share what they use, so that one worker has them all (see `worker_group`).
    """
    items.sort(key=lambda item: (not heaviness(item), _rank(item)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(worker_group(item)))
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="takes many minutes alone; run with --heavy --long"))
    if config.getoption("--heavy") or config.getoption("-m"):
        return
    for item in items:
        if heavy := heaviness(item):
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(heavy)}: takes minutes; run with --heavy"))


def worker_group(item: pytest.Item) -> str:
    """Return the name that all tests share which one worker must run: its file, or an Airflow of several files.

    A heavy test that shares nothing with its file goes to any worker.
    """
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - pytest has no public way to ask
    if "services" in fixtures and item.path.parent.name == "e2e" and "shared_airflow" in fixtures:
        return "airflow"
    shared = {definition.scope for definitions in fixtures.values() for definition in definitions}
    return item.nodeid if heaviness(item) and "module" not in shared else str(item.path)


def _rank(item: pytest.Item) -> int:
    """Return the place of an item's file among those of minutes."""
    name = item.path.name
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def heaviness(item: pytest.Item) -> set[str]:
    return HEAVY & {mark.name for mark in item.iter_markers()}


@pytest.fixture(scope="session", autouse=True)
def nobodys_usual_port() -> Iterator[None]:
    """Hold Airflow's usual port while files run side by side: two that start at once would both choose it."""
    with ExitStack() as stack:
        if "PYTEST_XDIST_WORKER" in os.environ:
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
            " ops.suppression, ops.quarantine CASCADE"
        )
        yield found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Give an empty archive."""
    return Archive(tmp_path)
