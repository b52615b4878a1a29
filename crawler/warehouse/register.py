"""The register: a file's captures and what the crawl noted of itself become rows of `ops`, and the frontier moves."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from crawler.archive import Capture
from crawler.archive.warcinfo import is_backfill, run_of
from crawler.article import ArticleRead, ChannelRead, Reading
from crawler.database.merge import Row, upsert
from crawler.outlets import normal_url
from crawler.warehouse.announcements import announcements, write_announcements
from crawler.warehouse.captures import address_key, write_captures, write_file
from crawler.warehouse.field_readings import write_field_readings
from crawler.warehouse.outcomes import WHOLE_PAGES, Answer, answers, outcome
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.schedule import move_frontier
from crawler.warehouse.settled_months import write_months
from crawler.warehouse.storable import storable
from crawler.warehouse.takedown.takedowns import Takedowns

_EPOCH = datetime.fromtimestamp(0, UTC)  # the time of a file without a capture, which no crawl leaves


def register(  # noqa: PLR0917 - a file, its content, and what was made of it
    conn: psycopg.Connection,
    path: Path,
    captures: list[Capture],
    readings: list[Reading],
    build_id: int,
    withheld: Mapping[str, str],
    takedowns: Takedowns,
) -> set[int]:
    """Write the file's rows in `ops`; return the articles whose addresses it holds.

    `withheld` has, by record id, the outcome of an article's reading that is not loaded: suppressed or quarantined.
    """
    outlet_key, run_id, backfill = path.parent.name, run_of(path), is_backfill(path)
    first_at = min((c.fetched_at for c in captures), default=_EPOCH)
    _write_run(conn, run_id, first_at, "backfill" if backfill else "night")
    warc_id = write_file(conn, path, run_id, max((c.fetched_at for c in captures), default=None))
    tombstones = write_captures(conn, warc_id, captures)
    article_answers = list(answers(outlet_key, [c for c in captures if c.kind != "metadata"]))
    by_record = {reading.record_id: reading for reading in readings}
    outcomes = [(a, outcome(a, by_record.get(a.capture.record_id), withheld)) for a in article_answers]
    _write_readings(conn, outcomes, by_record, build_id)
    _write_problems(conn, readings, build_id, withheld, takedowns)
    notes = [c for c in captures if c.kind == "metadata"]
    # An address in an old sitemap is not an announcement: a night would ask for all of them, and be measured by them.
    announced = [] if backfill else announcements(outlet_key, readings, takedowns, _walked_channels(notes))
    write_announcements(conn, run_id, outlet_key, announced)
    refused = _write_notes(conn, outlet_key, run_id, notes)
    rescheduled = [*refused, *(t.url_key for t in tombstones)]
    pages = [answer for answer, outcome_name in outcomes if outcome_name in WHOLE_PAGES]
    move_frontier(conn, outlet_key, run_id, article_answers, pages, announced, rescheduled)
    kept = [r for r in readings if uuid_of(r.record_id) not in withheld]
    write_field_readings(conn, outlet_key, kept, {c.record_id: c.fetched_at for c in captures}, takedowns)
    return {a.article_id for a in article_answers} | {t.article_id for t in tombstones if t.article_id is not None}


def _write_run(conn: psycopg.Connection, run_id: str, first_at: datetime, kind: str) -> None:
    """Write the run once: an upsert without a change would lock its row, and a night's outlets wait for each other."""
    if conn.execute("SELECT FROM ops.run WHERE run_id = %s AND first_seen_at <= %s", [run_id, first_at]).rowcount:
        return
    row = {"run_id": run_id, "first_seen_at": first_at, "kind": kind}
    upsert(conn, "ops.run", ["run_id"], [row], earliest="first_seen_at")


def _write_readings(
    conn: psycopg.Connection, outcomes: list[tuple[Answer, str]], by_record: Mapping[str, Reading], build_id: int
) -> None:
    """Write what became of every answer of an article's address; a page's hashes only where it was loaded."""
    rows = []
    for answer, outcome_name in outcomes:
        reading = by_record.get(answer.capture.record_id)
        was_read = reading is not None and outcome_name not in ("unchanged", "redirect", "gone", "http_error")
        result = reading.result if reading is not None and outcome_name == "article" else None
        article = result.article if isinstance(result, ArticleRead) else None
        rows.append(
            {
                "record_id": uuid_of(answer.capture.record_id),
                "article_id": answer.article_id,
                "fetched_at": answer.capture.fetched_at,
                "parser_build_id": build_id if was_read else None,
                "outcome": outcome_name,
                "text_hash": article and article.text_hash,
                "attr_hash": article and article.attr_hash,
            }
        )
    upsert(conn, "ops.reading", ["record_id"], rows)


def _write_problems(
    conn: psycopg.Connection, readings: list[Reading], build_id: int, withheld: Mapping[str, str], takedowns: Takedowns
) -> None:
    """Replace the problems of these readings; the detail is left out where it names a person who is taken down."""
    ids = [uuid_of(r.record_id) for r in readings]
    conn.execute("DELETE FROM ops.problem WHERE record_id = ANY(%s::uuid[])", [ids])
    with conn.cursor().copy("COPY ops.problem (record_id, field, code, detail, parser_build_id) FROM STDIN") as copy:
        for reading in readings:
            if uuid_of(reading.record_id) in withheld:
                continue
            for field, code, detail in _problems(reading):
                kept_detail = "" if takedowns.names_person(detail) else storable(detail)
                copy.write_row((uuid_of(reading.record_id), field, code, kept_detail, build_id))


def _problems(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield field, code and detail of each problem: of an article's fields, or why the page is not an article."""
    result = reading.result
    if isinstance(result, ArticleRead | ChannelRead):
        yield from ((p.field, p.code, p.detail) for p in result.problems)
    else:
        kind = getattr(result, "kind", type(result).__name__)
        yield "page", kind, str(getattr(result, "reason", None) or getattr(result, "missing", ""))


def _walked_channels(notes: list[Capture]) -> dict[str, str]:
    """Return by address the channel of each page that the crawl walked; notes of older versions have no pages."""
    walks = [c.payload for c in notes if c.url == "metadata://baotinh/channel"]
    return {normal_url(url): walk["channel"] for walk in walks for url in walk.get("pages", ())}


def _write_notes(conn: psycopg.Connection, outlet_key: str, run_id: str, notes: list[Capture]) -> list[int]:
    """Write what the crawl noted of itself; return the keys of the addresses that it did not fetch.

    A run may crawl an outlet twice (a retried task), and a crawl may fill several files: the newest note stays.
    """
    by_kind: dict[str, list[Capture]] = {}
    for note in sorted(notes, key=lambda c: c.fetched_at):
        by_kind.setdefault(note.url.removeprefix("metadata://baotinh/"), []).append(note)
    channels = {c.payload["channel"]: c for c in by_kind.get("channel", [])}
    rows = (_channel_row(run_id, outlet_key, note) for note in channels.values())
    upsert(conn, "ops.channel_read", ["run_id", "outlet_key", "channel"], rows, newest="read_at")
    refused = {address_key(c.payload["url"]): c for c in by_kind.get("refused", [])}
    rows = (_refusal_row(run_id, outlet_key, key, note) for key, note in refused.items())
    upsert(conn, "ops.refusal", ["run_id", "url_key"], rows, newest="at")
    rows = (_crawl_row(run_id, outlet_key, note) for note in by_kind.get("crawl-end", [])[-1:])
    upsert(conn, "ops.crawl", ["run_id", "outlet_key"], rows, newest="started_at")
    write_months(conn, run_id, outlet_key, by_kind.get("backfill-month", []))
    return [*refused]


def _channel_row(run_id: str, outlet_key: str, note: Capture) -> Row:
    return {
        "run_id": run_id,
        "outlet_key": outlet_key,
        "channel": note.payload["channel"],
        "certainty": note.payload["certainty"],
        "status": note.payload["status"],
        "items": note.payload["items"],
        "ending": note.payload["end"],
        "cause": note.payload.get("cause") or None,
        "reason": storable(note.payload["reason"]),
        "read_at": note.fetched_at,
    }


def _refusal_row(run_id: str, outlet_key: str, key: int, note: Capture) -> Row:
    return {
        "run_id": run_id,
        "outlet_key": outlet_key,
        "url_key": key,
        "url": storable(note.payload["url"]),
        "reason": note.payload["reason"],
        "at": note.fetched_at,
    }


def _crawl_row(run_id: str, outlet_key: str, note: Capture) -> Row:
    return {
        "run_id": run_id,
        "outlet_key": outlet_key,
        "reason": note.payload["reason"],
        "started_at": note.payload["started_at"],
        "ended_at": note.payload["ended_at"],
        "stats": json.dumps(note.payload["stats"]),
    }
