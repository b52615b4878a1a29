"""COPY into staging, then one statement a table that writes only rows that differ."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import psycopg
from psycopg import sql

Rows = Iterable[Sequence[Any]]


def upsert(
    conn: psycopg.Connection,
    table: str,
    key: Sequence[str],
    columns: Sequence[str],
    rows: Rows,
    *,
    newest: str | None = None,
    earliest: str | None = None,
) -> None:
    """Insert the rows, and update those whose key exists and whose values differ.

    `newest` and `earliest` name a column of time: the row that is last, or first, by it stays, in whatever order they
    come.
    """
    if _staged(conn, table, columns, rows):
        _merge(conn, table, key, columns, newest=newest, earliest=earliest)


def replace_children(  # noqa: PLR0917 - it takes what `upsert` takes, and the parents
    conn: psycopg.Connection, table: str, parents: list[int], key: Sequence[str], columns: Sequence[str], rows: Rows
) -> None:
    """Make the rows the only ones of these articles; what is there already and equal is not touched."""
    gone = sql.SQL("DELETE FROM {} AS t WHERE t.article_id = ANY(%s)").format(_target(table))
    if _staged(conn, table, columns, rows):
        _merge(conn, table, key, columns)
        same = sql.SQL(" AND ").join(sql.SQL("s.{0} = t.{0}").format(sql.Identifier(c)) for c in key)
        gone += sql.SQL(" AND NOT EXISTS (SELECT FROM {} AS s WHERE {})").format(_stage(table), same)
    conn.execute(gone, [parents])


def _merge(  # noqa: PLR0917 - as `upsert`
    conn: psycopg.Connection,
    table: str,
    key: Sequence[str],
    columns: Sequence[str],
    newest: str | None = None,
    earliest: str | None = None,
) -> None:
    rest = [c for c in columns if c not in key]
    action: sql.Composable = sql.SQL("DO NOTHING")
    if rest:
        action = sql.SQL("DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new}){order}").format(
            order=_order(newest, ">=") + _order(earliest, "<="),
            sets=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(c)) for c in rest),
            old=sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(c)) for c in rest),
            new=sql.SQL(", ").join(sql.SQL("excluded.{}").format(sql.Identifier(c)) for c in rest),
        )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    keys = sql.SQL(", ").join(map(sql.Identifier, key))
    conn.execute(
        sql.SQL("INSERT INTO {t} AS t ({c}) SELECT {c} FROM {s} ON CONFLICT ({k}) {a}").format(
            t=_target(table), c=names, s=_stage(table), k=keys, a=action
        )
    )


def _order(column: str | None, operator: str) -> sql.Composed:
    if column is None:
        return sql.Composed([])
    return sql.SQL(" AND excluded.{0} {1} t.{0}").format(sql.Identifier(column), sql.SQL(operator))


def _stage(table: str) -> sql.Identifier:
    return sql.Identifier("stage_" + table.replace(".", "_"))


def _target(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


def _staged(conn: psycopg.Connection, table: str, columns: Sequence[str], rows: Rows) -> bool:
    """Fill a fresh staging table of the same column types, which ends with the transaction; False where no row is.

    A night's file brings nothing for half of the tables, and a staging table costs the server as much as an article.
    """
    some = iter(rows)
    if (first := next(some, None)) is None:
        return False
    stage, names = _stage(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    conn.execute(
        sql.SQL(
            "DROP TABLE IF EXISTS pg_temp.{s}; CREATE TEMP TABLE {s} ON COMMIT DROP AS SELECT {c} FROM {t} WITH NO DATA"
        ).format(s=stage, c=names, t=_target(table))
    )
    with conn.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(stage, names)) as copy:
        for row in chain([first], some):
            copy.write_row(row)
    return True
