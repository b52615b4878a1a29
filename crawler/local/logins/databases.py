"""The roles and databases of a PostgreSQL server, the embedded one or a server's container: made, and set again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

from crawler.local.logins import roles
from crawler.local.logins.login import Login
from crawler.resources import shipped

OWNER, LOADER, AIRFLOW = "baotinh", "baotinh_loader", "airflow"
WRITERS = (OWNER, LOADER, AIRFLOW)
TIME_ZONE = "Asia/Ho_Chi_Minh"


def ensure_roles_and_databases(
    superuser_url: Callable[[str], str], passwords: Mapping[str, str], logins: Sequence[Login]
) -> None:
    """Make all roles and both databases, and set passwords, limits and rights again that differ.

    `superuser_url` gives the superuser's URL of a database, `passwords` has those of WRITERS.
    """
    with psycopg.connect(superuser_url("postgres"), autocommit=True, connect_timeout=10) as connection:
        with connection.transaction():
            roles.one_at_a_time(connection)
            # CREATEDB: a recovery drill drops the database and rebuilds it from the archive.
            roles.ensure_role(connection, OWNER, passwords[OWNER], "CREATEDB")
            roles.ensure_role(connection, LOADER, passwords[LOADER])
            roles.ensure_role(connection, AIRFLOW, passwords[AIRFLOW])
            roles.ensure_groups(connection, WRITERS)
            for login in logins:
                roles.ensure_login(connection, login)
        _ensure_database(connection, OWNER)
        _ensure_database(connection, AIRFLOW)
        _ensure_time_zone(connection, OWNER)
        # Otherwise every role may make temporary tables in them.
        connection.execute("REVOKE ALL ON DATABASE airflow, postgres FROM PUBLIC")
        # A session in it keeps `CREATE DATABASE` waiting, with which a recovery begins.
        connection.execute("REVOKE ALL ON DATABASE template1 FROM PUBLIC")
        connection.execute("GRANT CONNECT ON DATABASE postgres TO baotinh")
    with psycopg.connect(superuser_url(OWNER), autocommit=True, connect_timeout=10) as connection:
        connection.execute((shipped("sql") / "roles" / "rights.sql").read_bytes())
        for login in logins:
            roles.ensure_schema(connection, login)


def _ensure_database(connection: psycopg.Connection[Any], owner: str) -> None:
    """Make the database that has its owner's name."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (owner,)).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(owner)))


def _ensure_time_zone(connection: psycopg.Connection[Any], database: str) -> None:
    """Let days and hours be Việt Nam's for whoever reads the database by hand; our own programs ask in UTC."""
    row = connection.execute(
        """
        SELECT FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase
        WHERE d.datname = %s AND s.setrole = 0 AND %s = ANY (s.setconfig)""",
        [database, f"TimeZone={TIME_ZONE}"],
    ).fetchone()
    if row is None:
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET TimeZone = {}").format(sql.Identifier(database), sql.Literal(TIME_ZONE))
        )
