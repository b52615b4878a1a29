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
from crawler.database.migrations import grant, migrate, pending

__all__ = [
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
    "pending",
    "site_lock",
    "site_unlock",
    "waited_for",
]
