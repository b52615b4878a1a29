"""Exports: articles from the tables in a folder, as one file of rows with a manifest by which it can be cited."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

Format = Literal["parquet", "csv", "jsonl"]
Write = Callable[[Sequence[Sequence[Any]]], None]

# Rows that are in memory at once: 30 MB where each has a long body.
BATCH = 2_000
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CONSENT = (
    "The texts belong to the papers: publishing them again needs their consent. What is taken down on request later "
    "stays in this copy: export again before you publish."
)
# The types of the columns of news.articles; a column of another type, added later, is written as text.
_ARROW = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "smallint": pa.int16(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", tz="Asia/Ho_Chi_Minh"),
    "text[]": pa.list_(pa.string()),
}


class BadExport(ValueError):
    """The export cannot be made as requested; the message says what to do."""


@dataclass(frozen=True)
class Filters:
    """Which articles to export: days of publication in Việt Nam, both included; province and paper by name or key."""

    since: date | None = None
    until: date | None = None
    province: str | None = None
    outlet: str | None = None


@dataclass(frozen=True)
class Column:
    """One column, as the data dictionary describes it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Manifest:
    """What an export contains: enough to cite it, and to check that a copy is whole."""

    title: str
    version: str
    format: Format
    file: str
    bytes: int
    sha256: str
    rows: int
    filters: dict[str, str | None]
    full_text: bool
    queried_at: str
    cite_as: str
    terms: str
    columns: list[Column]


def export(
    conn: psycopg.Connection,
    into: Path,
    form: Format,
    filters: Filters,
    *,
    full_text: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Manifest:
    """Write the articles of one moment to a new folder, whole or not at all; memory does not grow with their number.

    `progress` is called with the number of rows written and of all. Raises BadExport.
    """
    if into.exists():
        raise BadExport(f"{into} exists, and is left as it is: name a new folder")
    part = into.with_name(into.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        manifest = _write(conn, part, form, filters, full_text, progress)
        (part / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n", "utf8")
        part.rename(into)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def _write(  # noqa: PLR0917
    conn: psycopg.Connection,
    folder: Path,
    form: Format,
    filters: Filters,
    full_text: bool,
    progress: Callable[[int, int], None],
) -> Manifest:
    file, rows = folder / f"articles.{form}", 0
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        columns = _columns(conn, full_text)
        where, values = _condition(conn, filters)
        [[total, queried_at]] = conn.execute(
            sql.SQL("SELECT count(*), now() FROM news.articles WHERE {}").format(where), values
        ).fetchall()
        select_list = sql.SQL(", ").join(
            sql.SQL("{}" if c.type in _ARROW else "{}::text").format(sql.Identifier(c.name)) for c in columns
        )
        with conn.cursor(name="export") as cursor, _WRITERS[form](file, columns) as write:
            # By their ids, so that equal articles give an equal file.
            cursor.execute(
                sql.SQL("SELECT {} FROM news.articles WHERE {} ORDER BY article_id").format(select_list, where), values
            )
            while batch := cursor.fetchmany(BATCH):
                write(batch)
                rows += len(batch)
                progress(rows, total)
    return _manifest(file, form, rows, filters, full_text, queried_at, columns)


def _columns(conn: psycopg.Connection, full_text: bool) -> list[Column]:
    if full_text and conn.execute("SELECT news.may_read_text()").fetchone() != (True,):
        raise BadExport("this login may not read full text: leave out --full-text, or ask the operator")
    rows = conn.execute(
        """
        SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
        WHERE attrelid = 'news.articles'::regclass AND attnum > 0 ORDER BY attnum"""
    )
    return [Column(*row) for row in rows if full_text or row[0] != "body"]


def _condition(conn: psycopg.Connection, filters: Filters) -> tuple[sql.Composed, dict[str, Any]]:
    try:
        [[outlets]] = conn.execute(
            "SELECT internal.search_outlets(%s, %s)", [filters.province, filters.outlet]
        ).fetchall()
    except psycopg.errors.InvalidParameterValue as error:
        raise BadExport(f"{error.diag.message_primary}: {error.diag.message_hint}") from None
    parts = [sql.SQL("true")]
    if outlets is not None:
        parts.append(sql.SQL("outlet_key = ANY(%(outlets)s)"))
    if filters.since:
        parts.append(sql.SQL("published_on >= %(since)s"))
    if filters.until:
        parts.append(sql.SQL("published_on <= %(until)s"))
    return sql.SQL(" AND ").join(parts), {"outlets": outlets, "since": filters.since, "until": filters.until}


def _manifest(  # noqa: PLR0917
    file: Path,
    form: Format,
    rows: int,
    filters: Filters,
    full_text: bool,
    queried_at: datetime,
    columns: list[Column],
) -> Manifest:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    when = queried_at.astimezone(HANOI).isoformat(timespec="seconds")
    filter_values = {name: str(value) if value else None for name, value in asdict(filters).items()}
    chosen = ", ".join(f"{name} {value}" for name, value in filter_values.items() if value) or "all"
    return Manifest(
        title="Articles of Việt Nam's provincial press",
        version=f"baotinh {version('baotinh')}",
        format=form,
        file=file.name,
        bytes=file.stat().st_size,
        sha256=digest,
        rows=rows,
        filters=filter_values,
        full_text=full_text,
        queried_at=when,
        cite_as=f"Báo Tỉnh, articles of Việt Nam's provincial press ({chosen}; {rows:,} rows), queried {when}, "
        f"sha256 {digest}.",
        terms=CONSENT,
        columns=columns,
    )


@contextmanager
def _parquet(file: Path, columns: list[Column]) -> Iterator[Write]:
    schema = pa.schema(
        pa.field(c.name, _ARROW.get(c.type, pa.string()), metadata={"comment": c.meaning}) for c in columns
    )
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:

        def write(rows: Sequence[Sequence[Any]]) -> None:
            arrays = [pa.array(v, f.type) for v, f in zip(zip(*rows, strict=True), schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))

        yield write


@contextmanager
def _csv(file: Path, columns: list[Column]) -> Iterator[Write]:
    with file.open("w", encoding="utf8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([c.name for c in columns])

        def write(rows: Sequence[Sequence[Any]]) -> None:
            writer.writerows([[_cell(value) for value in row] for row in rows])

        yield write


@contextmanager
def _jsonl(file: Path, columns: list[Column]) -> Iterator[Write]:
    names = [c.name for c in columns]
    with file.open("wb") as stream:

        def write(rows: Sequence[Sequence[Any]]) -> None:
            for row in rows:
                stream.write(msgspec.json.encode(dict(zip(names, map(_local, row), strict=True))) + b"\n")

        yield write


# With these a spreadsheet takes a cell for a formula, which can start programs; a quote before them makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Any) -> Any:
    """Return the text of a cell: a list as JSON, a time as ISO 8601 in Việt Nam's zone; None as an empty cell."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else _local(value)


def _local(value: Any) -> Any:
    return value.astimezone(HANOI).isoformat() if isinstance(value, datetime) else value


_WRITERS = {"parquet": _parquet, "csv": _csv, "jsonl": _jsonl}
