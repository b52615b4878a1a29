"""What feeds, sitemaps and listings announce."""

from invented_pages import page

from crawler.outlets import Channel, outlet
from crawler.sites import read_channel

HOME = "https://baoangiang.com.vn/"


def channel(kind: str, url: str = HOME) -> Channel:
    return Channel(name="thử", kind=kind, url=url, status="seen")  # type: ignore[arg-type]


def test_rss_announces_each_article_once_with_its_time() -> None:
    item = (
        "<item><title>Mùa &amp;#224; cá</title><link>https://baoangiang.com.vn/mua-ca-a7.html?utm_source=rss</link>"
        "<pubDate>Wed, 09 Jun 2021 14:33:00 +0700</pubDate></item>"
    )
    xml = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{item}{item}</channel></rss>"
    found = read_channel(page(xml, HOME + "rss/home.rss"), outlet("baoangiang"), channel("rss"))
    assert [(a.title, a.published_at) for a in found.announced] == [("Mùa à cá", "2021-06-09T14:33:00+07:00")]


def test_sitemap_with_news_extension() -> None:
    xml = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
        "<loc>https://baoangiang.com.vn/mua-ca-a7.html</loc><lastmod>2021-06-10T01:00:00Z</lastmod><news:news>"
        "<news:publication_date>2021-06-09T14:33:00+07:00</news:publication_date><news:title>Mùa cá</news:title>"
        "</news:news></url></urlset>"
    )
    found = read_channel(page(xml, HOME + "sitemap.xml"), outlet("baoangiang"), channel("sitemap"))
    assert [(a.title, a.published_at, a.modified_at) for a in found.announced] == [
        ("Mùa cá", "2021-06-09T14:33:00+07:00", "2021-06-10T08:00:00+07:00")
    ]


def test_listing_in_page_order_with_the_next_page() -> None:
    html = (
        "<html><head><base href='https://images.baoangiang.com.vn/static/'></head><body>"
        "<a href='/b-a2.html'><img src='x.jpg'></a><a href='/b-a2.html'>Bài B</a><a href='/a-a1.html'>Bài A</a>"
        "<a href='https://example.org/c-a3.html'>Khác</a><a href='?p=3&d='>3</a></body></html>"
    )
    template = "https://baoangiang.com.vn/xa-hoi/?p={page}&d="
    here = "https://baoangiang.com.vn/xa-hoi/?p=2&d="
    found = read_channel(page(html, here), outlet("baoangiang"), channel("listing", template))
    assert [(a.url.rsplit("-", 1)[1], a.title) for a in found.announced] == [("a2.html", "Bài B"), ("a1.html", "Bài A")]
    assert found.next_url == "https://baoangiang.com.vn/xa-hoi/?p=3&d="


def test_silence_is_told() -> None:
    found = read_channel(page("<html><body>xin chờ</body></html>", HOME), outlet("baoangiang"), channel("rss"))
    assert {p.code for p in found.problems} == {"not_a_feed", "nothing_announced"}
