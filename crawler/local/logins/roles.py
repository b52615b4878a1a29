"""The roles of the embedded server: made at a start, and set again where somebody changed a password or a setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from crawler.local.logins.login import READERS, TEXT_READERS, Login
from crawler.local.logins.scram import is_verifier, proves, verifier_of

Connection = psycopg.Connection[Any]
# Who keeps its connections when readers take all others (the server's setting reserved_connections).
_RESERVED = "pg_use_reserved_connections"


def one_at_a_time(connection: Connection) -> None:
    """Wait until no other start or command changes roles; the lock ends with the transaction."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('baotinh roles', 0))")


def ensure_role(connection: Connection, name: str, password: str, options: LiteralString = "") -> None:
    """Make a role of ours that logs in, or set its password again where it is another: never as text in a statement."""
    stored = _stored(connection, name)
    if stored is not None and proves(stored[0], password):
        return
    query = sql.SQL("{} ROLE {} NOSUPERUSER LOGIN {} PASSWORD {}").format(
        sql.SQL("ALTER" if stored is not None else "CREATE"),
        sql.Identifier(name),
        sql.SQL(options),
        sql.Literal(verifier_of(password)),
    )
    connection.execute(query)


def ensure_groups(connection: Connection, of_the_night: Sequence[str]) -> None:
    """Make the roles that carry rights, and keep connections free for the night's own logins."""
    for role in (READERS, TEXT_READERS):
        if _stored(connection, role) is None:
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    for role in of_the_night:
        _grant(connection, _RESERVED, role)


def ensure_login(connection: Connection, login: Login) -> None:
    """Make a reader's role as it has to be, with its limits and rights, and repair what differs."""
    if _stored(connection, login.name) is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER LOGIN").format(sql.Identifier(login.name)))
    repair(connection, login)
    _grant(connection, READERS, login.name)
    if login.full_text:
        _grant(connection, TEXT_READERS, login.name)
    else:
        _revoke(connection, TEXT_READERS, login.name)


def repair(connection: Connection, login: Login) -> list[str]:
    """Set again what differs of a login's password and limits; return a phrase for each difference."""
    differences = [*differences_of(connection, login)]
    if not differences:
        return []
    name = sql.Identifier(login.name)
    secret = login.secret if is_verifier(login.secret) else verifier_of(login.secret)
    with connection.transaction():
        connection.execute(
            sql.SQL(
                "ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS LOGIN"
                " CONNECTION LIMIT {} PASSWORD {}"
            ).format(name, sql.Literal(login.connections), sql.Literal(secret))
        )
        connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(name))
        for (database,) in connection.execute(_DATABASES_WITH_SETTINGS, [login.name]).fetchall():
            connection.execute(sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(name, sql.Identifier(database)))
        for setting, value in login.settings.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
            )
    return differences


def differences_of(connection: Connection, login: Login) -> Iterator[str]:
    """Yield a phrase for each way in which a login is not as it has to be; no value of a secret."""
    stored = _stored(connection, login.name)
    if stored is not None and not proves(stored[0], login.secret):
        yield "another password"
    yield from limits_that_differ(connection, login)


def limits_that_differ(connection: Connection, login: Login) -> Iterator[str]:
    """Yield a phrase for each limit or right that is not as it has to be: who is no superuser can see these."""
    row = connection.execute(_LIMITS, [login.name]).fetchone()
    if row is None:
        yield "it is missing"
        return
    connections, is_plain = row
    if connections != login.connections:
        yield f"{connections} connections instead of {login.connections}"
    if not is_plain:
        yield "rights of a role that does more than read"
    settings = {database: entries for database, entries in connection.execute(_SETTINGS, [login.name]).fetchall()}
    everywhere = _as_mapping(settings.pop(None, []))
    for name in sorted(everywhere.keys() | login.settings.keys()):
        if everywhere.get(name) != login.settings.get(name):
            yield f"{name} = {everywhere.get(name, 'not set')} instead of {login.settings.get(name, 'not set')}"
    for database, entries in settings.items():
        yield f"settings in database {database}: {', '.join(sorted(_as_mapping(entries)))}"


_LIMITS = """
    SELECT rolconnlimit,
        rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
    FROM pg_roles WHERE rolname = %s"""
_SETTINGS = """
    SELECT d.datname, s.setconfig FROM pg_db_role_setting AS s LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
    WHERE s.setrole = to_regrole(quote_ident(%s))"""
_DATABASES_WITH_SETTINGS = f"SELECT datname FROM ({_SETTINGS}) AS s WHERE datname IS NOT NULL"


def ensure_schema(connection: Connection, login: Login) -> None:
    """Make the schema of its own that a login has, or take from it the right to build; its tables stay."""
    name = sql.Identifier(login.name)
    if login.schema:
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {0} AUTHORIZATION {0}").format(name))


def drop_login(connection: Connection, name: str) -> None:
    """Drop a role and its rights in this database, after its sessions; what it owns must be gone before."""
    connection.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s", [name])
    connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
    connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def readers(connection: Connection) -> list[str]:
    """Return the roles that log in and may read; none on a server without our roles."""
    rows = connection.execute(
        """
        SELECT rolname FROM pg_roles
        WHERE rolcanlogin AND NOT rolsuper AND pg_has_role(oid, to_regrole(%s)::oid, 'member')
        ORDER BY 1""",
        [READERS],
    )
    return [name for (name,) in rows]


def strangers(connection: Connection, known: Sequence[str]) -> list[str]:
    """Return the roles that log in and may read, and are none of these."""
    return [name for name in readers(connection) if name not in known]


def owned_by(connection: Connection, name: str) -> list[str]:
    """Return the tables, views and functions that a login owns in this database."""
    return [row[0] for row in connection.execute(_OWNED, {"name": name})]


_OWNED = """
    SELECT c.oid::regclass::text FROM pg_class AS c
    WHERE c.relowner = to_regrole(quote_ident(%(name)s)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE p.proowner = to_regrole(quote_ident(%(name)s))
    ORDER BY 1"""


def people(connection: Connection, known: Sequence[str]) -> list[Login]:
    """Return the readers beside these whose role alone says who they are, each with the password that it now has."""
    return [
        Login(name, row[0], _is_member(connection, TEXT_READERS, name))
        for name in strangers(connection, known)
        if (row := _stored(connection, name)) is not None and row[0] is not None
    ]


def _stored(connection: Connection, name: str) -> tuple[str | None] | None:
    return connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]).fetchone()


def _is_member(connection: Connection, group: str, role: str) -> bool:
    row = connection.execute(
        "SELECT FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole", [group, role]
    ).fetchone()
    return row is not None


def _grant(connection: Connection, group: str, role: str) -> None:
    if not _is_member(connection, group, role):
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(role)))


def _revoke(connection: Connection, group: str, role: str) -> None:
    if _is_member(connection, group, role):
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(group), sql.Identifier(role)))


def _as_mapping(entries: Sequence[str]) -> Mapping[str, str]:
    return dict(entry.split("=", 1) for entry in entries)
