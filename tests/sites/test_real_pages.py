"""Real saved pages with gold read by eye, and the article that the project began with, where a checkout has them."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from invented_pages import fck, page

from crawler.article import ArticleRead
from crawler.outlets import outlet_by_key, outlet_by_url
from crawler.page import SavedPage
from crawler.sites import read

SHARED = Path(__file__).parents[2].parent / "shared"
PAGES = [p for p in sorted(SHARED.glob("pages/*.html")) if p.with_suffix(".json").exists()]


@pytest.mark.skipif(not PAGES, reason="the saved real pages are not beside this checkout")
@pytest.mark.parametrize("saved", PAGES, ids=lambda p: p.stem)
def test_every_field_of_a_real_page(saved: Path) -> None:
    gold = json.loads(saved.with_suffix(".json").read_text("utf8"))
    paper = outlet_by_url(gold["url"])
    if paper is None:
        pytest.skip(f"{gold['domain']} is not in the catalogue")
    sys.path.insert(0, str(SHARED))
    import score_pages

    result = read(SavedPage(saved.read_bytes(), gold["url"], datetime(2026, 10, 1, tzinfo=UTC)), paper).result
    assert isinstance(result, ArticleRead), result
    scores = score_pages.compare(json.loads(msgspec.json.encode(result.article)), gold)
    assert {field: score for field, score in scores.items() if score < 1} == {}
    assert result.article.tags == gold["tags"]


SEED = next(iter(sorted(SHARED.glob("seed/*.txt"))), None)


@pytest.mark.skipif(SEED is None, reason="the first article is not beside this checkout")
@pytest.mark.parametrize("cell", ["<table><tr><td>{img}</td></tr><tr><td>{text}</td></tr></table>", None])
def test_the_first_article(cell: str | None) -> None:
    assert SEED is not None
    headline, date, lead, _, *rest = [t.strip() for t in re.split(r"\n\s*\n", SEED.read_text("utf8")) if t.strip()]
    captions, paragraphs, byline = rest[:6], rest[6:12], rest[12]
    shape = cell or '<p align="center">{img}</p><p style="text-align:center"><em>{text}</em></p>'
    body = "".join(shape.format(img=f'<img src="/{n}.jpg">', text=text) for n, text in enumerate(captions))
    body += "".join(f"<p>{text}</p>" for text in paragraphs) + f'<p class="author">{byline}</p>'
    url = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
    html = fck(body, headline=headline, date=date, lead=lead)
    result = read(page(html, url), outlet_by_key("baoangiang")).result
    assert isinstance(result, ArticleRead), result
    found = result.article
    assert [i.caption for i in found.images] == captions
    assert [b.text for b in found.body] == paragraphs
    assert found.lead == lead.lstrip(" -\xa0")
    assert [(b.name, b.roles, b.raw) for b in found.bylines] == [("Trung Hiếu", ["text", "photo"], byline)]
    assert found.published_at == "2021-06-09T14:33:00+07:00"
    assert "A A" not in str(result)
