"""PostgreSQL: connect, migrate, lock, COPY."""

from crawler.database.connection import DatabaseDown, connect, database_url
from crawler.database.copying import merge, stage
from crawler.database.locks import site_lock, work_lock
from crawler.database.migrations import migrate

__all__ = ["DatabaseDown", "connect", "database_url", "merge", "migrate", "site_lock", "stage", "work_lock"]
