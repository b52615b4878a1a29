"""The views and functions of `sql/views` and `sql/functions`, one a file: made again where a file's text changed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import psycopg
from psycopg import sql

from crawler.database.schema import CannotMigrate


@dataclass(frozen=True)
class Definition:
    """One view or function: its name with the schema, the whole text of its file, and what it is made of."""

    name: str
    kind: str
    text: str
    needs: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Return the digest by which a changed text is known."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def definitions(folder: Path) -> list[Definition]:
    """Return the views and functions of the folder `sql`, each behind those that its line `-- needs:` names."""
    files = [*folder.glob("views/*.sql"), *folder.glob("functions/*.sql")]
    by_name = {file.stem: _definition(file) for file in sorted(files)}
    return [by_name[name] for name in _in_order({name: one.needs for name, one in by_name.items()})]


def outdated(conn: psycopg.Connection, folder: Path) -> list[str]:
    """Return the views and functions that the next `make_definitions` makes, or drops for good."""
    wanted = {one.name: one for one in definitions(folder)}
    made = _made(conn)
    stale = {name for name, one in wanted.items() if name not in made or made[name].sha256 != one.sha256}
    stale |= made.keys() - wanted.keys() | _absent(conn)
    for name, one in wanted.items():
        if stale.intersection(one.needs):
            stale.add(name)
    return [name for name in (*wanted, *(made.keys() - wanted.keys())) if name in stale]


def make_definitions(conn: psycopg.Connection, folder: Path) -> list[str]:
    """Drop and make what is outdated, with all of ours that is made of it; return the names.

    Raises CannotMigrate where something that is not ours stands on one of them: it is named and not touched.
    """
    stale = outdated(conn, folder)
    with conn.transaction():
        _drop(conn, stale)
        for one in definitions(folder):
            if one.name in stale:
                conn.execute(one.text.encode())
                conn.execute(
                    "INSERT INTO ops.schema_object (name, kind, sha256, needs) VALUES (%s, %s, %s, %s)",
                    [one.name, one.kind, one.sha256, list(one.needs)],
                )
    return stale


@dataclass(frozen=True)
class _Made:
    """What the database notes of a view or function that it has."""

    kind: str
    sha256: str
    needs: tuple[str, ...]


def _definition(file: Path) -> Definition:
    text = file.read_text("utf8")
    needs = re.findall(r"^-- needs: (.+)$", text, re.MULTILINE)
    kind = re.search(r"^CREATE (VIEW|MATERIALIZED VIEW|FUNCTION) ", text, re.MULTILINE)
    if kind is None:
        raise ValueError(f"{file} makes neither a view nor a function")
    return Definition(file.stem, kind[1].lower(), text, tuple(name for line in needs for name in line.split(", ")))


def _in_order(needs: Mapping[str, Iterable[str]]) -> list[str]:
    return [name for name in TopologicalSorter(needs).static_order() if name in needs]


def _made(conn: psycopg.Connection) -> dict[str, _Made]:
    rows = conn.execute("SELECT name, kind, sha256, needs FROM ops.schema_object WHERE kind <> 'tables'")
    return {name: _Made(kind, sha256, tuple(needs)) for name, kind, sha256, needs in rows}


def _absent(conn: psycopg.Connection) -> set[str]:
    """Return what was made and then dropped: by a migration in whose way it stood, or by hand."""
    rows = conn.execute(
        """
        SELECT name FROM ops.schema_object
        WHERE kind <> 'tables' AND to_regclass(name) IS NULL AND to_regproc(name) IS NULL"""
    )
    return {name for (name,) in rows}


def _drop(conn: psycopg.Connection, names: Iterable[str]) -> None:
    """Drop those that were made, each before what it is made of."""
    made = _made(conn)
    for name in reversed(_in_order({name: made[name].needs for name in names if name in made})):
        statement = sql.SQL(_DROP[made[name].kind]).format(sql.Identifier(*name.split(".")))
        try:
            conn.execute(statement)
        except psycopg.errors.DependentObjectsStillExist as error:
            others = "; ".join((error.diag.message_detail or str(error)).splitlines())
            raise CannotMigrate(
                f"this version makes {name} anew, and something of yours stands on it: {others}. Keep its text "
                "(`pg_dump --schema-only`), drop it, run `baotinh migrate` again, and make it again"
            ) from None
        conn.execute("DELETE FROM ops.schema_object WHERE name = %s", [name])


_DROP = {
    "view": "DROP VIEW IF EXISTS {}",
    "materialized view": "DROP MATERIALIZED VIEW IF EXISTS {}",
    "function": "DROP FUNCTION IF EXISTS {}",
}
