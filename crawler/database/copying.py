"""COPY into a temporary table shaped like the target, then one merge that touches only rows that differ."""

from collections.abc import Iterable, Sequence
from typing import Literal

import psycopg
from psycopg import sql


def stage(conn: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> sql.Identifier:
    """COPY rows into a temporary table with these columns of `table`; it ends with the transaction."""
    name = sql.Identifier("staged_" + table.replace(".", "_"))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    conn.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
    conn.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(name, names, _table(table))
    )
    with conn.cursor() as cursor, cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, names)) as copy:
        for row in rows:
            copy.write_row(row)
    return name


def merge(
    conn: psycopg.Connection,
    table: str,
    columns: Sequence[str],
    keys: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    quiet: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> int:
    """Insert new rows, update those that differ, and return how many were written.

    A difference in a `quiet` column alone writes nothing; a `keep` column is never updated.
    """
    staged = stage(conn, table, columns, rows)
    compared = [c for c in columns if c not in keys and c not in quiet and c not in keep]
    updated = [c for c in columns if c not in keys and c not in keep]
    match = sql.SQL(" AND ").join(sql.SQL("t.{0} = s.{0}").format(sql.Identifier(k)) for k in keys)
    statement = sql.SQL("MERGE INTO {} AS t USING {} AS s ON {} ").format(_table(table), staged, match)
    if compared:
        statement += sql.SQL("WHEN MATCHED AND ROW({}) IS DISTINCT FROM ROW({}) THEN UPDATE SET {} ").format(
            _list("t.", compared),
            _list("s.", compared),
            sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(sql.Identifier(c)) for c in updated),
        )
    statement += sql.SQL("WHEN NOT MATCHED THEN INSERT ({}) VALUES ({})").format(_list("", columns), _list("s.", columns))
    return conn.execute(statement).rowcount


def _table(name: str) -> sql.Identifier:
    return sql.Identifier(*name.split("."))


def _list(prefix: Literal["", "t.", "s."], columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL(prefix) + sql.Identifier(c) for c in columns)
