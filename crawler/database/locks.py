"""Advisory locks: who may ask a site, write an outlet's rows, or bring a takedown into force."""

import psycopg


def hold_outlet(conn: psycopg.Connection, outlet_key: str) -> None:
    """Be the only one who writes the outlet's rows until this transaction ends."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('load:' || %s, 0))", [outlet_key])


def hold_takedowns(conn: psycopg.Connection) -> None:
    """Let no takedown come into force before this transaction ends.

    Who leaves out what the list of takedowns names holds it from reading the list to the commit: a takedown in between
    would delete the rows that it sees, and miss those that come after.
    """
    conn.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('takedown', 0))")


def change_takedowns(conn: psycopg.Connection) -> None:
    """Wait for all who hold the takedowns, and keep others from it until this transaction ends."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('takedown', 0))")


def site_lock(conn: psycopg.Connection, group: str, patience: float = 0) -> bool:
    """Take the site's lock for as long as the connection lives; False where another crawl holds it.

    With `patience` (seconds) it waits in the lock's queue, where a backfill sees it (`waited_for`) and gives way.
    """
    if not patience:
        row = conn.execute("SELECT pg_try_advisory_lock(hashtextextended('site:' || %s, 0))", [group]).fetchone()
        return bool(row and row[0])
    try:
        with conn.transaction():
            conn.execute("SELECT set_config('lock_timeout', %s, true)", [f"{round(patience * 1000)}ms"])
            conn.execute("SELECT pg_advisory_lock(hashtextextended('site:' || %s, 0))", [group])
    except psycopg.errors.LockNotAvailable:
        return False
    return True


def waited_for(conn: psycopg.Connection) -> bool:
    """Tell whether another session waits for a lock that this one took with `site_lock`."""
    row = conn.execute(
        """
        SELECT EXISTS (
            SELECT FROM pg_locks AS held JOIN pg_locks AS wanted
                USING (locktype, database, classid, objid, objsubid)
            WHERE locktype = 'advisory' AND held.pid = pg_backend_pid() AND held.granted AND NOT wanted.granted)"""
    ).fetchone()
    return bool(row and row[0])


def site_unlock(conn: psycopg.Connection, group: str) -> None:
    """Give the site's lock back before the connection ends."""
    conn.execute("SELECT pg_advisory_unlock(hashtextextended('site:' || %s, 0))", [group])
