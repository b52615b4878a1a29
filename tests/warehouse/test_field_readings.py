"""What a load keeps of an article's fields and of their witnesses: a channel's words, the head, equal bodies."""

import psycopg
from one_article import FEED, SLUG, article_page, capture, exchange, load, rows

from crawler.archive import Archive, WarcWriter
from crawler.quality.proof_record import record_proof

HALF_A_SECOND = 0.5 / 86400  # days
OTHER = "https://baoangiang.com.vn/cau-moi-a500002.html"


def health(conn: psycopg.Connection, field: str) -> list[tuple]:
    counts = "read, filled, agreed, contradicted, lost_url, contradicted_url"
    return rows(conn, f"SELECT {counts} FROM ops.field_health WHERE field = '{field}'")


def feed(title: str, published: str) -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><title>{title}</title>'
        f"<link>{SLUG}</link><pubDate>{published}</pubDate>"
        "<description><![CDATA[<img src='a.jpg'/> Nước lũ lên nhanh trong ba ngày qua.]]></description></item>"
        "</channel></rss>"
    ).encode()


def test_a_channel_keeps_its_words_and_is_a_witness(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-0")
    exchange(writer, 0, url=FEED, body=feed("Nước lũ về sớm", "Fri, 20 Nov 2026 03:10:00 +0700"))
    exchange(writer, 0.1, body=article_page())
    load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT hint, published_at::text, description FROM ops.url_channel") == [
        ("Nước lũ về sớm", "2026-11-19 20:10:00+00", "Nước lũ lên nhanh trong ba ngày qua.")
    ]
    assert health(conn, "headline") == [(1, 1, 1, 0, None, None)]
    assert health(conn, "lead") == [(1, 1, 1, 0, None, None)]
    assert health(conn, "published_at") == [(1, 1, 0, 1, None, SLUG)]
    assert health(conn, "tags") == [(1, 0, 0, 0, SLUG, None)]
    quality = "SELECT month::text, articles, filled, agreed, contradicted, filled_share, agreed_share"
    assert rows(conn, f"{quality} FROM news.field_quality WHERE field = 'published_at'") == [
        ("2026-11-01", 1, 1, 0, 1, 1, 0)
    ]


def test_a_capture_between_two_seconds_counts(conn: psycopg.Connection, archive: Archive) -> None:
    """Readings know their time to the second, captures to the microsecond."""
    load(conn, archive, [capture(archive, HALF_A_SECOND)])
    assert health(conn, "headline") == [(1, 1, 0, 0, None, None)]


def test_only_the_first_reading_counts(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4")])
    assert rows(conn, "SELECT DISTINCT run_id FROM ops.field_health") == [("night-0",)]


def test_a_body_that_three_articles_share_is_none(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-0")
    for n in range(3):
        exchange(writer, n / 10, url=OTHER.replace("500002", f"50000{n}"), body=article_page())
    exchange(writer, 0.5, url=OTHER.replace("500002", "500009"), body=article_page(level="9"))
    load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT read, filled FROM ops.field_health WHERE field = 'body'") == [(4, 1)]


def test_a_body_by_the_reader_of_one_page_speaks_against_the_papers_profile(
    conn: psycopg.Connection, archive: Archive
) -> None:
    load(conn, archive, [capture(archive, 0)])
    assert body_counts(conn) == [(0, 0)]
    conn.execute("INSERT INTO ops.problem SELECT record_id, 'layout', 'unknown', '', parser_build_id FROM ops.reading")
    assert body_counts(conn) == [(0, 1)]
    conn.execute("UPDATE ops.field_reading SET confirmed = '{body}'")  # as by the page's JSON-LD
    assert body_counts(conn) == [(1, 0)]


def body_counts(conn: psycopg.Connection) -> list[tuple[int, int]]:
    return [(each.confirmed, each.refuted) for each in record_proof(conn, "baoangiang") if each.field == "body"]
