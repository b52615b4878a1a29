"""One odd answer of a server costs its own capture: the rest of the file is loaded, now and at every later load."""

import gzip
from functools import cache
from typing import Any

import brotli
import psycopg
import pytest
from one_article import SLUG, article_page, capture, exchange, load, rows

from crawler.archive import Archive, WarcWriter
from crawler.warehouse import Takedowns, digest, remove_from_file, unloaded

OTHER = "https://baoangiang.com.vn/mua-lon-dien-rong-a500002.html"


@cache
def bomb() -> bytes:
    """Pack 600 MB, when the first test needs it: whoever collects the tests does not."""
    return gzip.compress(b"\0" * (600 << 20), mtime=0)


@pytest.mark.parametrize(
    ("status", "codings", "sent", "outcome"),
    [
        (200, "br", brotli.compress(article_page()), "article"),
        (200, "br", article_page(), "article"),
        (200, "br", b"\x8b\x02\x80\xff\xfe\x00" * 50, "unreadable"),
        (404, "br", b"\x8b\x02\x80\xff\xfe\x00" * 50, "gone"),
        (200, "gzip", bomb, "unreadable"),
        (40_000, "", article_page(), "http_error"),
        (0, "", article_page(), "http_error"),
    ],
    ids=["br", "br, plain", "br, damaged", "404 br, damaged", "a bomb", "status 40000", "status 0"],
)
def test_an_odd_answer_costs_one_capture(  # noqa: PLR0917
    conn: psycopg.Connection, archive: Archive, status: int, codings: str, sent: Any, outcome: str
) -> None:
    body = sent() if callable(sent) else sent
    writer = WarcWriter(archive, "baoangiang", "night-0")
    exchange(writer, 0, url="https://baoangiang.com.vn/robots.txt", status=404, body=body, coding=codings)
    exchange(writer, 0, status=status, body=body, coding=codings, etag='"1"')
    exchange(writer, 0, url=OTHER, body=article_page(headline="Mưa lớn diện rộng"))
    path = writer.seal()
    load(conn, archive, [path])
    load(conn, archive, [capture(archive, 1)])
    assert rows(conn, "SELECT headline FROM news.article_record ORDER BY native_id") == [
        ("Nước lũ về sớm",),
        ("Mưa lớn diện rộng",),
    ]
    assert (outcome,) in rows(conn, "SELECT outcome FROM ops.reading ORDER BY fetched_at")
    assert unloaded(conn, archive, "baoangiang", "build-1") == []
    before = digest(conn)
    load(conn, archive, archive.sealed())
    assert digest(conn) == before


@pytest.mark.parametrize(
    ("sent", "coding", "outcome"),
    [
        (b"\x8b\x02\x80\xff\xfe\x00" * 50, "br", "unreadable"),
        (gzip.compress(article_page(), mtime=0)[:-9], "gzip", "truncated"),
        (article_page()[:-400], "", "truncated"),
        (b"", "", "truncated"),
        (
            b"<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script></html>",
            "",
            "",
        ),
    ],
)
def test_what_is_not_the_page_is_asked_for_whole_the_next_time(
    conn: psycopg.Connection, archive: Archive, sent: bytes, coding: str, outcome: str
) -> None:
    writer = WarcWriter(archive, "baoangiang", "night-0")
    exchange(writer, 0, body=sent, coding=coding, etag='"1"')
    load(conn, archive, [writer.seal()])
    assert rows(conn, "SELECT etag FROM ops.url") == [(None,)]
    assert rows(conn, "SELECT outcome FROM ops.reading") == [(outcome or "challenge_page",)]


def test_a_takedown_passes_by_what_cannot_be_unpacked(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "night-0")
    exchange(writer, 0, url=OTHER, body=bomb(), coding="gzip")
    exchange(writer, 0, body=article_page())
    path = writer.seal()
    load(conn, archive, [path])
    removed = remove_from_file(
        conn,
        archive,
        path,
        Takedowns(url=frozenset(k for (k,) in rows(conn, f"SELECT url_key FROM ops.url WHERE url = '{SLUG}'"))),
    )
    assert removed.captures == 1
    assert {url for (url,) in rows(conn, "SELECT url FROM ops.url")} >= {OTHER}
