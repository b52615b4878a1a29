"""The archive and the database of a home, opened for a command."""

from __future__ import annotations

from pathlib import Path

import psycopg

from crawler.archive import Archive
from crawler.configuration import read, settings
from crawler.database import connect, database_url
from crawler.local.status import data_url, running_url


def archive_of(home: Path | None) -> Archive:
    """Return the archive of a home (None: the configured one)."""
    return Archive(Path(read(home).settings.home) / "archive")


def database_of(home: Path | None) -> psycopg.Connection:
    """Connect as the owner to what DATABASE_URL names, or to the server of the home. Raises DatabaseDown."""
    return connect(data_url(read(home).settings))


def running_database() -> psycopg.Connection:
    """Connect to what `url_of_running` names. Raises DatabaseDown."""
    return connect(url_of_running())


def url_of_running() -> str:
    """Return DATABASE_URL, or that of the server which `baotinh up` runs. Raises DatabaseDown."""
    return running_url(settings()) or database_url()
