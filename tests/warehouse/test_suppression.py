"""Takedowns: what was asked to disappear is not loaded, not asked for, and stays away after a rebuild."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from one_article import FEED, SLUG, START, article_page, capture, exchange, feed, load, rows

from crawler.archive import Archive, WarcWriter
from crawler.article import url_key
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import identify
from crawler.warehouse import (
    BadTakedown,
    OutletSuppressed,
    digest,
    read_frontier,
    restore_takedowns,
    suppress,
    unloaded,
)

MOVED = "https://baoangiang.com.vn/nuoc-lu-ve-som-hon-a500001.html"
OTHER = "https://baoangiang.com.vn/cau-moi-thong-xe-a500002.html"
TABLES = (
    "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run, ops.problem,"
    " ops.suppression CASCADE"
)


def load_what_waits(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, unloaded(conn, archive, "baoangiang", "build-1"))


def assert_a_rebuild_is_the_same(conn: psycopg.Connection, archive: Archive) -> None:
    load_what_waits(conn, archive)
    before, readings = digest(conn), "SELECT record_id, outcome FROM ops.reading ORDER BY 1"
    outcomes = rows(conn, readings)
    conn.execute(TABLES)
    restore_takedowns(conn, archive)
    load_what_waits(conn, archive)
    assert digest(conn) == before
    assert rows(conn, readings) == outcomes


def some_files(archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-0")
    exchange(writer, 0, url=FEED, body=feed(SLUG, OTHER))
    exchange(writer, 0.1, body=article_page(byline="SONG NHI"))
    exchange(writer, 0.2, url=OTHER, body=article_page(level="9"))
    writer.seal()
    capture(archive, 1, url=MOVED, level="2,4", byline="MINH HÒA - LAN ANH")


@pytest.mark.parametrize("key", [SLUG, "as id"])
def test_an_article_goes_and_stays_away(conn: psycopg.Connection, archive: Archive, key: str) -> None:
    some_files(archive)
    load_what_waits(conn, archive)
    found = identify(SLUG)
    assert found is not None
    suppress(conn, archive, "article", SLUG if key == SLUG else str(found.article_id), "asked by its author")
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]
    load_what_waits(conn, archive)
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]
    assert rows(conn, "SELECT outcome, count(*) FROM ops.reading GROUP BY 1 ORDER BY 1") == [
        ("article", 1),
        ("suppressed", 2),
    ]
    assert rows(conn, "SELECT DISTINCT text_hash FROM ops.reading WHERE outcome = 'suppressed'") == [(None,)]
    assert rows(conn, "SELECT hint FROM ops.url_channel ORDER BY 1") == [("Tin 1",), (None,)]
    known = read_frontier(conn, "baoangiang", START + timedelta(days=400)).known
    assert [known[url_key(url)].due for url in (SLUG, MOVED, OTHER)] == [False, False, True]
    assert_a_rebuild_is_the_same(conn, archive)
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]


def test_an_address_goes_and_the_article_stays_as_its_other_address_shows_it(
    conn: psycopg.Connection, archive: Archive
) -> None:
    some_files(archive)
    load_what_waits(conn, archive)
    suppress(conn, archive, "url", SLUG.replace("https://", "http://www."), "asked by the paper")
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]
    load_what_waits(conn, archive)
    assert rows(conn, "SELECT url, revision_count FROM news.article_record ORDER BY native_id") == [
        (MOVED, 1),
        (OTHER, 1),
    ]
    assert rows(conn, f"SELECT count(*) FROM news.article_url WHERE url = '{SLUG}'") == [(0,)]
    assert_a_rebuild_is_the_same(conn, archive)
    conn.execute(TABLES)
    restore_takedowns(conn, archive)
    assert not read_frontier(conn, "baoangiang", START).known[url_key(SLUG)].due


@pytest.mark.parametrize("name", ["Song Nhi", "LAN ANH"])
def test_a_persons_name_goes_out_of_every_byline(conn: psycopg.Connection, archive: Archive, name: str) -> None:
    some_files(archive)
    load_what_waits(conn, archive)
    suppress(conn, archive, "person", name, "asked by that person")
    load_what_waits(conn, archive)
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(2,)]
    everywhere = "SELECT a::text FROM news.article_byline AS a UNION ALL SELECT v::text FROM news.article_version AS v"
    said = [row for (row,) in rows(conn, everywhere) if name.casefold() in row.casefold()]
    assert said == []
    assert ("Minh Hòa",) in rows(conn, "SELECT name FROM news.article_byline")
    assert name not in (archive.root / "suppression.jsonl").read_text("utf8")
    assert_a_rebuild_is_the_same(conn, archive)


def test_a_takedown_waits_for_a_load_that_knows_nothing_of_it(
    conn: psycopg.Connection, archive: Archive, server: PostgresServer
) -> None:
    some_files(archive)
    with connect(server.url) as other, ThreadPoolExecutor() as pool:
        with conn.transaction():
            load_what_waits(conn, archive)
            takedown = pool.submit(suppress, other, archive, "article", SLUG, "asked by its author")
            with pytest.raises(TimeoutError):
                takedown.result(timeout=1)
        takedown.result(timeout=30)
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]


def test_where_no_takedown_is_new_nobody_waits_for_a_load(
    conn: psycopg.Connection, archive: Archive, server: PostgresServer
) -> None:
    suppress(conn, archive, "url", OTHER, "asked by the paper")
    some_files(archive)
    with connect(server.url) as other, conn.transaction():
        load_what_waits(conn, archive)
        other.execute("SET lock_timeout = '1s'")
        assert restore_takedowns(other, archive) == 0


def test_an_outlet_goes_and_is_not_asked_for(conn: psycopg.Connection, archive: Archive) -> None:
    some_files(archive)
    load_what_waits(conn, archive)
    suppress(conn, archive, "outlet", "baoangiang", "asked by the paper")
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(0,)]
    assert_a_rebuild_is_the_same(conn, archive)
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(0,)]
    with pytest.raises(OutletSuppressed, match="taken down"):
        read_frontier(conn, "baoangiang", START)


def test_no_run_is_measured_by_what_is_taken_down(conn: psycopg.Connection, archive: Archive) -> None:
    suppress(conn, archive, "url", OTHER, "asked by the paper")
    some_files(archive)
    load_what_waits(conn, archive)
    assert rows(conn, "SELECT u.url FROM ops.announcement JOIN ops.url AS u USING (url_key)") == [(SLUG,)]


def test_the_same_takedown_twice_is_one(conn: psycopg.Connection, archive: Archive) -> None:
    keys = {suppress(conn, archive, "article", SLUG, "asked") for _ in range(2)}
    assert rows(conn, "SELECT scope, key_hash, reason FROM ops.suppression") == [("article", keys.pop(), "asked")]
    assert restore_takedowns(conn, archive) == 0


@pytest.mark.parametrize(
    ("scope", "key"), [("url", "javascript:x"), ("article", "https://baoangiang.com.vn/"), ("outlet", "x"), ("x", "y")]
)
def test_a_key_that_names_nothing_is_refused_and_not_kept(
    conn: psycopg.Connection, archive: Archive, scope: str, key: str
) -> None:
    with pytest.raises(BadTakedown):
        suppress(conn, archive, scope, key, "asked")
    assert not (archive.root / "suppression.jsonl").exists()
