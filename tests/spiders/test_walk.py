"""How a walk over a channel's numbered pages goes on and ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_site import Site, crawl, endings, listing, serving_site

from crawler.article import Announced, ChannelRead, url_key
from crawler.outlets import Channel
from crawler.spiders.channel_walk import ChannelWalk

HOST = "baoangiang.com.vn"
SECTION = "/chinh-tri-xa-hoi/?p={}&d="
OLD = f"https://{HOST}/bai-cu-a1.html"


def paths(*numbers: int) -> list[str]:
    return [f"/bai-so-{n}-a{n}.html" for n in numbers]


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve Báo An Giang with three pages of three; the front page, like a feed, shows most of them."""
    pages = {SECTION.format(n): listing(HOST, paths(*range(n * 3, n * 3 + 3))) for n in (1, 2, 3)}
    front = listing(HOST, paths(*range(3, 10)))
    with serving_site(Site({**pages, "/": front, "/rss/home.rss": (200, {}, feed(*range(3, 10)))})) as found:
        yield found


def feed(*numbers: int) -> str:
    items = "".join(f"<item><title>Tin</title><link>https://{HOST}{path}</link></item>" for path in paths(*numbers))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'


def known(*numbers: int) -> dict[str, dict[str, object]]:
    return {f"https://{HOST}{path}": {} for path in paths(*numbers)}


def pages_asked(site: Site) -> list[int]:
    return [int(path.split("=")[1].split("&")[0]) for path in site.paths if "?p=" in path]


def test_what_a_feed_showed_in_this_run_ends_no_walk(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, key="baoangiang", delay=0.02)
    assert (result["announced"], result["fetched"]) == (9, 9)
    assert pages_asked(site) == [1, 2, 3, 4, 1]
    assert endings(found)["chinh-tri-xa-hoi"] == ("ok", "declared", 9)


def test_a_page_of_articles_known_before_the_run_ends_the_walk(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, key="baoangiang", delay=0.02, known=known(4, 6, 7, 8))
    assert result["fetched"] == 3  # 3, 5 and 9; 10 and 11 stand behind the page that is known
    assert pages_asked(site) == [1, 2, 1]
    assert endings(found)["chinh-tri-xa-hoi"] == ("ok", "known", 6)


def test_an_article_that_comes_while_walking_is_found_on_page_one(site: Site, tmp_path: Path) -> None:
    first = SECTION.format(1)
    site.pages[first] = [site.pages[first], listing(HOST, paths(99, 3, 4))]
    result, found = crawl(site, tmp_path, key="baoangiang", delay=0.02)
    assert result["planned"][-1] == f"https://{HOST}{paths(99)[0]}"
    assert endings(found)["chinh-tri-xa-hoi"] == ("ok", "declared", 10)


def test_a_broken_page_cuts_the_walk_short(site: Site, tmp_path: Path) -> None:
    site.pages[SECTION.format(2)] = (500, {}, "down")
    result, found = crawl(site, tmp_path, key="baoangiang", delay=0.02)
    assert endings(found)["chinh-tri-xa-hoi"] == ("cut_short", "cut_short", 3)
    assert result["reason"] == "finished"


def test_an_empty_page_is_asked_once_more(site: Site, tmp_path: Path) -> None:
    second = SECTION.format(2)
    site.pages[second] = [(200, {}, "<html></html>"), site.pages[second]]
    _, found = crawl(site, tmp_path, key="baoangiang", delay=0.02)
    assert pages_asked(site) == [1, 2, 2, 3, 4, 1]
    assert endings(found)["chinh-tri-xa-hoi"] == ("ok", "declared", 9)


# -- a walk by itself

CHANNEL = Channel(name="tin", kind="listing", url="https://a.vn/?p={page}", status="seen", pages=3)


def shown(*numbers: int) -> ChannelRead:
    return ChannelRead("tin", [Announced(f"https://{HOST}{path}") for path in paths(*numbers)])


def walked(*reads: ChannelRead, before: set[int] | None = None) -> ChannelWalk:
    walk = ChannelWalk(CHANNEL)
    for read in reads:
        assert not walk.is_over
        walk.add_page(read, before or set())
    return walk


def test_the_catalogues_last_page_with_new_articles_is_a_cap() -> None:
    walk = walked(shown(1, 2), shown(3, 4), shown(5, 6))
    assert (walk.is_over, walk.end, walk.url) == (False, "cap", "https://a.vn/?p=1")
    walk.add_page(shown(1, 2), set())
    assert (walk.is_over, walk.end, walk.status, len(walk.items)) == (True, "cap", "ok", 6)


def test_the_last_page_of_known_articles_is_no_cap() -> None:
    old = {url_key(f"https://{HOST}{path}") for path in paths(5, 6)}
    assert walked(shown(1, 2), shown(3, 4), shown(5, 6), before=old).end == "known"


def test_one_new_article_among_known_ones_lets_the_walk_go_on() -> None:
    old = {url_key(f"https://{HOST}{path}") for path in paths(1)}
    assert walked(shown(1, 2), before=old).url == "https://a.vn/?p=2"


def test_a_site_that_repeats_a_page_has_no_more() -> None:
    assert walked(shown(1, 2), shown(3, 4), shown(3, 4)).end == "declared"


def test_a_page_one_that_shows_nothing_of_the_walk_means_that_articles_may_be_missing() -> None:
    walk = walked(shown(1, 2), shown(3, 4), shown(5, 6), shown(7, 8))
    assert (walk.is_over, walk.end) == (True, "cut_short")


def test_a_page_one_that_cannot_be_read_again_cuts_the_walk_short() -> None:
    walk = walked(shown(1, 2), shown(3, 4), shown(5, 6))
    walk.fail("HTTP 500", 500)
    assert (walk.is_over, walk.end, walk.status) == (True, "cut_short", "cut_short")


def test_a_first_page_that_stays_empty_or_fails_is_an_error() -> None:
    assert walked(shown(), shown()).status == "failed"
    walk = ChannelWalk(CHANNEL)
    walk.fail("HTTP 404", 404)
    assert (walk.is_over, walk.end, walk.status) == (True, "error", "failed")


# -- pages that another page names

SITEMAP = Channel(name="sitemap", kind="sitemap", url="https://a.vn/sitemap.xml", status="seen")
MENU = Channel(name="api", kind="json", url="https://a.vn/menu", status="seen", items="d", link="{l}", follow="{s}")
OLD_KEY = url_key(f"https://{HOST}{paths(1)[0]}")


def index() -> ChannelRead:
    return ChannelRead("sitemap", [], next_url="https://a.vn/11.xml", more=["https://a.vn/10.xml"])


def taken(channel: Channel, *reads: ChannelRead, known: set[int]) -> ChannelWalk:
    walk = ChannelWalk(channel)
    for read in reads:
        walk.add_page(read, known)
    return walk


def test_the_sitemap_before_the_newest_is_read_where_the_newest_meets_nothing_known() -> None:
    walk = taken(SITEMAP, index(), shown(7, 8), known={OLD_KEY})
    assert (walk.is_over, walk.url) == (False, "https://a.vn/10.xml")
    walk.add_page(shown(1, 2), {OLD_KEY})
    assert (walk.end, walk.status, len(walk.items)) == ("single", "ok", 4)
    assert walk.pages == ["https://a.vn/sitemap.xml", "https://a.vn/11.xml", "https://a.vn/10.xml"]


@pytest.mark.parametrize(("numbers", "before"), [((1, 8), {OLD_KEY}), ((7, 8), set())])
def test_it_is_not_read_where_the_newest_does_or_nothing_was_known_yet(numbers: list[int], before: set[int]) -> None:
    assert taken(SITEMAP, index(), shown(*numbers), known=before).end == "single"


def test_every_listing_of_a_menu_is_read_and_a_broken_one_does_not_hide_the_others() -> None:
    menu = ChannelRead("api", [], more=["https://a.vn/x", "https://a.vn/y", "https://a.vn/z"])
    walk = taken(MENU, menu, shown(1), known={OLD_KEY})
    assert walk.url == "https://a.vn/y"
    walk.fail("HTTP 500", 500)
    assert walk.url == "https://a.vn/z"
    walk.add_page(shown(2, 3), set())
    assert (walk.is_over, walk.status, walk.reason, len(walk.items)) == (True, "cut_short", "HTTP 500", 3)


def test_an_empty_section_of_a_menu_is_asked_once_more_and_is_no_end() -> None:
    menu = ChannelRead("api", [], more=["https://a.vn/x", "https://a.vn/y"])
    walk = taken(MENU, menu, shown(), shown(), known=set())
    assert (walk.is_over, walk.url) == (False, "https://a.vn/y")
    walk.add_page(shown(4), set())
    assert (walk.end, walk.status) == ("single", "ok")
