"""Feeds and sitemaps in other forms, encodings and states: each names its article, and half an address names none."""

import gzip
import json
from datetime import UTC, datetime
from time import process_time

import pytest

from crawler.article import Announced, ChannelRead
from crawler.outlets import Channel, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read_channel

HOST = "https://baonghean.vn"
OUTLET = outlet_by_key("baonghean")
PATH = "mot-bai-10300000.html"
ARTICLE = f"{HOST}/{PATH}"
TIME = "2026-11-24T10:30:00+07:00"
FEED = Channel(name="rss", kind="rss", url=f"{HOST}/rss/home.rss", status="guessed")
SITEMAP = Channel(name="sitemap", kind="sitemap", url=f"{HOST}/sitemap.xml", status="guessed")
ITEM = f"<title>Tin mới</title><link>{ARTICLE}</link><pubDate>Tue, 24 Nov 2026 10:30:00 +0700</pubDate>"


def read(body: bytes | str, channel: Channel = FEED) -> ChannelRead:
    data = body.encode() if isinstance(body, str) else body
    return read_channel(SavedPage(data, channel.url, datetime(2026, 11, 24, 12, tzinfo=UTC)), OUTLET, channel)


def only(result: ChannelRead) -> Announced:
    (announced,) = result.announced
    assert result.problems == []
    return announced


def rss(item: str = ITEM, encoding: str = "utf-8", root: str = "rss version='2.0'") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><{root}><channel><item>{item}</item></channel></rss>'


def atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><entry>{entry}</entry></feed>'


def sitemap(*entries: str, encoding: str = "utf-8") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><urlset>{"".join(entries)}</urlset>'


ENTRY = f"<url><loc>{ARTICLE}</loc><lastmod>{TIME}</lastmod></url>"
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [{"id": "1", "url": ARTICLE, "title": "Tin mới", "date_published": TIME}],
}


@pytest.mark.parametrize(
    "body",
    [
        rss(encoding="utf-16"),
        rss(encoding="utf-16").encode("utf-16"),
        rss(encoding="utf-16be").encode("utf-16-be"),
        rss(encoding="utf8mb4"),
        "\ufeff\ufeff" + rss(),
        rss(ITEM.replace("Tin mới", "<![CDATA[<b>Tin</b> mới]]>")),
        json.dumps(JSON_FEED),
        atom(f"<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Tin <b>mới</b></div></title>"
             f"<link href='{ARTICLE}'/><published>{TIME}</published>"),
    ],
)  # fmt: skip
def test_a_feed_in_another_form_or_encoding_is_read(body: bytes | str) -> None:
    announced = only(read(body))
    assert (announced.url, announced.title, announced.published_at) == (ARTICLE, "Tin mới", TIME)


@pytest.mark.parametrize(
    "links",
    [
        f"<link/>{ARTICLE}<guid>12</guid>",
        f"<link>{HOST}/</link><guid>{ARTICLE}</guid>",
        f"<link>http://feedproxy.example/1</link><feedburner:origLink>{ARTICLE}</feedburner:origLink>",
        f"<link>{PATH}</link>",
        f"<link>/{PATH}</link>",
        f"<link>//baonghean.vn/{PATH}</link>",
        f"<link>baonghean.vn/{PATH}</link>",
        f"<link>\n<![CDATA[ {ARTICLE} ]]>\n</link>",
    ],
)
def test_the_address_is_found_wherever_it_stands(links: str) -> None:
    spaces = "rss version='2.0' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'"
    assert only(read(rss(f"<title>5 &lt; 6 & 7</title>{links}", root=spaces))).url == ARTICLE


@pytest.mark.parametrize("text", ["1795491000", "1795491000000", TIME, "2026-11-24T10:30:00GMT+7"])
def test_a_time_in_another_form_is_read(text: str) -> None:
    item = f"<title>T</title><link>{ARTICLE}</link><pubDate>{text}</pubDate>"
    assert only(read(rss(item))).published_at == TIME
    assert only(read(sitemap(ENTRY.replace(TIME, text)), SITEMAP)).modified_at == TIME


@pytest.mark.parametrize(
    "text", ["Tue, 24 Nov 2026 10:30:00 +0700", "Tue, 24 Nov 2026 03:30:00 GMT", "Thứ Ba, 24/11/2026 10:30"]
)
def test_a_sitemap_may_write_its_times_as_feeds_do(text: str) -> None:
    assert only(read(sitemap(ENTRY.replace(TIME, text)), SITEMAP)).modified_at == TIME


@pytest.mark.parametrize(
    "body",
    [
        sitemap(ENTRY, encoding="utf-16"),
        sitemap(ENTRY, encoding="utf-16").encode("utf-16"),
        gzip.compress(sitemap(ENTRY, encoding="utf-16").encode("utf-16"), mtime=0),
        sitemap(ENTRY, encoding="utf8mb4"),
        f"{ARTICLE}\r\n".encode("utf-16"),
        f"{ARTICLE}\r\n".encode("utf-16-le"),
    ],
)
def test_a_sitemap_in_another_encoding_is_read(body: bytes | str) -> None:
    assert only(read(body, SITEMAP)).url == ARTICLE


def test_an_index_may_name_articles_beside_its_sitemaps() -> None:
    child = f"<sitemap><loc>{HOST}/s1.xml</loc></sitemap>"
    result = read(f"<sitemapindex>{child}{ENTRY}</sitemapindex>", SITEMAP)
    assert (only(result).url, result.next_url, result.more) == (ARTICLE, f"{HOST}/s1.xml", [])


@pytest.mark.parametrize("lost", range(12, 60, 6))
def test_half_an_address_is_none(lost: int) -> None:
    """The number at the end of an address is cut, and what is left is the number of another article."""
    numbered = f"{HOST}/mot-bai-10300000.html?so=10300000"
    for whole, end, channel in (
        (sitemap(ENTRY, f"<url><loc>{numbered}</loc></url>"), "</loc></url></urlset>", SITEMAP),
        (rss(f"{ITEM}</item><item><link>{numbered}</link>"), "</link></item></channel></rss>", FEED),
    ):
        result = read(whole[: -len(end) - lost + 12], channel)
        assert [a.url for a in result.announced] == [ARTICLE]
        assert [p.code for p in result.problems] == ["truncated"]


BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))


@pytest.mark.parametrize("channel", [FEED, SITEMAP])
def test_entities_that_grow_or_name_files_are_not_expanded(channel: Channel) -> None:
    doctype = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{BOMB}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    body = rss(f"<title>&j;&file;</title><link>{ARTICLE}</link>") if channel is FEED else sitemap(ENTRY + "<x>&j;</x>")
    result = read(body.replace("?>", f"?>{doctype}", 1), channel)
    assert [a.url for a in result.announced] == [ARTICLE]
    assert len(result.announced[0].title or "") < 50


@pytest.mark.parametrize("channel", [FEED, SITEMAP])
def test_white_space_before_a_channel_takes_no_time(channel: Channel) -> None:
    started = process_time()
    read(" " * 400_000 + "x", channel)
    assert process_time() - started < 5  # minutes where each blank is tried as the first
