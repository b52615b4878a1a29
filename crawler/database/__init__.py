"""PostgreSQL: connect, migrate, lock."""

from crawler.database.connection import DatabaseDown, alive, connect
from crawler.database.dictionary import Undocumented, dictionary
from crawler.database.locks import (
    hold_outlet,
    hold_takedown_list,
    hold_takedowns,
    hold_takedowns_alone,
    is_waited_for,
    site_lock,
    site_unlock,
)
from crawler.database.migrations import grant, migrate, outdated, pending
from crawler.database.schema import CannotMigrate

__all__ = [
    "CannotMigrate",
    "DatabaseDown",
    "Undocumented",
    "alive",
    "connect",
    "dictionary",
    "grant",
    "hold_outlet",
    "hold_takedown_list",
    "hold_takedowns",
    "hold_takedowns_alone",
    "is_waited_for",
    "migrate",
    "outdated",
    "pending",
    "site_lock",
    "site_unlock",
]
