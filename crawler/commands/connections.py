"""The archive and the database of a home, opened for a command; without a home, those of the configured one."""

from __future__ import annotations

from pathlib import Path

import psycopg

from crawler.archive import Archive
from crawler.configuration import read_configuration
from crawler.database import connect
from crawler.local.status import data_url


def archive_of(home: Path | None) -> Archive:
    """Return the archive of a home."""
    return Archive(Path(read_configuration(home).settings.home) / "archive")


def url_of(home: Path | None) -> str:
    """Return DATABASE_URL, or the owner's URL on the running server of the home. Raises DatabaseDown."""
    return data_url(read_configuration(home).settings)


def database_of(home: Path | None) -> psycopg.Connection:
    """Connect as the owner to the database of a home. Raises DatabaseDown."""
    return connect(url_of(home))
