"""The numbered SQL files of `sql/migrations`, applied once each and in order (yoyo keeps the record)."""

from yoyo import get_backend, read_migrations

from crawler.database.connection import database_url
from crawler.resources import shipped


def migrate(url: str | None = None) -> list[str]:
    """Bring the database to this version's tables; return the names of what was applied."""
    backend = get_backend((url or database_url()).replace("postgresql://", "postgresql+psycopg://", 1))
    migrations = read_migrations(str(shipped("sql") / "migrations"))
    with backend.lock():
        pending = backend.to_apply(migrations)
        names = [migration.id for migration in pending]
        backend.apply_migrations(pending)
    return names
