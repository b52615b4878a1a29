"""Connections to the database of DATABASE_URL."""

import os

import psycopg

CONNECT_SECONDS = 10


class DatabaseDown(ConnectionError):
    """The database does not answer or does not let us in; the text says where and why."""


def database_url(url: str | None = None) -> str:
    """Return the URL given, else DATABASE_URL. Raises DatabaseDown where neither is set."""
    found = url or os.environ.get("DATABASE_URL", "")
    if not found:
        raise DatabaseDown("DATABASE_URL is not set: start `baotinh demo`, or set it to postgresql://user:password@host/db")
    return found


def connect(url: str | None = None) -> psycopg.Connection:
    """Open a connection in autocommit mode (transactions are explicit), its clock on UTC. Raises DatabaseDown.

    Autocommit because a crawl holds its advisory lock for hours, and an open transaction would hold back VACUUM.
    """
    target = database_url(url)
    try:
        conn = psycopg.connect(target, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="baotinh")
        conn.execute("SET TIME ZONE 'UTC'")
    except psycopg.OperationalError as error:
        raise DatabaseDown(f"cannot reach the database at {_where(target)}: {str(error).strip()}") from None
    return conn


def _where(url: str) -> str:
    """Name host, port and database, and never the password."""
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "DATABASE_URL (which is no valid connection URL)"
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
