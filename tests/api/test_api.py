"""What `import crawler` gives a notebook: lazily, typed, and the same as the commands print."""

import subprocess
import sys
from datetime import date

import pytest
from invented_pages import fck

import crawler

URL = "https://baoangiang.com.vn/nuoc-lu-ve-som-a500001.html"


def test_nothing_is_imported_before_the_first_use() -> None:
    code = "import crawler, sys; print([m for m in sys.modules if m.startswith('crawler.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_name_of_the_door_is_there_and_has_a_docstring() -> None:
    assert all(getattr(crawler, name).__doc__ for name in crawler.__all__)
    assert set(crawler.__all__) <= set(dir(crawler))
    with pytest.raises(AttributeError, match="nonsense"):
        crawler.nonsense  # noqa: B018


def test_a_page_is_parsed_from_bytes_and_from_text() -> None:
    html = fck("<p>Sáng 20-11, nước trên sông lên nhanh.</p>", url=URL, headline="Nước lũ về sớm")
    from_text = crawler.parse(html, URL)
    assert from_text.headline == "Nước lũ về sớm"
    assert crawler.parse(html.encode(), URL) == from_text
    assert crawler.read_page(html, URL).result.evidence["headline"]  # type: ignore[union-attr]
    identity = crawler.identify(URL)
    assert identity is not None
    assert crawler.catalogue()[identity.outlet].key == identity.outlet


def test_a_page_without_an_article_says_what_it_is() -> None:
    with pytest.raises(crawler.NotParsed, match="truncated") as refused:
        crawler.parse(b" ", "https://baoangiang.com.vn/mot-bai-a367201.html")
    assert type(refused.value.outcome).__name__ == "NotAnArticle"
    with pytest.raises(LookupError, match="no outlet of the catalogue has this host"):
        crawler.parse(b"<p>x</p>", "https://example.org/x.html")


def test_the_mentions_of_a_text() -> None:
    text = "Phó Bí thư Thường trực Tỉnh ủy Lê Văn Nưng dự lễ tại phường Long Xuyên theo Quyết định 123/QĐ-UBND."
    mentions = crawler.mentions(text, day=date(2026, 9, 30), province="91")
    assert [o.name for o in mentions.officials] == ["Lê Văn Nưng"]
    assert [d.number for d in mentions.documents] == ["123/QĐ-UBND"]
    assert [p.name for p in mentions.places] == ["Long Xuyên"]
