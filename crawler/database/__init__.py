"""PostgreSQL: connect, migrate, lock."""

from crawler.database.connection import DatabaseDown, alive, connect
from crawler.database.dictionary import Undocumented, dictionary
from crawler.database.locks import (
    change_takedowns,
    hold_outlet,
    hold_takedowns,
    site_lock,
    site_unlock,
    waited_for,
)
from crawler.database.migrations import grant, migrate, outdated, pending
from crawler.database.schema import CannotMigrate

__all__ = [
    "CannotMigrate",
    "DatabaseDown",
    "Undocumented",
    "alive",
    "change_takedowns",
    "connect",
    "dictionary",
    "grant",
    "hold_outlet",
    "hold_takedowns",
    "migrate",
    "outdated",
    "pending",
    "site_lock",
    "site_unlock",
    "waited_for",
]
