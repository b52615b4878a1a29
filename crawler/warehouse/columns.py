"""Columns of what leaves the database as files: their meaning as the dictionary has it, their types as Arrow does."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import pyarrow as pa
from psycopg import sql

# The types of the exported columns; a column of another type, added later, is written as text.
ARROW = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "smallint": pa.int16(),
    "real": pa.float32(),
    "double precision": pa.float64(),
    "numeric": pa.float64(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", tz="Asia/Ho_Chi_Minh"),
    "text[]": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Column:
    """One column, as the data dictionary describes it."""

    name: str
    type: str
    meaning: str


def described_columns(conn: psycopg.Connection, relation: str, *, full_text: bool) -> list[Column]:
    """Return the columns of a table or view in their order, without the body unless full text is wanted."""
    rows = conn.execute(
        """
        SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        [relation],
    )
    return [Column(*row) for row in rows if full_text or row[0] != "body"]


def select_list(columns: Sequence[Column], alias: str = "") -> sql.Composed:
    """Return the columns as a query names them, those without a type of their own as text."""
    casts = {"numeric": "{}::float8"}
    return sql.SQL(", ").join(
        sql.SQL(casts.get(c.type, "{}" if c.type in ARROW else "{}::text")).format(
            sql.Identifier(*filter(None, (alias, c.name)))
        )
        for c in columns
    )


def arrow_schema(columns: Sequence[Column]) -> pa.Schema:
    """Return the columns as an Arrow schema with their meanings."""
    return pa.schema(pa.field(c.name, ARROW.get(c.type, pa.string()), metadata={"comment": c.meaning}) for c in columns)
