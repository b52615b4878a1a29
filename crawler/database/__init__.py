"""PostgreSQL: connect, migrate, lock."""

from crawler.database.connection import DatabaseDown, alive, connect, database_url, site_lock
from crawler.database.migrations import migrate

__all__ = ["DatabaseDown", "alive", "connect", "database_url", "migrate", "site_lock"]
