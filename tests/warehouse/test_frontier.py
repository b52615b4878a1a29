"""What was announced, what became of each address, and when it is due: from the captures, in whatever order."""

import itertools
import random
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from one_article import FEED, SLUG, START, answered, article_page, capture, exchange, feed, load, rows

from crawler.archive import Archive, WarcWriter
from crawler.article import url_key
from crawler.frontier import KnownUrl
from crawler.warehouse import read_frontier

OTHER = "https://baoangiang.com.vn/cau-moi-thong-xe-a500002.html"
THIRD = "https://baoangiang.com.vn/cho-noi-dong-khach-a500003.html"
AIRFLOW_RUN = "scheduled__2026-11-20T18:30:00+00:00"
UNEXPLAINED = """
    SELECT u.url FROM ops.announcement AS n JOIN ops.url AS u USING (url_key)
    WHERE n.run_id = %s AND n.outlet_key = 'baoangiang'
      AND NOT EXISTS (SELECT FROM ops.reading AS r WHERE r.article_id = n.article_id)
      AND NOT EXISTS (SELECT FROM ops.refusal AS f WHERE f.run_id = n.run_id AND f.url_key = n.url_key)
    ORDER BY u.url"""


def night(archive: Archive, run: str = "run-1") -> Path:
    """Archive a crawl that was told of three articles, fetched one, refused one, and lost one."""
    writer = WarcWriter(archive, "baoangiang", run)
    exchange(writer, 0, url=FEED, body=feed(SLUG, OTHER, THIRD))
    exchange(writer, 0.01, body=article_page())
    writer.write_metadata("refused", {"url": OTHER, "reason": "robots", "detail": ""})
    return writer.seal()


def known(conn: psycopg.Connection, day: float, url: str = SLUG) -> KnownUrl | None:
    return read_frontier(conn, "baoangiang", START + timedelta(days=day)).known.get(url_key(url))


def due(conn: psycopg.Connection, day: float, url: str = SLUG) -> bool:
    found = known(conn, day, url)
    return found is not None and found.due


def test_an_announced_address_that_has_neither_answer_nor_refusal_is_unexplained(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [night(archive)])
    assert conn.execute(UNEXPLAINED, ["run-1"]).fetchall() == [(THIRD,)]
    assert [due(conn, 0.5, url) for url in (SLUG, OTHER, THIRD)] == [False, True, True]
    assert rows(conn, "SELECT DISTINCT announced_run FROM ops.url") == [("run-1",)]
    assert rows(conn, "SELECT channel, hint FROM ops.url_channel ORDER BY hint") == [
        ("rss", "Tin 0"),
        ("rss", "Tin 1"),
        ("rss", "Tin 2"),
    ]


@pytest.mark.parametrize(
    ("status", "word"),
    [(301, "redirect"), (304, "unchanged"), (404, "gone"), (410, "gone"), (403, "http_error"), (503, "http_error")],
)
def test_every_answer_of_an_articles_address_has_an_outcome(
    conn: psycopg.Connection, archive: Archive, status: int, word: str
) -> None:
    load(conn, archive, [answered(archive, 0, status)])
    assert rows(conn, "SELECT outcome, parser_build_id FROM ops.reading") == [(word, None)]


def test_pages_have_the_outcome_that_the_parser_gives(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-1")
    exchange(writer, 0, body=article_page())
    exchange(writer, 0.1, body=b"<html><head><title>404 - khong co trang</title></head><body>x</body></html>")
    exchange(writer, 0.2, body=b"<html><head><title>Moi</title></head><body><div>khac</div></body></html>")
    exchange(writer, 0.3, status=403, body=b"<html><title>Just a moment...</title></html>")
    load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT outcome FROM ops.reading ORDER BY fetched_at") == [
        ("article",),
        ("soft_404",),
        ("layout_changed",),
        ("challenge_page",),
    ]


def test_the_run_has_the_id_that_warcinfo_gives_and_not_the_files_name(
    conn: psycopg.Connection, archive: Archive
) -> None:
    writer = WarcWriter(archive, "baoangiang", AIRFLOW_RUN)
    exchange(writer, 0, url=FEED, body=feed(SLUG, OTHER))
    writer.write_metadata("refused", {"url": OTHER, "reason": "limit", "detail": ""})
    writer.write_metadata(
        "channel",
        {
            "channel": "rss",
            "certainty": "guessed",
            "status": "ok",
            "items": 2,
            "end": "single",
            "reason": "",
            "url": FEED,
        },
    )
    load(conn, archive, [writer.seal()])
    for table in ("run", "warc_file", "channel_read", "refusal", "announcement"):
        assert rows(conn, f"SELECT DISTINCT run_id FROM ops.{table}") == [(AIRFLOW_RUN,)]
    assert rows(conn, "SELECT DISTINCT announced_run FROM ops.url") == [(AIRFLOW_RUN,)]


def test_visits_step_from_a_day_to_half_a_year(conn: psycopg.Connection, archive: Archive) -> None:
    visited = 0.0
    for wait in (1, 3, 7, 30, 180, 180):
        load(conn, archive, [capture(archive, visited)])
        assert (due(conn, visited + wait - 0.1), due(conn, visited + wait + 0.1)) == (False, True)
        visited += wait + 0.2


def test_a_night_400_days_ahead_does_not_put_off_the_next_one(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 400)])
    assert due(conn, 1)
    load(conn, archive, [capture(archive, 1)])
    assert [due(conn, day) for day in (1.5, 7, 8.1, 400.5, 403.1)] == [False, False, True, False, True]


def test_visits_of_one_day_are_one_visit(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, day) for day in (0, 0.1, 0.2)])
    assert (due(conn, 1.1), due(conn, 1.3)) == (False, True)


def test_an_unknown_address_without_a_page_is_asked_twice(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [answered(archive, 0, 404)])
    assert (due(conn, 0.9), due(conn, 1.1)) == (False, True)
    load(conn, archive, [answered(archive, 1.1, 404)])
    assert not due(conn, 1000)
    assert known(conn, 1000) is not None


def test_a_failing_address_is_asked_later_each_time_and_then_no_more(
    conn: psycopg.Connection, archive: Archive
) -> None:
    days = [0.0, 0.9, 2.6, 6.0]
    for day, wait in zip(days, (0.84, 1.67, 3.34, 6.67), strict=True):
        load(conn, archive, [answered(archive, day, 503)])
        assert (due(conn, day + wait - 0.05), due(conn, day + wait + 0.05)) == (False, True)
    load(conn, archive, [answered(archive, 13, 503)])
    assert not due(conn, 1000)


def test_an_address_refused_in_five_runs_is_new_again_for_whoever_names_it(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [night(archive, f"run-{n}") for n in range(4)])
    assert due(conn, 1, OTHER)
    load(conn, archive, [night(archive, "run-4")])
    assert known(conn, 1, OTHER) is None
    assert due(conn, 1, THIRD)


@pytest.mark.slow
def test_the_order_of_the_files_leaves_no_trace(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-9")
    exchange(writer, 6, url=FEED, body=feed(OTHER))
    paths = [
        night(archive),
        capture(archive, 1.2, level="2,4"),
        answered(archive, 3, 404),
        answered(archive, 4.5, 404),
        writer.seal(),
    ]
    table = "SELECT to_jsonb(u)::text FROM ops.url AS u ORDER BY 1"
    others = (
        "SELECT url_key, channel, first_seen_at, hint FROM ops.url_channel ORDER BY 1, 2",
        "SELECT record_id, outcome, text_hash FROM ops.reading ORDER BY 1",
        "SELECT run_id, first_seen_at FROM ops.run ORDER BY 1",
        "SELECT gone_at FROM news.article_record",
    )
    orders = list(itertools.permutations(paths))
    seen = set()
    for order in [orders[0], *random.Random(7).sample(orders, 15)]:
        conn.execute(
            "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run CASCADE"
        )
        load(conn, archive, order)
        seen.add(repr([rows(conn, query) for query in (table, *others)]))
    assert len(seen) == 1
    assert rows(conn, "SELECT gone_at FROM news.article_record") == [(START + timedelta(days=4.5),)]
    assert rows(conn, f"SELECT etag, last_status, fails FROM ops.url WHERE url = '{SLUG}'") == [('"1.2"', 404, 2)]
    assert rows(conn, f"SELECT announced_run FROM ops.url WHERE url = '{OTHER}'") == [("run-9",)]


def gone(conn: psycopg.Connection) -> object:
    return rows(conn, "SELECT gone_at FROM news.article_record")[0][0]


def test_an_article_is_gone_when_its_absence_is_seen_again_a_day_later(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [capture(archive, 0), answered(archive, 1, 404)])
    assert gone(conn) is None
    load(conn, archive, [answered(archive, 1.5, 410)])
    assert gone(conn) is None
    load(conn, archive, [answered(archive, 2.1, 404)])
    assert gone(conn) == START + timedelta(days=2.1)
    load(conn, archive, [capture(archive, 3)])
    assert gone(conn) is None
    load(conn, archive, [answered(archive, 4, 404)])
    assert gone(conn) is None


def test_an_article_that_moved_is_not_gone_with_its_old_address(conn: psycopg.Connection, archive: Archive) -> None:
    moved = "https://baoangiang.com.vn/nuoc-lu-ve-som-hon-a500001.html"
    load(conn, archive, [capture(archive, 0), answered(archive, 2, 404), answered(archive, 4, 404)])
    assert gone(conn) is not None
    load(conn, archive, [capture(archive, 1, url=moved)])
    assert gone(conn) is None


@pytest.mark.parametrize(("reason", "is_due"), [("limit", True), ("trial", True), ("failed", False)])
def test_what_a_limit_left_behind_is_never_given_up(
    conn: psycopg.Connection, archive: Archive, reason: str, is_due: bool
) -> None:
    for night in range(8):
        writer = WarcWriter(archive, "baoangiang", f"night-{night}")
        exchange(writer, night, url=FEED, body=feed(OTHER))
        writer.write_metadata("refused", {"url": OTHER, "reason": reason, "detail": ""})
        load(conn, archive, [writer.seal()])
    assert rows(conn, f"SELECT next_due_at IS NOT NULL FROM ops.url WHERE url = '{OTHER}'") == [(is_due,)]
