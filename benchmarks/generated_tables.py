"""Generated news as rows of `news`, by the project's own code where a million articles allow it.

As the loader makes them: articles, texts, revisions, images, bylines, addresses, hashes. Of the pieces that articles
are put together from, each is read once: its mentions by the readers of places, documents and officials, its tokens by
`search_vector`; an article's are those of its pieces (the tokens joined by PostgreSQL). Copies are known; how much they
keep is measured by the words, and who was first is decided, as `baotinh stories` does. Coverage is invented.
"""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count as counting
from typing import Any

import psycopg
from generated_news import BATCH, MERGER, GeneratedNews, Made, Piece
from psycopg import sql

from crawler.enrichment.copies import Pair
from crawler.enrichment.family_tree import Member, places
from crawler.enrichment.gathered import Part, documents, officials
from crawler.enrichment.gathered import places as places_named
from crawler.enrichment.mentions import _COMMON, _DOCUMENT, _OFFICIAL, _PLACE
from crawler.enrichment.shingles import shingles
from crawler.outlets import catalogue
from crawler.vietnamese.text import name_key
from crawler.vietnamese.tokens import fold_text, search_vector
from crawler.warehouse.articles import _ARTICLE, _REVISION, _article_row, _revision_rows, _url_rows
from crawler.warehouse.chain import Chain, Version
from crawler.warehouse.suppression import Takedowns

Tell = Callable[[int, int], None]
Row = Sequence[Any]
NOBODY = Takedowns.of([])
# Indexes of the search table cost more than all else while rows come in: they are made at the end.
_SEARCH_INDEXES = {
    "article_search_tokens": "CREATE INDEX article_search_tokens ON news.article_search USING gin (tsv)",
    "article_search_names": "CREATE INDEX article_search_names ON news.article_search USING gin (names gin_trgm_ops)",
}
_BENCHMARK = """
    CREATE SCHEMA benchmark;
    CREATE TABLE benchmark.piece (piece integer PRIMARY KEY, plain text, tsv tsvector) WITH (toast_tuple_target = 8160);
    ALTER TABLE benchmark.piece ALTER tsv SET STORAGE MAIN;
    CREATE TABLE benchmark.article (number integer PRIMARY KEY, article_id bigint NOT NULL, pieces integer[] NOT NULL);
    CREATE AGGREGATE benchmark.joined (tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
"""


def fill(conn: psycopg.Connection, news: GeneratedNews, articles: int, tell: Tell = lambda done, total: None) -> None:
    """Bring so many articles into the tables, in whole batches; go on where an earlier call stopped."""
    _prepare(conn)
    known = conn.execute("SELECT count(*) FROM benchmark.article").fetchone()
    assert known is not None
    for number in range(known[0] // BATCH, -(-articles // BATCH)):
        with conn.transaction():
            _write(conn, news.batch(number))
        tell((number + 1) * BATCH, articles)


def fill_search(
    conn: psycopg.Connection, news: GeneratedNews, articles: int, tell: Tell = lambda done, total: None
) -> None:
    """Bring the first so many articles into the search table; where any was missing its indexes are dropped."""
    [[missing]] = conn.execute(_MISSING, [articles]).fetchall()
    if not missing:
        return
    _prepare_pieces(conn, news)
    for index in _SEARCH_INDEXES:
        conn.execute(sql.SQL("DROP INDEX IF EXISTS news.{}").format(sql.Identifier(index)))
    for first in range(0, articles, BATCH):
        conn.execute(_SEARCH, {"first": first, "last": min(first + BATCH, articles)})
        tell(min(first + BATCH, articles), articles)


def index_search(conn: psycopg.Connection) -> None:
    """Make the indexes of the search table."""
    conn.execute("SET maintenance_work_mem = '3GB'")
    for statement in _SEARCH_INDEXES.values():
        conn.execute(statement.replace("INDEX", "INDEX IF NOT EXISTS", 1).encode())
    conn.execute("RESET maintenance_work_mem")


def finish(conn: psycopg.Connection) -> None:
    """Invent the coverage of all days, and let PostgreSQL tidy up and count."""
    with conn.transaction():
        conn.execute("TRUNCATE news.coverage")
        rows = conn.execute(
            """
            SELECT outlet_key, (first_seen_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*)
            FROM news.article GROUP BY 1, 2 ORDER BY 1, 2"""
        ).fetchall()
        _copy(conn, "news.coverage", _COVERAGE, _coverage(rows))
    conn.execute("VACUUM (ANALYZE)")  # as autovacuum does in time: it also sorts in what GIN indexes have pending


_STORY = ["story_id", "first_outlet_key", "first_published_at", "agency", "article_count", "outlet_count"]
_STORY_ARTICLE = ["article_id", "story_id", "role", "like_id", "kept", "taken"]
_COVERAGE = ["outlet_key", "day", "announced", "fetched", "loaded", "refused", "failed", "verdict"]
_MISSING = """
    SELECT count(*) FROM benchmark.article AS b
    WHERE b.number <= %s AND NOT EXISTS (SELECT FROM news.article_search AS s WHERE s.article_id = b.article_id)"""
_SEARCH = """
    INSERT INTO news.article_search (article_id, outlet_key, published_at, sections, names, tsv, text_hash, attr_hash)
    SELECT a.article_id, a.outlet_key, a.published_at, ARRAY(SELECT news.fold_text(s) FROM unnest(a.section_path) AS s),
        (SELECT string_agg(p.plain, ' ' ORDER BY u.n) FILTER (WHERE p.plain IS NOT NULL)
         FROM unnest(b.pieces) WITH ORDINALITY AS u (piece, n) JOIN benchmark.piece AS p USING (piece)),
        (SELECT benchmark.joined(p.tsv ORDER BY u.n)
         FROM unnest(b.pieces) WITH ORDINALITY AS u (piece, n) JOIN benchmark.piece AS p USING (piece)),
        a.text_hash, a.attr_hash
    FROM benchmark.article AS b JOIN news.article AS a USING (article_id)
    WHERE b.number > %(first)s AND b.number <= %(last)s
        AND NOT EXISTS (SELECT FROM news.article_search AS s WHERE s.article_id = b.article_id)"""


def _prepare(conn: psycopg.Connection) -> None:
    if conn.execute("SELECT to_regnamespace('benchmark')").fetchone() == (None,):
        conn.execute(_BENCHMARK)
        conn.execute("INSERT INTO ops.parser_build (build) VALUES ('generated') ON CONFLICT DO NOTHING")


def _prepare_pieces(conn: psycopg.Connection, news: GeneratedNews) -> None:
    if conn.execute("SELECT FROM benchmark.piece LIMIT 1").fetchone() is None:
        _copy(conn, "benchmark.piece", ["piece", "plain", "tsv"], (
            (p.number, fold_text(p.text) if p.kind in ("headline", "signature") else None,
             search_vector([(p.weight, p.text)])) for p in news.pieces))  # fmt: skip
        conn.execute("ANALYZE benchmark.piece")


def _write(conn: psycopg.Connection, batch: list[Made]) -> None:
    [[build]] = conn.execute("SELECT parser_build_id FROM ops.parser_build WHERE build = 'generated'").fetchall()
    chains = {made.article.article_id: _chain(made) for made in batch}
    gone = {made.article.article_id: made.gone_at for made in batch}
    _copy(conn, "news.article", [*_ARTICLE, "gone_at"], (
        (*_article_row(key, chain, build, NOBODY), gone[key]) for key, chain in chains.items()))  # fmt: skip
    now = {made.article.article_id: made.article for made in batch}
    _copy(conn, "news.article_text", ["article_id", "block_kinds", "body"], (
        (key, [b.kind for b in a.body], [b.text for b in a.body]) for key, a in now.items()))  # fmt: skip
    _copy(conn, "news.article_revision", _REVISION, (
        row for key, chain in chains.items() for row in _revision_rows(key, chain, NOBODY)))  # fmt: skip
    _copy(conn, "news.article_image", ["article_id", "seq", "url", "caption", "credit"], (
        (key, n, i.url, i.caption, i.credit) for key, a in now.items() for n, i in enumerate(a.images, 1)))  # fmt: skip
    _copy(conn, "news.article_byline", ["article_id", "seq", "name", "name_key", "roles", "raw"], (
        (key, n, b.name, name_key(b.name), list(b.roles), b.raw)
        for key, a in now.items() for n, b in enumerate(a.bylines, 1)))  # fmt: skip
    _copy(conn, "news.article_url", ["url_key", "url", "article_id", "first_seen_at", "is_canonical"], (
        row for key, chain in chains.items() for row in _url_rows(key, chain, NOBODY)))  # fmt: skip
    _copy(conn, "ops.reading", ["record_id", "article_id", "fetched_at", "parser_build_id", "outcome"], (
        row for made in batch for row in _readings(made, build)))  # fmt: skip
    _write_mentions(conn, batch)
    _write_stories(conn, batch)
    _copy(conn, "benchmark.article", ["number", "article_id", "pieces"], (
        (int(made.article.native_id.split("-")[1]), made.article.article_id, [p.number for p in made.pieces])
        for made in batch))  # fmt: skip


def _copy(conn: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with conn.cursor().copy(
        sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(*table.split(".")), names)
    ) as copy:
        for row in rows:
            copy.write_row(row)


# -- what the loader would make


def _chain(made: Made) -> Chain:
    found = [made.before, made.article] if made.before else [made.article]
    seen = [made.first_seen_at, made.edited_at]
    versions = [
        Version(_record(made, n), str(at and at.isoformat()), article.url, article, 0)
        for n, (article, at) in enumerate(zip(found, seen, strict=False))
    ]
    return Chain(versions, versions[0].fetched_at)


def _record(made: Made, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{made.article.url}#{number}"))


def _readings(made: Made, build: int) -> Iterator[Row]:
    """Yield a capture a text, and of a removed article the answer that it is gone."""
    article_id = made.article.article_id
    yield _record(made, 0), article_id, made.first_seen_at, build, "article"
    if made.edited_at:
        yield _record(made, 1), article_id, made.edited_at, build, "article"
    if made.gone_at:
        yield _record(made, 2), article_id, made.gone_at - timedelta(days=1, hours=-12), None, "gone"


# -- what is derived


def _write_mentions(conn: psycopg.Connection, batch: list[Made]) -> None:
    for table, columns, kind, find in (
        ("news.article_place", _PLACE, "place", _places),
        ("news.document_reference", _DOCUMENT, "document", _documents),
        ("news.official_mention", _OFFICIAL, "official", _officials),
    ):
        _copy(conn, table, ["article_id", "seq", *columns, *_COMMON], _mentions(batch, kind, find))


def _mentions(batch: list[Made], kind: str, find: Callable[[Piece, str, bool], Sequence[Row]]) -> Iterator[Row]:
    for made in batch:
        number = counting(1)
        for block, piece in enumerate(made.body, 1):
            if piece.kind == kind:
                province = catalogue()[made.article.outlet].province_code
                for row in find(piece, province, made.at >= MERGER):
                    yield made.article.article_id, next(number), *row[:-1], block


@cache
def _places(piece: Piece, province: str, since: bool) -> Sequence[Row]:
    return places_named([Part("body", 1, piece.text)], date(2026, 1, 1) if since else date(2024, 1, 1), province)


@cache
def _documents(piece: Piece, _province: str, _since: bool) -> Sequence[Row]:
    return documents([Part("body", 1, piece.text)])


@cache
def _officials(piece: Piece, _province: str, _since: bool) -> Sequence[Row]:
    return officials([Part("body", 1, piece.text)])


def _write_stories(conn: psycopg.Connection, batch: list[Made]) -> None:
    families: dict[int, list[Made]] = {}
    for made in batch:
        if made.copy_of:
            families.setdefault(made.copy_of.article.article_id, [made.copy_of]).append(made)
    found = [place for family in families.values() for place in places(map(_member, family), _pairs(family))]
    _copy(conn, "news.story", _STORY, (
        (p.article_id, p.outlet, p.at, p.agency, p.articles, p.outlets) for p in found if p.is_first))  # fmt: skip
    _copy(conn, "news.story_article", _STORY_ARTICLE, (
        (p.article_id, p.story_id, "first" if p.is_first else "copy", p.like_id, p.kept, p.taken)
        for p in found))  # fmt: skip


def _member(made: Made) -> Member:
    a = made.article
    agency = a.source_credit.agency if a.source_credit else None
    return Member(a.article_id, made.at, a.outlet, catalogue()[a.outlet].name, agency)


def _pairs(family: list[Made]) -> Iterator[Pair]:
    words = {
        made.article.article_id: shingles([made.article.lead, *(b.text for b in made.article.body)]) for made in family
    }
    outlets = {made.article.article_id: made.article.outlet for made in family}
    keys = sorted(words)
    for n, one in enumerate(keys):
        for other in keys[n + 1 :]:
            if outlets[one] != outlets[other]:
                shared = len(words[one] & words[other])
                yield Pair(one, other, shared / len(words[one]), shared / len(words[other]))


def _coverage(rows: list[tuple[str, date, int]]) -> Iterator[Row]:
    """Yield days with what was loaded of a little more; one in a hundred was no crawl, three in a hundred are red."""
    chosen = random.Random(1)
    for outlet, day, loaded in rows:
        fate = chosen.random()
        failed = chosen.randint(1, 5) if fate < 0.03 else 0
        refused = chosen.choice([0, 0, 0, 0, 1])
        if fate < 0.99:
            announced = loaded + failed + refused
            yield outlet, day, announced, loaded + failed, loaded, refused, failed, "red" if failed else "green"
