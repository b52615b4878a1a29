"""The numbered SQL files of `sql/migrations`, applied once each and in order (yoyo keeps the record)."""

import psycopg
from yoyo import get_backend, read_migrations

from crawler.database.connection import connect, database_url
from crawler.database.seed import seed
from crawler.resources import shipped


def migrate(url: str | None = None) -> list[str]:
    """Bring the database to this version's tables, units and rights; return the names of the migrations applied."""
    backend = get_backend((url or database_url()).replace("postgresql://", "postgresql+psycopg://", 1))
    migrations = read_migrations(str(shipped("sql") / "migrations"))
    with backend.lock():
        pending = backend.to_apply(migrations)
        names = [migration.id for migration in pending]
        backend.apply_migrations(pending)
    with connect(url) as conn:
        seed(conn)
        grant(conn)
    return names


def grant(conn: psycopg.Connection) -> None:
    """Give the reading role its rights (`sql/roles.sql`), where the server has that role."""
    conn.execute((shipped("sql") / "roles.sql").read_bytes())
