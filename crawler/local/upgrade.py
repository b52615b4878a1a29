"""A newer version of the package meets an older database: a copy first, then the migrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawler.database import connect, migrate, pending
from crawler.local.backup import backup
from crawler.warehouse import fill_search

# One copy is 10 to 20 % of the database; three let an operator go back over two upgrades.
KEPT = 3


def upgrade(url: str, home: Path, say: Callable[[str], None], kept: int = KEPT) -> list[str]:
    """Apply what is pending, after a copy to `home/backups` where there are rows to lose; return the names applied.

    Raises BackupFailed before anything is changed.
    """
    names = pending(url)
    if names and _has_articles(url):
        folder = home / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = folder / f"before-{names[-1]}-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump"
        say(f"{len(names)} changes of tables wait; first a copy of the database is written to {copy}")
        backup(url, copy)
        prune(folder, kept)
    applied = migrate(url)
    with connect(url) as conn:
        for done in fill_search(conn):
            say(f"{done:,} articles of the version before are made searchable")
    return applied


def prune(folder: Path, kept: int) -> None:
    """Delete all but the newest copies that upgrades made, and the halves of killed ones; other files stay."""
    copies = sorted(folder.glob("before-*.dump"), key=lambda p: p.stat().st_mtime)
    for file in [*copies[:-kept], *folder.glob("before-*.dump.part")]:
        file.unlink()


def _has_articles(url: str) -> bool:
    with connect(url) as conn:
        there = conn.execute("SELECT to_regclass('news.article_record')").fetchone()
        if there is None or there[0] is None:
            return False
        return conn.execute("SELECT FROM news.article_record LIMIT 1").fetchone() is not None
