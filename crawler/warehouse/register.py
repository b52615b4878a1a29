"""Note a file's captures and what the crawl said of itself, and move the frontier."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from crawler.archive import Capture
from crawler.article import ArticleRead, ChannelRead, Reading, url_key
from crawler.outlets import BadAddress, identify, normal
from crawler.warehouse.announcements import write_announcements
from crawler.warehouse.chain import uuid_of
from crawler.warehouse.merge import upsert

# An article is edited most on its first day; after half a year an edit is an event of its own (design, section 4).
REVISIT_DAYS = (1, 3, 7, 30, 180)


def register(
    conn: psycopg.Connection, path: Path, found: list[Capture], readings: list[Reading], build_id: int
) -> None:
    """Write the file's rows in `ops`: captures, readings, addresses, channels, refusals, the crawl's end."""
    outlet_key, run_id = path.parent.name, path.name.removesuffix(".warc.gz").split("-", 2)[2]
    when = found[0].fetched_at if found else datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    conn.execute("INSERT INTO ops.run (run_id, first_seen_at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [run_id, when])
    checksum = path.with_name(path.name + ".sha256").read_text("utf8").split()[0]
    upsert(
        conn, "ops.warc_file", ["name"], ["name", "outlet_key", "run_id", "bytes", "sha256"],
        [(path.name, outlet_key, run_id, path.stat().st_size, checksum)],
    )  # fmt: skip
    row = conn.execute("SELECT warc_id FROM ops.warc_file WHERE name = %s", [path.name]).fetchone()
    assert row is not None
    exchanges = [c for c in found if c.kind != "metadata"]
    upsert(
        conn, "ops.capture", ["record_id", "fetched_at"],
        ["record_id", "fetched_at", "url_key", "status", "warc_id", "offset", "length", "payload_sha256"],
        ((uuid_of(c.record_id), c.fetched_at, url_key(normal(c.url)), c.status, row[0], c.offset, c.length,
          c.payload_sha256) for c in exchanges),
    )  # fmt: skip
    _write_readings(conn, exchanges, readings, build_id)
    write_announcements(conn, run_id, outlet_key, readings)
    _move_frontier(conn, outlet_key, exchanges)
    _write_facts(conn, outlet_key, run_id, [c for c in found if c.kind == "metadata"])


def _write_readings(conn: psycopg.Connection, exchanges: list[Capture], readings: list[Reading], build_id: int) -> None:
    when = {c.record_id: c.fetched_at for c in exchanges}
    articles = [(r, r.result) for r in readings if isinstance(r.result, ArticleRead)]
    upsert(
        conn, "ops.reading", ["record_id"],
        ["record_id", "article_id", "fetched_at", "parser_build_id", "outcome", "text_hash", "attr_hash"],
        ((uuid_of(r.record_id), x.article.article_id, when[r.record_id], build_id,
          "article", x.article.text_hash, x.article.attr_hash) for r, x in articles),
    )  # fmt: skip
    ids = [uuid_of(r.record_id) for r in readings]
    conn.execute("DELETE FROM ops.problem WHERE record_id = ANY(%s::uuid[])", [ids])
    with conn.cursor().copy("COPY ops.problem (record_id, field, code, detail, parser_build_id) FROM STDIN") as copy:
        for reading in readings:
            for field, code, detail in _problems(reading):
                copy.write_row((uuid_of(reading.record_id), field, code, detail, build_id))


def _problems(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong: a field's problem, or the reason why the page is no article."""
    result = reading.result
    if isinstance(result, ArticleRead | ChannelRead):
        yield from ((p.field, p.code, p.detail) for p in result.problems)
    else:
        kind = getattr(result, "kind", type(result).__name__)
        yield "page", kind, str(getattr(result, "reason", None) or getattr(result, "missing", ""))


def _move_frontier(conn: psycopg.Connection, outlet_key: str, exchanges: list[Capture]) -> None:
    """Set when each fetched article address is due again, from how often it was fetched."""
    last: dict[int, tuple[str, int, Capture]] = {}
    for capture in exchanges:
        try:
            url, identity = normal(capture.url), identify(capture.url)
        except BadAddress:
            continue
        if identity is not None:
            last[url_key(url)] = (url, identity.article_id, capture)
    for key, (url, article, capture) in last.items():
        conn.execute(_FRONTIER, _frontier_row(outlet_key, key, url, article, capture))


_FRONTIER = """
    INSERT INTO ops.url AS u (url_key, outlet_key, url, article_id, next_due_at, first_ok_at, last_ok_at, last_status,
                              etag, last_modified, fails)
    VALUES (%(key)s, %(outlet)s, %(url)s, %(article)s, %(at)s + %(first)s, %(ok)s, %(ok)s, %(status)s, %(etag)s,
            %(modified)s, %(failed)s)
    ON CONFLICT (url_key) DO UPDATE SET
        last_status = excluded.last_status,
        last_ok_at = coalesce(excluded.last_ok_at, u.last_ok_at),
        etag = coalesce(excluded.etag, u.etag),
        last_modified = coalesce(excluded.last_modified, u.last_modified),
        fails = CASE WHEN %(failed)s = 0 THEN 0 ELSE u.fails + 1 END,
        unchanged_runs = u.unchanged_runs + 1,
        next_due_at = %(at)s + interval '1 day'
            * (%(days)s::int[])[least(u.unchanged_runs + 2, cardinality(%(days)s::int[]))]
    WHERE u.last_ok_at IS NULL OR u.last_ok_at < %(at)s"""


def _frontier_row(outlet_key: str, key: int, url: str, article: int, capture: Capture) -> dict[str, Any]:
    good = capture.status < 400
    return {
        "key": key, "outlet": outlet_key, "url": url, "article": article, "at": capture.fetched_at,
        "ok": capture.fetched_at if good else None, "status": capture.status, "etag": capture.etag,
        "modified": capture.last_modified, "failed": int(not good), "days": list(REVISIT_DAYS),
        "first": timedelta(days=REVISIT_DAYS[0]),
    }  # fmt: skip


def _write_facts(conn: psycopg.Connection, outlet_key: str, run_id: str, facts: list[Capture]) -> None:
    by_kind: dict[str, list[Capture]] = {}
    for fact in facts:
        by_kind.setdefault(fact.url.removeprefix("metadata://baotinh/"), []).append(fact)
    channels = {c.payload["channel"]: c for c in by_kind.get("channel", [])}
    upsert(
        conn, "ops.channel_read", ["run_id", "outlet_key", "channel"],
        ["run_id", "outlet_key", "channel", "status", "items", "ending", "reason", "read_at"],
        ((run_id, outlet_key, name, c.payload["status"], c.payload["items"], c.payload["end"], c.payload["reason"],
          c.fetched_at) for name, c in channels.items()),
    )  # fmt: skip
    refused = {url_key(c.payload["url"]): c for c in by_kind.get("refused", [])}
    upsert(
        conn, "ops.refusal", ["run_id", "url_key"], ["run_id", "outlet_key", "url_key", "url", "reason", "at"],
        ((run_id, outlet_key, key, c.payload["url"], c.payload["reason"], c.fetched_at) for key, c in refused.items()),
    )  # fmt: skip
    upsert(
        conn, "ops.crawl", ["run_id", "outlet_key"],
        ["run_id", "outlet_key", "reason", "started_at", "ended_at", "stats"],
        [(run_id, outlet_key, c.payload["reason"], c.payload["started_at"], c.payload["ended_at"],
          json.dumps(c.payload["stats"])) for c in by_kind.get("crawl-end", [])[-1:]],
    )  # fmt: skip
