"""The numbered SQL files of `sql/migrations`, applied once each and in order, each with its record in one transaction.

yoyo reads the files, orders them and names what is pending; its own way to apply them commits the record later than the
tables, and keeps a lock that outlives a killed process.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from yoyo import get_backend, read_migrations

from crawler.database.connection import connect
from crawler.database.seed import seed
from crawler.resources import shipped

_MARK = """
    INSERT INTO _yoyo_migration (migration_hash, migration_id, applied_at_utc)
    VALUES (%s, %s, now() AT TIME ZONE 'UTC')"""


def migrate(url: str) -> list[str]:
    """Bring the database to this version's tables, units and rights; return the names of the migrations applied."""
    with _one_at_a_time(url) as conn:
        wanted = _pending(url)
        for migration in wanted:
            with conn.transaction():
                conn.execute(Path(migration.path).read_bytes())
                conn.execute(_MARK, [migration.hash, migration.id])
        seed(conn)
        grant(conn)
    return [migration.id for migration in wanted]


def pending(url: str) -> list[str]:
    """Return the names of the migrations that this version has and the database has not."""
    with _one_at_a_time(url):
        return [migration.id for migration in _pending(url)]


def grant(conn: psycopg.Connection) -> None:
    """Give the reading role its rights (`sql/roles.sql`), where the server has that role."""
    conn.execute((shipped("sql") / "roles.sql").read_bytes())


@contextmanager
def _one_at_a_time(url: str) -> Iterator[psycopg.Connection]:
    """Hold a lock that ends with the process, kill -9 included."""
    with closing(connect(url)) as conn:
        conn.execute("SELECT pg_advisory_lock(hashtextextended('baotinh migrate', 0))")
        yield conn


def _pending(url: str) -> list[Any]:
    backend = get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        # Whoever wrote yoyo's own lock held ours too, and is gone.
        backend.break_lock()
        return list(backend.to_apply(read_migrations(str(shipped("sql") / "migrations"))))
    finally:
        backend.connection.close()
