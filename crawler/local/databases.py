"""Airflow's metadata: a second database on the server that DATABASE_URL names."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from crawler.database import DatabaseDown, connect


def ensure_metadata_database(url: str) -> str:
    """Return the URL of `<database>_airflow` on the same server; create it if it is missing. Raises DatabaseDown."""
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_airflow"
    with connect(url) as conn:
        if conn.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            try:
                conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction):
                raise DatabaseDown(
                    f"this role may not create the database {name!r} for Airflow's own tables: "
                    f"let a superuser run CREATE DATABASE {name} OWNER {conn.info.user}"
                ) from None
    return urlunsplit(parts._replace(path=f"/{name}"))
