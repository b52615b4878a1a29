"""A captured channel is known by its address, whichever page of it; a sitemap by what it is."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.article import Announced, ChannelRead
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
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
    found = channel_of(url, outlet_by_key(key))
    assert (found and found.name) == name


def saved(body: bytes, path: str = "/sitemap.xml", host: str = "baonghean.vn") -> SavedPage:
    return SavedPage(body, f"https://{host}{path}", datetime(2026, 11, 24, tzinfo=UTC))


def urlset(*urls: str) -> bytes:
    return ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + "".join(urls) + "</urlset>").encode()


def channel_read(page: SavedPage, key: str = "baonghean") -> ChannelRead:
    reading = read_channel_page(page, outlet_by_key(key))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    return reading.result


ONE = "<url><loc>https://baonghean.vn/mot-bai-10301234.html</loc><lastmod>2026-11-24T10:00:00+07:00</lastmod></url>"
INDEX = b"""<?xml version="1.0"?><!-- made by a plugin --><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://baonghean.vn/sitemap-10.xml</loc><lastmod>2026-10-31</lastmod></sitemap>
<sitemap><loc>https://baonghean.vn/sitemap-11.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    "body", [urlset(ONE), b'\xef\xbb\xbf<?xml version="1.0"?>\n' + urlset(ONE), gzip.compress(urlset(ONE), mtime=0)]
)
def test_a_sitemap_that_only_robots_txt_names_is_known_by_what_it_is(body: bytes) -> None:
    reading = read_channel_page(saved(body), outlet_by_key("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert (reading.parser, reading.result.channel) == ("channel/sitemap", "sitemap")
    assert [a.modified_at for a in reading.result.announced] == ["2026-11-24T10:00:00+07:00"]


def test_an_index_names_its_newest_child() -> None:
    reading = read_channel_page(saved(INDEX), outlet_by_key("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert reading.result.next_url == "https://baonghean.vn/sitemap-11.xml"
    assert reading.result.problems == []


def index(*names: str) -> bytes:
    children = "".join(f"<sitemap><loc>https://baonghean.vn/{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{children}</sitemapindex>".encode()


def test_an_index_without_dates_is_ordered_by_the_numbers_in_its_names_and_names_the_one_before() -> None:
    result = channel_read(saved(index("news-2026-9.xml.gz", "news-2026-10.xml.gz", "news-2025-12.xml.gz")))
    assert result.next_url == "https://baonghean.vn/news-2026-10.xml.gz"
    assert result.more == ["https://baonghean.vn/news-2026-9.xml.gz"]


def test_a_news_sitemap_keeps_its_dates_and_titles() -> None:
    body = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<url><loc>https://baonghean.vn/mot-bai-10301234.html</loc><news:news><news:publication>"
        "<news:name>Báo Nghệ An</news:name><news:language>vi</news:language></news:publication>"
        "<news:publication_date>2026-11-24T02:15:00Z</news:publication_date>"
        "<news:title>Lũ &amp;amp; bão: nước lên nhanh</news:title></news:news></url></urlset>"
    ).encode()
    for sent in (body, gzip.compress(body)):
        assert channel_read(saved(sent)).announced == [
            Announced(
                "https://baonghean.vn/mot-bai-10301234.html", "Lũ & bão: nước lên nhanh", "2026-11-24T09:15:00+07:00"
            )
        ]


@pytest.mark.parametrize("body", [b"<html><body>urlset</body></html>", b"", b"\x1f\x8bdamaged", b"<rss></rss>"])
def test_another_page_is_no_sitemap(body: bytes) -> None:
    assert read_channel_page(saved(body), outlet_by_key("baonghean")) is None


def test_a_sitemap_that_failed_is_a_channel_with_a_problem() -> None:
    page = replace(saved(b"<html><h1>404</h1></html>"), status=404)
    reading = read_channel_page(page, outlet_by_key("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert [(p.code, p.detail) for p in reading.result.problems] == [("http_error", "404")]
    assert (
        read_channel_page(replace(page, url="https://baonghean.vn/mot-bai-10301234.html"), outlet_by_key("baonghean"))
        is None
    )


def test_a_sitemap_of_another_paper_is_no_channel() -> None:
    assert read_channel_page(saved(urlset(ONE), host="baodanang.vn"), outlet_by_key("baonghean")) is None


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
    found = sitemap_channel(url, outlet_by_key("baonghean"))
    assert (found and found.name) == name


def test_a_very_large_sitemap_is_cut_to_its_newest() -> None:
    form = "<url><loc>https://baonghean.vn/bai-{0}.html</loc><lastmod>2026-11-24T10:{1:02}:{2:02}+07:00</lastmod></url>"
    urls = [form.format(10300000 + n, n // 60, n % 60) for n in range(1200)]
    reading = read_channel_page(saved(urlset(*urls)), outlet_by_key("baonghean"))
    assert reading is not None
    assert isinstance(reading.result, ChannelRead)
    assert [a.url for a in reading.result.announced] == [
        f"https://baonghean.vn/bai-{10300000 + n}.html" for n in range(200, 1200)
    ]
    assert [p.code for p in reading.result.problems] == ["cut"]


# -- JSON listings

CAO_BANG = "/list-post-by-category?page=2&limit=12&category_id=58&show_thumb=true&show_desc=true"
MENU = "/api/web/menu-get-list"
SECTION = "/api/web/article-get-news-by-category-slug?category_slug=xa-hoi&limit=12"


def cao_bang(body: str) -> ChannelRead:
    return channel_read(saved(body.encode(), CAO_BANG, "baocaobang.vn"), "baocaobang")


def dien_bien(body: str, path: str = SECTION) -> ChannelRead:
    return channel_read(saved(body.encode(), path, "api-dienbien.baodienbienphu.vn"), "baodienbienphu")


def test_a_json_listing_announces_its_links_absolute_or_from_the_root() -> None:
    result = cao_bang(
        '{"data": [{"link": "https://baocaobang.vn/Mot-bai-3161421.html"}, {"link": "/hai-bai-3161422.html"},'
        ' {"link": "https://elsewhere.vn/ba-bai-3161423.html"}, {"link": null}]}'
    )
    assert result.channel == "json-chinh-tri"
    assert [a.url for a in result.announced] == [
        "https://baocaobang.vn/Mot-bai-3161421.html",
        "https://baocaobang.vn/hai-bai-3161422.html",
    ]
    assert [(p.code, p.detail) for p in result.problems] == [("no_link", "1 of 4 entries")]


def test_a_menu_names_the_listings_of_its_sections() -> None:
    result = dien_bien(
        '{"status": 1, "data": {"list": [{"menu_slug": "xa-hoi"}, {"menu_slug": ""}, {"menu_slug": "kinh-te"},'
        ' {"menu_slug": "xa-hoi"}]}}',
        MENU,
    )
    form = "https://api-dienbien.baodienbienphu.vn/api/web/article-get-news-by-category-slug?category_slug={}&limit=12"
    assert (result.channel, result.announced, result.more) == (
        "api",
        [],
        [form.format("xa-hoi"), form.format("kinh-te")],
    )
    assert [p.code for p in result.problems] == ["no_link"]


def test_a_section_of_a_menu_makes_addresses_of_slugs() -> None:
    result = dien_bien(
        '{"status": 1, "data": {"list": [{"article_slug": "lu", "category_slug": "xa-hoi", "article_type_slug": ""},'
        ' {"article_slug": "bai-hai", "category_slug": "xa-hoi", "article_type_slug": "tin-bai"},'
        ' {"article_slug": "la", "category_slug": null}, "no entry"]}}'
    )
    assert [a.url for a in result.announced] == [
        "https://baodienbienphu.vn/tin-bai/xa-hoi/lu",
        "https://baodienbienphu.vn/tin-bai/xa-hoi/bai-hai",
    ]


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"status": 0}', '{"data": {"list": {}}}', '{"data": null}'])
def test_json_of_another_shape_is_a_problem_and_no_crash(body: str) -> None:
    result = dien_bien(body)
    assert (result.announced, [p.code for p in result.problems]) == ([], ["unreadable", "nothing_announced"])
