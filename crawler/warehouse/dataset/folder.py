"""A dataset in a folder: every subject as Parquet by paper and month, of which only what changed is written again."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from crawler.warehouse.columns import Column
from crawler.warehouse.dataset.card import card
from crawler.warehouse.dataset.package import File, Package, Selection, read_package
from crawler.warehouse.dataset.papers import read_papers
from crawler.warehouse.dataset.parts import Part, Row, SubjectQuery
from crawler.warehouse.dataset.sqlite_file import update_sqlite, write_datasette_settings
from crawler.warehouse.dataset.subjects import SUBJECTS
from crawler.warehouse.export import BATCH, BadExport, condition, parquet_file, refuse_text_to_others

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Dataset:
    """What an export of a dataset did: files written, removed and left as they were, and what it holds now."""

    written: list[str]
    removed: list[str]
    unchanged: int
    articles: int
    digest: str
    cite_as: str


def write_dataset(
    conn: psycopg.Connection, into: Path, selection: Selection, progress: Progress = lambda done, total: None
) -> Dataset:
    """Write a new dataset, whole or not at all, or bring one that an earlier export wrote up to date.

    Each file is replaced as a whole, and datapackage.json last: an update that was killed is finished by the next.
    Raises BadExport.
    """
    refuse_text_to_others(conn, selection.full_text)
    if into.exists():
        return _update(conn, into, selection, progress)
    part = into.with_name(into.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        dataset = _update(conn, part, selection, progress, is_new=True)
        part.rename(into)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return dataset


def _update(
    conn: psycopg.Connection, folder: Path, selection: Selection, progress: Progress, *, is_new: bool = False
) -> Dataset:
    before = {} if is_new else _files_of(folder, selection)
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # A row's words as the database prints them are what the fingerprint is made of.
        conn.execute("SET LOCAL TimeZone = 'Asia/Ho_Chi_Minh'")
        conn.execute("SET LOCAL DateStyle = 'ISO'")
        [[queried_at]] = conn.execute("SELECT now()").fetchall()
        queries = _queries(conn, selection)
        parts = [part for query in queries for part in query.parts(conn)]
        changed = [p for p in parts if not _is_written(folder, before.get(p.path), p)]
        files = before | {file.path: file for file in _write(conn, folder, queries, changed, progress)}
        papers = read_papers(conn, queries[0].chosen, queries[0].values)
    kept = [files[p.path] for p in parts]
    removed = _remove_others(folder, kept)
    columns = {query.subject.name: query.columns for query in queries}
    package = Package(selection, _local(queried_at), kept, {q.subject.name: q.meaning for q in queries}, columns)
    update_sqlite(folder, package)
    write_datasette_settings(folder, package)
    (folder / "README.md").write_text(card(package, papers), "utf8")
    package.write(folder, papers)
    return Dataset(
        written=[p.path for p in changed],
        removed=removed,
        unchanged=len(parts) - len(changed),
        articles=package.rows("articles"),
        digest=package.digest,
        cite_as=package.cite_as,
    )


def _files_of(folder: Path, selection: Selection) -> dict[str, File]:
    """Return the files that a dataset's folder names; refuse a folder that is none, or holds another selection."""
    earlier = read_package(folder)
    if earlier is None:
        raise BadExport(f"{folder} exists and is no dataset of baotinh: it is left as it is; name a new folder")
    if earlier.selection != selection.as_json():
        raise BadExport(
            f"{folder} holds another selection ({earlier.selection}): it is left as it is; ask for the same, or name "
            "a new folder"
        )
    return {file.path: file for file in earlier.files}


def _queries(conn: psycopg.Connection, selection: Selection) -> list[SubjectQuery]:
    where, values = condition(conn, selection.filters)
    if selection.sample is not None:
        # An article_id is 63 bits of a sha256: its last six digits draw lots that every tool can draw again.
        where = where + sql.SQL(" AND article_id %% 1000000 < %(lots)s")
        values["lots"] = selection.lots
    return [SubjectQuery.of(conn, s, where, values, full_text=selection.full_text) for s in SUBJECTS]


def _is_written(folder: Path, file: File | None, part: Part) -> bool:
    path = folder / part.path
    return (
        file is not None
        and file.fingerprint == part.fingerprint
        and path.exists()
        and path.stat().st_size == file.bytes
    )


def _write(
    conn: psycopg.Connection, folder: Path, queries: list[SubjectQuery], changed: list[Part], progress: Progress
) -> Iterator[File]:
    total, done = sum(part.rows for part in changed), 0
    for query in queries:
        wanted = {part.name: part for part in changed if part.subject == query.subject.name}
        if not wanted:
            continue
        for name, rows in query.rows_of(conn, list(wanted)):
            part = wanted[name]
            yield _write_file(folder, part, query.columns, rows)
            done += part.rows
            progress(done, total)


def _write_file(folder: Path, part: Part, columns: list[Column], rows: Iterator[Row]) -> File:
    path = folder / part.path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    with parquet_file(unfinished, columns) as write:
        while batch := list(islice(rows, BATCH)):
            write(batch)
    unfinished.replace(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return File(part.path, part.subject, part.name, part.rows, path.stat().st_size, digest, part.fingerprint)


def _remove_others(folder: Path, kept: list[File]) -> list[str]:
    """Remove what this dataset no longer holds: a month that a takedown emptied, what a killed export left."""
    paths = {file.path for file in kept}
    removed = []
    for subject in SUBJECTS:
        for path in sorted((folder / subject.name).rglob("*.parquet*")):
            name = path.relative_to(folder).as_posix()
            if name not in paths:
                path.unlink()
                removed.append(name)
    return removed


def _local(moment: Any) -> str:
    assert isinstance(moment, datetime)
    return moment.isoformat(timespec="seconds")
