"""Walks over sitemaps as sites nest them: what an index hides is found, and no index is followed for ever."""

from datetime import datetime
from pathlib import Path

import pytest
from small_site import Answer, Site, crawl, endings, serving_site

from crawler.article import Announced
from crawler.frontier import KnownUrl
from crawler.spiders.outlet_spider import _changed_since
from crawler.vietnamese import dates

pytestmark = pytest.mark.slow

HOME = "https://baocamau.vn"
ARTICLES = [f"/bai-so-{n}-a{n}.html" for n in range(101, 105)]


def sitemap(root: str, *urls: str, at: str = "2026-11-24") -> Answer:
    item = "url" if root == "urlset" else "sitemap"
    rows = "".join(f"<{item}><loc>{HOME}{u}</loc><lastmod>{at}</lastmod></{item}>" for u in urls)
    return 200, {"Content-Type": "application/xml"}, f"<{root}>{rows}</{root}>"


NONE = sitemap("urlset", "/lien-he", "/gioi-thieu")
NESTED: dict[str, dict[str, Answer]] = {
    "index in index": {
        "/s.xml": sitemap("sitemapindex", "/2026.xml"),
        "/2026.xml": sitemap("sitemapindex", "/2026-11.xml"),
        "/2026-11.xml": sitemap("urlset", *ARTICLES),
    },
    "children that tie": {
        "/s.xml": sitemap("sitemapindex", "/post.xml", "/tag.xml", "/section.xml"),
        "/tag.xml": NONE,
        "/section.xml": NONE,
        "/post.xml": sitemap("urlset", *ARTICLES),
    },
    "an empty index before the right one": {
        "/s.xml": sitemap("sitemapindex", "/b-index.xml", "/a-index.xml"),
        "/b-index.xml": sitemap("sitemapindex", "/b.xml"),
        "/b.xml": NONE,
        "/a-index.xml": sitemap("sitemapindex", "/a.xml"),
        "/a.xml": sitemap("urlset", *ARTICLES),
    },
    "a plain list": {"/s.xml": (200, {"Content-Type": "text/plain"}, "".join(f"{HOME}{a}\n" for a in ARTICLES))},
}


@pytest.mark.parametrize("line", ["/s.xml", f"{HOME}/s.xml", "s.xml"])
@pytest.mark.parametrize("kind", NESTED)
def test_the_articles_of_a_nested_sitemap_are_found(tmp_path: Path, kind: str, line: str) -> None:
    site = Site({"/": (200, {}, "<html></html>"), **NESTED[kind]}, (200, f"User-agent: *\nAllow: /\nSitemap: {line}\n"))
    with serving_site(site):
        result, found = crawl(site, tmp_path, delay=0.02, dry_run=False)
    assert result["fetched"] == len(ARTICLES)
    assert endings(found)["sitemap-s"] == ("ok", "single", len(ARTICLES))


@pytest.mark.parametrize("names", [["/s.xml"], ["/t.xml", "/s.xml"], [f"/s.xml?n={n}" for n in range(40)]])
def test_indexes_that_lead_to_indexes_end(tmp_path: Path, names: list[str]) -> None:
    pages = dict.fromkeys(["/", "/s.xml", "/t.xml", *names], sitemap("sitemapindex", *names))
    site = Site(dict(pages), (200, "User-agent: *\nAllow: /\nSitemap: /s.xml\n"))
    with serving_site(site):
        result, found = crawl(site, tmp_path, delay=0.02)
    assert result["reason"] == "finished"
    assert endings(found)["sitemap-s"][0] != "ok"
    assert len([path for path in site.paths if ".xml" in path]) <= 13


@pytest.mark.parametrize(
    ("lastmod", "captured", "again"),
    [
        ("2026-11-24", "2026-11-24T20:00:00+07:00", True),
        ("2026-11-24", "2026-11-25T00:00:01+07:00", False),
        ("2026-11-24", "2026-11-23T10:00:00+07:00", True),
        ("2026-11-24T19:00:00+07:00", "2026-11-24T20:00:00+07:00", False),
    ],
)
def test_a_date_without_a_time_lasts_to_the_end_of_its_day(lastmod: str, captured: str, again: bool) -> None:

    moment = dates.iso(lastmod)
    assert moment is not None
    known = KnownUrl(f"{HOME}{ARTICLES[0]}", last_ok_at=datetime.fromisoformat(captured))
    assert _changed_since(Announced(known.url, modified_at=moment.iso()), known) is again
