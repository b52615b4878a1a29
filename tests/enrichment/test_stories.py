"""Copies and their originals: on a month whose truth is known, after changes and takedowns, and in any order."""

import random
from collections.abc import Iterable
from datetime import timedelta

import psycopg
import pytest
from generated_month import START, Invented, Month

from crawler.archive import Archive
from crawler.enrichment import find_stories
from crawler.outlets import catalogue, outlet_by_key
from crawler.warehouse import refresh_summaries, suppress

PAPERS = ["baoangiang", "baocantho", "baocamau", "baodongnai", "baolangson", "baoquangngai"]


def put(conn: psycopg.Connection, articles: Iterable[Invented]) -> None:
    """Write the articles' rows as the loader would, as far as stories look at them."""
    conn.execute("INSERT INTO ops.parser_build (build) VALUES ('invented') ON CONFLICT DO NOTHING")
    for made in articles:
        own = outlet_by_key(made.outlet)
        conn.execute(
            """
            INSERT INTO news.article_record (article_id, id_space, native_id, outlet_key, url, kind, language,
                section_path, tags, published_at, published_precision, province_code, word_count, image_count,
                source_agency, revision_count, first_seen_at, extraction, parser_build_id, problem_count,
                text_hash, attr_hash)
            SELECT %(n)s, (SELECT min(id_space) FROM ops.numbering), %(n)s::text, %(outlet)s, 'https://x/' || %(n)s,
                'news', 'vi', '{}', '{}', %(at)s, 'minute', %(province)s, 1, 0, %(credit)s, 1, %(at)s + interval '8 h',
                'generic', parser_build_id, 0, %(hash)s, %(credit_hash)s FROM ops.parser_build LIMIT 1
            ON CONFLICT (article_id) DO UPDATE SET text_hash = excluded.text_hash, attr_hash = excluded.attr_hash,
                source_agency = excluded.source_agency""",
            {
                "n": made.number,
                "outlet": made.outlet,
                "at": made.at,
                "province": own.province_code,
                "credit": made.credit,
                "hash": str(hash(tuple(made.paragraphs))),
                "credit_hash": str(made.credit),
            },
        )
        conn.execute(
            """
            INSERT INTO news.article_text VALUES (%s, %s, %s)
            ON CONFLICT (article_id) DO UPDATE SET block_kinds = excluded.block_kinds, body = excluded.body""",
            [made.number, ["paragraph"] * len(made.paragraphs), made.paragraphs],
        )


def stories(conn: psycopg.Connection) -> list[tuple]:
    return conn.execute(
        """
        SELECT article_id, story_id, role, like_id, kept, taken, agency, article_count, outlet_count
        FROM news.story_article JOIN news.story USING (story_id) ORDER BY article_id"""
    ).fetchall()


def written(conn: psycopg.Connection) -> list[tuple]:
    """Where each row of the stories lies, and which transaction wrote it."""
    return conn.execute(
        """
        SELECT 'story', ctid, xmin FROM news.story UNION ALL SELECT 'article', ctid, xmin FROM news.story_article
        UNION ALL SELECT 'pair', ctid, xmin FROM ops.article_pair
        UNION ALL SELECT 'sketch', ctid, xmin FROM ops.article_sketch
        ORDER BY 1, 2"""
    ).fetchall()


@pytest.fixture
def news(conn: psycopg.Connection) -> psycopg.Connection:
    conn.execute("TRUNCATE news.story, ops.article_sketch CASCADE")
    conn.commit()
    return conn


@pytest.mark.slow
def test_a_generated_month(news: psycopg.Connection) -> None:
    """Precision >= 0.99 and recall >= 0.95 of copies, each with the right original."""
    month = Month([key for key, known in catalogue().items() if known.status == "active"])
    month.fill(topics=450)
    put(news, month.articles)
    find_stories(news)
    truth = {made.number: made.copy_of for made in month.articles if made.copy_of}
    found = {row[0]: row[1] for row in stories(news) if row[2] == "copy"}
    right = sum(truth.get(copy) == story for copy, story in found.items())
    print(f"{len(month.articles)} articles, {len(truth)} copies, {len(found)} found, {right} right")
    assert len(truth) > 300
    assert right / len(found) >= 0.99
    assert right / len(truth) >= 0.95
    kinds = {made.number: made.kind for made in month.articles}
    shortened = [row for row in stories(news) if kinds[row[0]] == "shortened" and row[2] == "copy" and row[3] == row[1]]
    assert all(kept < taken and taken > 0.6 for _, _, _, _, kept, taken, *_ in shortened)
    assert len(shortened) > 80


def test_the_order_of_loading_leaves_no_trace_and_a_second_run_writes_nothing(news: psycopg.Connection) -> None:
    month = Month(PAPERS, seed=1).fill(topics=25)
    put(news, month.articles)
    find_stories(news)
    at_once, before = stories(news), written(news)
    assert at_once
    assert find_stories(news).compared == 0
    assert written(news) == before
    news.execute("TRUNCATE news.article_record, news.story, ops.article_sketch CASCADE")
    shuffled = random.Random(2).sample(month.articles, len(month.articles))
    for part in range(0, len(shuffled), 30):
        put(news, shuffled[part : part + 30])
        find_stories(news)
    assert stories(news) == at_once


TEXT = [
    "Mực nước trên các sông ở vùng đầu nguồn lên nhanh trong ba ngày qua và ở mức cao hơn cùng kỳ năm trước.",
    "Bà con trong vùng đê bao đã thu hoạch sớm lúa vụ ba, lực lượng xung kích trực ngày đêm ở những đoạn đê xung yếu.",
    "Ngành thủy lợi khuyến cáo bà con theo dõi bản tin dự báo, gia cố nhà cửa, đưa thuyền bè vào nơi neo đậu an toàn.",
]


def one(number: int, paper: str, hours: float, paragraphs: list[str] = TEXT, credit: str | None = None) -> Invented:
    return Invented(number, paper, START + timedelta(hours=hours), paragraphs, "one", credit=credit)


def test_an_agencys_text_has_no_first_paper_as_its_origin(news: psycopg.Connection) -> None:
    put(news, [one(1, "baoangiang", 0, credit="TTXVN"), one(2, "baocantho", 1, credit="TTXVN")])
    find_stories(news)
    assert [row[:3] + row[6:7] for row in stories(news)] == [(1, 1, "first", "TTXVN"), (2, 1, "copy", "TTXVN")]


def test_a_paper_that_names_the_other_copied_it_whatever_their_clocks_say(news: psycopg.Connection) -> None:
    put(news, [one(1, "baocantho", 0, credit="Báo An Giang"), one(2, "baoangiang", 1)])
    find_stories(news)
    assert [(row[0], row[2], row[6]) for row in stories(news)] == [(1, "copy", None), (2, "first", None)]


@pytest.mark.parametrize(
    ("hours", "precision", "is_certain"),
    [
        (1, "minute", True),
        (1 / 60, "minute", True),
        (0, "minute", False),
        (1 / 120, "minute", False),
        (1 / 120, "second", True),
        (1, "day", False),  # the other may have been published at any hour of that day
        (0, None, False),
    ],
)
def test_who_was_first_is_certain_only_where_the_dates_say_so(
    news: psycopg.Connection, hours: float, precision: str | None, is_certain: bool
) -> None:
    put(news, [one(1, "baoangiang", 0), one(2, "baocantho", hours)])
    news.execute("UPDATE news.article_record SET published_precision = %s", [precision])
    if precision == "day":
        news.execute(
            "UPDATE news.article_record SET published_at = date_trunc('day', published_at, 'Asia/Ho_Chi_Minh')"
        )
    if precision is None:
        news.execute("UPDATE news.article_record SET published_at = NULL WHERE article_id = 2")
    find_stories(news)
    assert news.execute("SELECT is_first_certain FROM news.story").fetchall() == [(is_certain,)]


def test_a_paper_that_names_the_other_as_its_source_leaves_no_tie(news: psycopg.Connection) -> None:
    put(news, [one(1, "baocantho", 0, credit="Báo An Giang"), one(2, "baoangiang", 0)])
    find_stories(news)
    assert news.execute("SELECT story_id, is_first_certain FROM news.story").fetchall() == [(2, True)]


@pytest.mark.parametrize(
    ("hours", "precision", "is_certain"), [(1, "minute", True), (0, "minute", False), (1, "day", False)]
)
def test_who_cited_a_document_first_is_certain_only_where_the_dates_say_so(
    news: psycopg.Connection, hours: float, precision: str, is_certain: bool
) -> None:
    put(news, [one(1, "baoangiang", 0), one(2, "baocantho", hours), one(3, "baoangiang", 0)])
    news.execute("UPDATE news.article_record SET published_precision = %s", [precision])
    news.execute(
        """
        INSERT INTO news.document_reference
            (article_id, seq, kind, number, number_key, issuer_code, draft, text, part, part_seq, mentions)
        SELECT article_id, 1, 'Nghị quyết', '46/2025', '46/2025/QH15', 'QH', false, 'Nghị quyết số 46/2025/QH15',
            'body', 1, 1 FROM news.article_record"""
    )
    refresh_summaries(news)
    assert news.execute("SELECT first_article_id, outlets, is_first_certain FROM news.cited_document").fetchall() == [
        (1, 2, is_certain)
    ]


def test_a_round_up_does_not_make_two_stories_one(news: psycopg.Connection) -> None:
    month = Month(PAPERS, seed=3)
    long = [f"{month.run(40)}." for _ in range(6)]
    put(
        news,
        [
            one(1, "baoangiang", 0, long[:3]),
            one(2, "baocantho", 1, long[3:]),
            one(3, "baocamau", 2, long[:3] + long[3:]),
            one(4, "baodongnai", 3, long[3:]),
        ],
    )
    find_stories(news)
    story_of = {row[0]: row[1] for row in stories(news)}
    assert story_of[4] == 2 != story_of[3]


def test_a_paper_that_repeats_itself_is_no_story(news: psycopg.Connection) -> None:
    put(news, [one(1, "baoangiang", 0), one(2, "baoangiang", 30)])
    find_stories(news)
    assert stories(news) == []


def test_a_rewritten_copy_leaves_the_story(news: psycopg.Connection) -> None:
    put(news, [one(1, "baoangiang", 0), one(2, "baocantho", 1)])
    find_stories(news)
    assert len(stories(news)) == 2
    put(news, [one(2, "baocantho", 1, [f"{Month(PAPERS).run(60)}."])])
    find_stories(news)
    assert stories(news) == []


@pytest.mark.parametrize(("gone", "left"), [(1, [(2, "first"), (3, "copy")]), (3, [(1, "first"), (2, "copy")])])
def test_a_takedown_leaves_a_story_of_those_that_remain(
    news: psycopg.Connection, archive: Archive, gone: int, left: list[tuple[int, str]]
) -> None:
    """What remains is nobody's copy until the next search: no count or first of before is shown meanwhile."""
    put(news, [one(1, "baoangiang", 0), one(2, "baocantho", 1), one(3, "baocamau", 2)])
    find_stories(news)
    suppress(news, archive, "article", str(gone), "asked by its author")
    assert stories(news) == []
    assert news.execute("SELECT count(*) FROM news.story").fetchone() == (0,)
    find_stories(news)
    assert [(row[0], row[2], row[7]) for row in stories(news)] == [(*row, 2) for row in left]
    news.execute("DELETE FROM news.article_record WHERE article_id = 2")
    find_stories(news)
    assert stories(news) == []


def test_the_command_says_what_it_found(news: psycopg.Connection, server, baotinh) -> None:
    put(news, [one(1, "baoangiang", 0), one(2, "baocantho", 1)])
    news.commit()
    done = baotinh("stories", environment={"DATABASE_URL": server.url, "HOME": "/nonexistent"})
    assert done.stdout == "2 articles compared; 1 stories, 1 copies in all\n"
