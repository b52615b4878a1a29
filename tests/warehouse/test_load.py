"""Edits, moved addresses, other builds, other orders, repeats: what the tables hold afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from crawler.archive import Archive, WarcWriter, captures, read_capture
from crawler.article import Reading
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import outlet
from crawler.sites import read
from crawler.warehouse import CaptureRef, digest, frontier, load_warc, unloaded

START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
SLUG = "https://baoangiang.com.vn/nuoc-lu-ve-som-a500001.html"
PAGE = """<html><head><title>{headline}</title></head><body>
<div class="box1 mybreadcrumb"><ul class="breadcrumb left"><li><h4><a href="/">Trang chủ</a></h4></li>
<li><h4><a href="/kinh-te/">Kinh tế</a></h4></li></ul></div>
<div class="detail-title"><h1>{headline}</h1></div><div class="pubdate fleft">20/11/2026 - 08:15</div>
<div class="col-xs-12 detail-desc"><div class="content-fck"><p>Nước lũ lên nhanh trong ba ngày qua.</p></div></div>
<div id="newscontents"><div class="content-fck"><div class="content-fck-font-size">
<p>Sáng 20-11, mực nước trên sông ở mức {level} m, cao hơn cùng kỳ năm trước.</p>
<p>Bà con vùng đê bao thu hoạch sớm lúa vụ ba để tránh thiệt hại.</p>
<p style="text-align:right"><strong>Tin, ảnh: MINH HÒA</strong></p></div></div></div>
<div class="sidebar">{sidebar}</div></body></html>"""


@pytest.fixture
def conn(server: PostgresServer) -> Iterator[psycopg.Connection]:
    with connect(server.url) as found:
        found.execute("TRUNCATE news.article, ops.warc_file, ops.reading, ops.url, ops.run, ops.suppression CASCADE")
        yield found


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def capture(
    archive: Archive,
    day: int,
    *,
    url: str = SLUG,
    headline: str = "Nước lũ về sớm",
    level: str = "2,1",
    sidebar: str = "",
) -> Path:
    """Archive one night's fetch of the article; name and time of the file follow the day."""
    writer = WarcWriter(archive, "baoangiang", f"night-{day}")
    body = PAGE.format(headline=headline, level=level, sidebar=sidebar).encode()
    writer.write_exchange(
        url=url, method="GET", request_headers=[], status=200, reason="OK", body=body,
        response_headers=[("Content-Type", "text/html; charset=utf-8")], fetched_at=START + timedelta(days=day),
    )  # fmt: skip
    return writer.seal()


def load(conn: psycopg.Connection, archive: Archive, paths: list[Path], build: str = "build-1") -> None:
    def reading(page: object) -> Reading:
        return read(page, outlet("baoangiang"))  # type: ignore[arg-type]

    def reread(refs: list[CaptureRef]) -> list[Reading]:
        return [reading(read_capture(archive.warc_path(r.outlet, r.warc), r.offset).page) for r in refs]

    for path in paths:
        load_warc(conn, path, [reading(c.page) for c in captures(path) if c.kind == "response"], reread, build)


def rows(conn: psycopg.Connection, query: str) -> list[tuple]:
    return conn.execute(query).fetchall()  # type: ignore[arg-type]


def test_a_changed_page_keeps_both_versions(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4")])
    assert rows(conn, "SELECT revision_count FROM news.article") == [(2,)]
    first, second = rows(conn, "SELECT changed, body[1] FROM news.article_revision ORDER BY revision")
    assert first == ([], "Sáng 20-11, mực nước trên sông ở mức 2,1 m, cao hơn cùng kỳ năm trước.")
    assert second == (["body"], None)
    assert "2,4 m" in rows(conn, "SELECT body[1] FROM news.article_text")[0][0]


def test_a_changed_sidebar_is_no_revision_and_a_changed_slug_a_second_address(
    conn: psycopg.Connection, archive: Archive
) -> None:
    moved = "https://baoangiang.com.vn/nuoc-lu-ve-som-hon-moi-nam-a500001.html"
    load(conn, archive, [capture(archive, 0), capture(archive, 1, url=moved, sidebar="Tin mới")])
    assert rows(conn, "SELECT count(*), max(revision_count) FROM news.article") == [(1, 1)]
    assert {url for (url,) in rows(conn, "SELECT url FROM news.article_url")} == {SLUG, moved}


def test_another_build_invents_no_revision_and_finds_the_one_edit(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    load(conn, archive, [capture(archive, 1)], "build-2")
    assert rows(conn, "SELECT revision_count FROM news.article") == [(1,)]
    load(conn, archive, [capture(archive, 2, headline="Nước lũ về rất sớm")], "build-3")
    assert rows(conn, "SELECT changed FROM news.article_revision ORDER BY revision") == [([],), (["headline"],)]


def test_order_does_not_matter_and_a_second_load_writes_nothing(conn: psycopg.Connection, archive: Archive) -> None:
    paths = [capture(archive, n, level=level) for n, level in enumerate(["2,1", "2,4", "2,1"])]
    load(conn, archive, paths)
    straight = digest(conn)
    assert unloaded(conn, archive, "baoangiang") == []
    before = rows(conn, "SELECT xmin::text, ctid::text FROM news.article UNION ALL SELECT xmin::text, ctid::text FROM news.article_revision")  # fmt: skip  # noqa: E501
    load(conn, archive, paths)
    assert before == rows(conn, "SELECT xmin::text, ctid::text FROM news.article UNION ALL SELECT xmin::text, ctid::text FROM news.article_revision")  # fmt: skip  # noqa: E501
    conn.execute("TRUNCATE news.article, ops.warc_file, ops.reading, ops.url CASCADE")
    assert digest(conn) != straight
    load(conn, archive, paths[::-1])
    assert digest(conn) == straight
    assert rows(conn, "SELECT revision_count FROM news.article") == [(3,)]


def test_a_suppressed_article_is_never_loaded(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0)])
    ((key,),) = rows(conn, "SELECT article_id FROM news.article")
    conn.execute("DELETE FROM news.article")
    conn.execute("INSERT INTO ops.suppression (scope, key_hash, reason) VALUES ('article', %s, 'takedown')", [key])
    load(conn, archive, [capture(archive, 1)])
    assert rows(conn, "SELECT count(*) FROM news.article") == [(0,)]


def test_the_frontier_waits_a_day_and_then_three(conn: psycopg.Connection, archive: Archive) -> None:
    def due(days: float) -> bool:
        return next(iter(frontier(conn, "baoangiang", START + timedelta(days=days)).known.values())).due

    load(conn, archive, [capture(archive, 0)])
    assert (due(0.9), due(1.1)) == (False, True)
    load(conn, archive, [capture(archive, 2)])
    assert (due(4.9), due(5.1)) == (False, True)


def test_a_failed_load_leaves_nothing_behind(conn: psycopg.Connection, archive: Archive) -> None:
    path = capture(archive, 0)
    path.with_name(path.name + ".sha256").unlink()
    with pytest.raises(FileNotFoundError):
        load(conn, archive, [path])
    assert rows(conn, "SELECT count(*) FROM news.article") == [(0,)]
    assert unloaded(conn, archive, "baoangiang") == [path]
