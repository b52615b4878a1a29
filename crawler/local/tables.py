"""The state of the tables: their sizes, their dead rows, and when they were last vacuumed and analysed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

LARGEST = 5
# Autovacuum begins at 20 % dead rows (and 50 rows); at twice that, something keeps it from working.
MOST_DEAD, FEW_ROWS = 0.4, 10_000
# PostgreSQL refuses to write near 2^31 transactions; autovacuum freezes at 200 million.
MOST_TRANSACTIONS = 1_000_000_000


@dataclass(frozen=True)
class Table:
    """One table: its bytes with indexes, its live and dead rows, and when the last vacuum and analysis ended."""

    name: str
    size: int
    live: int
    dead: int
    vacuumed: datetime | None
    analysed: datetime | None

    @property
    def is_bloated(self) -> bool:
        """Return True if so many rows are dead that something must keep autovacuum from working."""
        return self.dead > FEW_ROWS and self.dead > MOST_DEAD * max(self.live, 1)

    def __str__(self) -> str:
        share = 100 * self.dead / max(self.live + self.dead, 1)
        return (
            f"{self.name:26} {self.size / (1 << 20):10,.1f} MB, {self.live:>11,} rows, {share:3.0f} % dead, "
            f"vacuumed {_day(self.vacuumed)}, analysed {_day(self.analysed)}"
        )


def tables(conn: psycopg.Connection) -> list[Table]:
    """Return the tables of `news` and `ops`, the largest first."""
    return [Table(*row) for row in conn.execute(_TABLES)]


def vacuum_problems(conn: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Yield each problem with vacuuming, and its remedy."""
    row = conn.execute("SELECT current_setting('autovacuum'), current_setting('track_counts')").fetchone()
    if row != ("on", "on"):
        yield (
            "autovacuum is off: dead rows stay, and tables grow without end",
            "ALTER SYSTEM RESET autovacuum, RESET track_counts as superuser, or in postgresql.conf; then reload",
        )
    for table in tables(conn):
        if table.is_bloated:
            yield (
                f"{table.name}: {table.dead:,} dead rows beside {table.live:,}: autovacuum does not keep up",
                f'baotinh psql --owner -c "VACUUM (ANALYZE) {table.name}"; a session left open for days keeps it away',
            )
    age = conn.execute("SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()").fetchone()
    if age and age[0] > MOST_TRANSACTIONS:
        yield f"{age[0]:,} transactions wait to be frozen", 'baotinh psql --owner -c "VACUUM (FREEZE)"'


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d}" if moment else "never"


_TABLES = """
    SELECT schemaname || '.' || relname, pg_total_relation_size(relid), n_live_tup, n_dead_tup,
        greatest(last_vacuum, last_autovacuum), greatest(last_analyze, last_autoanalyze)
    FROM pg_stat_user_tables WHERE schemaname IN ('news', 'ops')
    ORDER BY pg_total_relation_size(relid) DESC, 1"""
