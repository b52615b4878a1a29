"""The archive and the database of a home, opened for a command; without a home, those of the configured one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from crawler.archive import Archive
from crawler.archive import archive_of as configured_archive
from crawler.archive.store import failures
from crawler.commands.terminal import fail
from crawler.configuration import read_configuration
from crawler.database import DatabaseDown, connect
from crawler.local.status import data_url
from crawler.pipeline.exit_status import TRY_AGAIN


def archive_of(home: Path | None) -> Archive:
    """Return the archive of a home."""
    return configured_archive(read_configuration(home).settings)


def url_of(home: Path | None) -> str:
    """Return DATABASE_URL, or the owner's URL on the running server of the home. Raises DatabaseDown."""
    return data_url(read_configuration(home).settings)


def database_of(home: Path | None) -> psycopg.Connection:
    """Connect as the owner to the database of a home. Raises DatabaseDown."""
    return connect(url_of(home))


@contextmanager
def night_database(home: Path | None) -> Iterator[psycopg.Connection]:
    """Connect for a step of the night, which ends with status 75 if database or bucket are away: that is no verdict."""
    try:
        conn = database_of(home)
    except DatabaseDown as error:
        fail(str(error), TRY_AGAIN)
    with conn:
        try:
            yield conn
        except psycopg.OperationalError as error:
            if not conn.broken:
                raise
            fail(f"the database went away, and this step begins again: {str(error).splitlines()[0]}", TRY_AGAIN)
        except failures() as error:
            fail(f"the archive's bucket does not answer, and this step begins again: {error}", TRY_AGAIN)
