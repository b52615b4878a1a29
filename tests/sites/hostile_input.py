"""Hostile input for the readers: runs of letters and of markup, and how the time of a reader grows with them."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec

from crawler.outlets import Channel, outlet_by_key
from crawler.outlets.profile import Layout, Place, Profile
from crawler.page import PageTooDeep, SavedPage
from crawler.sites import forwarding, furniture, guards, jsonld, macros, marks, notices, surroundings
from crawler.sites.body import walk_body
from crawler.sites.contract import read
from crawler.sites.element_text import text_of
from crawler.sites.feeds import read_channel
from crawler.vietnamese import agreement, bylines, captions, dates, garbled, misread, text, tokens
from crawler.vietnamese.mentions import documents, officials, places

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUICK = 0.02  # seconds for the largest input: no growth can be measured, and none matters

RUNS = {
    "letter": "a",
    "capital": "Đ",
    "space": " ",
    "no-break space": "\u00a0",
    "digit": "7",
    "dots": ".",
    "commas": ", ",
    "dashes": " - ",
    "brackets": "(",
    "square brackets": "[",
    "braces": "{{",
    "angles": "<",
    "angles of templates": "<%",
    "percents": "%a",
    "macros by sign": "__a",
    "quotes": "“",
    "nested quotes": "“Ông nói: “",
    "colons": ":",
    "bars": " | ",
    "marks": "\u0323\u0301",
    "cipher": "a1b",
    "question marks": "a?b ",
    "escapes": "\\u1ed9",
    "misread": "á»™",
    "broken": "\ufffd",
    "ampersands": "&amp;",
    "entities": "&#224;",
    "credits": "Ảnh: ",
    "credits without colon": ". Ảnh A ",
    "sources": "(Theo ",
    "source words": " theo ",
    "sources in a row": "Theo Theo Theo ",
    "roles": "Tin, ảnh: ",
    "role words": "tin ",
    "names": "MINH ANH - ",
    "dates": "24/11/2026 ",
    "halves of dates": "24/11/",
    "dates in words": "ngày 12 tháng 5 năm 2026 ",
    "English dates": "Jan 5, ",
    "times": "16:05 ",
    "weekdays": "Thứ Ba, ",
    "date words": "cập nhật ",
    "marks of papers": "(BTO) - ",
    "domains": "baoa.vn-",
    "macros": "[links(",
    "switches": "Facebook ",
    "views": "1.640 ",
    "syllables": "nghiêng ",
    "sentences": "Bà con ấp Xa sửa kênh. ",
    "line breaks": "\n",
    "addresses": "www.a.vn/",
    "mail": "a@b.",
    "telephone": "0912 345 ",
    "documents": "số 12/2026/QĐ-UBND ",
    "laws": "Điều 5 Khoản 2 ",
    "offices": "Chủ tịch UBND tỉnh ",
    "places": "các xã: An Bình, Mỹ Đức và ",
}
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "clean": text.clean,
    "clean entities": lambda t: text.clean(t, entities=True),
    "fold": text.fold,
    "same": lambda t: text.same(t, t + "x"),
    "title_case": text.title_case,
    "is_capitals": text.is_capitals,
    "printed date": lambda t: dates.printed(t, NOW),
    "two dates": lambda t: dates.published_and_modified(t, NOW),
    "beside a date": dates.beside_date,
    "iso": dates.iso,
    "american": dates.american,
    "byline": bylines.read,
    "looks like a byline": bylines.looks_like_byline,
    "looks like a name": bylines.looks_like_name,
    "contact": bylines.is_contact,
    "agency": bylines.is_agency,
    "caption": captions.split,
    "credits photo": captions.credits_photo,
    "looks like a caption": captions.looks_like_caption,
    "cipher": garbled.is_cipher,
    "set before Unicode": garbled.pre_unicode_set,
    "misread": misread.misread_utf_8,
    "lost letters": misread.has_lost_letters,
    "escaped letters": misread.has_escaped_letters,
    "texts agree": lambda t: agreement.texts_agree(t, t),
    "names agree": lambda t: agreement.names_agree([t], [t]),
    "notice": notices.notice_kind,
    "only notice": notices.only_notice_kind,
    "guard": lambda t: (guards.is_guards_page(t), guards.speaks_as_guard(t, t[:1500], t)),
    "macros": macros.without_macros,
    "own mark": lambda t: marks.without_own_mark(t, ["BTO"], ("Báo Tỉnh",)),
    "other mark": marks.without_other_mark,
    "lead": lambda t: (marks.strip_mark(t, ["BTO"]), marks.is_marked(t, ["BTO"])),
    "furniture": furniture.is_furniture,
    "date line": lambda t: surroundings.date_line(t, NOW),
    "author names": lambda t: jsonld.author_names([t, {"name": t}]),
    "search words": tokens.words,
    "search vector": lambda t: tokens.search_vector([(t, "A")]),
}
# These are given 200,000 letters of an article at most (enrichment/mentions.py).
MENTIONS: dict[str, Callable[[str], object]] = {
    "documents": documents.find,
    "officials": officials.find,
    "places": lambda t: places.find(t, day=date(2026, 9, 1), province="96"),
}

PARAGRAPH = "<p>Bà con ấp Xa sửa lại tuyến kênh trước mùa mưa năm nay, theo kế hoạch của hợp tác xã.</p>"
LINK = "<li><a href='/muc/bai-viet-so-12.html'>Bài viết số mười hai về nước sạch</a></li>"
MARKUP: dict[str, tuple[str, str]] = {
    "paragraphs": (PARAGRAPH, ""),
    "letters": ("a", ""),
    "marks": ("\u0323\u0301", ""),
    "words": ("bà con ", ""),
    "names": ("MINH ANH - ", ""),
    "sources": ("Theo Theo ", ""),
    "angles": ("<", ""),
    "declarations": ("<!", ""),
    "entities": ("&amp;", ""),
    "open tags": ("<div>a", ""),
    "nested inline": ("<b>a", "</b>"),
    "nested boxes": ("<div>a", "</div>"),
    "nested quotes": ("<blockquote>a", "</blockquote>"),
    "nested lists": ("<ul><li>a", "</li></ul>"),
    "unclosed links": ("<a href='/x'>a", ""),
    "line breaks": ("a<br>", ""),
    "sentences and breaks": ("Bà con họp chợ.<br><br>", ""),
    "pictures": ("<img src='/a.jpg'>", ""),
    "pictures with sources": ("<picture><source srcset='/a.jpg 1x'><img src='/a.jpg'></picture>", ""),
    "pictures with captions": ("<p><img src='/a.jpg'></p><p><em>Ảnh: A</em></p>", ""),
    "headings": ("<h1>Họp bàn về nước sạch ở ấp</h1>", ""),
    "subheads": ("<h2>Họp bàn về nước sạch</h2><p>Bà con.</p>", ""),
    "links": (LINK, ""),
    "authors": ("<div class='author'>Minh Anh</div>", ""),
    "dates": ("<span class='date'>24/11/2026 16:05</span>", ""),
    "cells": ("<table><tr><td>a</td><td>b</td></tr></table>", ""),
    "nested tables": ("<table><tr><td>a", ""),
    "spans": ("<span>Bài 1:</span><span>B</span>", ""),
    "labels": ("<strong>A:</strong><em>B</em>", ""),
    "custom elements": ("<x-y>a</x-y>", ""),
    "scripts": ("<script>a</script>", ""),
    "structured data": ("<script type='application/ld+json'>{'@type':'NewsArticle'}</script>", ""),
    "figures": ("<figure><img src='/a.jpg'><figcaption>Ảnh: A</figcaption></figure>", ""),
    "frames": ("<iframe src='/a'></iframe>", ""),
    "metas": ("<meta name='a' content='b'>", ""),
    "sections": (f"<section><h2>Tin khác</h2>{PARAGRAPH}</section>", ""),
    "comments": ("<!-- a -->", ""),
    "attributes": (" a=1", ""),
}
_ITEM = "<item><title>A</title><link>https://huengaynay.vn/xa-hoi/a-15838{}.html</link></item>"
_LOC = "<url><loc>https://huengaynay.vn/xa-hoi/a-15838{}.html</loc><lastmod>2026-11-24</lastmod></url>"
_MAP = "<sitemap><loc>https://huengaynay.vn/s{}.xml</loc></sitemap>"
_RSS, _END = "<rss version='2.0'><channel>", "</item></channel></rss>"
# The kind of a channel, what is before, the run (with its number, where it has one), what is behind.
CHANNELS: dict[str, tuple[str, str, str, str]] = {
    "items": ("rss", _RSS, _ITEM, "</channel></rss>"),
    "items without end": ("rss", _RSS, "<item><title>", ""),
    "title of markup": ("rss", f"{_RSS}<item><title>", "a&lt;b&gt;", f"</title>{_END}"),
    "title of marks": ("rss", f"{_RSS}<item><title>", "\u0323\u0301", f"</title>{_END}"),
    "description": ("rss", f"{_RSS}<item><description>", "&lt;p&gt;", f"</description>{_END}"),
    "angles in a feed": ("rss", _RSS, "<", ""),
    "entities of a feed": ("rss", "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "]><rss version='2.0'></rss>"),
    "comments of a feed": ("rss", _RSS, "<!-- a", ""),
    "addresses": ("sitemap", "<urlset>", _LOC, "</urlset>"),
    "addresses without end": ("sitemap", "<urlset>", "<url><loc>", ""),
    "index": ("sitemap", "<sitemapindex>", _MAP, "</sitemapindex>"),
    "plain addresses": ("sitemap", "", "https://huengaynay.vn/xa-hoi/a-158386.html\n", ""),
    "entities of a sitemap": ("sitemap", "<urlset><url><loc>", "&amp;", "</loc></url></urlset>"),
    "comments of a sitemap": ("sitemap", "<urlset>", "<!-- a", ""),
    "links": ("listing", "<html>", "<a href='/xa-hoi/a-15838{}.html'>Bài</a>", ""),
    "nested links": ("listing", "<html>", "<div><a href='/x'>", ""),
    "next pages": ("listing", "<html>", "<a href='/x?p=2'>2</a>", ""),
    "link of marks": ("listing", "<html><a href='/xa-hoi/a-158386.html'>", "\u0323\u0301", "</a>"),
}  # fmt: skip


def page_of(markup: str) -> str:
    """Return a page that has the markup behind four paragraphs."""
    return (
        f"<html><head><title>Họp bàn về nước sạch</title></head><body><h1>Họp bàn về nước sạch</h1>{PARAGRAPH * 4}"
        f"{markup}</body></html>"
    )


def markup_of(name: str, size: int) -> str:
    """Return about so many letters of a run of markup."""
    opening, closing = MARKUP[name]
    count = size // (len(opening) + len(closing))
    if name == "attributes":
        return f"<p{opening * count}>a</p>"
    # Deeper pages are refused as a whole: 200 levels are what the parser follows.
    depth = min(count, 150) if closing else 1
    return (opening * depth + closing * depth) * (count // depth)


def channel_of(name: str, size: int) -> str:
    """Return about so many letters of a channel."""
    _, before, run, behind = CHANNELS[name]
    return before + "".join(run.format(n) for n in range(size // len(run))) + behind


def _walk(html: str) -> object:
    page = SavedPage(html.encode(), "https://baosonla.vn/a.html", NOW)
    try:
        tree = page.tree
    except PageTooDeep:  # the whole page is refused
        return None
    assert tree is not None
    return walk_body(tree, page.url), text_of(tree), forwarding.forwarding_target(page, "")


def _read_by_family(html: str) -> object:
    page = SavedPage(html.encode(), "https://baoangiang.com.vn/hop-ban-a1001.html", NOW)
    return read(page, outlet_by_key("baoangiang"))


_UNKNOWN = "https://huengaynay.vn/xa-hoi/sua-kenh-158386.html"
_PROFILE = Profile(
    pages=9,
    layouts=[
        Layout(
            name="a",
            pages=9,
            signature=["//h1"],
            body=[Place(path="//body", pages=9, sure=True)],
            headline=[Place(path="//h1", pages=9, sure=True)],
            published_at=[Place(path="//span.date", pages=9)],
            lead=[Place(path="//h2", pages=9)],
            bylines=[Place(path="//div.author", pages=9)],
        )
    ],
)


def _read_alone(html: str) -> object:
    return read(SavedPage(html.encode(), _UNKNOWN, NOW), outlet_by_key("huengaynay"))


def _read_by_profile(html: str) -> object:
    outlet = msgspec.structs.replace(outlet_by_key("huengaynay"), profile=_PROFILE, family="learned")
    return read(SavedPage(html.encode(), _UNKNOWN, NOW), outlet)


READERS: dict[str, Callable[[str], object]] = {
    "walker": _walk,
    "family": _read_by_family,
    "one page alone": _read_alone,
    "profile": _read_by_profile,
}


def channel_reader(name: str) -> Callable[[str], object]:
    """Return the reader of a channel of the run's kind."""
    channel = Channel(name="x", kind=CHANNELS[name][0], url="https://huengaynay.vn/x", status="active")  # type: ignore[arg-type]
    return lambda body: read_channel(SavedPage(body.encode(), channel.url, NOW), outlet_by_key("huengaynay"), channel)


def seconds(function: Callable[[str], object], value: str) -> float:
    """Return the CPU seconds of the quickest of two calls: what another process disturbs is no growth."""
    spent = []
    for _ in range(2):
        started = time.process_time()
        function(value)
        spent.append(time.process_time() - started)
        if spent[0] < QUICK:
            break
    return min(spent)


def super_linear(function: Callable[[str], object], make: Callable[[int], str], largest: int, doublings: int) -> str:
    """Return how the time grows over so many doublings where it is more than n^1.5, else ''.

    Linear time grows by 2 with each doubling, quadratic by 4: between them there is room for a busy machine.
    """
    large = seconds(function, make(largest))
    if large < QUICK:
        return ""
    small = max(seconds(function, make(largest >> doublings)), QUICK / 2**doublings)
    return f"{small:.4f} s, {large:.4f} s" if large > 2 ** (1.5 * doublings) * small else ""
