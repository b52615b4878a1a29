"""A small archive of one article, written night by night, and its way into the tables."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from crawler.archive import Archive, WarcWriter, captures, read_capture
from crawler.article import Reading
from crawler.outlets import outlet_by_key
from crawler.sites import read, read_channel_page
from crawler.warehouse import CaptureRef, load_warc

START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
SLUG = "https://baoangiang.com.vn/nuoc-lu-ve-som-a500001.html"
FEED = "https://baoangiang.com.vn/rss/home.rss"
PAGE = """<html><head><title>{headline}</title></head><body>
<div class="box1 mybreadcrumb"><ul class="breadcrumb left"><li><h4><a href="/">Trang chủ</a></h4></li>
<li><h4><a href="/kinh-te/">Kinh tế</a></h4></li></ul></div>
<div class="detail-title"><h1>{headline}</h1></div><div class="pubdate fleft">20/11/2026 - 08:15</div>
<div class="col-xs-12 detail-desc"><div class="content-fck"><p>Nước lũ lên nhanh trong ba ngày qua.</p></div></div>
<div id="newscontents"><div class="content-fck"><div class="content-fck-font-size">
<p>Sáng 20-11, mực nước trên sông ở mức {level} m, cao hơn cùng kỳ năm trước.</p>
<p>Bà con vùng đê bao thu hoạch sớm lúa vụ ba để tránh thiệt hại.</p>
<p style="text-align:right"><strong>Tin, ảnh: {byline}</strong></p></div></div></div>
<div class="sidebar">{sidebar}</div></body></html>"""


def article_page(
    *, headline: str = "Nước lũ về sớm", level: str = "2,1", sidebar: str = "", byline: str = "MINH HÒA"
) -> bytes:
    return PAGE.format(headline=headline, level=level, sidebar=sidebar, byline=byline).encode()


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>Tin {n}</title><link>{url}</link></item>" for n, url in enumerate(urls))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def exchange(
    writer: WarcWriter,
    day: float,
    *,
    url: str = SLUG,
    status: int = 200,
    body: bytes = b"",
    etag: str | None = None,
    coding: str = "",
) -> str:
    """Archive one answer, at START plus so many days."""
    kind = "application/rss+xml" if "/rss/" in url else "text/html; charset=utf-8"
    headers = [("Content-Type", kind), *([("ETag", etag)] if etag else [])]
    headers += [("Content-Encoding", coding)] if coding else []
    return writer.write_exchange(
        url=url,
        method="GET",
        request_headers=[],
        status=status,
        reason="-",
        response_headers=headers,
        body=body,
        fetched_at=START + timedelta(days=day),
    )


def capture(
    archive: Archive, day: float, *, url: str = SLUG, run: str | None = None, key: str = "baoangiang", **page: str
) -> Path:
    """Archive one night's fetch of the article in a file of its own."""
    writer = WarcWriter(archive, key, run or f"night-{day}")
    exchange(writer, day, url=url, body=article_page(**page), etag=f'"{day}"')
    return writer.seal()


def answered(archive: Archive, day: float, status: int, *, url: str = SLUG) -> Path:
    """Archive one night's answer that holds no page."""
    writer = WarcWriter(archive, "baoangiang", f"night-{day}")
    exchange(writer, day, url=url, status=status)
    return writer.seal()


def readings(path: Path) -> list[Reading]:
    own = outlet_by_key(path.parent.name)
    pages = [c.page for c in captures(path) if c.kind == "response"]
    return [read_channel_page(page, own) or read(page, own) for page in pages]


def load(conn: psycopg.Connection, archive: Archive, paths: Iterable[Path], build: str = "build-1") -> int:
    """Load the files; return how many earlier captures had to be read again."""
    reread_captures = 0

    def reread(refs: list[CaptureRef]) -> list[Reading]:
        nonlocal reread_captures
        reread_captures += len(refs)
        places = [(archive.warc_path(r.outlet, r.warc), r) for r in refs]
        return [read(read_capture(path, r.offset, r.record_id).page, outlet_by_key(r.outlet)) for path, r in places]

    for path in paths:
        load_warc(conn, path, readings(path), reread, build)
    return reread_captures


def rows(conn: psycopg.Connection, query: str) -> list[tuple]:
    return conn.execute(query).fetchall()  # type: ignore[arg-type]
