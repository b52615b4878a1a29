"""Advisory locks: who may crawl a site, write an outlet's rows, or enforce a takedown."""

import psycopg


def hold_outlet(conn: psycopg.Connection, outlet_key: str) -> None:
    """Wait until no other session writes the outlet's rows, and keep others from it until this transaction ends."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('load:' || %s, 0))", [outlet_key])


def hold_takedowns(conn: psycopg.Connection) -> None:
    """Keep new takedowns from being enforced until this transaction ends.

    A session that reads the takedowns and writes rows without what they name holds this lock from the reading to the
    commit: a takedown in between would delete the rows that it sees, and miss those that come after.
    """
    conn.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('takedown', 0))")


def hold_takedowns_alone(conn: psycopg.Connection) -> None:
    """Wait for all sessions that hold the takedowns, and keep others from it until this transaction ends."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('takedown', 0))")


def hold_takedown_list(conn: psycopg.Connection) -> None:
    """Keep others from the archive's list of takedowns until this transaction ends; no load is waited for."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('takedown list', 0))")


def site_lock(conn: psycopg.Connection, group: str, patience: float = 0) -> bool:
    """Take the site's lock for as long as the connection lives; return False where another crawl holds it.

    With `patience` (seconds) it waits in the lock's queue, where a backfill sees it (`is_waited_for`) and gives way.
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


def is_waited_for(conn: psycopg.Connection) -> bool:
    """Return True if another session waits for a lock that this one took with `site_lock`."""
    row = conn.execute(
        """
        SELECT EXISTS (
            SELECT FROM pg_locks AS own JOIN pg_locks AS other
                USING (locktype, database, classid, objid, objsubid)
            WHERE locktype = 'advisory' AND own.pid = pg_backend_pid() AND own.granted AND NOT other.granted)"""
    ).fetchone()
    return bool(row and row[0])


def site_unlock(conn: psycopg.Connection, group: str) -> None:
    """Release the site's lock before the connection ends."""
    conn.execute("SELECT pg_advisory_unlock(hashtextextended('site:' || %s, 0))", [group])
