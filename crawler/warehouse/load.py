"""One sealed WARC file and its readings become rows, in one transaction; repeating it changes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from crawler.archive import Archive, captures
from crawler.article import ArticleRead, Reading
from crawler.database import hold_outlet, hold_takedowns
from crawler.database.merge import upsert
from crawler.warehouse.articles import write_articles
from crawler.warehouse.current_revision import current_revisions
from crawler.warehouse.outcomes import outcome_of_reading
from crawler.warehouse.register import register
from crawler.warehouse.revision_history import RevisionHistory, uuid_of, versions
from crawler.warehouse.schedule import mark_gone
from crawler.warehouse.storable import defect
from crawler.warehouse.takedown.takedowns import Takedowns, read_takedowns


@dataclass(frozen=True)
class CaptureRef:
    """Where one capture lies: enough for the archive to read it again."""

    outlet: str
    warc: str
    offset: int
    record_id: str


Reread = Callable[[list[CaptureRef]], list[Reading]]


@dataclass(frozen=True)
class LoadReport:
    """What one file brought: articles it speaks of, and captures left out by a takedown or put into quarantine."""

    articles: int
    suppressed: int
    quarantined: int

    def __str__(self) -> str:
        parts = [f"{self.articles} articles"]
        parts += [f"{self.suppressed} suppressed"] if self.suppressed else []
        return ", ".join(parts + ([f"{self.quarantined} in quarantine"] if self.quarantined else []))


def unloaded(conn: psycopg.Connection, archive: Archive, outlet_key: str, build: str) -> list[Path]:
    """Return the outlet's sealed files that wait for a load, oldest first.

    These are files never loaded, and files with captures in quarantine which this build has not tried.
    """
    rows = conn.execute(
        """
        SELECT w.name FROM ops.warc_file AS w JOIN ops.parser_build AS b ON b.parser_build_id = w.loaded_build
        WHERE w.outlet_key = %s AND w.loaded_at IS NOT NULL AND (b.build = %s OR w.warc_id NOT IN (
            SELECT c.warc_id FROM ops.quarantine AS q JOIN ops.capture AS c USING (record_id)))""",
        [outlet_key, build],
    )
    done = {name for (name,) in rows}
    return [path for path in archive.sealed(outlet_key) if path.name not in done]


def load_warc(
    conn: psycopg.Connection, path: Path, readings: Iterable[Reading], reread: Reread, build: str
) -> LoadReport:
    """Load one file: all of it or nothing. `reread` reads earlier captures of its articles with the same build.

    The caller has read every page of the file with `build` and brought the catalogue into the database
    (`sync_catalogue`). A reading that is no article only leaves its outcome; an article that cannot be a row goes to
    quarantine, and the rest of the file is loaded.
    """
    found = list(readings)
    outlet_key = path.parent.name
    with conn.transaction():
        hold_outlet(conn, outlet_key)
        hold_takedowns(conn)
        build_id, down = _build_id(conn, build), read_takedowns(conn)
        good, suppressed, bad = _sort(found, down)
        chains, read_again = _chains(conn, good, path.name, build_id, reread, down)
        bad |= _write_what_can_be(conn, chains, good, build_id, down)
        withheld = dict.fromkeys(suppressed, "suppressed") | dict.fromkeys(bad, "quarantined")
        touched = register(conn, path, [c.without_body() for c in captures(path)], found, build_id, withheld, down)
        _note_read_again(conn, read_again, build_id, down)
        mark_gone(conn, touched)
        _quarantine(conn, path.name, bad)
        conn.execute(
            "UPDATE ops.warc_file SET loaded_at = now(), loaded_build = %s WHERE name = %s", [build_id, path.name]
        )
    failed = {key for key, rows in good.items() if any(uuid_of(r.record_id) in bad for r in rows)}
    return LoadReport(len(good.keys() - failed), len(suppressed), len(bad))


def _build_id(conn: psycopg.Connection, build: str) -> int:
    conn.execute("INSERT INTO ops.parser_build (build) VALUES (%s) ON CONFLICT DO NOTHING", [build])
    row = conn.execute("SELECT parser_build_id FROM ops.parser_build WHERE build = %s", [build]).fetchone()
    assert row is not None
    return int(row[0])


def _sort(found: list[Reading], down: Takedowns) -> tuple[dict[int, list[Reading]], set[str], dict[str, str]]:
    """Part the articles' readings: those to load by article, those taken down, and what is wrong with the others."""
    good: dict[int, list[Reading]] = {}
    suppressed: set[str] = set()
    bad: dict[str, str] = {}
    for reading in found:
        if isinstance(reading.result, ArticleRead):
            record, article = uuid_of(reading.record_id), reading.result.article
            if down.hides(reading.url, article.article_id, article.outlet):
                suppressed.add(record)
            elif reason := defect(article):
                bad[record] = reason
            else:
                good.setdefault(article.article_id, []).append(reading)
    return good, suppressed, bad


def _chains(  # noqa: PLR0917
    conn: psycopg.Connection,
    good: Mapping[int, list[Reading]],
    name: str,
    build_id: int,
    reread: Reread,
    down: Takedowns,
) -> tuple[dict[int, RevisionHistory], list[Reading]]:
    """Return the articles' chains, and the earlier captures that had to be read again for them."""
    new = {key: versions(readings) for key, readings in good.items()}
    held = current_revisions(conn, {key: found[0].fetched_at for key, found in new.items()}, name, build_id)
    read_again = reread(_earlier(conn, [*(new.keys() - held.keys())], name))
    earlier, _, _ = _sort(read_again, down)
    chains = {}
    for key, found in new.items():
        if before := held.get(key):
            chains[key] = RevisionHistory(
                before.versions + found, before.first_seen_at, before.since, before.opening, before.urls
            )
        else:
            whole = versions([*earlier.get(key, []), *good[key]])
            chains[key] = RevisionHistory(whole, whole[0].fetched_at)
    return chains, read_again


def _earlier(conn: psycopg.Connection, articles: list[int], name: str) -> list[CaptureRef]:
    """Return where the pages of these articles lie in other files."""
    rows = conn.execute(
        """
        SELECT w.outlet_key, w.name, c."offset", c.record_id::text
        FROM ops.reading AS r
        JOIN ops.capture AS c USING (record_id, fetched_at)
        JOIN ops.warc_file AS w USING (warc_id)
        WHERE r.article_id = ANY(%s) AND (r.parser_build_id IS NOT NULL OR r.outcome = 'unread') AND w.name <> %s
        ORDER BY w.name, c."offset" """,
        [articles, name],
    )
    return [CaptureRef(*row) for row in rows]


def _write_what_can_be(
    conn: psycopg.Connection,
    chains: dict[int, RevisionHistory],
    good: Mapping[int, list[Reading]],
    build_id: int,
    down: Takedowns,
) -> dict[str, str]:
    """Write all articles at once or, where the database refuses a value, one by one; return the refused captures."""
    try:
        with conn.transaction():
            write_articles(conn, chains, build_id, down)
    except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded):
        bad: dict[str, str] = {}
        for key, chain in chains.items():
            try:
                with conn.transaction():
                    write_articles(conn, {key: chain}, build_id, down)
            except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded) as error:
                reason = str(error).strip().splitlines()[0]
                bad |= {uuid_of(reading.record_id): reason for reading in good[key]}
        return bad
    return {}


def _note_read_again(conn: psycopg.Connection, readings: list[Reading], build_id: int, down: Takedowns) -> None:
    """Say of each earlier capture what this build makes of it, unless it is withheld."""
    good, suppressed, bad = _sort(readings, down)
    articles = {
        r.record_id: r.result.article for rows in good.values() for r in rows if isinstance(r.result, ArticleRead)
    }
    withheld = dict.fromkeys(suppressed, "suppressed") | dict.fromkeys(bad, "quarantined")
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


def _quarantine(conn: psycopg.Connection, name: str, bad: Mapping[str, str]) -> None:
    """Make the file's captures in quarantine exactly these."""
    conn.execute(
        """
        DELETE FROM ops.quarantine AS q USING ops.capture AS c JOIN ops.warc_file AS w USING (warc_id)
        WHERE q.record_id = c.record_id AND w.name = %s AND q.record_id <> ALL(%s::uuid[])""",
        [name, [*bad]],
    )
    rows = ({"record_id": record_id, "reason": reason} for record_id, reason in bad.items())
    upsert(conn, "ops.quarantine", ["record_id"], rows)
