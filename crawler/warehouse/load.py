"""One sealed WARC file and its readings become rows, in one transaction; repeating it changes nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from crawler.archive import Archive, captures
from crawler.article import Article, ArticleRead, Reading, url_key
from crawler.outlets import BadAddress, catalogue, normal
from crawler.warehouse.chain import Version, captions, chain, changed, revisions
from crawler.warehouse.merge import replace_children, upsert
from crawler.warehouse.register import register

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class CaptureRef:
    """Where one capture lies: enough for the archive to read it again."""

    outlet: str
    warc: str
    offset: int


Reread = Callable[[list[CaptureRef]], list[Reading]]


@dataclass(frozen=True)
class LoadReport:
    """What one file brought: articles it speaks of, and those left out by a takedown."""

    articles: int
    suppressed: int

    def __str__(self) -> str:
        return f"{self.articles} articles" + (f", {self.suppressed} suppressed" if self.suppressed else "")


def unloaded(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> list[Path]:
    """Return the outlet's sealed files that no transaction has loaded yet, oldest first."""
    rows = conn.execute("SELECT name FROM ops.warc_file WHERE outlet_key = %s AND loaded_at IS NOT NULL", [outlet_key])
    done = {name for (name,) in rows}
    return [path for path in archive.sealed(outlet_key) if path.name not in done]


def load_warc(
    conn: psycopg.Connection, path: Path, readings: Iterable[Reading], reread: Reread, build: str
) -> LoadReport:
    """Load one file: all of it or nothing. `reread` reads earlier captures of its articles with the same build.

    The caller has read every page of the file with `build`; a reading that is no article only leaves its outcome.
    """
    found = list(readings)
    outlet_key = path.parent.name
    with conn.transaction():
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('load:' || %s, 0))", [outlet_key])
        sync_catalogue(conn)
        build_id = _build_id(conn, build)
        articles = {r.result.article.article_id for r in found if isinstance(r.result, ArticleRead)}
        kept = articles - _suppressed(conn, articles)
        earlier = reread(_earlier(conn, [*kept], path.name))
        register(conn, path, [c.without_body() for c in captures(path)], found, build_id)
        _write_articles(conn, _chains([*earlier, *found], kept), build_id)
        conn.execute(
            "UPDATE ops.warc_file SET loaded_at = now(), loaded_build = %s WHERE name = %s", [build_id, path.name]
        )
    return LoadReport(len(kept), len(articles) - len(kept))


def sync_catalogue(conn: psycopg.Connection) -> None:
    """Make the outlets and id spaces of the database those of the catalogue."""
    outlets = catalogue().values()
    upsert(
        conn, "news.outlet", ["outlet_key"], ["outlet_key", "name", "province_code", "status", "successor_key"],
        [(o.key, o.name, o.province_code, o.status, o.successor) for o in outlets],
    )  # fmt: skip
    upsert(
        conn, "news.outlet_host", ["host", "outlet_key"], ["host", "outlet_key", "role", "valid", "note"],
        [(h.host, o.key, h.role, "(,)", h.note) for o in outlets for h in o.hosts],
    )  # fmt: skip
    upsert(
        conn, "ops.id_space", ["id_space"], ["id_space", "outlet_key", "rule", "note"],
        [(s.id_space, o.key, "\n".join(s.patterns), s.note) for o in outlets for s in o.id_spaces],
    )  # fmt: skip


def _build_id(conn: psycopg.Connection, build: str) -> int:
    conn.execute("INSERT INTO ops.parser_build (build) VALUES (%s) ON CONFLICT DO NOTHING", [build])
    row = conn.execute("SELECT parser_build_id FROM ops.parser_build WHERE build = %s", [build]).fetchone()
    assert row is not None
    return int(row[0])


def _suppressed(conn: psycopg.Connection, articles: set[int]) -> set[int]:
    rows = conn.execute(
        "SELECT key_hash FROM ops.suppression WHERE scope = 'article' AND key_hash = ANY(%s)", [[*articles]]
    )
    return {key for (key,) in rows}


def _earlier(conn: psycopg.Connection, articles: list[int], name: str) -> list[CaptureRef]:
    """Return where the captures of these articles lie in other files."""
    rows = conn.execute(
        """
        SELECT w.outlet_key, w.name, c."offset"
        FROM ops.reading AS r
        JOIN ops.capture AS c ON c.record_id = r.record_id AND c.fetched_at = r.fetched_at
        JOIN ops.warc_file AS w USING (warc_id)
        WHERE r.article_id = ANY(%s) AND r.outcome = 'article' AND w.name <> %s
        ORDER BY w.name, c."offset" """,
        [articles, name],
    )
    return [CaptureRef(*row) for row in rows]


def _chains(readings: list[Reading], kept: set[int]) -> dict[int, list[Version]]:
    by_article: dict[int, list[Reading]] = {}
    for reading in readings:
        if isinstance(reading.result, ArticleRead):
            by_article.setdefault(reading.result.article.article_id, []).append(reading)
    return {key: chain(found) for key, found in by_article.items() if key in kept}


_ARTICLE = [
    "article_id",
    "id_space",
    "native_id",
    "outlet_key",
    "url",
    "kind",
    "language",
    "headline",
    "kicker",
    "lead",
    "byline_raw",
    "section_path",
    "tags",
    "published_at",
    "published_precision",
    "published_on",
    "modified_at",
    "province_code",
    "word_count",
    "image_count",
    "source_agency",
    "source_credit",
    "robots_meta",
    "revision_count",
    "first_seen_at",
    "extraction",
    "parser_build_id",
    "problem_count",
    "text_hash",
    "attr_hash",
]
_REVISION = [
    "article_id",
    "revision",
    "first_seen_at",
    "text_hash",
    "changed",
    "headline",
    "kicker",
    "lead",
    "body",
    "captions",
    "byline_raw",
    "record_id",
]


def _write_articles(conn: psycopg.Connection, chains: dict[int, list[Version]], build_id: int) -> None:
    """Merge each table once; children of an article are compared row by row, so equal ones are left alone."""
    keys = [*chains]
    now = {key: versions[-1].article for key, versions in chains.items()}
    upsert(conn, "news.article", ["article_id"], _ARTICLE, (_article_row(k, v, build_id) for k, v in chains.items()))
    upsert(
        conn, "news.article_text", ["article_id"], ["article_id", "block_kinds", "body"],
        ((k, [b.kind for b in a.body], [b.text for b in a.body]) for k, a in now.items()),
    )  # fmt: skip
    replace_children(
        conn, "news.article_revision", keys, ["article_id", "revision"], _REVISION,
        (row for k, versions in chains.items() for row in _revision_rows(k, versions)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_image", keys, ["article_id", "seq"], ["article_id", "seq", "url", "caption", "credit"],
        ((k, n, i.url, i.caption, i.credit) for k, a in now.items() for n, i in enumerate(a.images, 1)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_byline", keys, ["article_id", "seq"],
        ["article_id", "seq", "name", "name_key", "roles", "raw"],
        ((k, n, b.name, b.name.casefold(), list(b.roles), b.raw)
         for k, a in now.items() for n, b in enumerate(a.bylines, 1)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_url", keys, ["url_key"], ["url_key", "url", "article_id", "first_seen_at", "is_canonical"],
        (row for k, versions in chains.items() for row in _url_rows(k, versions)),
    )  # fmt: skip


def _article_row(key: int, versions: list[Version], build_id: int) -> Sequence[Any]:
    last = versions[-1]
    a: Article = last.article
    outlet = catalogue()[a.outlet]
    credit = a.source_credit
    return (
        key, a.id_space, a.native_id, a.outlet, _canonical(last), a.kind, a.language, a.headline, a.kicker, a.lead,
        a.byline_raw, a.section, a.tags, a.published_at, a.published_precision, _day(a.published_at), a.modified_at,
        outlet.province_code, a.word_count, len(a.images), credit and credit.agency, credit and credit.raw,
        a.robots_meta, len(revisions(versions)), versions[0].fetched_at,
        "generic" if outlet.family == "generic" else "family", build_id, last.problems, a.text_hash, a.attr_hash,
    )  # fmt: skip


def _revision_rows(key: int, versions: list[Version]) -> Iterator[Sequence[Any]]:
    """Yield one row a revision; the text of the present one stands in article_text and not twice."""
    starts = revisions(versions)
    for number, version in enumerate(starts, 1):
        a = version.article
        before = starts[number - 2].article if number > 1 else None
        past = number < len(starts)
        yield (
            key, number, version.fetched_at, a.text_hash, changed(before, a), a.headline, a.kicker, a.lead,
            [b.text for b in a.body] if past else None, captions(a) if past else None, a.byline_raw, version.record_id,
        )  # fmt: skip


def _url_rows(key: int, versions: list[Version]) -> Iterator[Sequence[Any]]:
    first: dict[str, str] = {}
    for version in versions:
        first.setdefault(normal(version.url), version.fetched_at)
    canonical = _canonical(versions[-1])
    first.setdefault(canonical, versions[-1].fetched_at)
    for url, seen in first.items():
        yield url_key(url), url, key, seen, url == canonical


def _canonical(version: Version) -> str:
    """Return the address that the page gives itself, or the one it was fetched from."""
    try:
        return normal(version.article.canonical_url or version.url)
    except BadAddress:
        return normal(version.url)


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(HANOI).date() if moment else None
