"""Storage: what is left of the disks, how large the database is, and how old its newest copy."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import psycopg
from prometheus_client.core import Metric

from crawler.metrics.gauges import gauge, moment


def database_numbers(conn: psycopg.Connection) -> Iterator[Metric]:
    """Yield the size of the database."""
    row = conn.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    yield gauge("baotinh_database_size_bytes", "Bytes of the database on its disk, indexes included.", row[0])


def disk_numbers(home: Path, database: Path | None) -> Iterator[Metric]:
    """Yield the bytes free under the two folders; a folder that cannot be looked at is left out."""
    for name, meaning, folder in (
        ("baotinh_home_free_bytes", "Bytes free on the disk of the home, where the archive is.", home),
        ("baotinh_database_free_bytes", "Bytes free on the disk of PostgreSQL, where it is on this machine.", database),
    ):
        with suppress(OSError):
            if folder is not None:
                yield gauge(name, meaning, shutil.disk_usage(folder).free)


def backup_numbers(newest_backup_at: Callable[[], datetime | None]) -> Iterator[Metric]:
    """Yield when the newest copy of the database was made; nothing where that cannot be seen."""
    with suppress(OSError):
        yield gauge(
            "baotinh_newest_backup_timestamp_seconds",
            "When the newest copy of the database was written; 0: there is none.",
            moment(newest_backup_at()),
        )
