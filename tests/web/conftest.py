"""One filled database and one running reading room for all files of this folder that a process tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from running_room import served
from sample_room import fill

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue
from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.room import Room


@pytest.fixture(scope="module")
def home(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home whose archive and database hold the sample."""
    home = tmp_path_factory.mktemp("reading-room")
    with connect(server.url) as conn:
        sync_catalogue(conn)
        fill(conn, Archive(home / "archive"))
    return home


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
