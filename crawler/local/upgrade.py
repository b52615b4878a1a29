"""The upgrade of an older database to this version of the package: a copy first, then the migrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawler.database import connect, migrate, pending
from crawler.local.backup import BEFORE, COPIES_KEPT, backup, backup_folder, prune_copies
from crawler.warehouse import fill_search


def upgrade(url: str, home: Path, say: Callable[[str], None], copies: int = COPIES_KEPT) -> list[str]:
    """Apply the pending migrations, after a copy to `home/backups` if there are articles; return their names.

    Then make the articles searchable that an older version loaded; `copies` is how many copies are kept.

    Raises BackupFailed before anything is changed.
    """
    migrations = pending(url)
    if migrations and has_articles(url):
        folder = backup_folder(home)
        copy = folder / f"{BEFORE}-{migrations[-1]}-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump"
        say(f"{len(migrations)} changes of tables wait; first a copy of the database is written to {copy}")
        backup(url, copy)
        prune_copies(folder, copies)
    applied = migrate(url)
    with connect(url) as conn:
        for indexed in fill_search(conn):
            say(f"{indexed:,} articles of the version before are made searchable")
    return applied


def has_articles(url: str) -> bool:
    """Return True if a database holds an article, and so something that a copy would save."""
    with connect(url) as conn:
        table = conn.execute("SELECT to_regclass('news.article_record')").fetchone()
        if table is None or table[0] is None:
            return False
        return conn.execute("SELECT FROM news.article_record LIMIT 1").fetchone() is not None
