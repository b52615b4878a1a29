"""Edits, moved addresses, other builds, other orders, repeats, bad values: what the tables hold afterwards."""

from pathlib import Path
from random import Random

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_article import SLUG, article_page, capture, exchange, load, readings, rows

from crawler.archive import Archive, WarcWriter, read_readings, write_readings
from crawler.article import ArticleRead, Reading
from crawler.warehouse import digest, load_warc, unloaded

WHEN_WRITTEN = """
    SELECT xmin::text, ctid::text FROM news.article_record
    UNION ALL SELECT xmin::text, ctid::text FROM news.article_revision"""


def test_a_changed_page_keeps_both_versions(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4")])
    assert rows(conn, "SELECT revision_count FROM news.article_record") == [(2,)]
    first, second = rows(conn, "SELECT changed, body[1] FROM news.article_revision ORDER BY revision")
    assert first == ([], "Sáng 20-11, mực nước trên sông ở mức 2,1 m, cao hơn cùng kỳ năm trước.")
    assert second == (["body"], None)
    assert "2,4 m" in rows(conn, "SELECT body[1] FROM news.article_text")[0][0]


def test_a_changed_sidebar_is_no_revision_and_a_changed_slug_a_second_address(
    conn: psycopg.Connection, archive: Archive
) -> None:
    moved = "https://baoangiang.com.vn/nuoc-lu-ve-som-hon-moi-nam-a500001.html"
    load(conn, archive, [capture(archive, 0), capture(archive, 1, url=moved, sidebar="Tin mới")])
    assert rows(conn, "SELECT count(*), max(revision_count) FROM news.article_record") == [(1, 1)]
    assert {url for (url,) in rows(conn, "SELECT url FROM news.article_url")} == {SLUG, moved}


def test_a_moved_domain_is_one_article_with_two_addresses(conn: psycopg.Connection, archive: Archive) -> None:
    before, after = (f"https://{host}/nuoc-lu-ve-som-a41234.html" for host in ("baocamau.com.vn", "baocamau.vn"))
    load(
        conn, archive, [capture(archive, 0, url=before, key="baocamau"), capture(archive, 9, url=after, key="baocamau")]
    )
    assert rows(conn, "SELECT count(*), max(revision_count) FROM news.article_record") == [(1, 1)]
    assert {url for (url,) in rows(conn, "SELECT url FROM news.article_url")} == {before, after}
    assert rows(conn, "SELECT url FROM news.article_record") == [(after,)]


def test_another_build_invents_no_revision_and_finds_the_one_edit(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    load(conn, archive, [capture(archive, 1)], "build-2")
    assert rows(conn, "SELECT revision_count FROM news.article_record") == [(1,)]
    load(conn, archive, [capture(archive, 2, headline="Nước lũ về rất sớm")], "build-3")
    assert rows(conn, "SELECT changed FROM news.article_revision ORDER BY revision") == [([],), (["headline"],)]


def test_order_does_not_matter_and_a_second_load_writes_nothing(conn: psycopg.Connection, archive: Archive) -> None:
    paths = [capture(archive, n, level=level) for n, level in enumerate(["2,1", "2,4", "2,1"])]
    load(conn, archive, paths)
    straight = digest(conn)
    assert unloaded(conn, archive, "baoangiang", "build-1") == []
    before = rows(conn, WHEN_WRITTEN)
    load(conn, archive, paths)
    assert before == rows(conn, WHEN_WRITTEN)
    conn.execute("TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url CASCADE")
    assert digest(conn) != straight
    load(conn, archive, paths[::-1])
    assert digest(conn) == straight
    assert rows(conn, "SELECT revision_count FROM news.article_record") == [(3,)]


def test_a_failed_load_leaves_nothing_behind(conn: psycopg.Connection, archive: Archive) -> None:
    path = capture(archive, 0)
    path.with_name(path.name + ".sha256").unlink()
    with pytest.raises(FileNotFoundError):
        load(conn, archive, [path])
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(0,)]
    assert unloaded(conn, archive, "baoangiang", "build-1") == [path]


def test_both_versions_of_a_changed_article_come_from_one_view(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4", headline="Nước lũ về rất sớm")])
    assert rows(conn, "SELECT headline, lead, body, byline_raw FROM news.article_revision WHERE revision = 2") == [
        (None, None, None, None)
    ]
    assert rows(
        conn,
        "SELECT revision, is_present, headline, body[1] LIKE '%2,4 m%', byline_raw, changed"
        " FROM news.article_version ORDER BY revision",
    ) == [
        (1, False, "Nước lũ về sớm", False, "Tin, ảnh: MINH HÒA", []),
        (2, True, "Nước lũ về rất sớm", True, "Tin, ảnh: MINH HÒA", ["headline", "body"]),
    ]


def test_the_view_names_the_province(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    assert rows(conn, "SELECT province, authors FROM news.articles") == [("Tỉnh An Giang", "Minh Hòa")]


def test_earlier_captures_are_read_again_only_for_another_build_or_order(
    conn: psycopg.Connection, archive: Archive
) -> None:
    paths = [capture(archive, n, level=level) for n, level in enumerate(["2,1", "2,1", "2,4", "2,1"])]
    late = capture(archive, 0.5, level="2,0")
    assert load(conn, archive, paths) == 0
    assert rows(conn, "SELECT revision_count FROM news.article_record") == [(3,)]
    assert load(conn, archive, [late]) == 4
    assert load(conn, archive, [capture(archive, 5)]) == 0
    assert load(conn, archive, [capture(archive, 6)], "build-2") == 6
    assert load(conn, archive, [capture(archive, 7)], "build-2") == 0


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["2,1", "2,4"]), st.sampled_from(["Nước lũ về sớm", "Nước lũ về"]), st.sampled_from(["A", "B"])
    ),
    min_size=2,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, order=st.randoms(), builds=st.lists(st.sampled_from(["x", "y"]), min_size=6, max_size=6))
def test_any_order_and_any_builds_end_in_the_rows_of_one_straight_load(
    conn: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory, edits: list, order: Random, builds: list[str]
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    names = {"A": "MINH HÒA", "B": "SONG NHI"}
    url = {"A": SLUG, "B": "https://baoangiang.com.vn/lu-som-a500001.html"}
    paths = [
        capture(archive, n, level=level, headline=headline, byline=names[who], url=url[who])
        for n, (level, headline, who) in enumerate(edits)
    ]
    truncate = "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url CASCADE"
    conn.execute(truncate)
    writer = WarcWriter(archive, "baoangiang", "all")
    for n, (level, headline, who) in enumerate(edits):
        exchange(writer, n, url=url[who], body=article_page(level=level, headline=headline, byline=names[who]))
    load(conn, archive, [writer.seal()])
    straight, versions = digest(conn), rows(conn, VERSIONS)
    conn.execute(truncate)
    order.shuffle(paths)
    for path, build in zip(paths, builds, strict=False):
        load(conn, archive, [path], build)
    assert digest(conn) == straight
    assert rows(conn, VERSIONS) == versions


VERSIONS = """
    SELECT revision, first_seen_at, changed, headline, body, captions, byline_raw FROM news.article_version
    ORDER BY revision"""


def forged(path: Path, **values: object) -> list[Reading]:
    """Read the file, and put something into its articles that no parser should give."""
    found = readings(path)
    for reading in found:
        assert isinstance(reading.result, ArticleRead)
        for name, value in values.items():
            setattr(reading.result.article, name, value)
    return found


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"headline": "Nước\x00lũ"}, "headline: holds a character that cannot be stored"),
        ({"lead": "lũ \ud800"}, "lead: holds a character that cannot be stored"),
        ({"published_at": "0000-01-01T00:00:00+07:00"}, "published_at: not a point in time"),
        ({"published_at": "0001-01-01T00:00:00+07:00"}, "published_at: not a point in time"),
        ({"modified_at": "hôm qua"}, "modified_at: not a point in time"),
        ({"tags": [Random(1).randbytes(20_000).hex()]}, "index row"),
    ],
)
def test_one_bad_value_costs_one_article_and_no_file(
    conn: psycopg.Connection, archive: Archive, values: dict, reason: str
) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-1")
    exchange(writer, 0, body=article_page())
    exchange(writer, 0.1, url="https://baoangiang.com.vn/cau-moi-a500002.html", body=article_page(level="9"))
    path = writer.seal()
    good, bad = readings(path)[1], forged(path, **values)[0]
    report = load_warc(conn, path, [bad, good], lambda refs: [], "build-1")
    assert (report.articles, report.quarantined) == (1, 1)
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]
    ((record, why),) = rows(conn, "SELECT '<urn:uuid:' || record_id || '>', reason FROM ops.quarantine")
    assert record == bad.record_id
    assert reason in why
    assert rows(conn, "SELECT outcome FROM ops.reading ORDER BY 1") == [("article",), ("quarantined",)]
    assert unloaded(conn, archive, "baoangiang", "build-1") == []
    assert unloaded(conn, archive, "baoangiang", "build-2") == [path]
    load(conn, archive, [path], "build-2")
    assert rows(conn, "SELECT count(*) FROM ops.quarantine") == [(0,)]
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(2,)]


def test_half_a_surrogate_pair_does_not_stop_the_readings_file(archive: Archive) -> None:
    path = capture(archive, 0)
    write_readings(archive, path, "build-1", forged(path, lead="lũ \ud800 lớn"))
    (back,) = read_readings(archive, path, "build-1")
    assert isinstance(back.result, ArticleRead)
    assert back.result.article.lead == "lũ ? lớn"


def test_the_digest_names_a_table_as_it_did_before_the_table_was_renamed(
    conn: psycopg.Connection, archive: Archive
) -> None:
    """Digests are written down: the same rows keep the same one."""
    row = "SELECT to_jsonb(a) - '{first_seen_at,parser_build_id,gone_at}'::text[] FROM news.article_record AS a"
    hashed = f"SELECT sha256(convert_to('article' || ({row})::text, 'UTF8'))"
    load(conn, archive, [capture(archive, 0)])
    before, [(old,)] = digest(conn), rows(conn, hashed)
    conn.execute("UPDATE news.article_record SET headline = 'Nước lũ về muộn'")
    [(new,)] = rows(conn, hashed)
    changed = int(before, 16) + int.from_bytes(new, "big") - int.from_bytes(old, "big")
    assert int(digest(conn), 16) == changed % (1 << 256)
