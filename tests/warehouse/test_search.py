"""`news.search` as an analyst asks it: near-misses, phrases, names, numbers of documents, filters, snippets."""

import re
import unicodedata
from collections.abc import Iterator

import psycopg
import pytest
from judged_corpus import QUESTIONS, Question, articles
from one_article import capture, load, rows
from stored_articles import outlet_space, store

from crawler.archive import Archive
from crawler.article import Article, Block, Image
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.sample_press import SamplePress
from crawler.warehouse import suppress, sync_catalogue
from crawler.warehouse.search import fill_search, indexed_at_the_end

FEWEST, PRECISION = 40, 0.95


def of_the_press() -> Iterator[Article]:
    """Yield the sample press's articles of five papers: what a question must not be led astray by."""
    for outlet in ("baoangiang", "baocamau", "baonghean", "baodanang", "baocantho"):
        for story in SamplePress().truth(outlet):
            yield Article(
                url=story.url,
                outlet=outlet,
                id_space=outlet_space(outlet),
                native_id=str(story.number),
                headline=story.headline,
                lead=story.lead,
                body=[Block("paragraph", p.text) for p in story.body],
                images=[Image(p.url, p.caption) for p in story.pictures],
                section=[story.section[1]],
                published_at=story.published_at.isoformat(),
                published_precision="second",
            )


Corpus = tuple[psycopg.Connection, dict[int, str], dict[int, str]]


@pytest.fixture(scope="module")
def corpus(server: PostgresServer) -> Iterator[Corpus]:
    """Store the judged articles among those of the press; give the keys of the ones and the texts of the others."""
    with connect(server.url) as conn:
        sync_catalogue(conn)
        conn.execute("TRUNCATE news.article_record CASCADE")
        judged, noise = articles(), list(of_the_press())
        for article in judged.values():
            article.id_space = outlet_space(article.outlet)
        store(conn, [*judged.values(), *noise])
        texts = {a.article_id: " ".join([a.headline or "", a.lead or "", *(b.text for b in a.body)]) for a in noise}
        yield conn, {a.article_id: key for key, a in judged.items()}, texts


def ask(conn: psycopg.Connection, question: Question) -> list[int]:
    named = "".join(f", {name} => %({name})s" for name in question.filters)
    query = f"SELECT article_id FROM news.search(%(query)s{named}, how_many => 5)"
    return [key for (key,) in conn.execute(query, {"query": question.query, **question.filters})]  # type: ignore[arg-type]


def says(text: str, question: Question) -> bool:
    """Tell whether an article of the press has every word asked for, wherever its tone mark stands (hoà, hòa)."""
    printed = {*re.findall(r"\w+", unicodedata.normalize("NFC", text.lower()))}
    return not question.filters and all(
        any(_letters(word) == _letters(p) or word == _ascii(p) for p in printed)
        for word in re.findall(r"\w+", question.query.lower())
    )


def _letters(word: str) -> list[str]:
    return sorted(unicodedata.normalize("NFD", word))


def _ascii(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace("đ", "d")


def test_of_the_first_five_nineteen_in_twenty_answer_the_question(corpus: Corpus) -> None:
    conn, keys, texts = corpus
    assert len(QUESTIONS) >= FEWEST
    precision, recall, wrong = 0.0, 0.0, []
    for question in QUESTIONS:
        found = ask(conn, question)
        good = [key for key in found if keys.get(key) in question.answers or says(texts.get(key, ""), question)]
        precision += len(good) / max(len(found), 1)
        recall += min(1, len(good) / min(5, len(question.answers)))
        shown = [keys.get(key, texts.get(key, "")[:40]) for key in found]
        if len(good) < max(len(found), 1) or (question.first and shown[:1] != [question.first]):
            wrong.append((question.query, shown))
    assert precision / len(QUESTIONS) >= PRECISION, wrong
    assert recall / len(QUESTIONS) >= PRECISION, wrong
    assert [query for query, shown in wrong if not shown] == []


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.first], ids=lambda q: q.query)
def test_the_accents_as_typed_and_the_words_side_by_side_come_first(corpus: Corpus, question: Question) -> None:
    conn, keys, _ = corpus
    assert keys.get(ask(conn, question)[0]) == question.first


@pytest.mark.parametrize(
    ("query", "match", "key"),
    [
        ("dòng sông", "as typed", "dong-song"),
        ("đong song", "accents ignored", "dong-song"),
        ("Trinh Hoag Yen", "similar", "van-lanh"),
    ],
)
def test_a_hit_says_how_it_was_found(corpus: Corpus, query: str, match: str, key: str) -> None:
    conn, keys, _ = corpus
    found = conn.execute("SELECT match, article_id FROM news.search(%s, how_many => 1)", [query]).fetchall()
    assert [(how, keys[article]) for how, article in found] == [(match, key)]


def test_the_newest_first_and_no_more_than_asked_for(corpus: Corpus) -> None:
    conn, keys, _ = corpus
    found = conn.execute(
        "SELECT article_id FROM news.search('bao', newest => true, until => '2026-09-22', how_many => 3)"
    )
    assert [keys[key] for (key,) in found] == ["bao4", "bao3", "ct16"]


def test_a_word_of_nearly_every_article_is_found_from_the_newest_on(corpus: Corpus) -> None:
    conn, _, _ = corpus
    found = conn.execute("SELECT article_id FROM news.search('và', newest => true, how_many => 7)").fetchall()
    with_it = conn.execute(
        """
        SELECT a.article_id FROM news.articles AS a
        WHERE lower(concat_ws(' ', headline, lead, body)) ~ '\\mvà\\M' ORDER BY published_at DESC, article_id LIMIT 7"""
    ).fetchall()
    assert len(with_it) == 7
    assert found == with_it


def test_a_snippet_marks_the_words_in_the_passage_that_says_most(corpus: Corpus) -> None:
    conn, _, _ = corpus
    snippets = {
        query: conn.execute("SELECT snippet FROM news.search(%s, how_many => 1)", [query]).fetchone()
        for query in ("pháo hiệu", "thuy loi", "16/2021/NQ-HĐND", "Trinh Hoag Yen")
    }
    assert snippets == {
        "pháo hiệu": ("Bộ đội biên phòng bắn <b>pháo</b> <b>hiệu</b> gọi tàu tránh bão.",),
        "thuy loi": ("Công trình <b>thủy</b> <b>lợi</b> xong sớm.",),
        "16/2021/NQ-HĐND": ("Nghị quyết số <b>16/2021/NQ-HĐND</b> quy định mức thu.",),
        "Trinh Hoag Yen": ("Lớp của ông Nguyễn Văn Lãnh miễn phí.",),
    }


def test_a_long_passage_is_cut_around_its_words(corpus: Corpus) -> None:
    conn, _, _ = corpus
    text = " ".join(f"w{n}" for n in range(100))
    [[found]] = conn.execute("SELECT internal.search_snippet(%s, '{w50,w52}')", [["x", None, text]]).fetchall()
    assert found == f"… w46 w47 w48 w49 <b>w50</b> w51 <b>w52</b> {' '.join(f'w{n}' for n in range(53, 76))} …"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("''", "no word to search for"),
        ("'-bão'", "no word to search for"),
        ("'…'", "no word to search for"),
        ("'bão', province => 'Kiên Giang'", "since 2025-07-01 it is part of Tỉnh An Giang"),
        ("'bão', province => 'Atlantis'", "no province 'Atlantis'"),
        ("'bão', outlet => 'times'", "no newspaper 'times'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(corpus: Corpus, call: str, said: str) -> None:
    conn, _, _ = corpus
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=said):
        conn.execute(f"SELECT * FROM news.search({call})")  # type: ignore[arg-type]


def test_an_edit_is_found_a_takedown_is_not_and_an_unchanged_article_is_not_written(
    conn: psycopg.Connection, archive: Archive
) -> None:
    mark = "SELECT xmin::text, ctid::text FROM news.article_search"
    load(conn, archive, [capture(archive, 0)])
    before = rows(conn, mark)
    load(conn, archive, [capture(archive, 1, sidebar="Tin khác")])
    assert rows(conn, mark) == before
    load(conn, archive, [capture(archive, 2, headline="Nước lũ rút chậm")])
    assert rows(conn, "SELECT headline FROM news.search('rút chậm')") == [("Nước lũ rút chậm",)]
    assert rows(conn, "SELECT headline FROM news.search('về sớm')") == []
    [[key]] = rows(conn, "SELECT article_id FROM news.article_record")
    suppress(conn, archive, "article", str(key), "asked by its author")
    assert rows(conn, "SELECT * FROM news.article_search") == []


def test_rows_that_an_older_version_did_not_make_are_made(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    before = rows(conn, "SELECT * FROM news.article_search")
    conn.execute("TRUNCATE news.article_search")
    assert [*fill_search(conn)] == [1]
    assert rows(conn, "SELECT * FROM news.article_search") == before
    assert [*fill_search(conn)] == []


def word_indexes(conn: psycopg.Connection) -> set[str]:
    return {
        name
        for (name,) in conn.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'article_search' AND indexdef LIKE '%USING gin%'"
        )
    }


def test_a_rebuild_makes_the_indexes_of_the_words_at_the_end_and_one_that_was_killed_leaves_them_to_migrate(
    conn: psycopg.Connection, server: PostgresServer, archive: Archive
) -> None:
    every = word_indexes(conn)
    assert len(every) == 3
    with indexed_at_the_end(conn):
        assert len(word_indexes(conn)) == 1
        load(conn, archive, [capture(archive, 0)])
    assert word_indexes(conn) == every
    assert len(rows(conn, "SELECT * FROM news.search('lũ')")) == 1
    with indexed_at_the_end(conn):
        assert word_indexes(conn) == every  # articles are there, and may be looked for
    conn.execute("DROP INDEX news.article_search_tokens")
    conn.commit()
    migrate(server.url)
    assert word_indexes(conn) == every
