"""Every reader takes about twice the time for twice the letters, whatever the letters are."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.outlets import outlet_by_key
from crawler.page import PageTooDeep, SavedPage
from crawler.sites import furniture, jsonld, marks, notices, surroundings
from crawler.sites.body import text_of, walk_body
from crawler.sites.contract import read
from crawler.vietnamese import agreement, bylines, captions, dates, garbled, text, tokens

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SMALL, DOUBLINGS = 8_000, 3  # letters
# Twice the letters take twice the time, and quadratic functions four times. One doubling may be disturbed by another
# process, so the growth over all of them counts: 8 for linear time, 64 for quadratic.
MOST_GROWTH = 30
QUICK = 0.02  # seconds for the largest input: no growth can be measured, and none matters
RUNS = {
    "letter": "a",
    "capital": "Đ",
    "space": " ",
    "no-break space": "\u00a0",
    "digit": "7",
    "dots": ".",
    "dashes": " - ",
    "brackets": "(",
    "square brackets": "[",
    "braces": "{{",
    "quotes": "“",
    "colons": ":",
    "bars": " | ",
    "marks": "\u0323\u0301",
    "cipher": "a1b",
    "ampersands": "&amp;",
    "entities": "&#224;",
    "credits": "Ảnh: ",
    "credits without colon": ". Ảnh A ",
    "sources": "(Theo ",
    "source words": " theo ",
    "roles": "Tin, ảnh: ",
    "role words": "tin ",
    "names": "MINH ANH - ",
    "dates": "24/11/2026 ",
    "halves of dates": "24/11/",
    "times": "16:05 ",
    "weekdays": "Thứ Ba, ",
    "date words": "cập nhật ",
    "marks of papers": "(BTO) - ",
    "macros": "[links(",
    "switches": "Facebook ",
    "views": "1.640 ",
    "syllables": "nghiêng ",
    "sentences": "Bà con ấp Xa sửa kênh. ",
    "line breaks": "\n",
    "addresses": "www.a.vn/",
    "mail": "a@b.",
    "telephone": "0912 345 ",
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
    "texts agree": lambda t: agreement.texts_agree(t, t),
    "names agree": lambda t: agreement.names_agree([t], [t]),
    "notice": notices.notice_kind,
    "only notice": notices.only_notice_kind,
    "own mark": lambda t: marks.without_own_mark(t, ["BTO"], ("Báo Tỉnh",)),
    "furniture": furniture.is_furniture,
    "date line": lambda t: surroundings.date_line(t, NOW),
    "author names": lambda t: jsonld.author_names([t, {"name": t}]),
}
FUNCTIONS |= {
    "search words": tokens.words,
    "search vector": lambda t: tokens.search_vector([(t, "A")]),
}


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


def is_super_linear(function: Callable[[str], object], make: Callable[[int], str]) -> str:
    """Return how the time grows where it is more than linear, else ''."""
    large = seconds(function, make(SMALL << DOUBLINGS))
    if large < QUICK:
        return ""
    small = seconds(function, make(SMALL))
    return f"{small:.4f} s, {large:.4f} s" if large > MOST_GROWTH * max(small, QUICK / MOST_GROWTH) else ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_of_texts_are_linear(name: str) -> None:
    slow = {
        run: grown
        for run, piece in RUNS.items()
        if (grown := is_super_linear(FUNCTIONS[name], lambda size, p=piece: p * (size // len(p))))  # type: ignore[misc]
    }
    assert slow == {}


PARAGRAPH = "<p>Bà con ấp Xa sửa lại tuyến kênh trước mùa mưa năm nay, theo kế hoạch của hợp tác xã.</p>"
MARKUP: dict[str, tuple[str, str]] = {
    "paragraphs": (PARAGRAPH, ""),
    "open tags": ("<div>a", ""),
    "nested inline": ("<b>a", "</b>"),
    "unclosed links": ("<a href='/x'>a", ""),
    "line breaks": ("a<br>", ""),
    "pictures": ("<img src='/a.jpg'>", ""),
    "pictures with sources": ("<picture><source srcset='/a.jpg 1x'><img src='/a.jpg'></picture>", ""),
    "headings": ("<h1>Họp bàn về nước sạch ở ấp</h1>", ""),
    "links": ("<li><a href='/muc/bai-viet-so-12.html'>Bài viết số mười hai về nước sạch</a></li>", ""),
    "dates": ("<span class='date'>24/11/2026 16:05</span>", ""),
    "cells": ("<table><tr><td>a</td><td>b</td></tr></table>", ""),
    "nested tables": ("<table><tr><td>a", ""),
    "spans": ("<span>Bài 1:</span><span>B</span>", ""),
    "custom elements": ("<x-y>a</x-y>", ""),
    "scripts": ("<script>a</script>", ""),
    "structured data": ("<script type='application/ld+json'>{'@type':'NewsArticle'}</script>", ""),
    "figures": ("<figure><img src='/a.jpg'><figcaption>Ảnh: A</figcaption></figure>", ""),
    "comments": ("<!-- a -->", ""),
    "attributes": (" a=1", ""),
}


def page_of(markup: str) -> str:
    return (
        f"<html><head><title>Họp bàn về nước sạch</title></head><body><h1>Họp bàn về nước sạch</h1>{PARAGRAPH * 4}"
        f"{markup}</body></html>"
    )


def markup_of(name: str, size: int) -> str:
    opening, closing = MARKUP[name]
    count = size // (len(opening) + len(closing))
    if name == "attributes":
        return f"<p{opening * count}>a</p>"
    # Deeper pages are refused as a whole: 200 levels are what the parser follows.
    depth = min(count, 150) if closing else 1
    return (opening * depth + closing * depth) * (count // depth)


def walk(html: str) -> object:
    page = SavedPage(html.encode(), "https://baosonla.vn/a.html", NOW)
    try:
        tree = page.tree
    except PageTooDeep:  # the whole page is refused
        return None
    assert tree is not None
    return walk_body(tree, page.url), text_of(tree)


def read_family(html: str) -> object:
    page = SavedPage(html.encode(), "https://baoangiang.com.vn/hop-ban-a1001.html", NOW)
    return read(page, outlet_by_key("baoangiang"))


@pytest.mark.parametrize("name", MARKUP)
@pytest.mark.parametrize("reader", [walk, read_family], ids=["walker", "family"])
def test_readers_of_pages_are_linear(name: str, reader: Callable[[str], object]) -> None:
    assert is_super_linear(reader, lambda size: page_of(markup_of(name, size))) == ""
