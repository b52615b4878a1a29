"""Where the database is, and a clear word where it is not."""

import psycopg

from crawler.configuration import settings

PATIENCE_SECONDS = 10


class DatabaseDown(RuntimeError):
    """The database cannot be reached or is not named; the text says what to do."""


def database_url() -> str:
    """Return DATABASE_URL. Raises DatabaseDown where it is not set."""
    url = settings().database_url
    if not url:
        raise DatabaseDown(
            "DATABASE_URL is not set, and no server of the home runs: `baotinh up --detach` starts one, "
            "or set it to postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        )
    return url


def connect(url: str | None = None) -> psycopg.Connection:
    """Open a connection in autocommit mode; each stage begins its own transactions. Raises DatabaseDown."""
    try:
        return psycopg.connect(url or database_url(), autocommit=True, connect_timeout=PATIENCE_SECONDS)
    except psycopg.OperationalError as error:
        raise DatabaseDown(f"the database does not answer: {error}".strip()) from None


def site_lock(conn: psycopg.Connection, group: str) -> bool:
    """Take the site's lock for as long as the connection lives; False where another crawl holds it."""
    row = conn.execute("SELECT pg_try_advisory_lock(hashtextextended('site:' || %s, 0))", [group]).fetchone()
    return bool(row and row[0])


def alive(conn: psycopg.Connection) -> bool:
    """Tell whether the session still answers; the locks that it took end with it."""
    try:
        conn.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
