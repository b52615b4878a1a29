"""PostgreSQL: connect, migrate, lock."""

from crawler.database.connection import DatabaseDown, alive, connect, database_url, site_lock, site_unlock
from crawler.database.migrations import grant, migrate, pending

__all__ = [
    "DatabaseDown",
    "alive",
    "connect",
    "database_url",
    "grant",
    "migrate",
    "pending",
    "site_lock",
    "site_unlock",
]
