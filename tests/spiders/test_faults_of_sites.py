"""Whole crawls of the sample press: an edit is fetched again, no fault of a site stops a crawl or loses an article."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_site import crawl_at, endings, refusals

from crawler.archive import Capture
from crawler.outlets import identify, normal_url, outlet_by_key
from crawler.sample_press import SamplePress, serving
from crawler.sites import read_channel_page

pytestmark = pytest.mark.slow

# A paper with a former host (for `moved`) and with channels of two kinds.
KEY = "baodanang"


@pytest.fixture
def press() -> SamplePress:
    return SamplePress()


@pytest.fixture
def url(press: SamplePress) -> Iterator[str]:
    with serving(press) as found:
        yield found


def is_article(capture: Capture) -> bool:
    return capture.kind != "metadata" and identify(capture.url) is not None


def frontier(found: list[Capture]) -> dict[str, dict[str, object]]:
    """Return what a loader would know after a crawl."""
    return {
        normal_url(c.url): {"etag": c.etag, "last_modified": c.last_modified, "last_ok_at": c.fetched_at}
        for c in found
        if is_article(c)
    }


@pytest.mark.parametrize("key", ["baodanang", "baoangiang"])
def test_a_second_crawl_fetches_exactly_what_the_sitemap_dates_anew(
    press: SamplePress, url: str, tmp_path: Path, key: str
) -> None:
    first, found = crawl_at(url, tmp_path, key)
    assert first["fetched"] == len(press.truth(key))
    status, end, items = endings(found)["sitemap"]
    assert (status, end, items) == ("ok", "single", len(press.truth(key)))
    time.sleep(1.1)  # the press, as sitemaps do, dates an edit in whole seconds
    press.switch(key, "changed", "2,5")
    press.clear_log()
    changed = [press.truth(key)[n].url for n in (2, 5)]
    second, later = crawl_at(url, tmp_path, key, known=frontier(found), run="run-2")
    assert (second["announced"], second["fetched"]) == (len(press.truth(key)), 2)
    assert sorted(c.url for c in later if is_article(c)) == sorted(changed)
    assert [c.status for c in later if is_article(c)] == [200, 200]
    assert [entry.path for entry in press.log].count("/robots.txt") == 1
    pages = [c.page for c in later if c.url.endswith("/sitemap.xml")]
    assert [read_channel_page(page, outlet_by_key(key)) is not None for page in pages] == [True]


SWITCHES = [
    ("http_500", "0,3"),
    ("http_500", "channels"),
    ("http_500", "all"),
    ("slow", "0.1"),
    ("truncated", "0,3"),
    ("truncated", "all"),
    ("charset", "all"),
    ("soft_404", "articles"),
    ("soft_404", "channels"),
    ("home", "articles"),
    ("home", "all"),
    ("loop", "articles"),
    ("loop", "channels"),
    ("challenge", "all"),
    ("challenge", "articles"),
    ("robots_refusal", ""),
    ("robots_500", ""),
    ("moved", ""),
    ("gone", "0,3"),
    ("deleted", "0"),
    ("new", "2"),
    ("slug", "1"),
]


@pytest.mark.parametrize(("name", "value"), SWITCHES)
def test_a_fault_ends_no_crawl_and_loses_no_article(
    press: SamplePress, url: str, tmp_path: Path, name: str, value: str
) -> None:
    press.switch(KEY, name, value)
    result, found = crawl_at(url, tmp_path, KEY)
    assert result["reason"] == "finished"
    assert found[-1].payload["reason"] == "finished"
    asked = {c.url for c in found if c.kind in ("response", "revisit")}
    refused = {c.payload["url"] for c in found if c.url == "metadata://baotinh/refused"}
    whole = name not in ("robots_refusal", "robots_500") and value not in ("all", "channels")
    announced = {story.url for story in press.announced(KEY)} if whole or name == "charset" else set()
    assert announced <= set(result["planned"])
    assert set(result["planned"]) <= asked | refused
    assert result["announced"] == sum(result[count] for count in ("fetched", "gone", "refused", "failed"))
    assert all(channel in endings(found) for channel in (c.name for c in outlet_by_key(KEY).channels))


def test_the_counts_say_what_went_wrong(press: SamplePress, url: str, tmp_path: Path) -> None:
    press.switch(KEY, "gone", "0,3")
    press.switch(KEY, "loop", "1")
    press.switch(KEY, "http_500", "2")
    result, found = crawl_at(url, tmp_path, KEY)
    assert (result["gone"], result["failed"], result["refused"]) == (2, 1, 1)
    assert refusals(found) == ["redirect_loop"]
    assert result["fetched"] == len(press.announced(KEY)) - 4
