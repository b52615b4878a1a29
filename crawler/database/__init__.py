"""PostgreSQL: connect, migrate, lock."""

from crawler.database.connection import DatabaseDown, alive, connect, site_lock, site_unlock, waited_for
from crawler.database.dictionary import Undocumented, dictionary
from crawler.database.migrations import grant, migrate, pending

__all__ = [
    "DatabaseDown",
    "Undocumented",
    "alive",
    "connect",
    "dictionary",
    "grant",
    "migrate",
    "pending",
    "site_lock",
    "site_unlock",
    "waited_for",
]
