"""From any state of the database to this version's: tables, numbered changes, official lists, views, rights.

yoyo reads the files of `sql/migrations`, orders them and names what is pending; its own way to apply them commits the
record later than the tables, and keeps a lock that outlives a killed process. Here each step commits with its record:
whoever is killed between two of them starts again where it was.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from yoyo import get_backend, read_migrations

from crawler.database.connection import connect
from crawler.database.definitions import make_definitions
from crawler.database.definitions import outdated as outdated_definitions
from crawler.database.schema import TABLES, make_tables, tables_missing
from crawler.database.seed import seed
from crawler.resources import shipped

_MARK = """
    INSERT INTO _yoyo_migration (migration_hash, migration_id, applied_at_utc)
    VALUES (%s, %s, now() AT TIME ZONE 'UTC')"""


def migrate(url: str) -> list[str]:
    """Bring the database to this version; return what was applied: `tables` for an empty one, else names.

    Raises CannotMigrate where it is of an earlier version, or where a person's view stands on one that changes.
    """
    folder = shipped("sql")
    with _one_at_a_time(url) as conn:
        empty = tables_missing(conn, folder)
        if empty:
            make_tables(conn, folder)
        wanted = _pending(url)
        for migration in wanted:
            with conn.transaction():
                conn.execute(Path(migration.path).read_bytes())
                conn.execute(_MARK, [migration.hash, migration.id])
        seed(conn)
        # No reader meets a view that it may not read yet.
        with conn.transaction():
            changed = make_definitions(conn, folder)
            conn.execute("SELECT internal.make_search_indexes()")  # a rebuild that was killed left none
            grant(conn)
    return [TABLES] if empty else [*(migration.id for migration in wanted), *changed]


def pending(url: str) -> list[str]:
    """Return the changes of tables that this version has and the database has not. Raises CannotMigrate."""
    with _one_at_a_time(url) as conn:
        if tables_missing(conn, shipped("sql")):
            return [TABLES]
        return [migration.id for migration in _pending(url)]


def outdated(url: str) -> list[str]:
    """Return the views and functions whose text in this version is another than that of a database with tables."""
    folder = shipped("sql")
    with _one_at_a_time(url) as conn:
        return [] if tables_missing(conn, folder) else outdated_definitions(conn, folder)


def grant(conn: psycopg.Connection) -> None:
    """Give the roles their rights (`sql/roles/grants.sql`), where the server has them."""
    conn.execute((shipped("sql") / "roles" / "grants.sql").read_bytes())


@contextmanager
def _one_at_a_time(url: str) -> Iterator[psycopg.Connection]:
    """Hold a lock that ends with the process, kill -9 included."""
    with closing(connect(url)) as conn:
        conn.execute("SELECT pg_advisory_lock(hashtextextended('baotinh migrate', 0))")
        yield conn


def _pending(url: str) -> list[Any]:
    folder = shipped("sql") / "migrations"
    # yoyo keeps three tables of its own, which a database without migrations is spared.
    if not any(folder.glob("*.sql")):
        return []
    backend = get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        # Whoever wrote yoyo's own lock held ours too, and is gone.
        backend.break_lock()
        return list(backend.to_apply(read_migrations(str(folder))))
    finally:
        backend.connection.close()
