"""A captured channel is known by its address, whichever page of it; a sitemap by what it is."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.archive import SavedPage
from crawler.article import ChannelRead
from crawler.outlets import outlet
from crawler.sites import channel_of, read_channel_page, sitemap_channel


@pytest.mark.parametrize(
    ("key", "url", "name"),
    [
        ("baoangiang", "https://baoangiang.com.vn/chinh-tri-xa-hoi/?p=7&d=", "chinh-tri-xa-hoi"),
        ("baoangiang", "http://www.baoangiang.com.vn/", "home"),
        ("baoangiang", "https://baoangiang.com.vn/chinh-tri-xa-hoi/", None),
        ("baoangiang", "https://baoangiang.com.vn/ly-do-a367201.html", None),
        ("baonghean", "https://baonghean.vn/rss/thoi-su", "rss-thoi-su"),
        ("baonghean", "javascript:void(0)", None),
    ],
)
def test_channel_of(key: str, url: str, name: str | None) -> None:
    found = channel_of(url, outlet(key))
    assert (found and found.name) == name


def saved(body: bytes, path: str = "/sitemap.xml", host: str = "baonghean.vn") -> SavedPage:
    return SavedPage(body, f"https://{host}{path}", datetime(2026, 11, 24, tzinfo=UTC))


def urlset(*urls: str) -> bytes:
    return ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + "".join(urls) + "</urlset>").encode()


ONE = "<url><loc>https://baonghean.vn/mot-bai-10301234.html</loc><lastmod>2026-11-24T10:00:00+07:00</lastmod></url>"
INDEX = b"""<?xml version="1.0"?><!-- made by a plugin --><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://baonghean.vn/sitemap-10.xml</loc><lastmod>2026-10-31</lastmod></sitemap>
<sitemap><loc>https://baonghean.vn/sitemap-11.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    "body", [urlset(ONE), b'\xef\xbb\xbf<?xml version="1.0"?>\n' + urlset(ONE), gzip.compress(urlset(ONE))]
)
def test_a_sitemap_that_only_robots_txt_names_is_known_by_what_it_is(body: bytes) -> None:
    reading = read_channel_page(saved(body), outlet("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert (reading.parser, reading.result.channel) == ("channel/sitemap", "sitemap")
    assert [a.modified_at for a in reading.result.announced] == ["2026-11-24T10:00:00+07:00"]


def test_an_index_names_its_newest_child() -> None:
    reading = read_channel_page(saved(INDEX), outlet("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert reading.result.next_url == "https://baonghean.vn/sitemap-11.xml"
    assert reading.result.problems == []


@pytest.mark.parametrize("body", [b"<html><body>urlset</body></html>", b"", b"\x1f\x8bdamaged", b"<rss></rss>"])
def test_another_page_is_no_sitemap(body: bytes) -> None:
    assert read_channel_page(saved(body), outlet("baonghean")) is None


def test_a_sitemap_that_failed_is_a_channel_with_a_problem() -> None:
    page = replace(saved(b"<html><h1>404</h1></html>"), status=404)
    reading = read_channel_page(page, outlet("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert [(p.code, p.detail) for p in reading.result.problems] == [("http_error", "404")]
    assert (
        read_channel_page(replace(page, url="https://baonghean.vn/mot-bai-10301234.html"), outlet("baonghean")) is None
    )


def test_a_sitemap_of_another_paper_is_no_channel() -> None:
    assert read_channel_page(saved(urlset(ONE), host="baodanang.vn"), outlet("baonghean")) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://baonghean.vn/sitemap.xml", "sitemap"),
        ("http://www.baonghean.vn/sitemap.xml.gz", "sitemap"),
        ("https://baonghean.vn/sitemaps/news-2026-11.xml", "sitemaps-news-2026-11"),
        ("https://baonghean.vn/home.xml?n=2", "sitemap-home-n-2"),
        ("https://baonghean.vn/rss/thoi-su", None),
        ("https://elsewhere.vn/sitemap.xml", None),
        ("/sitemap.xml", None),
    ],
)
def test_the_name_of_a_sitemap(url: str, name: str | None) -> None:
    found = sitemap_channel(url, outlet("baonghean"))
    assert (found and found.name) == name


def test_a_very_large_sitemap_is_cut_to_its_newest() -> None:
    form = "<url><loc>https://baonghean.vn/bai-{0}.html</loc><lastmod>2026-11-24T10:{1:02}:{2:02}+07:00</lastmod></url>"
    urls = [form.format(10300000 + n, n // 60, n % 60) for n in range(1200)]
    reading = read_channel_page(saved(urlset(*urls)), outlet("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert [a.url for a in reading.result.announced] == [
        f"https://baonghean.vn/bai-{10300000 + n}.html" for n in range(200, 1200)
    ]
    assert [p.code for p in reading.result.problems] == ["cut"]
