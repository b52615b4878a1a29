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

import msgspec
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from crawler.article.time_zone import HANOI
from crawler.warehouse.columns import Column, arrow_schema, described_columns, select_list
from crawler.warehouse.spreadsheet import harmless_cell

Format = Literal["parquet", "csv", "jsonl"]
Write = Callable[[Sequence[Sequence[Any]]], None]

# Rows that are in memory at once: 30 MB where each has a long body.
BATCH = 2_000
CONSENT = (
    "The texts belong to the papers: publishing them again needs their consent. What is taken down on request later "
    "stays in this copy: export again before you publish."
)


class BadExport(ValueError):
    """The export cannot be made as requested; the message says what to do."""


@dataclass(frozen=True)
class Filters:
    """Which articles to export: days of publication in Việt Nam, both included; province and paper by name or key.

    `query` and `section` are those of news.search: the articles with all the words as typed.
    """

    since: date | None = None
    until: date | None = None
    province: str | None = None
    outlet: str | None = None
    query: str | None = None
    section: str | None = None

    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as text."""
        return {name: str(value) for name, value in asdict(self).items() if value}


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
        refuse_text_to_others(conn, full_text)
        columns = described_columns(conn, "news.articles", full_text=full_text)
        where, values = condition(conn, filters)
        [[total, queried_at]] = conn.execute(
            sql.SQL("SELECT count(*), now() FROM news.articles WHERE {}").format(where), values
        ).fetchall()
        with conn.cursor(name="export") as cursor, _WRITERS[form](file, columns) as write:
            # By their ids, so that equal articles give an equal file.
            cursor.execute(
                sql.SQL("SELECT {} FROM news.articles WHERE {} ORDER BY article_id").format(
                    select_list(columns), where
                ),
                values,
            )
            while batch := cursor.fetchmany(BATCH):
                write(batch)
                rows += len(batch)
                progress(rows, total)
    return _manifest(file, form, rows, filters, full_text, queried_at, columns)


def refuse_text_to_others(conn: psycopg.Connection, full_text: bool) -> None:
    """Raise BadExport where full text is wanted and the operator keeps it from this login."""
    if full_text and conn.execute("SELECT news.may_read_text()").fetchone() != (True,):
        raise BadExport("this login may not read full text: leave out --full-text, or ask the operator")


def condition(conn: psycopg.Connection, filters: Filters) -> tuple[sql.Composed, dict[str, Any]]:
    """Return the condition for a relation with article_id, outlet_key and published_on, and its values."""
    try:
        [[outlets]] = conn.execute(
            "SELECT internal.search_outlets(%s, %s)", [filters.province, filters.outlet]
        ).fetchall()
        if filters.query or filters.section:
            conn.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(_MATCHES), asdict(filters))
    except psycopg.errors.InvalidParameterValue as error:
        raise BadExport(f"{error.diag.message_primary}: {error.diag.message_hint}") from None
    parts: list[sql.Composable] = [sql.SQL("true")]
    if outlets is not None:
        parts.append(sql.SQL("outlet_key = ANY(%(outlets)s)"))
    if filters.since:
        parts.append(sql.SQL("published_on >= %(since)s"))
    if filters.until:
        parts.append(sql.SQL("published_on <= %(until)s"))
    if filters.query or filters.section:
        parts.append(sql.SQL("article_id IN (SELECT m.article_id FROM {} AS m)").format(_MATCHES))
    return sql.SQL(" AND ").join(parts), asdict(filters) | {"outlets": outlets}


_MATCHES = sql.SQL("news.search_matches(%(query)s, %(province)s, %(outlet)s, %(since)s, %(until)s, %(section)s)")


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
def parquet_file(file: Path, columns: list[Column]) -> Iterator[Write]:
    """Open a Parquet file with these columns; yield what writes a batch of rows to it."""
    schema = arrow_schema(columns)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:

        def write(rows: Sequence[Sequence[Any]]) -> None:
            arrays = [pa.array(v, f.type) for v, f in zip(zip(*rows, strict=True), schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))

        yield write


@contextmanager
def _csv(file: Path, columns: list[Column]) -> Iterator[Write]:
    # Excel takes a file without a byte order mark for one of the machine's old code page.
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
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


def _cell(value: Any) -> Any:
    """Return the text of a cell: a list as JSON, a time as ISO 8601 in Việt Nam's zone; None as an empty cell."""
    if isinstance(value, str):
        return harmless_cell(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else _local(value)


def _local(value: Any) -> Any:
    return value.astimezone(HANOI).isoformat() if isinstance(value, datetime) else value


_WRITERS = {"parquet": parquet_file, "csv": _csv, "jsonl": _jsonl}
