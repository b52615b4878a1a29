"""The language of a question: what it finds, what it leaves out, what it counts, and what it refuses with a hint."""

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from markdown_page import Page
from stored_articles import outlet_space, store

from crawler.article import Article, Block, Byline, Image
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue
from crawler.warehouse import sync_catalogue

# key: outlet, breadcrumb, moment of publication, headline, body, byline, picture's credit
TEXTS: dict[str, tuple[str, list[str], str | None, str, str, str, str | None]] = {
    "storm": ("baoangiang", ["Thời sự"], "2026-08-31T23:30", "Bão vào bờ", "Gió mạnh suốt đêm.", "Lê Văn Tám", None),
    "flood": ("baocamau", ["Thời sự"], "2026-09-01T00:10", "Lũ về sớm", "Nước lên nhanh.", "Lê Văn Tam", "Hồng Vân"),
    "both": ("baonghean", ["Kinh tế"], "2026-09-30T23:59", "Sau bão là lũ", "Nước rút chậm.", "PV", None),
    "bare": (
        "baonghean",
        ["Kinh tế", "Nông nghiệp"],
        "2026-09-15T08:00",
        "Thue dat giam",
        "Dan vui.",
        "Trần Hoa",
        None,
    ),
    "paper": ("baoangiang", ["Văn hóa"], "2026-10-01T08:00", "Tờ báo tường", "Học viên tự viết.", "Trần Hoà", None),
    "mango": ("baoangiang", ["Kinh tế"], "2026-09-02T08:00", "Vườn xoài", "Chăm sóc xoải cành.", "PV", "Mai Anh"),
    "ferry": ("baodanang", ["Góc riêng"], None, "Bến phà xoay vòng", "Khách đi lại nhiều.", "Mai Lý", None),
    "number": ("baodanang", ["Kinh tế"], "2026-09-03T08:00", "Q&A: R&D 5%", "Nghị quyết 16/2021/NQ-HĐND.", "PV", None),
}


def made(key: str) -> Article:
    outlet, section, moment, headline, body, byline, credit = TEXTS[key]
    return Article(
        url=f"https://{catalogue()[outlet].home_host}/{key}",
        outlet=outlet,
        id_space=outlet_space(outlet),
        native_id=f"language-{key}",
        headline=headline,
        body=[Block("paragraph", body)],
        images=[Image("https://x.vn/1.jpg", "Ảnh minh họa", credit)] if credit else [],
        bylines=[Byline(byline, ["text"], byline)],
        section=section,
        published_at=f"{moment}:00+07:00" if moment else None,
        published_precision="minute" if moment else None,
    )


Corpus = tuple[psycopg.Connection, dict[int, str]]


@pytest.fixture(scope="module")
def corpus(server: PostgresServer) -> Iterator[Corpus]:
    with connect(server.url) as conn:
        sync_catalogue(conn)
        articles = {key: made(key) for key in TEXTS}
        store(conn, [*articles.values()])
        yield conn, {article.article_id: key for key, article in articles.items()}


def matches(corpus: Corpus, query: str, **filters: object) -> set[str]:
    conn, keys = corpus
    named = "".join(f", {name} => %({name})s" for name in filters)
    ids = conn.execute(f"SELECT article_id FROM news.search_matches(%(q)s{named})".encode(), {"q": query, **filters})
    return {keys[article_id] for (article_id,) in ids}


def hits(corpus: Corpus, query: str, **filters: object) -> dict[str, str]:
    conn, keys = corpus
    named = "".join(f", {name} => %({name})s" for name in filters)
    rows = conn.execute(f"SELECT article_id, match FROM news.search(%(q)s{named})".encode(), {"q": query, **filters})
    return {keys[article_id]: match for article_id, match in rows}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("bão OR lũ", {"storm", "flood", "both"}),
        ("bão | lũ", {"storm", "flood", "both"}),
        ("bão|lũ", {"storm", "flood", "both"}),
        ("(bão | lũ) nước", {"flood", "both"}),
        ("nước (bão OR lũ)", {"flood", "both"}),
        ("bão gió | lũ nước", {"storm", "flood", "both"}),  # "and" binds closer
        ("((bão) ((lũ)))", {"both"}),
        ("nước -(bão | mưa)", {"flood"}),
        ("nước -bão", {"flood"}),
        ('lũ -"nước lên"', {"both"}),
        ("nước -(lũ -bão)", {"both"}),
        ('bão | "nước lên nhanh"', {"storm", "flood", "both"}),
        ("xoa*", {"mango", "ferry"}),
        ("xoà*", {"mango"}),
        ("xoả*", {"mango"}),
        ("xoạ*", set()),
        ('"vườn xo*"', {"mango"}),
        ('"phà xo* vòng"', {"ferry"}),
        ('"bến xo*"', set()),
        ("-xoa* phà", set()),
        ("phà -vư*", {"ferry"}),
        ("16/2021/NQ*", {"number"}),
        ("or", set()),  # a word in small letters
        ("R&D 5%", {"number"}),
        ("bão, vào: bờ.", {"storm"}),
        ("bão – bờ", {"storm"}),
        ('"bão", bờ', {"storm"}),
        ("bao -bão", {"paper"}),
        ("báo -bao", set()),
        ("thuế đất", {"bare"}),  # printed without accents
        ("giam -dân", set()),  # what a word finds is what -word leaves out
        ("hong van", {"flood"}),  # a picture's credit
    ],
)
def test_a_question_finds_what_it_says(corpus: Corpus, query: str, keys: set[str]) -> None:
    assert matches(corpus, query) == keys
    shown = hits(corpus, query)
    assert {key for key, match in shown.items() if match == "as typed"} == keys
    conn, _ = corpus
    assert conn.execute("SELECT news.search_count(%s)", [query]).fetchone() == (len(keys),)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ('"bão', "stand between two of them"),
        ('bão "', "stand between two of them"),
        ("bão AND lũ", "leave AND out"),
        ("bão NOT lũ", "write -word"),
        ("bão NEAR/3 lũ", "leave AND out"),
        ("bão - lũ", "A minus stands right before"),
        ("bão --lũ", "A minus stands right before"),
        ("bão −lũ", "A minus stands right before"),
        ("bão –lũ", "A minus stands right before"),
        ("-", "A minus stands right before"),
        ("OR bão", "The language is"),
        ("bão |", "The language is"),
        ("bão | | lũ", "The language is"),
        ("(bão", "The language is"),
        ("bão)", "The language is"),
        ("bão () lũ", "The language is"),
        ("bão (| lũ)", "The language is"),
        ("bão OR -lũ", "Say in each part what is wanted"),
        ("bão -(-lũ)", "Say in each part what is wanted"),
        ("*", "A \\* stands at the end"),
        ("b*", "A \\* stands at the end"),
        ("*ão", "A \\* stands at the end"),
        ("b*o", "A \\* stands at the end"),
        ("b?o", "A \\* stands at the end"),
        ("%bão%", "A \\* stands at the end"),
        ("bão%", "A \\* stands at the end"),
        ('"bão *"', "A \\* stands at the end"),
        ("bão:*", "Filters are arguments"),
        ("author:Tám", "Filters are arguments"),
        ('author:"Lê Văn Tám"', "Filters are arguments"),
        ("author: Tám", "Filters are arguments"),
        ("https://baoangiang.com.vn/x-a1.html", "news.article_url"),
        ("+bão", "The language is"),
        ("!bão", "The language is"),
        ("bão & lũ", "The language is"),
        ("bão&lũ", "The language is"),
        ("bão <-> lũ", "The language is"),
        ("bão~1", "The language is"),
        ("bão^2", "The language is"),
        ("[2020 bão]", "The language is"),
        ("/bão/", "The language is"),
        ("bão \\", "The language is"),
        ('"bão"~2', "A space parts words"),
        ('"bão"lũ', "A space parts words"),
        ('bão"lũ"', "A space parts words"),
        ('"" bão', "The language is"),
        ("'; DROP TABLE x --", "A minus stands right before"),
        ("(" * 2000, "The language is"),
        ("bão " * 2000, "The language is"),
    ],
)
def test_what_is_not_understood_is_an_error_with_a_hint(corpus: Corpus, query: str, hint: str) -> None:
    conn, _ = corpus
    for function in ("search", "search_matches", "search_count", "search_counts"):
        with pytest.raises(psycopg.errors.InvalidParameterValue, match=f"HINT:  .*{hint}"):
            conn.execute(f"SELECT * FROM news.{function}(%s)".encode(), [query])


def test_two_hundred_words_are_a_question(corpus: Corpus) -> None:
    assert matches(corpus, "bão " * 200) == {"storm", "both"}


def test_what_is_left_out_is_left_out_in_every_tier(corpus: Corpus) -> None:
    assert hits(corpus, "bảo gio") == {"storm": "accents ignored"}
    assert hits(corpus, "bảo gio -mạnh") == {}
    assert hits(corpus, "bảo gio -mành") == {"storm": "accents ignored"}
    similar = hits(corpus, "vuon xoaii")
    assert similar == {"mango": "similar"}
    assert hits(corpus, "vuon xoaii -cành") == {}
    assert hits(corpus, "vuon xoaii -phà") == similar
    assert hits(corpus, "vuon xoaii", author="Mai Lý") == {}


def test_an_author_is_a_whole_name_and_accents_count_as_typed(corpus: Corpus) -> None:
    both = "bão | lũ"
    assert matches(corpus, both, author="Lê Văn Tám") == {"storm"}
    assert matches(corpus, both, author="le van tam") == {"storm", "flood"}
    assert matches(corpus, both, author="Lê Văn Tam | PV") == {"flood", "both"}
    assert matches(corpus, "bao", author="Trần Hòa") == {"paper"}
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=r"(?s)no author 'Văn Tám'.*Lê Văn Tám"):
        matches(corpus, both, author="Văn Tám")
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="no author 'Hồng Vân'"):
        matches(corpus, both, author="Hồng Vân")  # she took a picture and signed no article


def test_several_provinces_papers_and_sections(corpus: Corpus) -> None:
    any_word = "nước | bao | xoai"
    assert matches(corpus, any_word, province="An Giang | ca mau") == {"storm", "paper", "mango", "flood"}
    assert matches(corpus, any_word, province="91", outlet="baocamau | Báo An Giang") == {"storm", "paper", "mango"}
    comma = "Báo và phát thanh, truyền hình Đà Nẵng"  # the name of a paper has a comma
    assert matches(corpus, "pha", outlet=comma) == {"ferry"}
    assert matches(corpus, any_word, section="thoi su | Văn hóa") == {"storm", "flood", "paper"}
    assert matches(corpus, "bao | xoai | đất", section="economy") == {"both", "mango"}
    assert matches(corpus, "pha", section="góc riêng") == {"ferry"}  # a paper's own, in no list
    assert matches(corpus, "bão", section="Thể thao") == set()  # listed, with no article


def test_the_common_section_is_that_of_news_article_section(corpus: Corpus) -> None:
    conn, keys = corpus
    codes = dict(conn.execute("SELECT article_id, code FROM news.article_section").fetchall())
    every = "bao | lũ | xoai | nghị | pha | đất"
    for code in {*codes.values()}:
        assert matches(corpus, every, section=code) == {keys[a] for a, c in codes.items() if c == code}
    counted = conn.execute("SELECT section_code, articles FROM news.search_counts(%s, 'section')", [every]).fetchall()
    assert dict(counted) == {
        code: sum(codes.get(article_id) == code for article_id in keys) for code in {*codes.values(), None}
    }


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        (
            {"province": "An Giang | Atlantis"},
            "no province 'Atlantis'.*An Giang, Cà Mau|no province 'Atlantis'.*Cà Mau",
        ),
        ({"province": "Kiên Giang"}, "it is part of Tỉnh An Giang"),
        ({"outlet": "baocamau|times"}, "no newspaper 'times'.*baoangiang"),
        ({"section": "wetter"}, r"no section 'wetter'.*economy \(Kinh tế\)"),
        ({"section": "economy | Y tế"}, "do not mix"),
        ({"since": date(2026, 9, 2), "until": date(2026, 9, 1)}, "ends .* before it begins"),
    ],
)
def test_an_unknown_name_is_told_with_what_there_is(corpus: Corpus, filters: dict[str, object], error: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=f"(?s){error}"):
        matches(corpus, "bão", **filters)


def counts(corpus: Corpus, query: str | None, by: str, columns: str, **filters: object) -> list[tuple[object, ...]]:
    named = "".join(f", {name} => %({name})s" for name in filters)
    call = f"SELECT {columns}, articles FROM news.search_counts(%(q)s::text, %(by)s{named})"
    return corpus[0].execute(call.encode(), {"q": query, "by": by, **filters}).fetchall()


def test_counts_by_month_are_of_days_in_viet_nam_and_those_without_a_date_are_there(corpus: Corpus) -> None:
    august, september, october = (date(2026, month, 1) for month in (8, 9, 10))
    assert counts(corpus, "bão | lũ", "month", "period") == [(august, 1), (september, 2)]
    assert counts(corpus, None, "month", "period") == [(august, 1), (september, 5), (october, 1), (None, 1)]
    assert counts(corpus, "bão | lũ", "day", "period", since=date(2026, 9, 1), until=date(2026, 9, 30)) == [
        (date(2026, 9, 1), 1),
        (date(2026, 9, 30), 1),
    ]
    assert counts(corpus, "phà", "year", "period") == [(None, 1)]


def test_counts_by_paper_province_and_several(corpus: Corpus) -> None:
    assert counts(corpus, "bao | đất", "outlet", "outlet_key") == [("baoangiang", 2), ("baonghean", 2)]
    assert counts(corpus, "bao | đất", "province", "province_code") == [("40", 2), ("91", 2)]
    assert counts(corpus, "bao | đất", "month, outlet", "period, outlet_key") == [
        (date(2026, 8, 1), "baoangiang", 1),
        (date(2026, 9, 1), "baonghean", 2),
        (date(2026, 10, 1), "baoangiang", 1),
    ]
    for by in ("colour", "month, year", "outlet, outlet", ""):
        with pytest.raises(psycopg.errors.InvalidParameterValue, match=r"(?s)cannot count by.*month, year"):
            counts(corpus, "bão", by, "period")


def test_a_match_is_what_joins_need(corpus: Corpus) -> None:
    conn, _ = corpus
    assert conn.execute(
        """
        SELECT m.outlet_key, m.published_on, m.published_at = a.published_at, a.headline, a.published_precision,
            a.article_id_text = m.article_id::text
        FROM news.search_matches('vào bờ') AS m JOIN news.articles AS a USING (article_id)"""
    ).fetchall() == [("baoangiang", date(2026, 8, 31), True, "Bão vào bờ", "minute", True)]


def test_a_beginning_is_marked_in_the_snippet(corpus: Corpus) -> None:
    conn, _ = corpus
    assert conn.execute("SELECT snippet FROM news.search('xoả* | suo*') ORDER BY snippet").fetchall() == [
        ("Chăm sóc <b>xoải</b> cành.",),
        ("Gió mạnh <b>suốt</b> đêm.",),
    ]
    assert conn.execute("SELECT snippet FROM news.search('\"hồng vân\"')").fetchall() == [("<b>Hồng</b> <b>Vân</b>",)]


def test_the_readmes_first_query_reads_the_index_and_no_table_from_end_to_end(corpus: Corpus) -> None:
    conn, _ = corpus
    blocks = Page(Path(__file__).parents[2] / "README.md").blocks()
    query = next(shlex.split(block.text)[-1] for block in blocks if "baotinh psql" in block.text)
    read = (
        "SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables WHERE relname IN ('article_search', 'article_text')"
    )
    with conn.transaction():
        before = conn.execute(read).fetchall()
        answer = conn.execute(query.replace("mùa mưa", "vào bờ").encode()).fetchall()
        assert conn.execute(read).fetchall() == before
    assert answer == [("Tỉnh An Giang", True, 1, date(2026, 8, 31))]
    assert len(before) == 2
