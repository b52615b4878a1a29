"""Channels as the wild has them: what plugins, caches and hands write is read, cut by age, and never noted falsely."""

import gzip
import random
from datetime import UTC, datetime

import msgspec
import pytest

from crawler.article import ChannelRead
from crawler.outlets import Channel, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read_channel, read_channel_page
from crawler.sites.channels import channel_of
from crawler.sites.feeds import page_template

HOST = "https://baonghean.vn"
FETCHED = datetime(2026, 11, 24, tzinfo=UTC)
OUTLET = outlet_by_key("baonghean")
SITEMAP = Channel(name="sitemap", kind="sitemap", url=f"{HOST}/sitemap.xml", status="guessed")
FEED = Channel(name="rss", kind="rss", url=f"{HOST}/rss/home.rss", status="guessed")
LISTING = Channel(name="home", kind="listing", url=f"{HOST}/", status="guessed")


def read(body: bytes | str, channel: Channel = SITEMAP) -> ChannelRead:
    data = body.encode() if isinstance(body, str) else body
    return read_channel(SavedPage(data, channel.url, datetime(2026, 11, 24, tzinfo=UTC)), OUTLET, channel)


def article(number: int) -> str:
    return f"{HOST}/mot-bai-{number}.html"


def entry(number: int, lastmod: str = "", more: str = "") -> str:
    dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url>{more}<loc>{article(number)}</loc>{dated}</url>"


def urlset(*entries: str) -> str:
    return "<urlset>" + "".join(entries) + "</urlset>"


def problems(result: ChannelRead) -> list[tuple[str, str]]:
    return [(p.code, p.detail) for p in result.problems]


FIRST = 10_300_000
NUMBERS = range(FIRST, FIRST + 3000)


@pytest.mark.parametrize("lastmod", ["", "2026-11-24", "2026-11-24T10:00:00+07:00"])
@pytest.mark.parametrize("order", ["oldest first", "newest first", "mixed"])
def test_without_telling_dates_the_highest_numbers_are_the_newest(lastmod: str, order: str) -> None:
    numbers = [*NUMBERS]
    if order == "newest first":
        numbers.reverse()
    elif order == "mixed":
        random.Random(1).shuffle(numbers)
    result = read(urlset(*(entry(n, lastmod) for n in numbers)))
    assert {a.url for a in result.announced} == {article(n) for n in NUMBERS[-1000:]}
    assert problems(result) == [("cut", "the newest 1000 by number of 3000")]


def test_with_dates_an_old_article_that_was_edited_is_among_the_newest() -> None:
    days = [f"2025-{1 + n % 3000 // 250:02}-{1 + n % 28:02}" for n in range(3000)]
    days[7] = "2025-12-30"
    result = read(urlset(*(entry(n, day) for n, day in zip(NUMBERS, days, strict=True))))
    assert article(NUMBERS[7]) in {a.url for a in result.announced}
    assert problems(result) == [("cut", "the newest 1000 by date of 3000")]


def test_where_nothing_tells_the_age_both_ends_are_kept_and_the_note_claims_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawler.sites.feeds._NUMBER", __import__("re").compile("(?!)"))
    result = read(urlset(*map(entry, NUMBERS)))
    kept = [a.url for a in result.announced]
    assert kept == [article(n) for n in (*NUMBERS[:500], *NUMBERS[-500:])]
    assert problems(result) == [("cut", "the first and the last 500 of 3000")]


@pytest.mark.parametrize("count", [1, 999, 1000])
def test_a_sitemap_of_usual_size_is_kept_whole_without_a_note(count: int) -> None:
    result = read(urlset(*(entry(FIRST + n) for n in range(count))))
    assert (len(result.announced), problems(result)) == (count, [])


IMAGE = "<image:image><image:loc>https://img.vn/a.jpg</image:loc><image:title>Ảnh</image:title></image:image>"
VIDEO = (
    "<video:video><video:title>Phim</video:title><video:publication_date>2020-01-01</video:publication_date>"
    "<video:content_loc>https://v.vn/a.mp4</video:content_loc></video:video>"
)
NEWS = (
    "<news:news><news:publication_date>2026-11-24T08:00:00+07:00</news:publication_date>"
    "<news:title>Tin mới</news:title></news:news>"
)
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


@pytest.mark.parametrize("spaces", [SPACES, ""])
@pytest.mark.parametrize("before", [IMAGE, VIDEO, VIDEO + IMAGE, "<image:loc>https://img.vn/a.jpg</image:loc>"])
def test_pictures_and_videos_are_not_the_article(spaces: str, before: str) -> None:
    for inside in (before + f"<loc>{article(FIRST)}</loc>" + NEWS, before + NEWS + f"<loc>{article(FIRST)}</loc>"):
        (found,) = read(f"<urlset {spaces}><url>{inside}</url></urlset>").announced
        assert (found.url, found.title, found.published_at) == (
            article(FIRST),
            "Tin mới",
            "2026-11-24T08:00:00+07:00",
        )


@pytest.mark.parametrize("before", [IMAGE, VIDEO])
def test_the_title_of_a_picture_is_no_headline(before: str) -> None:
    (found,) = read(f"<urlset {SPACES}>{entry(FIRST, more=before)}</urlset>").announced
    assert (found.title, found.published_at) == (None, None)


def test_a_gzip_file_may_have_several_members() -> None:
    data = urlset(*(entry(FIRST + n) for n in range(20))).encode()
    for cuts in ([300], [7, 300, 301], [len(data)]):
        pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        result = read(b"".join(map(gzip.compress, pieces)))
        assert (len(result.announced), problems(result)) == (20, [])


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_without_its_end_says_so(packed: bool) -> None:
    data = urlset(*(entry(random.Random(n).randrange(FIRST, FIRST * 9)) for n in range(300))).encode()
    cut = gzip.compress(data, mtime=0)[:-900] if packed else data[:-200]
    result = read(cut)
    assert 0 < len(result.announced) < 300
    assert [code for code, _ in problems(result)] == ["truncated"]


def test_a_feed_without_its_end_says_so() -> None:
    assert problems(read(feed("")[: -len("</channel></rss>")], FEED)) == [("truncated", "no end of the feed")]


def index(*children: tuple[str, str]) -> str:
    rows = (
        f"<sitemap><loc>{HOST}/{name}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</sitemap>"
        for name, at in children
    )
    return f"<sitemapindex>{''.join(rows)}</sitemapindex>"


def children(result: ChannelRead) -> list[str]:
    return [url.removeprefix(f"{HOST}/") for url in ([result.next_url] if result.next_url else []) + result.more]


def test_children_that_tie_are_all_named() -> None:
    names = ["category-sitemap.xml", "page-sitemap.xml", "post-sitemap.xml", "author-sitemap.xml"]
    for at in ("2026-11-24T10:00:00+07:00", "2026-11-24", ""):
        assert set(children(read(index(*((name, at) for name in names))))) == set(names)
    same = [(f"sitemap{n}.xml", "2026-11-24") for n in range(1, 40)]
    assert children(read(index(*same)))[:2] == ["sitemap39.xml", "sitemap38.xml"]
    assert len(children(read(index(*same)))) == 10


def test_each_series_of_an_index_names_its_newest() -> None:
    rows = [(f"post-sitemap{n}.xml", f"2026-11-{n:02}") for n in range(1, 25)] + [("page-sitemap.xml", "2026-11-30")]
    assert children(read(index(*rows))) == ["page-sitemap.xml", "post-sitemap24.xml"]


@pytest.mark.parametrize(
    "body",
    [
        f"{article(FIRST)}\n{article(FIRST + 1)}\n",
        f"\ufeff{article(FIRST)}\r\n{article(FIRST + 1)}",
        f"{HOST}/\n\n{article(FIRST)}  \n{article(FIRST + 1)}\n{HOST}/lien-he",
    ],
)
def test_a_plain_list_of_addresses_is_a_sitemap(body: str) -> None:
    for sent in (body.encode(), gzip.compress(body.encode(), mtime=0)):
        reading = read_channel_page(SavedPage(sent, f"{HOST}/sitemap.txt", datetime(2026, 11, 24, tzinfo=UTC)), OUTLET)
        assert reading is not None
        assert isinstance(reading.result, ChannelRead)
        assert [a.url for a in reading.result.announced] == [article(FIRST), article(FIRST + 1)]
        assert reading.result.problems == []


def feed(date: str, number: int = FIRST) -> str:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><item><title>Tin</title><link>{article(number)}</link>"
        f"<pubDate>{date}</pubDate></item></channel></rss>"
    )


@pytest.mark.parametrize(
    "zone", ["GMT+7", "UTC+7", "UTC+07:00", "GMT+0700", "(GMT+7)", "GMT +7", "ICT", "+0700", "Asia/Ho_Chi_Minh"]
)
@pytest.mark.parametrize(
    "date", ["Tue, 24 Nov 2026 10:30:00", "24 Nov 2026 10:30:00", "2026-11-24 10:30:00", "2026-11-24T10:30:00"]
)
def test_a_zone_in_words_is_a_zone(date: str, zone: str) -> None:
    if zone == "+0700" and date.startswith("2026-11-24 "):
        zone = "+07:00"
    (found,) = read(feed(f"{date} {zone}"), FEED).announced
    assert found.published_at == "2026-11-24T10:30:00+07:00"


@pytest.mark.parametrize(("zone", "hour"), [("GMT", 17), ("UTC", 17), ("GMT+0", 17), ("GMT-3", 20), ("+0900", 8)])
def test_other_zones_are_not_ours(zone: str, hour: int) -> None:
    (found,) = read(feed(f"Tue, 24 Nov 2026 10:30:00 {zone}"), FEED).announced
    assert found.published_at == f"2026-11-24T{hour:02}:30:00+07:00"


@pytest.mark.parametrize("zone", ["(Giờ Đông Dương)", "SE Asia Standard Time", "+07:00 (ICT)"])
def test_our_zone_has_many_names(zone: str) -> None:
    (found,) = read(feed(f"Tue, 24 Nov 2026 10:30:00 {zone}"), FEED).announced
    assert found.published_at == "2026-11-24T10:30:00+07:00"


def test_a_zone_that_nobody_knows_makes_no_time() -> None:
    (found,) = read(feed("Tue, 24 Nov 2026 10:30:00 Giờ địa phương"), FEED).announced
    assert found.published_at is None


ONE = urlset(entry(FIRST, "2026-11-24"))


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(gzip.compress(ONE.encode(), mtime=0), mtime=0),
        f"<br /><b>Warning</b>: mysql in /a.php\n{ONE}",
        feed("2026-11-24T10:00:00+07:00"),
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{article(FIRST)}'/></entry></feed>",
    ],
    ids=["gzip twice", "after a warning", "a feed", "an Atom feed"],
)
def test_what_sites_give_as_their_sitemap_is_read(body: str | bytes) -> None:
    assert len(read(body).announced) == 1


@pytest.mark.parametrize("lastmod", ["2062-01-01", "2026-12-24T10:00:00+07:00", "2026-11"])
def test_a_change_after_the_fetch_is_none(lastmod: str) -> None:
    (found,) = read(urlset(entry(FIRST, lastmod))).announced
    assert found.modified_at is None


@pytest.mark.parametrize("lastmod", ["24/11/2026 06:00", "2026-11-24T06:00+07", "2026-11-24T06:00:00+0700"])
def test_a_change_may_be_written_in_other_forms(lastmod: str) -> None:
    (found,) = read(urlset(entry(FIRST, lastmod))).announced
    assert found.modified_at == "2026-11-24T06:00:00+07:00"


def test_a_huge_feed_is_cut_in_the_middle_and_keeps_its_newest() -> None:
    item = "<item><title>T</title><link>{}</link><pubDate>{} GMT+7</pubDate></item>"
    for newest_first in (True, False):
        numbers = sorted(range(FIRST, FIRST + 60_000), reverse=newest_first)
        rows = (item.format(article(n), "2026-11-24 10:00:00") for n in numbers)
        result = read(f"<rss version='2.0'><channel>{''.join(rows)}</channel></rss>", FEED)
        assert {a.url for a in result.announced} == {article(n) for n in sorted(numbers)[-1000:]}
        assert {code for code, _ in problems(result)} == {"cut"}


def test_a_huge_listing_names_its_first_articles() -> None:
    links = "".join(f'<a href="{article(FIRST + n)}">Tin</a>' for n in range(60_000))
    result = read(f"<html><body>{links}</body></html>", LISTING)
    assert [a.url for a in result.announced] == [article(FIRST + n) for n in range(1000)]
    assert problems(result) == [("cut", "the first 1000 of 20000")]


@pytest.mark.timeout(90)  # minutes where the marks are sorted
def test_a_title_of_combining_marks_takes_no_time() -> None:
    marks = "x" + "\u0323\u0301" * 400_000
    read(f'<html><a href="{article(FIRST)}">{marks}</a></html>', LISTING)
    read(urlset(f"<url><loc>{article(FIRST)}</loc><title>{marks}</title></url>"))


@pytest.mark.parametrize(
    ("href", "template"),
    [
        ("/thoi-su?p=2", "/thoi-su?p={page}"),
        ("/thoi-su/?paged=2", "/thoi-su/?paged={page}"),
        ("/thoi-su/trang-2.html", "/thoi-su/trang-{page}.html"),
        ("/thoi-su/page/2/", "/thoi-su/page/{page}/"),
        ("?page=2", "/thoi-su/?page={page}"),
        ("/kinh-te?p=2", None),
        ("/thoi-su/bai-2.html", None),
        ("https://elsewhere.vn/thoi-su?p=2", None),
        ("/thoi-su?p=3", None),
    ],
)
def test_the_numbered_pages_of_a_section_are_found_by_its_link_to_the_second(href: str, template: str | None) -> None:
    body = f"<html><a href='/x'>x</a><a href='{href}'>2</a><a href='http://[bad'>y</a></html>".encode()
    page = SavedPage(body, f"{HOST}/thoi-su/", datetime(2026, 11, 24, tzinfo=UTC))
    assert page_template(page) == (template and HOST + template)


def test_a_section_of_a_file_name_has_its_pages_in_a_folder() -> None:
    page = SavedPage(
        b"<html><body><a href='/thoi-su/trang-2.html'>2</a></body></html>", f"{HOST}/thoi-su.html", FETCHED
    )
    assert page_template(page) == f"{HOST}/thoi-su/trang-{{page}}.html"


def test_a_section_that_counts_articles_names_its_next_two_pages() -> None:
    section, second, third = f"{HOST}/thoi-su", f"{HOST}/thoi-su?start=12", f"{HOST}/thoi-su?start=24"
    links = "".join(f'<a href="/thoi-su?start={before}">x</a>' for before in (0, 36, 24, 12))
    body = f"<html><body>{links}</body></html>".encode()
    channel = Channel(name="thoi-su", kind="listing", url=section, status="seen")
    assert read_channel(SavedPage(body, section, FETCHED), OUTLET, channel).more == [second, third]
    assert read_channel(SavedPage(body, second, FETCHED), OUTLET, channel).more == []
    outlet = msgspec.structs.replace(OUTLET, channels=[channel])
    assert channel_of(second, outlet) == channel
    assert channel_of(f"{section}?trang=2", outlet) is None
