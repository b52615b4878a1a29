"""COPY into a staging table, then one statement for each table that writes only the rows that differ."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import psycopg
from psycopg import sql

# A row's values by the names of their columns.
Row = Mapping[str, Any]


def upsert(
    conn: psycopg.Connection,
    table: str,
    key: Sequence[str],
    rows: Iterable[Row],
    *,
    newest: str | None = None,
    earliest: str | None = None,
) -> None:
    """Insert the rows, and update those whose key exists and whose values differ.

    The keys of the first row are the columns. `newest` or `earliest` names a column of time: of two rows with one key,
    the table's and the new one, the last or the first by it stays. Raises ValueError for a row with other columns.
    """
    if columns := _stage_rows(conn, table, rows):
        _merge(conn, table, key, columns, newest=newest, earliest=earliest)


def replace_children(
    conn: psycopg.Connection, table: str, parents: list[int], key: Sequence[str], rows: Iterable[Row]
) -> None:
    """Make these the only rows of the articles `parents`; equal rows that are in the table already are not written.

    The keys of the first row are the columns. Raises ValueError for a row with other columns.
    """
    delete = sql.SQL("DELETE FROM {} AS t WHERE t.article_id = ANY(%s)").format(_target(table))
    if columns := _stage_rows(conn, table, rows):
        _merge(conn, table, key, columns)
        same_key = sql.SQL(" AND ").join(sql.SQL("s.{0} = t.{0}").format(sql.Identifier(c)) for c in key)
        delete += sql.SQL(" AND NOT EXISTS (SELECT FROM {} AS s WHERE {})").format(_stage(table), same_key)
    conn.execute(delete, [parents])


def _merge(
    conn: psycopg.Connection,
    table: str,
    key: Sequence[str],
    columns: Sequence[str],
    *,
    newest: str | None = None,
    earliest: str | None = None,
) -> None:
    """Merge the staging table into its target."""
    values = [c for c in columns if c not in key]
    action: sql.Composable = sql.SQL("DO NOTHING")
    if values:
        action = sql.SQL("DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new}){order}").format(
            order=_order(newest, ">=") + _order(earliest, "<="),
            sets=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(c)) for c in values),
            old=sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(c)) for c in values),
            new=sql.SQL(", ").join(sql.SQL("excluded.{}").format(sql.Identifier(c)) for c in values),
        )
    conn.execute(
        sql.SQL("INSERT INTO {t} AS t ({c}) SELECT {c} FROM {s} ON CONFLICT ({k}) {a}").format(
            t=_target(table), c=_names(columns), s=_stage(table), k=_names(key), a=action
        )
    )


def _order(column: str | None, operator: str) -> sql.Composed:
    if column is None:
        return sql.Composed([])
    return sql.SQL(" AND excluded.{0} {1} t.{0}").format(sql.Identifier(column), sql.SQL(operator))


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _stage(table: str) -> sql.Identifier:
    return sql.Identifier("stage_" + table.replace(".", "_"))


def _target(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


def _stage_rows(conn: psycopg.Connection, table: str, rows: Iterable[Row]) -> list[str]:
    """Copy the rows into a new staging table with the target's column types; return their columns.

    The staging table ends with the transaction. Without rows none is made and no column returned: a night's file brings
    nothing for half of the tables, and a staging table costs the server as much as an article.
    """
    remaining = iter(rows)
    if (first := next(remaining, None)) is None:
        return []
    columns = list(first)
    stage, names = _stage(table), _names(columns)
    conn.execute(
        sql.SQL(
            "DROP TABLE IF EXISTS pg_temp.{s}; CREATE TEMP TABLE {s} ON COMMIT DROP AS SELECT {c} FROM {t} WITH NO DATA"
        ).format(s=stage, c=names, t=_target(table))
    )
    with conn.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(stage, names)) as copy:
        for row in chain([first], remaining):
            if row.keys() != first.keys():
                raise ValueError(f"{table}: a row has the columns {[*row]} and the first one {columns}")
            copy.write_row([row[column] for column in columns])
    return columns
