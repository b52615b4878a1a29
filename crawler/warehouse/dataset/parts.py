"""The parts of a subject: what each holds now, in one number, and the rows of those that changed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import psycopg
from psycopg import sql

from crawler.warehouse.columns import Column, described_columns, select_list
from crawler.warehouse.dataset.subjects import Subject
from crawler.warehouse.export import BATCH

Row = Sequence[Any]


@dataclass(frozen=True)
class Part:
    """The rows of a subject of one paper and month; a part with an equal fingerprint holds equal rows."""

    subject: str
    name: str
    rows: int
    fingerprint: str

    @property
    def path(self) -> str:
        """Return its file in the dataset's folder."""
        return f"{self.subject}/{self.name or self.subject}.parquet"


@dataclass(frozen=True)
class SubjectQuery:
    """A subject as it is read: its columns, and which of its rows."""

    subject: Subject
    columns: list[Column]
    meaning: str
    chosen: sql.Composable
    values: dict[str, Any]

    @classmethod
    def of(
        cls,
        conn: psycopg.Connection,
        subject: Subject,
        chosen: sql.Composable,
        values: dict[str, Any],
        *,
        full_text: bool,
    ) -> "SubjectQuery":
        """Return the query of a subject with the columns that its relation has in this database."""
        [[meaning]] = conn.execute("SELECT obj_description(%s::regclass)", [subject.relation]).fetchall()
        columns = described_columns(conn, subject.relation, full_text=full_text)
        return cls(subject, columns, meaning, chosen, values)

    def parts(self, conn: psycopg.Connection) -> list[Part]:
        """Return the parts that the database holds now."""
        # An order-free sum of the rows' hashes. What the columns are called is part of it: a renamed one is a change.
        shape = hashlib.sha256(repr(self.columns).encode()).hexdigest()[:12]
        query = sql.SQL(
            "SELECT file_part, count(*), sum(hashtextextended(q::text, 0))::text FROM ({}) AS q GROUP BY 1 ORDER BY 1"
        ).format(self._rows)
        rows = conn.execute(query, self.values)
        return [Part(self.subject.name, part, count, f"{shape}:{count}:{total}") for part, count, total in rows]

    def rows_of(self, conn: psycopg.Connection, parts: Sequence[str]) -> Iterator[tuple[str, Iterator[Row]]]:
        """Yield each of these parts with its rows, in the order of the subject's key, a batch in memory at a time."""
        query = sql.SQL(
            'SELECT * FROM ({}) AS q WHERE file_part = ANY (%(parts)s) ORDER BY file_part COLLATE "C", {}'
        ).format(self._rows, sql.SQL(", ").join(map(sql.Identifier, self.subject.key)))
        with conn.cursor(name="dataset") as cursor:
            cursor.itersize = BATCH
            cursor.execute(query, self.values | {"parts": list(parts)})
            for part, rows in groupby(cursor, key=lambda row: str(row[0])):
                yield part, (row[1:] for row in rows)

    @property
    def _rows(self) -> sql.Composed:
        return sql.SQL("SELECT {} AS file_part, {} FROM {} WHERE {}").format(
            self.subject.part,
            select_list(self.columns, "t"),
            self.subject.source,
            self.subject.condition(self.chosen),
        )
