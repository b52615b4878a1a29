"""Generated news as rows of `news`, by the project's own code where a million articles allow it.

Articles, texts, revisions, images, bylines, addresses and hashes are the loader's. Each shared text is read once: its
mentions by the readers of places, documents and officials, its tokens by `search_vector`; an article's are those of its
texts (the tokens joined by PostgreSQL). Copies are known; how much they keep is measured by the words, and which was
first is decided, as `baotinh stories` does. Coverage is invented.
"""

import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from itertools import count as counting
from typing import Any

import psycopg
from generated_news import BATCH, MERGER, GeneratedArticle, GeneratedNews, SharedText
from psycopg import sql

from crawler.enrichment.copies import Pair
from crawler.enrichment.family_tree import Member, places
from crawler.enrichment.mention_counts import Part, documents, officials
from crawler.enrichment.mention_counts import places as places_named
from crawler.enrichment.shingles import shingles
from crawler.enrichment.stories import story_article_row, story_row
from crawler.outlets import catalogue
from crawler.vietnamese.tokens import fold_text, search_vector
from crawler.warehouse.articles import (
    article_row,
    byline_rows,
    image_rows,
    revision_rows,
    text_row,
    url_rows,
)
from crawler.warehouse.revision_history import RevisionHistory, Version
from crawler.warehouse.takedown.takedowns import Takedowns

Progress = Callable[[int, int], None]
Row = Mapping[str, Any]
NO_TAKEDOWNS = Takedowns.of([])
# While rows come in, indexes of the search table cost more than everything else: they are made at the end.
_SEARCH_INDEXES = ("article_search_tokens", "article_search_names")
_BENCHMARK = """
    CREATE SCHEMA benchmark;
    CREATE TABLE benchmark.piece (piece integer PRIMARY KEY, plain text, tsv tsvector) WITH (toast_tuple_target = 8160);
    ALTER TABLE benchmark.piece ALTER tsv SET STORAGE MAIN;
    CREATE TABLE benchmark.article (number integer PRIMARY KEY, article_id bigint NOT NULL, pieces integer[] NOT NULL);
    CREATE AGGREGATE benchmark.joined (tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
"""


def fill(
    conn: psycopg.Connection, news: GeneratedNews, articles: int, progress: Progress = lambda done, total: None
) -> None:
    """Load `articles` articles into the tables, in whole batches; continue where an earlier call stopped."""
    _prepare(conn)
    count = conn.execute("SELECT count(*) FROM benchmark.article").fetchone()
    assert count is not None
    for number in range(count[0] // BATCH, -(-articles // BATCH)):
        with conn.transaction():
            _write(conn, news.batch(number))
        progress((number + 1) * BATCH, articles)


def fill_search(
    conn: psycopg.Connection, news: GeneratedNews, articles: int, progress: Progress = lambda done, total: None
) -> None:
    """Load the first `articles` articles into the search table; if any was missing, its indexes are dropped."""
    [[missing]] = conn.execute(_MISSING, [articles]).fetchall()
    if not missing:
        return
    _prepare_pieces(conn, news)
    for index in _SEARCH_INDEXES:
        conn.execute(sql.SQL("DROP INDEX IF EXISTS news.{}").format(sql.Identifier(index)))
    for first in range(0, articles, BATCH):
        conn.execute(_SEARCH, {"first": first, "last": min(first + BATCH, articles)})
        progress(min(first + BATCH, articles), articles)


def index_search(conn: psycopg.Connection) -> None:
    """Make the indexes of the search table."""
    conn.execute("SELECT internal.make_search_indexes()")


def finish(conn: psycopg.Connection) -> None:
    """Invent the coverage of all days, then VACUUM and ANALYZE."""
    with conn.transaction():
        conn.execute("TRUNCATE news.coverage")
        rows = conn.execute(
            """
            SELECT outlet_key, (first_seen_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*)
            FROM news.article_record GROUP BY 1, 2 ORDER BY 1, 2"""
        ).fetchall()
        _copy(conn, "news.coverage", _coverage_rows(rows))
    conn.execute("VACUUM (ANALYZE)")  # as autovacuum does later; it also merges the pending entries of GIN indexes


_MISSING = """
    SELECT count(*) FROM benchmark.article AS b
    WHERE b.number <= %s AND NOT EXISTS (SELECT FROM news.article_search AS s WHERE s.article_id = b.article_id)"""
_SEARCH = """
    INSERT INTO news.article_search
        (article_id, outlet_key, published_at, published_on, sections, names, tsv, text_hash, attr_hash)
    SELECT a.article_id, a.outlet_key, a.published_at, a.published_on,
        ARRAY(SELECT internal.fold_text(s) FROM unnest(a.section_path) AS s),
        (SELECT string_agg(p.plain, ' ' ORDER BY u.n) FILTER (WHERE p.plain IS NOT NULL)
         FROM unnest(b.pieces) WITH ORDINALITY AS u (piece, n) JOIN benchmark.piece AS p USING (piece)),
        (SELECT benchmark.joined(p.tsv ORDER BY u.n)
         FROM unnest(b.pieces) WITH ORDINALITY AS u (piece, n) JOIN benchmark.piece AS p USING (piece)),
        a.text_hash, a.attr_hash
    FROM benchmark.article AS b JOIN news.article_record AS a USING (article_id)
    WHERE b.number > %(first)s AND b.number <= %(last)s
        AND NOT EXISTS (SELECT FROM news.article_search AS s WHERE s.article_id = b.article_id)"""


def _prepare(conn: psycopg.Connection) -> None:
    if conn.execute("SELECT to_regnamespace('benchmark')").fetchone() == (None,):
        conn.execute(_BENCHMARK)
        conn.execute("INSERT INTO ops.parser_build (build) VALUES ('generated') ON CONFLICT DO NOTHING")


def _prepare_pieces(conn: psycopg.Connection, news: GeneratedNews) -> None:
    if conn.execute("SELECT FROM benchmark.piece LIMIT 1").fetchone() is None:
        _copy(
            conn,
            "benchmark.piece",
            (
                {
                    "piece": p.number,
                    "plain": fold_text(p.text) if p.kind in ("headline", "signature") else None,
                    "tsv": search_vector([(p.weight, p.text)], [p.text] if p.kind == "signature" else []),
                }
                for p in news.texts
            ),
        )
        conn.execute("ANALYZE benchmark.piece")


def _write(conn: psycopg.Connection, batch: list[GeneratedArticle]) -> None:
    [[build]] = conn.execute("SELECT parser_build_id FROM ops.parser_build WHERE build = 'generated'").fetchall()
    histories = {generated.article.article_id: _revision_history(generated) for generated in batch}
    gone_at = {generated.article.article_id: generated.gone_at for generated in batch}
    _copy(
        conn,
        "news.article_record",
        (
            {**article_row(key, history, build, NO_TAKEDOWNS), "gone_at": gone_at[key]}
            for key, history in histories.items()
        ),
    )
    current = {generated.article.article_id: generated.article for generated in batch}
    _copy(conn, "news.article_text", (text_row(key, a) for key, a in current.items()))
    _copy(
        conn,
        "news.article_revision",
        (row for key, history in histories.items() for row in revision_rows(key, history, NO_TAKEDOWNS)),
    )
    _copy(conn, "news.article_image", (row for key, a in current.items() for row in image_rows(key, a)))
    _copy(conn, "news.article_byline", (row for key, a in current.items() for row in byline_rows(key, a)))
    _copy(
        conn,
        "news.article_url",
        (row for key, history in histories.items() for row in url_rows(key, history, NO_TAKEDOWNS)),
    )
    _copy(conn, "ops.reading", (row for generated in batch for row in _reading_rows(generated, build)))
    _write_mentions(conn, batch)
    _write_stories(conn, batch)
    _copy(
        conn,
        "benchmark.article",
        (
            {
                "number": int(generated.article.native_id.split("-")[1]),
                "article_id": generated.article.article_id,
                "pieces": [text.number for text in generated.texts],
            }
            for generated in batch
        ),
    )


def _copy(conn: psycopg.Connection, table: str, rows: Iterable[Row]) -> None:
    """Copy rows of the same columns into a table."""
    remaining = iter(rows)
    if (first := next(remaining, None)) is None:
        return
    names = sql.SQL(", ").join(map(sql.Identifier, first))
    with conn.cursor().copy(
        sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(*table.split(".")), names)
    ) as copy:
        for row in chain([first], remaining):
            copy.write_row([row[column] for column in first])


# -- rows of the loader


def _revision_history(generated: GeneratedArticle) -> RevisionHistory:
    revisions = [generated.before, generated.article] if generated.before else [generated.article]
    seen = [generated.first_seen_at, generated.edited_at]
    versions = [
        Version(_record_id(generated, n), str(at and at.isoformat()), article.url, article, 0)
        for n, (article, at) in enumerate(zip(revisions, seen, strict=False))
    ]
    return RevisionHistory(versions, versions[0].fetched_at)


def _record_id(generated: GeneratedArticle, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{generated.article.url}#{number}"))


def _reading_rows(generated: GeneratedArticle, build: int) -> Iterator[Row]:
    """Yield a reading for each revision, and for a removed article one with the outcome gone."""
    answers: list[tuple[int, datetime, int | None, str]] = [(0, generated.first_seen_at, build, "article")]
    if generated.edited_at:
        answers.append((1, generated.edited_at, build, "article"))
    if generated.gone_at:
        answers.append((2, generated.gone_at - timedelta(days=1, hours=-12), None, "gone"))
    for number, fetched_at, build_id, outcome in answers:
        yield {
            "record_id": _record_id(generated, number),
            "article_id": generated.article.article_id,
            "fetched_at": fetched_at,
            "parser_build_id": build_id,
            "outcome": outcome,
        }


# -- derived rows


def _write_mentions(conn: psycopg.Connection, batch: list[GeneratedArticle]) -> None:
    for table, kind, find in (
        ("news.article_place", "place", _places),
        ("news.document_reference", "document", _documents),
        ("news.official_mention", "official", _officials),
    ):
        _copy(conn, table, _mention_rows(batch, kind, find))


def _mention_rows(
    batch: list[GeneratedArticle], kind: str, find: Callable[[SharedText, str, bool], Sequence[Row]]
) -> Iterator[Row]:
    for generated in batch:
        number = counting(1)
        for block, text in enumerate(generated.body, 1):
            if text.kind == kind:
                province = catalogue()[generated.article.outlet].province_code
                for row in find(text, province, generated.published_at >= MERGER):
                    yield {"article_id": generated.article.article_id, "seq": next(number), **row, "part_seq": block}


@cache
def _places(text: SharedText, province: str, since: bool) -> Sequence[Row]:
    return places_named([Part("body", 1, text.text)], date(2026, 1, 1) if since else date(2024, 1, 1), province)


@cache
def _documents(text: SharedText, _province: str, _since: bool) -> Sequence[Row]:
    return documents([Part("body", 1, text.text)])


@cache
def _officials(text: SharedText, _province: str, _since: bool) -> Sequence[Row]:
    return officials([Part("body", 1, text.text)])


def _write_stories(conn: psycopg.Connection, batch: list[GeneratedArticle]) -> None:
    families: dict[int, list[GeneratedArticle]] = {}
    for generated in batch:
        if generated.copy_of:
            families.setdefault(generated.copy_of.article.article_id, [generated.copy_of]).append(generated)
    story_places = [place for family in families.values() for place in places(map(_member, family), _pairs(family))]
    _copy(conn, "news.story", (story_row(place) for place in story_places if place.is_first))
    _copy(conn, "news.story_article", map(story_article_row, story_places))


def _member(generated: GeneratedArticle) -> Member:
    a = generated.article
    agency = a.source_credit.agency if a.source_credit else None
    at = generated.published_at
    return Member(a.article_id, at, a.outlet, catalogue()[a.outlet].name, agency, at, at + timedelta(minutes=1))


def _pairs(family: list[GeneratedArticle]) -> Iterator[Pair]:
    words = {
        generated.article.article_id: shingles([generated.article.lead, *(b.text for b in generated.article.body)])
        for generated in family
    }
    outlets = {generated.article.article_id: generated.article.outlet for generated in family}
    keys = sorted(words)
    for n, first in enumerate(keys):
        for second in keys[n + 1 :]:
            if outlets[first] != outlets[second]:
                shared = len(words[first] & words[second])
                yield Pair(first, second, shared / len(words[first]), shared / len(words[second]))


def _coverage_rows(rows: list[tuple[str, date, int]]) -> Iterator[Row]:
    """Yield each day's coverage; one day in a hundred has no crawl, three in a hundred are red."""
    rng = random.Random(1)
    for outlet, day, loaded in rows:
        fate = rng.random()
        failed = rng.randint(1, 5) if fate < 0.03 else 0
        refused = rng.choice([0, 0, 0, 0, 1])
        if fate < 0.99:
            announced = loaded + failed + refused
            yield {
                "outlet_key": outlet,
                "day": day,
                "announced": announced,
                "fetched": loaded + failed,
                "loaded": loaded,
                "refused": refused,
                "failed": failed,
                "verdict": "red" if failed else "green",
            }
