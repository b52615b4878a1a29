"""The official units and the common sections of `sql/seed` as rows of `news`."""

from collections.abc import Iterable, Iterator, Sequence

import psycopg
from psycopg import sql

from crawler.database.merge import upsert
from crawler.resources import seed_table
from crawler.vietnamese.mentions.gazetteer import units


def seed(conn: psycopg.Connection) -> None:
    """Make units, successors and sections what the files say; equal rows are not written again."""
    with conn.transaction():
        _replace_rows(
            conn,
            "news.unit",
            ["code", "level", "name", "kind", "valid", "is_begin_known", "parent_code"],
            list(_units()),
        )
        _replace_rows(conn, "news.unit_successor", ["old_code", "new_code", "level"], list(_successors()))
        codes = [{**row, "iptc_topic": row["iptc_topic"] or None} for row in seed_table("section_codes")]
        upsert(conn, "news.section_code", ["code"], codes)
        _replace_rows(
            conn, "news.section", ["words", "code"], [(r["words"], r["code"]) for r in seed_table("sections")]
        )


def _units() -> Iterator[tuple[str, str, str, str, str, bool, str | None]]:
    """Yield a row for each name and rank that a unit had, with the days on which it had them."""
    for unit in units():
        for form in unit.forms:
            valid = f"[{form.since or ''},{form.until or ''})"
            yield unit.code, unit.level, form.name, form.kind, valid, form.is_begin_known, unit.parent


def _successors() -> Iterable[tuple[str, str, str]]:
    for row in seed_table("former_provinces"):
        yield row["code"], row["province_code"], "province"
    for row in seed_table("former_wards"):
        for ward in row["ward_codes"].split():
            yield row["code"], ward, "ward"


def _replace_rows(
    conn: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[str | bool | None, ...]]
) -> None:
    """Make the rows the only ones of the table: straight into an empty one, else by the difference."""
    target, names = sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
    if conn.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(target)).fetchone() is None:
        _copy(conn, target, names, rows)
        return
    stage = sql.Identifier("seed_" + table.replace(".", "_"))
    conn.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(stage, names, target)
    )
    _copy(conn, stage, names, rows)
    _apply_difference(conn, target, stage, columns)


def _copy(
    conn: psycopg.Connection, target: sql.Identifier, names: sql.Composed, rows: Sequence[tuple[str | bool | None, ...]]
) -> None:
    with conn.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, names)) as copy:
        for row in rows:
            copy.write_row(row)


def _apply_difference(
    conn: psycopg.Connection, target: sql.Identifier, stage: sql.Identifier, columns: Sequence[str]
) -> None:
    """Delete the rows that differ and insert the missing ones: a key WITHOUT OVERLAPS takes no ON CONFLICT."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    difference = "{action} (SELECT {names} FROM {one} EXCEPT SELECT {names} FROM {other})"
    same = sql.SQL(" AND ").join(sql.SQL("t.{0} IS NOT DISTINCT FROM d.{0}").format(sql.Identifier(c)) for c in columns)
    outdated = sql.SQL(difference).format(action=sql.SQL(""), names=names, one=target, other=stage)
    conn.execute(sql.SQL("DELETE FROM {} AS t USING {} AS d WHERE {}").format(target, outdated, same))
    conn.execute(
        sql.SQL(difference).format(
            action=sql.SQL("INSERT INTO {} ({})").format(target, names), names=names, one=stage, other=target
        )
    )
