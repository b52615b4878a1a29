"""Loading: one sealed WARC file and its readings become rows in one transaction; repeating it changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from crawler.archive import Archive, captures
from crawler.article import ArticleRead, Reading
from crawler.database import hold_outlet, hold_takedowns
from crawler.database.merge import upsert
from crawler.warehouse.articles import write_articles
from crawler.warehouse.deleted_articles import delete_articles
from crawler.warehouse.outcomes import outcome_of_reading
from crawler.warehouse.read_again import Reread, articles_in, articles_of, revision_histories, sort_by_outcome
from crawler.warehouse.register import register
from crawler.warehouse.revision_history import RevisionHistory, uuid_of
from crawler.warehouse.schedule import mark_gone
from crawler.warehouse.takedown.takedowns import Takedowns, read_takedowns


@dataclass(frozen=True)
class LoadReport:
    """What one file brought: its articles, and its captures that a takedown left out or that went to quarantine."""

    articles: int
    suppressed: int
    quarantined: int

    def __str__(self) -> str:
        parts = [f"{self.articles} articles"]
        parts += [f"{self.suppressed} suppressed"] if self.suppressed else []
        return ", ".join(parts + ([f"{self.quarantined} in quarantine"] if self.quarantined else []))


def unloaded(conn: psycopg.Connection, archive: Archive, outlet_key: str, build: str) -> list[Path]:
    """Return the outlet's sealed files that wait for a load, oldest first.

    These are files never loaded, and files with captures in quarantine that this build has not tried.
    """
    rows = conn.execute(
        """
        SELECT w.name FROM ops.warc_file AS w JOIN ops.parser_build AS b ON b.parser_build_id = w.loaded_build
        WHERE w.outlet_key = %s AND w.loaded_at IS NOT NULL AND (b.build = %s OR w.warc_id NOT IN (
            SELECT c.warc_id FROM ops.quarantine AS q JOIN ops.capture AS c USING (record_id)))""",
        [outlet_key, build],
    )
    loaded = {name for (name,) in rows}
    return [path for path in archive.sealed(outlet_key) if path.name not in loaded]


def load_warc(
    conn: psycopg.Connection, path: Path, readings: Iterable[Reading], reread: Reread, build: str
) -> LoadReport:
    """Load one file, whole or not at all; `reread` reads earlier captures of its articles with the same build.

    The caller has read every page of the file with `build` and written the catalogue to the database
    (`sync_catalogue`). A reading that is not an article only leaves its outcome; an article that cannot be stored goes
    to quarantine, and the other articles of the file are loaded.
    """
    readings = list(readings)
    outlet_key = path.parent.name
    with conn.transaction():
        hold_outlet(conn, outlet_key)
        hold_takedowns(conn)
        build_id, takedowns = _build_id(conn, build), read_takedowns(conn)
        loadable, suppressed, defects = sort_by_outcome(readings, takedowns)
        dropped = articles_of(conn, path.name) - articles_in(readings)
        histories, reread_readings = revision_histories(conn, loadable, dropped, path.name, build_id, reread, takedowns)
        delete_articles(conn, dropped - histories.keys())
        defects |= _write_storable(conn, histories, loadable, build_id, takedowns)
        withheld = _withheld(suppressed, defects)
        bodiless = [capture.without_body() for capture in captures(path)]
        articles = register(conn, path, bodiless, readings, build_id, withheld, takedowns)
        _update_readings(conn, reread_readings, build_id, takedowns)
        mark_gone(conn, articles)
        _set_quarantine(conn, path.name, defects)
        conn.execute(
            "UPDATE ops.warc_file SET loaded_at = now(), loaded_build = %s WHERE name = %s", [build_id, path.name]
        )
    failed = {key for key, of_article in loadable.items() if any(uuid_of(r.record_id) in defects for r in of_article)}
    return LoadReport(len(loadable.keys() - failed), len(suppressed), len(defects))


def _build_id(conn: psycopg.Connection, build: str) -> int:
    conn.execute("INSERT INTO ops.parser_build (build) VALUES (%s) ON CONFLICT DO NOTHING", [build])
    row = conn.execute("SELECT parser_build_id FROM ops.parser_build WHERE build = %s", [build]).fetchone()
    assert row is not None
    return int(row[0])


def _withheld(suppressed: Iterable[str], defects: Iterable[str]) -> dict[str, str]:
    """Return by record id the outcome of each article's reading that is not loaded."""
    return dict.fromkeys(suppressed, "suppressed") | dict.fromkeys(defects, "quarantined")


def _write_storable(
    conn: psycopg.Connection,
    histories: dict[int, RevisionHistory],
    loadable: Mapping[int, list[Reading]],
    build_id: int,
    takedowns: Takedowns,
) -> dict[str, str]:
    """Write all articles at once or, where the database refuses a value, one by one.

    Return by record id why the captures of an article were refused.
    """
    try:
        with conn.transaction():
            write_articles(conn, histories, build_id, takedowns)
    except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded):
        refused: dict[str, str] = {}
        for key, history in histories.items():
            try:
                with conn.transaction():
                    write_articles(conn, {key: history}, build_id, takedowns)
            except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded) as error:
                reason = str(error).strip().splitlines()[0]
                refused |= {uuid_of(reading.record_id): reason for reading in loadable[key]}
        return refused
    return {}


def _update_readings(conn: psycopg.Connection, readings: list[Reading], build_id: int, takedowns: Takedowns) -> None:
    """Write what this build makes of earlier captures, except those that are withheld already."""
    loadable, suppressed, defects = sort_by_outcome(readings, takedowns)
    articles = {
        reading.record_id: reading.result.article
        for of_article in loadable.values()
        for reading in of_article
        if isinstance(reading.result, ArticleRead)
    }
    withheld = _withheld(suppressed, defects)
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            UPDATE ops.reading SET parser_build_id = %s, outcome = %s, text_hash = %s, attr_hash = %s
            WHERE record_id = %s AND outcome NOT IN ('suppressed', 'quarantined')""",
            [
                (
                    build_id,
                    withheld.get(uuid_of(r.record_id)) or outcome_of_reading(r),
                    a and a.text_hash,
                    a and a.attr_hash,
                    uuid_of(r.record_id),
                )
                for r in readings
                for a in [articles.get(r.record_id)]
            ],
        )


def _set_quarantine(conn: psycopg.Connection, name: str, defects: Mapping[str, str]) -> None:
    """Make these, and no others, the file's captures in quarantine."""
    conn.execute(
        """
        DELETE FROM ops.quarantine AS q USING ops.capture AS c JOIN ops.warc_file AS w USING (warc_id)
        WHERE q.record_id = c.record_id AND w.name = %s AND q.record_id <> ALL(%s::uuid[])""",
        [name, [*defects]],
    )
    rows = ({"record_id": record_id, "reason": reason} for record_id, reason in defects.items())
    upsert(conn, "ops.quarantine", ["record_id"], rows)
