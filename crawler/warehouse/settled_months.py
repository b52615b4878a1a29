"""An outlet's old months: those that backfills have settled, and the months of its archived articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

from crawler.archive import Capture
from crawler.database.merge import upsert
from crawler.warehouse.storable import storable


@dataclass(frozen=True)
class SettledMonth:
    """A month that a backfill has finished: `state` is 'done' or 'out_of_reach', `month` is YYYY-MM."""

    month: str
    state: str
    channels: list[str]
    named: int
    failed: int
    requests: int
    reason: str

    def __str__(self) -> str:
        counts = f"{self.named} articles named by {', '.join(self.channels)}, {self.failed} without a good answer"
        return f"{self.month} {self.state.replace('_', ' ')}: " + (
            "; ".join(filter(None, [counts if self.channels else "", self.reason]))
        )


def settled_months(conn: psycopg.Connection, outlet_key: str) -> dict[str, SettledMonth]:
    """Return the settled months of an outlet by YYYY-MM, without a month that was settled before it was over."""
    with conn.cursor(row_factory=class_row(SettledMonth)) as cursor:
        rows = cursor.execute(
            """
            SELECT to_char(month, 'YYYY-MM') AS month, state, channels, named, failed, requests, reason
            FROM ops.backfill
            WHERE outlet_key = %s AND (settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh') >= month + interval '1 month'""",
            [outlet_key],
        ).fetchall()
    return {row.month: row for row in rows}


def archived_months(conn: psycopg.Connection, outlet_key: str) -> dict[int, str]:
    """Return by url_key the month (YYYY-MM, in Việt Nam) in which each loaded article of an outlet was published."""
    rows = conn.execute(
        """
        SELECT u.url_key, to_char(a.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM')
        FROM ops.url AS u JOIN news.article_record AS a USING (article_id)
        WHERE u.outlet_key = %s AND a.published_at IS NOT NULL""",
        [outlet_key],
    )
    return dict(rows.fetchall())


def write_months(conn: psycopg.Connection, run_id: str, outlet_key: str, notes: Iterable[Capture]) -> None:
    """Write the months that a backfill noted as settled; for a month settled twice the newest note stays."""
    newest = {c.payload["month"]: c for c in notes}  # oldest first
    upsert(
        conn,
        "ops.backfill",
        ["outlet_key", "month"],
        (
            {
                "outlet_key": outlet_key,
                "month": date.fromisoformat(f"{month}-01"),
                "state": c.payload["state"],
                "channels": c.payload["channels"],
                "named": c.payload["named"],
                "failed": c.payload["failed"],
                "requests": c.payload["requests"],
                "reason": storable(c.payload["reason"]),
                "run_id": run_id,
                "settled_at": c.fetched_at,
            }
            for month, c in newest.items()
        ),
        newest="settled_at",
    )
