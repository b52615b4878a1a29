"""The archive and the database of a home, opened for a command."""

from __future__ import annotations

from pathlib import Path

import psycopg

from crawler.archive import Archive
from crawler.configuration import read
from crawler.database import connect
from crawler.local.status import data_url


def archive_of(home: Path | None) -> Archive:
    """Return the archive of a home (None: the configured one)."""
    return Archive(Path(read(home).settings.home) / "archive")


def database_of(home: Path | None) -> psycopg.Connection:
    """Connect as the owner to what DATABASE_URL names, or to the server of the home. Raises DatabaseDown."""
    return connect(data_url(read(home).settings))
