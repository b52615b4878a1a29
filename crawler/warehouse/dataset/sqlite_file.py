"""The dataset as one SQLite file for Datasette: the Parquet files' rows, of which only those that changed are read."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crawler.warehouse.columns import Column
from crawler.warehouse.dataset.package import TITLE, File, Package
from crawler.warehouse.dataset.subjects import SUBJECTS, Subject
from crawler.warehouse.export import BATCH, CONSENT, BadExport

SQLITE = "baotinh.sqlite"
_TYPES = {
    "bigint": "INTEGER",
    "integer": "INTEGER",
    "smallint": "INTEGER",
    "boolean": "INTEGER",
    "real": "REAL",
    "double precision": "REAL",
    "numeric": "REAL",
}
_FACETS = {
    "articles": ["province", "outlet", "section", "kind"],
    "places": ["level", "part"],
    "documents": ["kind", "issuer_code"],
    "officials": ["kind", "office"],
    "coverage": ["outlet_key", "verdict"],
}


def update_sqlite(folder: Path, package: Package) -> None:
    """Bring the SQLite file to what the package's files hold, in one transaction. Raises BadExport."""
    try:
        _update(folder, package)
    except (sqlite3.Error, pa.ArrowInvalid) as error:
        raise BadExport(
            f"{folder / SQLITE} cannot be written ({error}): end what uses it, or remove it; it is made of the Parquet "
            "files alone"
        ) from None


def _update(folder: Path, package: Package) -> None:
    with closing(sqlite3.connect(folder / SQLITE)) as db, db:
        for subject in SUBJECTS:
            _make_table(db, subject, package.columns[subject.name])
        held = dict(db.execute("SELECT path, fingerprint FROM _part"))
        wanted = {file.path: file for file in package.files}
        changed = [file for path, file in wanted.items() if held.get(path) != file.fingerprint]
        # An article may move to another month: first everything old goes.
        for path in {*(held.keys() - wanted.keys()), *(file.path for file in changed)}:
            db.execute(f'DELETE FROM "{path.split("/")[0]}" WHERE _part = ?', [path])
            db.execute("DELETE FROM _part WHERE path = ?", [path])
        for file in changed:
            _fill(db, folder, file)
        if changed or held.keys() - wanted.keys():
            db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


def write_datasette_settings(folder: Path, package: Package) -> None:
    """Write Datasette's metadata: whose the texts are, what each table and column means, by what to facet."""
    tables = {
        subject.name: {
            "description": package.meanings[subject.name],
            "columns": {column.name: column.meaning for column in package.columns[subject.name]},
            "facets": _FACETS.get(subject.name, []),
        }
        for subject in SUBJECTS
    }
    settings = {
        "title": TITLE,
        "description": package.cite_as,
        "license": CONSENT,
        "databases": {Path(SQLITE).stem: {"tables": tables | {"_part": {"hidden": True}}}},
    }
    (folder / "datasette.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", "utf8")


def _make_table(db: sqlite3.Connection, subject: Subject, columns: list[Column]) -> None:
    """Make a subject's table; one that has other columns, from an earlier version, is made anew."""
    db.execute("CREATE TABLE IF NOT EXISTS _part (path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL)")
    names = [column.name for column in columns]
    held = [row[1] for row in db.execute(f'PRAGMA table_info("{subject.name}")')]
    if held == [*names, "_part"]:
        return
    db.execute(f'DROP TABLE IF EXISTS "{subject.name}"')
    db.execute("DELETE FROM _part WHERE path LIKE ? || '/%'", [subject.name])
    lines = [f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{_reference(subject, column)}' for column in columns]
    lines += ["_part TEXT NOT NULL", f"PRIMARY KEY ({', '.join(subject.key)})"]
    db.execute(f'CREATE TABLE "{subject.name}" ({", ".join(lines)})')
    db.execute(f'CREATE INDEX "{subject.name}_part" ON "{subject.name}" (_part)')
    if subject.name == "articles":
        db.execute("DROP TABLE IF EXISTS articles_fts")
        db.execute(
            'CREATE VIRTUAL TABLE articles_fts USING fts5(headline, lead, content="articles", '
            "content_rowid='article_id', tokenize='unicode61 remove_diacritics 2')"
        )


def _reference(subject: Subject, column: Column) -> str:
    is_other = subject.name != "articles" and column.name == "article_id"
    return " REFERENCES articles (article_id)" if is_other else ""


def _fill(db: sqlite3.Connection, folder: Path, file: File) -> None:
    for rows in _rows(folder / file.path):
        marks = ", ".join("?" * (len(rows[0]) + 1))
        db.executemany(f'INSERT INTO "{file.subject}" VALUES ({marks})', [[*row, file.path] for row in rows])
    db.execute("INSERT INTO _part VALUES (?, ?)", [file.path, file.fingerprint])


def _rows(path: Path) -> Iterator[list[list[Any]]]:
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(BATCH):
            columns = [map(_cell, column.to_pylist()) for column in batch.columns]
            yield [list(row) for row in zip(*columns, strict=True)]


def _cell(value: Any) -> Any:
    """Return a value as SQLite keeps it: a list as JSON, by which Datasette facets; days and times as ISO 8601."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, (datetime, date)) else value
