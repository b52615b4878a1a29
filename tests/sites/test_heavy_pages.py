"""Pages that no editor wrote: deep, huge, in another encoding. An outcome in bounded time, never half an article."""

import gzip
import unicodedata
from collections.abc import Callable

import pytest
from invented_pages import FETCHED, fck, page

from crawler.article import ArticleRead, NotAnArticle, Outcome, Unreadable
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read

# The slowest takes about 2 s; one that is read in more than linear time has no end.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

URL = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
MB = 1 << 20
FIRST, LAST = "<p>Đoạn đầu của bài.</p>", "<p>Đoạn cuối của bài.</p>"


def outcome(body: str | bytes) -> Outcome:
    saved = SavedPage(body, URL, FETCHED) if isinstance(body, bytes) else page(body, URL)
    return read(saved, outlet_by_key("baoangiang")).result


def texts(found: Outcome) -> list[str]:
    assert isinstance(found, ArticleRead), found
    return [b.text for b in found.article.body]


def nested(opening: str, closing: str, times: int) -> str:
    return fck(FIRST + opening * times + "<p>Giữa.</p>" + closing * times + LAST)


def many(piece: str, times: int) -> str:
    return fck(FIRST + "".join(piece.replace("#", str(n)) for n in range(times)) + LAST)


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "table"])
@pytest.mark.parametrize("times", [300, 5000])
def test_deep_nesting_is_read_whole_or_not_at_all(tag: str, times: int) -> None:
    opening, closing = ("<table><tr><td>", "</td></tr></table>") if tag == "table" else (f"<{tag}>", f"</{tag}>")
    found = outcome(nested(opening, closing, times))
    if times == 300:
        assert texts(found) == ["Đoạn đầu của bài.", "Giữa.", "Đoạn cuối của bài."]
    else:
        assert isinstance(found, Unreadable), found


def test_deep_tables_of_pictures_end() -> None:
    assert isinstance(outcome(nested("<table><tr><td><img src='/a.jpg'>", "</td></tr></table>", 600)), Outcome)


HEAVY: dict[str, Callable[[], str | bytes]] = {
    "16 MB of text": lambda: many("<p>Đoạn văn bản dài vừa phải.</p>", 400_000),
    "16 MB in one paragraph": lambda: fck(f"<p>{'Đoạn văn bản. ' * (16 * MB // 17)}</p>"),
    "7 MB in one paragraph": lambda: fck(f"<p>{'Đoạn văn bản. ' * (7 * MB // 17)}</p>"),
    "200,000 paragraphs": lambda: many("<p>a</p>", 200_000),
    "200,000 links": lambda: many("<a href='/b-a#.html'>x</a> ", 200_000),
    "links to articles": lambda: many("<p><a href='https://baoangiang.com.vn/b-a#.html'>x</a></p>", 15_000),
    "captions": lambda: many("<p><img src='/#.jpg'></p><p><em>Chú thích #</em></p>", 8_000),
    "rows of pictures": lambda: fck(f"<table>{'<tr><td><img src=/a.jpg>x</td></tr>' * 8_000}</table>"),
    "bylines": lambda: many("<p class='author'>AN AN</p>", 20_000),
    "headlines": lambda: many("<p>Họp bàn về nước sạch</p>", 20_000),
    "breaks": lambda: fck(f"<p>{'chữ.<br>' * 40_000}</p>"),
    "marks": lambda: fck(f"<p>{'<em>a</em>' * 40_000}</p>"),
    "attribute of 5 MB": lambda: fck(f"<p title='{'x' * 5 * MB}'>Chữ</p>"),
    "classes of 5 MB": lambda: fck(f"<p class='{'x ' * (5 * MB // 2)}'>Chữ</p>"),
    "style of 5 MB": lambda: fck(f"<p style='{'text-align ' * (5 * MB // 11)}'>Chữ</p>"),
    "picture of 5 MB": lambda: fck(f"<img src='https://a.vn/{'x' * 5 * MB}'>{FIRST}"),
    "link of 5 MB": lambda: fck(f"<p><a href='{'x' * 5 * MB}'>Chữ</a></p>"),
    "spaces": lambda: fck(f"<p>{' ' * 7 * MB}</p>{FIRST}"),
    "open angles": lambda: fck("<" * 4 * MB + FIRST),
    "accents": lambda: fck(f"<p>a{chr(0x301) * MB}</p>"),
    "headings": lambda: f"<html><body>{'<h1>trang không</h1>' * (3 * MB // 22)}</body></html>",
    "no layout": lambda: f"<html><body>{'<div>Văn bản không có bố cục.</div>' * (7 * MB // 45)}</body></html>",
    "open tags": lambda: "<meta " * 1_000_000,
    "json": lambda: fck(FIRST, head=f"<script type='application/ld+json'>{'[' * 2_000_000}</script>"),
    "NUL bytes": lambda: b"\0" * 16 * MB,
    "some NUL bytes": lambda: b"\0" * 5 * MB,
    "0xff bytes": lambda: b"\xff" * 7 * MB,
    "gzip bomb": lambda: gzip.compress(b"<p>x</p>" * (100 * MB // 8)),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_page_ends_in_time(name: str) -> None:
    made = HEAVY[name]()
    saved = SavedPage(made if isinstance(made, bytes) else made.encode(), URL, FETCHED)
    assert isinstance(read(saved, outlet_by_key("baoangiang")).result, Outcome)


def test_a_body_that_was_not_decoded_is_no_page() -> None:
    found = outcome(gzip.compress(fck(FIRST).encode()))
    assert isinstance(found, NotAnArticle)
    assert found.kind == "not_html"


def vietnamese_1258(text: str) -> bytes:
    """Write text as windows-1258 does: base letters with hat or breve composed, tone marks apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones))
        out.append(base + "".join(c for c in apart if c in tones))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_an_old_encoding_is_the_same_article(encoding: str) -> None:
    html = fck(FIRST + LAST)
    made = vietnamese_1258(html) if encoding == "cp1258" else html.encode(encoding)
    assert texts(outcome(made)) == ["Đoạn đầu của bài.", "Đoạn cuối của bài."]


def test_text_for_old_fonts_is_unreadable_and_not_an_article() -> None:
    html = fck(
        "<p>Héi ®ång nh©n d©n x· häp bµn viÖc ®­a n­íc s¹ch vÒ Êp, bµ con rÊt vui mõng.</p>", headline="Tin", lead=None
    )
    assert isinstance(outcome(html), Unreadable)
