"""A connection to the database, and a clear error where it does not answer."""

import psycopg

PATIENCE_SECONDS = 10
# A machine that loses power says no goodbye: without these, the server would keep its locks for two hours. Both ends
# give a silent one up after 60 + 3 * 10 s, which is longer than the answer to a crawl's last request takes (60 s).
IDLE_SECONDS, INTERVAL_SECONDS, PROBES = 60, 10, 3


class DatabaseDown(RuntimeError):
    """The database cannot be reached or is not named; the text says what to do."""


def connect(url: str) -> psycopg.Connection:
    """Open a connection in autocommit mode; each stage begins its own transactions. Raises DatabaseDown."""
    try:
        return _watched(url)
    except psycopg.OperationalError as error:
        raise DatabaseDown(f"the database does not answer: {error}".strip()) from None


def _watched(url: str) -> psycopg.Connection:
    """Connect so that either end notices within a bounded time that the other's machine is gone."""
    lost = (IDLE_SECONDS + INTERVAL_SECONDS * PROBES) * 1000
    conn = psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=PATIENCE_SECONDS,
        keepalives_idle=IDLE_SECONDS,
        keepalives_interval=INTERVAL_SECONDS,
        keepalives_count=PROBES,
        tcp_user_timeout=lost,
    )
    conn.execute(
        # Whoever reads by hand has Việt Nam's time from the database; what our programs write as text stays the same.
        "SELECT set_config('TimeZone', 'UTC', false),"
        " set_config('tcp_keepalives_idle', %s, false), set_config('tcp_keepalives_interval', %s, false),"
        " set_config('tcp_keepalives_count', %s, false), set_config('tcp_user_timeout', %s, false)",
        [str(value) for value in (IDLE_SECONDS, INTERVAL_SECONDS, PROBES, lost)],
    )
    return conn


def alive(conn: psycopg.Connection) -> bool:
    """Return True if the session still answers; its locks end with it."""
    try:
        conn.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
