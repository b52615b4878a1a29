"""One filled database and one running reading room for all files of this folder that a process tests."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from running_room import served
from sample_room import fill
from template_server import TemplateServer

from crawler.archive import Archive
from crawler.database import DatabaseDown, connect
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue
from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.room import Room


@dataclass
class Sample:
    """The home whose archive and database hold the sample; the files of this folder only read it."""

    home: Path
    database: int | None = None


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample(tmp_path_factory.mktemp("reading-room"))


@pytest.fixture(scope="module")
def server(session_server: TemplateServer, sample: Sample) -> PostgresServer:
    """Give the sample's server; it is filled anew where a file of another folder had it meanwhile."""
    server = session_server.postgres
    if sample.database is None or sample.database != database_number(server):
        session_server.renew()
        shutil.rmtree(sample.home / "archive", ignore_errors=True)
        with connect(server.url) as conn:
            sync_catalogue(conn)
            fill(conn, Archive(sample.home / "archive"))
        sample.database = database_number(server)
    return server


def database_number(server: PostgresServer) -> int | None:
    """Return the number that PostgreSQL gave the database when it was made; None where there is none."""
    try:
        with connect(server.url) as conn:
            [[number]] = conn.execute("SELECT oid::bigint FROM pg_database WHERE datname = current_database()")
    except DatabaseDown:
        return None
    return int(number)


@pytest.fixture(scope="module")
def home(server: PostgresServer, sample: Sample) -> Path:
    return sample.home


@pytest.fixture(scope="module")
def room(server: PostgresServer, home: Path) -> Iterator[Room]:
    """Give the room that reads by the analyst's login."""
    room = Room(Reader(lambda: server.analyst_url), home)
    yield room
    room.evidence.stop()


@pytest.fixture(scope="module")
def visitor(room: Room) -> Iterator[httpx.Client]:
    """Give a client of the running room."""
    with served(create_app(room)) as client:
        yield client
