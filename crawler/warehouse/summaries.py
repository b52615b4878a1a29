"""The summaries of `news`: materialised views that questions over all years read instead of every article."""

import psycopg
from psycopg import sql


def refresh_summaries(conn: psycopg.Connection) -> list[str]:
    """Bring every materialised view of `news` up to date, writing only rows that differ; return their names."""
    names = [
        name
        for (name,) in conn.execute(
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'm' AND relnamespace = 'news'::regnamespace ORDER BY relname"""
        )
    ]
    for name in names:
        conn.execute(sql.SQL("REFRESH MATERIALIZED VIEW CONCURRENTLY {}").format(sql.Identifier("news", name)))
    return names
