"""The frontier: what is known of an outlet's addresses when a crawl begins."""

from datetime import datetime

import psycopg

from crawler.archive import Frontier, KnownUrl


def frontier(conn: psycopg.Connection, outlet_key: str, now: datetime) -> Frontier:
    """Return every known address of the outlet by its key; those whose time has come are due."""
    rows = conn.execute(
        """
        SELECT url_key, url, coalesce(next_due_at <= %s, false), etag, last_modified, last_ok_at
        FROM ops.url WHERE outlet_key = %s""",
        [now, outlet_key],
    )
    return Frontier({key: KnownUrl(*rest) for key, *rest in rows})
