"""Advisory locks: they vanish with the connection, so a killed process leaves none behind."""

import psycopg


def site_lock(conn: psycopg.Connection, group: str) -> bool:
    """Take the lock of a politeness group for as long as the connection lives; False where another crawl has it."""
    row = conn.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (f"site:{group}",)).fetchone()
    return bool(row and row[0])


def work_lock(conn: psycopg.Connection, name: str) -> None:
    """Wait for a lock that ends with the present transaction."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"work:{name}",))
