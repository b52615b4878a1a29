"""Note a file's captures and what the crawl said of itself, and move the frontier."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from crawler.archive import Capture
from crawler.archive.warcinfo import is_backfill, run_of
from crawler.article import ArticleRead, ChannelRead, Reading
from crawler.database.merge import upsert
from crawler.outlets import normal_url
from crawler.warehouse.announcements import announcements, write_announcements
from crawler.warehouse.captures import address_key, write_captures, write_file
from crawler.warehouse.outcomes import Answer, answers, outcome
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.schedule import move_frontier
from crawler.warehouse.settled_months import write_months
from crawler.warehouse.storable import storable
from crawler.warehouse.takedown.takedowns import Takedowns

_EPOCH = datetime.fromtimestamp(0, UTC)  # the time of a file without a record, which no crawl leaves


def register(  # noqa: PLR0917 - a file, what it holds, and what was made of that
    conn: psycopg.Connection,
    path: Path,
    found: list[Capture],
    readings: list[Reading],
    build_id: int,
    withheld: Mapping[str, str],
    down: Takedowns,
) -> set[int]:
    """Write the file's rows in `ops`; return the articles whose addresses it holds.

    `withheld` says by record id why an article's reading is no row: suppressed or quarantined.
    """
    outlet_key, run_id, backfill = path.parent.name, run_of(path), is_backfill(path)
    began = min((c.fetched_at for c in found), default=_EPOCH)
    _write_run(conn, run_id, began, "backfill" if backfill else "night")
    warc_id = write_file(conn, path, run_id, max((c.fetched_at for c in found), default=None))
    removed = write_captures(conn, warc_id, found)
    answered = list(answers(outlet_key, [c for c in found if c.kind != "metadata"]))
    _write_readings(conn, answered, readings, build_id, withheld)
    _write_problems(conn, readings, build_id, withheld, down)
    facts = [c for c in found if c.kind == "metadata"]
    # What an old sitemap names is no announcement: a night would ask for all of it, and be measured by it.
    named = [] if backfill else announcements(outlet_key, readings, down, _walked(facts))
    write_announcements(conn, run_id, outlet_key, named)
    refused = _write_facts(conn, outlet_key, run_id, facts)
    move_frontier(conn, outlet_key, run_id, answered, named, [*refused, *(s.url_key for s in removed)])
    return {a.article_id for a in answered} | {s.article_id for s in removed if s.article_id is not None}


def _write_run(conn: psycopg.Connection, run_id: str, began: datetime, kind: str) -> None:
    """Note the run once: an upsert that changes nothing would lock its row, and outlets of one night wait in turn."""
    if conn.execute("SELECT FROM ops.run WHERE run_id = %s AND first_seen_at <= %s", [run_id, began]).rowcount:
        return
    row = {"run_id": run_id, "first_seen_at": began, "kind": kind}
    upsert(conn, "ops.run", ["run_id"], [row], earliest="first_seen_at")


def _write_readings(
    conn: psycopg.Connection,
    answered: list[Answer],
    readings: list[Reading],
    build_id: int,
    withheld: Mapping[str, str],
) -> None:
    """Say of every answer of an article's address what became of it; a page's hashes only where it was loaded."""
    by_record = {r.record_id: r for r in readings}
    rows = []
    for answer in answered:
        reading = by_record.get(answer.capture.record_id)
        word = outcome(answer, reading, withheld)
        read = reading is not None and word not in ("unchanged", "redirect", "gone", "http_error")
        result = reading.result if reading is not None and word == "article" else None
        loaded = result.article if isinstance(result, ArticleRead) else None
        rows.append(
            {
                "record_id": uuid_of(answer.capture.record_id),
                "article_id": answer.article_id,
                "fetched_at": answer.capture.fetched_at,
                "parser_build_id": build_id if read else None,
                "outcome": word,
                "text_hash": loaded and loaded.text_hash,
                "attr_hash": loaded and loaded.attr_hash,
            }
        )
    upsert(conn, "ops.reading", ["record_id"], rows)


def _write_problems(
    conn: psycopg.Connection, readings: list[Reading], build_id: int, withheld: Mapping[str, str], down: Takedowns
) -> None:
    ids = [uuid_of(r.record_id) for r in readings]
    conn.execute("DELETE FROM ops.problem WHERE record_id = ANY(%s::uuid[])", [ids])
    with conn.cursor().copy("COPY ops.problem (record_id, field, code, detail, parser_build_id) FROM STDIN") as copy:
        for reading in readings:
            if uuid_of(reading.record_id) in withheld:
                continue
            for field, code, detail in _problems(reading):
                seen = "" if down.names(detail) else storable(detail)
                copy.write_row((uuid_of(reading.record_id), field, code, seen, build_id))


def _problems(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong: a field's problem, or the reason why the page is no article."""
    result = reading.result
    if isinstance(result, ArticleRead | ChannelRead):
        yield from ((p.field, p.code, p.detail) for p in result.problems)
    else:
        kind = getattr(result, "kind", type(result).__name__)
        yield "page", kind, str(getattr(result, "reason", None) or getattr(result, "missing", ""))


def _walked(facts: list[Capture]) -> dict[str, str]:
    """Return the channel of each page that the crawl says it walked; notes of before that was noted name none."""
    notes = [c.payload for c in facts if c.url == "metadata://baotinh/channel"]
    return {normal_url(url): note["channel"] for note in notes for url in note.get("pages", ())}


def _write_facts(conn: psycopg.Connection, outlet_key: str, run_id: str, facts: list[Capture]) -> list[int]:
    """Write what the crawl noted of itself; return the keys of the addresses it did not fetch.

    A run may crawl an outlet twice (a retried task), and a crawl fill several files: the newest note stays.
    """
    by_kind: dict[str, list[Capture]] = {}
    for fact in sorted(facts, key=lambda c: c.fetched_at):
        by_kind.setdefault(fact.url.removeprefix("metadata://baotinh/"), []).append(fact)
    channels = {c.payload["channel"]: c for c in by_kind.get("channel", [])}
    upsert(
        conn,
        "ops.channel_read",
        ["run_id", "outlet_key", "channel"],
        (
            {
                "run_id": run_id,
                "outlet_key": outlet_key,
                "channel": name,
                "certainty": c.payload["certainty"],
                "status": c.payload["status"],
                "items": c.payload["items"],
                "ending": c.payload["end"],
                "reason": storable(c.payload["reason"]),
                "read_at": c.fetched_at,
            }
            for name, c in channels.items()
        ),
        newest="read_at",
    )
    refused = {address_key(c.payload["url"]): c for c in by_kind.get("refused", [])}
    upsert(
        conn,
        "ops.refusal",
        ["run_id", "url_key"],
        (
            {
                "run_id": run_id,
                "outlet_key": outlet_key,
                "url_key": key,
                "url": storable(c.payload["url"]),
                "reason": c.payload["reason"],
                "at": c.fetched_at,
            }
            for key, c in refused.items()
        ),
        newest="at",
    )
    upsert(
        conn,
        "ops.crawl",
        ["run_id", "outlet_key"],
        [
            {
                "run_id": run_id,
                "outlet_key": outlet_key,
                "reason": c.payload["reason"],
                "started_at": c.payload["started_at"],
                "ended_at": c.payload["ended_at"],
                "stats": json.dumps(c.payload["stats"]),
            }
            for c in by_kind.get("crawl-end", [])[-1:]
        ],
        newest="started_at",
    )
    write_months(conn, run_id, outlet_key, by_kind.get("backfill-month", []))
    return [*refused]
