"""The questions on generated news: each answer is that of a slow, obvious query; and the news is as nights make it."""

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from compared import differences, questions, subject
from generated_news import GeneratedNews
from generated_tables import fill, fill_search, finish, index_search
from invented_words import syllables
from slow_answers import holding

from crawler.database import connect
from crawler.enrichment import find_stories, mentions
from crawler.local.postgres import PostgresServer
from crawler.vietnamese.tokens import folded
from crawler.warehouse import refresh_summaries, sync_catalogue
from crawler.warehouse.search import write_search

pytestmark = pytest.mark.slow

ARTICLES = 2000
MENTIONS = ("news.article_place", "news.document_reference", "news.official_mention")


@pytest.fixture(scope="module")
def generated(server: PostgresServer) -> Iterator[psycopg.Connection]:
    """Load a few months of news."""
    news = GeneratedNews(paragraphs=1000, days=120)
    with connect(server.url) as conn:
        sync_catalogue(conn)
        fill(conn, news, ARTICLES)
        fill_search(conn, news, ARTICLES)
        index_search(conn)
        finish(conn)
        refresh_summaries(conn)
        assert conn.execute("SELECT count(*) FROM news.article_search").fetchone() == (ARTICLES,)
        yield conn


QUESTIONS = [(place, name) for place, (name, _) in enumerate(questions(""))]


@pytest.mark.parametrize(("place", "name"), QUESTIONS, ids=str)
def test_each_answer_is_the_slow_ones(generated: psycopg.Connection, place: int, name: str) -> None:
    word = subject(generated)
    answer = generated.execute(questions(word)[place][1].encode())
    rows = answer.fetchall()
    assert rows
    assert differences(generated, place, rows, [c.name for c in answer.description or ()], word) == ""


@pytest.mark.parametrize("rank", [3, 17, 90, 220, 1500, 6000])
def test_a_count_of_a_word_is_that_of_the_texts_which_have_it(generated: psycopg.Connection, rank: int) -> None:
    word = syllables()[rank]
    slow = {row[0] for form in {word, folded(word)} for row in holding(generated, form)}
    [[counted]] = generated.execute("SELECT news.search_count(%s)", [word]).fetchall()
    found = generated.execute("SELECT article_id, match FROM news.search(%s, how_many => 5000)", [word]).fetchall()
    assert counted == len(slow)
    assert {article for article, match in found if match == "as typed"} == slow


def test_a_count_takes_the_filters_of_search(generated: psycopg.Connection) -> None:
    here = "a.province_code = '91' AND a.published_on >= '2026-09-01' AND a.published_on < '2026-10-01'"
    slow = [*holding(generated, "của tỉnh", here)]
    given = "'\"của tỉnh\"', province => 'An Giang', since => '2026-09-01', until => '2026-09-30'"
    assert generated.execute(f"SELECT news.search_count({given})".encode()).fetchall() == [(len(slow),)]
    assert slow


@pytest.mark.parametrize("rank", [3, 90, 1500])
def test_counts_by_month_paper_and_section_are_those_of_the_texts(generated: psycopg.Connection, rank: int) -> None:
    word = syllables()[rank]
    slow = [*{row[0] for form in {word, folded(word)} for row in holding(generated, form)}]
    rows = generated.execute(
        """
        SELECT date_trunc('month', a.published_on)::date, a.outlet_key, s.code
        FROM news.article_record AS a LEFT JOIN news.article_section AS s USING (article_id)
        WHERE article_id = ANY(%s)""",
        [slow],
    ).fetchall()
    for by, place in (("month", 0), ("outlet", 1), ("section", 2)):
        columns = ("period", "outlet_key", "section_code")[place]
        counted = generated.execute(f"SELECT {columns}, articles FROM news.search_counts(%s, %s)".encode(), [word, by])
        assert dict(counted.fetchall()) == Counter(row[place] for row in rows)
    counted = generated.execute(
        "SELECT period, outlet_key, section_code, articles FROM news.search_counts(%s, 'month, outlet, section')",
        [word],
    )
    assert {row[:3]: row[3] for row in counted} == Counter(rows)


def test_an_authors_articles_are_those_of_the_bylines(generated: psycopg.Connection) -> None:
    [[name]] = generated.execute(
        "SELECT name FROM news.article_byline GROUP BY name ORDER BY count(*) DESC, name LIMIT 1"
    ).fetchall()
    slow = generated.execute(
        "SELECT article_id FROM news.article_byline WHERE name = %s AND article_id = ANY(%s)",
        [name, [row[0] for row in holding(generated, "tỉnh")]],
    ).fetchall()
    matched = generated.execute("SELECT article_id FROM news.search_matches('tỉnh', author => %s)", [name]).fetchall()
    assert sorted(matched) == sorted(slow) != []


def rows_of(conn: psycopg.Connection, query: str, ids: list[int]) -> list[tuple]:  # type: ignore[type-arg]
    return conn.execute(query.encode(), [ids]).fetchall()


def numbered(conn: psycopg.Connection, most: int) -> list[int]:
    return [key for (key,) in conn.execute("SELECT article_id FROM benchmark.article WHERE number <= %s", [most])]


def test_its_mentions_are_those_that_the_readers_find(generated: psycopg.Connection) -> None:
    queries = [f"SELECT * FROM {table} WHERE article_id = ANY(%s) ORDER BY 1, 2" for table in MENTIONS]
    ids = numbered(generated, 80)
    with generated.transaction(force_rollback=True):
        made = [rows_of(generated, query, ids) for query in queries]
        for table in MENTIONS:
            generated.execute(f"DELETE FROM {table} WHERE article_id = ANY(%s)".encode(), [ids])
        mentions._write(generated, mentions._texts(generated, ids))
        assert [rows_of(generated, query, ids) for query in queries] == made
    assert all(made)


def test_its_search_rows_are_those_of_the_loader_but_for_positions(generated: psycopg.Connection) -> None:
    columns = "article_id, sections, names, strip(tsv)::text"
    query = f"SELECT {columns} FROM news.article_search WHERE article_id = ANY(%s) ORDER BY 1"
    ids = numbered(generated, 40)
    with generated.transaction(force_rollback=True):
        made = rows_of(generated, query, ids)
        generated.execute("DELETE FROM news.article_search WHERE article_id = ANY(%s)", [ids])
        write_search(generated, ids)
        assert rows_of(generated, query, ids) == made


def test_a_night_without_news_writes_no_row_of_a_summary(generated: psycopg.Connection) -> None:
    def written() -> list[tuple]:  # type: ignore[type-arg]
        tables = ("cited_document", "topic_month", "ward_month")
        union = " UNION ALL ".join(f"SELECT '{t}', ctid, xmin FROM news.{t}" for t in tables)
        return generated.execute(f"{union} ORDER BY 1, 2".encode()).fetchall()

    before = written()
    assert refresh_summaries(generated) == ["cited_document", "topic_month", "ward_month"]
    assert written() == before
    assert len(before) > 1000


def test_its_stories_are_those_that_the_night_finds(generated: psycopg.Connection) -> None:
    """The last test, since it leaves these few articles: the night's own transactions cannot be taken back."""
    query = """
        SELECT s.article_id, s.story_id, s.role, s.like_id, s.kept, t.agency
        FROM news.story_article AS s JOIN news.story AS t USING (story_id) WHERE s.article_id = ANY(%s) ORDER BY 1"""
    ids = numbered(generated, 300)
    made = rows_of(generated, query, ids)
    generated.execute("DELETE FROM news.article_record WHERE article_id <> ALL(%s)", [ids])
    generated.execute("TRUNCATE news.story CASCADE")
    find_stories(generated)
    assert rows_of(generated, query, ids) == made
    assert len(made) > 10
