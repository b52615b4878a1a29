"""The tables of `sql/schema`, made in an empty database in one transaction that also notes of which text they are."""

import hashlib
import re
from pathlib import Path

import psycopg

# The name under which ops.schema_object keeps all files of sql/schema.
TABLES = "tables"
# By which the schema of helpers is known to be ours: as sql/schema says it.
_HELPERS_COMMENT = "Helpers that views and functions call; no analyst calls them."


class CannotMigrate(RuntimeError):
    """The database cannot be brought to this version as it is; the text says what to do."""


def tables_missing(conn: psycopg.Connection, folder: Path) -> bool:
    """Return True if the database has none of our schemas. Raises CannotMigrate for tables of another version."""
    [[schemas, noted]] = conn.execute(
        """
        SELECT count(*), to_regclass('ops.schema_object') IS NOT NULL FROM pg_namespace
        WHERE nspname IN ('news', 'ops')"""
    ).fetchall()
    if not schemas:
        return True
    if not noted or _noted_digest(conn) != _digest(folder):
        raise CannotMigrate(_OTHER_TABLES)
    return False


def make_tables(conn: psycopg.Connection, folder: Path) -> None:
    """Make schemas, types, tables and indexes, all or nothing."""
    with conn.transaction():
        # What was noted of migrations is about tables that were dropped since.
        if conn.execute("SELECT to_regclass('_yoyo_migration')").fetchone() != (None,):
            conn.execute("DELETE FROM _yoyo_migration")
        _drop_helpers(conn)
        for file in _files(folder):
            conn.execute(file.read_bytes())
        conn.execute(
            "INSERT INTO ops.schema_object (name, kind, sha256, needs) VALUES (%s, 'tables', %s, '{}')",
            [TABLES, _digest(folder)],
        )


def _drop_helpers(conn: psycopg.Connection) -> None:
    """Drop our helpers where only `news` and `ops` were dropped; another's schema of that name stays."""
    comment = "SELECT obj_description(to_regnamespace('internal'), 'pg_namespace')"
    if conn.execute(comment).fetchone() == (_HELPERS_COMMENT,):
        conn.execute("DROP SCHEMA internal CASCADE")


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "schema").glob("*.sql"))


def _digest(folder: Path) -> str:
    """Return the digest of what the files make: comments can be worded better without making another version."""
    text = "\n".join(file.read_text("utf8") for file in _files(folder))
    return hashlib.sha256(re.sub(r"^(\s*--.*|COMMENT ON .*|\s*)\n", "", text, flags=re.MULTILINE).encode()).hexdigest()


def _noted_digest(conn: psycopg.Connection) -> str | None:
    row = conn.execute("SELECT sha256 FROM ops.schema_object WHERE name = %s", [TABLES]).fetchone()
    return row[0] if row else None


_OTHER_TABLES = (
    "this database is of an earlier version, whose tables cannot be carried over: empty it, then `baotinh rebuild` "
    "fills it from the archive. To empty it: on a server of yours "
    "`psql \"$DATABASE_URL\" -c 'DROP SCHEMA IF EXISTS news, ops, internal CASCADE'`; "
    "of baotinh's own move the folder `postgres` out of the home, then `baotinh up --detach`"
)
