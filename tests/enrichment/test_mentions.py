"""Mentions as rows: found at load, kept while nothing changes, read again for a new text, day or build."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psycopg
import pytest
from generated_month import START

from crawler.archive import Archive
from crawler.database import connect, migrate
from crawler.enrichment import find_mentions, mentions
from crawler.local.postgres import PostgresServer
from crawler.warehouse import suppress, takedown_scope

PARAGRAPHS = [
    "Bí thư Tỉnh ủy Võ Thanh Liêm thăm xã Mỹ Đức, huyện Châu Phú, nơi thực hiện Nghị quyết số 57-NQ/TW.",
    "Theo Nghị quyết số 57-NQ/TW ngày 22-12-2024 của Bộ Chính trị, Bí thư Tỉnh ủy Võ Thanh Liêm đề nghị làm nhanh.",
]
TABLES = ("news.article_place", "news.document_reference", "news.official_mention", "ops.article_enrichment")


def put(conn: psycopg.Connection, number: int, body: list[str], *, language: str = "vi", hash_: str = "1") -> None:
    """Write an article's rows as the loader would, as far as enrichment looks at them."""
    conn.execute("INSERT INTO ops.parser_build (build) VALUES ('invented') ON CONFLICT DO NOTHING")
    conn.execute(
        """
        INSERT INTO news.article_record (article_id, id_space, native_id, outlet_key, url, kind, language, headline,
            section_path, tags, published_at, published_precision, published_on, province_code, word_count,
            image_count, revision_count, first_seen_at, extraction, parser_build_id, problem_count, text_hash,
            attr_hash)
        SELECT %(n)s, (SELECT min(id_space) FROM ops.numbering), %(n)s::text, 'baoangiang', 'https://x/' || %(n)s,
            'news', %(language)s, 'Chủ tịch UBND tỉnh Đoàn Quốc Thịnh tiếp dân', '{Trang chủ,Thời sự,Chính trị}', '{}',
            %(at)s, 'minute', '2024-06-01', '91', 1, 0, 1, %(at)s, 'generic', parser_build_id, 0, %(hash)s, 'x'
        FROM ops.parser_build LIMIT 1
        ON CONFLICT (article_id) DO UPDATE SET text_hash = excluded.text_hash""",
        {"n": number, "language": language, "at": START, "hash": hash_},
    )
    conn.execute(
        """
        INSERT INTO news.article_text VALUES (%s, %s, %s)
        ON CONFLICT (article_id) DO UPDATE SET block_kinds = excluded.block_kinds, body = excluded.body""",
        [number, ["paragraph"] * len(body), body],
    )


def rows(conn: psycopg.Connection, query: str) -> list[tuple]:
    return conn.execute(query).fetchall()  # type: ignore[arg-type]


def written(conn: psycopg.Connection) -> list[tuple]:
    """Where each row lies, and which transaction wrote it."""
    union = " UNION ALL ".join(f"SELECT '{t}', ctid, xmin FROM {t}" for t in TABLES)
    return rows(conn, f"{union} ORDER BY 1, 2")


def test_each_mention_is_one_row_with_its_count_and_first_place(conn: psycopg.Connection) -> None:
    put(conn, 1, PARAGRAPHS)
    assert find_mentions(conn) == 1
    assert rows(conn, "SELECT name, office, organ, kind, mentions, part, part_seq FROM news.official_mention") == [
        ("Đoàn Quốc Thịnh", "Chủ tịch", "UBND tỉnh", "state", 1, "headline", 1),
        ("Võ Thanh Liêm", "Bí thư", "Tỉnh ủy", "party", 2, "body", 1),
    ]
    assert rows(
        conn, "SELECT kind, number_key, issuer, issued_on::text, mentions, part, part_seq FROM news.document_reference"
    ) == [("Nghị quyết", "57-NQ/TW", "Bộ Chính trị", "2024-12-22", 2, "body", 1)]
    assert rows(conn, "SELECT text, level, codes, stood, today_codes FROM news.article_place WHERE seq = 1") == [
        ("xã Mỹ Đức", "former_ward", ["30469"], True, ["30469"])
    ]
    assert rows(conn, "SELECT section, code FROM news.article_section") == [("Chính trị", "politics")]


def test_an_unchanged_night_writes_no_row_and_an_edit_only_what_differs(conn: psycopg.Connection) -> None:
    put(conn, 1, PARAGRAPHS)
    put(conn, 2, ["Read in English."], language="en")
    assert find_mentions(conn) == 2
    before = written(conn)
    assert find_mentions(conn) == find_mentions(conn, "baoangiang", again=True) == 0
    assert written(conn) == before
    put(conn, 1, [PARAGRAPHS[0], "Phó Chủ tịch UBND tỉnh Lê Tấn Lực cùng dự."], hash_="2")
    assert find_mentions(conn, "baocamau") == 0
    assert find_mentions(conn) == 1
    assert rows(conn, "SELECT name, mentions FROM news.official_mention ORDER BY seq") == [
        ("Đoàn Quốc Thịnh", 1),
        ("Võ Thanh Liêm", 1),
        ("Lê Tấn Lực", 1),
    ]
    places = [row for row in before if row[0] == "news.article_place"]
    assert [row for row in written(conn) if row[0] == "news.article_place"] == places


def test_another_build_reads_again_only_when_asked(conn: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    put(conn, 1, PARAGRAPHS)
    find_mentions(conn)
    monkeypatch.setattr(mentions, "mentions_build", lambda: "better")
    assert find_mentions(conn) == 0
    assert find_mentions(conn, again=True) == 1
    assert rows(conn, "SELECT build FROM ops.article_enrichment") == [("better",)]


def test_a_killed_run_goes_on_where_it_stopped(conn: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        put(conn, number, PARAGRAPHS)
    monkeypatch.setattr(mentions, "BATCH", 2)
    batches, real = count(), mentions._write

    def killed(conn: psycopg.Connection, texts: list) -> None:
        if next(batches) == 2:
            raise KeyboardInterrupt
        real(conn, texts)

    monkeypatch.setattr(mentions, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        find_mentions(conn)
    assert rows(conn, "SELECT count(*), count(DISTINCT article_id) FROM ops.article_enrichment") == [(4, 4)]
    told: list[tuple[int, int]] = []
    assert find_mentions(conn, progress=lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    assert rows(conn, "SELECT count(DISTINCT article_id) FROM news.official_mention") == [(5,)]


def test_a_removed_article_takes_its_mentions_along(conn: psycopg.Connection) -> None:
    put(conn, 1, PARAGRAPHS)
    find_mentions(conn)
    conn.execute("DELETE FROM news.article_record")
    assert written(conn) == []


def test_an_official_who_asked_to_be_left_out_is_named_no_more(conn: psycopg.Connection, archive: Archive) -> None:
    put(conn, 1, PARAGRAPHS)
    find_mentions(conn)
    assert takedown_scope(conn, archive, "person", "võ thanh liêm").mentions == 1
    suppress(conn, archive, "person", "võ thanh liêm", "asked by that person")
    names = "SELECT name, seq FROM news.official_mention"
    assert [name for name, _ in rows(conn, names)] == ["Đoàn Quốc Thịnh"]
    assert rows(conn, "SELECT count(*) FROM news.document_reference") == [(1,)]
    put(conn, 1, PARAGRAPHS, hash_="2")
    put(conn, 2, PARAGRAPHS)
    assert find_mentions(conn) == 2
    assert rows(conn, names) == [("Đoàn Quốc Thịnh", 1), ("Đoàn Quốc Thịnh", 1)]


def test_a_takedown_waits_for_a_reading_that_knows_nothing_of_it(
    conn: psycopg.Connection, archive: Archive, server: PostgresServer
) -> None:
    put(conn, 1, PARAGRAPHS)
    with connect(server.url) as other, ThreadPoolExecutor() as pool:
        with conn.transaction():
            find_mentions(conn)
            takedown = pool.submit(suppress, other, archive, "person", "võ thanh liêm", "asked by that person")
            with pytest.raises(TimeoutError):
                takedown.result(timeout=1)
        takedown.result(timeout=30)
    assert rows(conn, "SELECT name FROM news.official_mention") == [("Đoàn Quốc Thịnh",)]


def test_units_know_what_is_above_them_and_what_became_of_them(conn: psycopg.Connection) -> None:
    assert rows(conn, "SELECT count(*) FROM news.unit WHERE parent_level IS NOT NULL AND parent_code IS NULL") == [(0,)]
    assert rows(
        conn,
        """
        SELECT count(*) FILTER (WHERE heirs > 1) > 400, count(*)
        FROM (SELECT old_code, count(*) AS heirs FROM news.unit_successor WHERE level = 'ward' GROUP BY 1) AS s""",
    ) == [(True, 10051 - 28)]
    with pytest.raises(psycopg.errors.ForeignKeyViolation), conn.transaction():
        conn.execute(
            "INSERT INTO news.unit (code, level, name, kind, valid, is_begin_known, parent_code) "
            "VALUES ('99999', 'ward', 'Xã Không Đâu', 'xã', '[2025-07-01,)', true, '00')"
        )


def test_a_migration_repairs_a_section_and_leaves_the_rest(server: PostgresServer, conn: psycopg.Connection) -> None:
    conn.execute("DELETE FROM news.section WHERE words = 'thể thao'")
    before = rows(conn, "SELECT ctid, xmin FROM news.section ORDER BY 1")
    migrate(server.url)
    assert rows(conn, "SELECT code FROM news.section WHERE words = 'thể thao'") == [("sport",)]
    assert set(before) <= set(rows(conn, "SELECT ctid, xmin FROM news.section ORDER BY 1"))
