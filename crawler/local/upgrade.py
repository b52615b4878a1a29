"""The upgrade of an older database to this version of the package: a copy first, then the migrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawler.database import connect, migrate, pending
from crawler.local.backup import backup
from crawler.warehouse import fill_search

# One copy has 10 to 20 % of the database's size; three let an operator go back over two upgrades.
COPIES_KEPT = 3


def upgrade(url: str, home: Path, say: Callable[[str], None], copies: int = COPIES_KEPT) -> list[str]:
    """Apply the pending migrations, after a copy to `home/backups` if there are articles; return their names.

    Then make the articles searchable that an older version loaded; `copies` is how many copies are kept.

    Raises BackupFailed before anything is changed.
    """
    migrations = pending(url)
    if migrations and _has_articles(url):
        folder = home / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = folder / f"before-{migrations[-1]}-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump"
        say(f"{len(migrations)} changes of tables wait; first a copy of the database is written to {copy}")
        backup(url, copy)
        prune_copies(folder, copies)
    applied = migrate(url)
    with connect(url) as conn:
        for indexed in fill_search(conn):
            say(f"{indexed:,} articles of the version before are made searchable")
    return applied


def prune_copies(folder: Path, copies: int) -> None:
    """Delete all but the newest copies that upgrades made, and the unfinished ones; other files stay."""
    dumps = sorted(folder.glob("before-*.dump"), key=lambda file: file.stat().st_mtime)
    for file in [*dumps[:-copies], *folder.glob("before-*.dump.part")]:
        file.unlink()


def _has_articles(url: str) -> bool:
    with connect(url) as conn:
        table = conn.execute("SELECT to_regclass('news.article_record')").fetchone()
        if table is None or table[0] is None:
            return False
        return conn.execute("SELECT FROM news.article_record LIMIT 1").fetchone() is not None
