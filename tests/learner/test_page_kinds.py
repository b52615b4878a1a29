"""Kinds of pages, channels and the itinerary on invented papers: contact pages and lists are no articles."""

from functools import cache

import pytest
from learned_addresses import visited

from crawler.learner.channels import learn_channels, numbered_pages
from crawler.learner.itinerary import Itinerary
from crawler.learner.menus import further_pages
from crawler.learner.paper import LearnedPaper, learn_paper
from crawler.learner.saved_files import SavedFiles
from crawler.outlets import normal_url
from crawler.page import SavedPage
from crawler.sample_press.strangers import NEWEST_AT, StrangerSite, stranger_pages

SEEDS = (3, 11, 24)  # two forms of addresses after a relaunch; ids in the middle, in the query


@cache
def paper(seed: int) -> tuple[StrangerSite, LearnedPaper]:
    site = stranger_pages(seed, articles=120)
    return site, visited(site, 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_contact_page_list_or_tag_is_an_article_and_each_article_is_one(seed: int) -> None:
    site, learned = paper(seed)
    articles = {normal_url(address) for article in site.truth.articles for _, address in article.addresses}
    read = {page.address: page.kind for page in learned.pages}
    assert [address for address, kind in read.items() if kind == "article" and address not in articles] == []
    assert [address for address in read if address in articles and not learned.is_article(address)] == []
    assert [url for url in site.truth.other_pages if learned.is_article(normal_url(url))] == []
    assert len(articles & read.keys()) >= 15


@pytest.mark.parametrize("seed", SEEDS)
def test_channels_are_those_that_announce_articles(seed: int) -> None:
    site, learned = paper(seed)
    listings = {c.url for c in learn_channels(learned) if c.kind == "listing"}
    true = {*site.truth.section_addresses.values(), f"https://{site.host}/"}
    assert len(listings & true) >= 0.8 * len(true)
    pages = {url.replace("{page}", "2") for url in listings if "{page}" in url}
    assert {url for url in listings if "{page}" not in url} <= true
    assert pages <= {c.url for c in site.truth.channels}


@pytest.mark.parametrize(
    "second", ["?p=2", "?page=2", "/trang-2.html", "/p2", "/page/2/", "?trang=2", "/index.php?start=page-2&o=1"]
)
def test_numbered_pages_are_known_by_their_links(second: str) -> None:
    links = "".join(f'<a href="/thoi-su{second.replace("2", str(n))}">{n}</a>' for n in (1, 2, 3))
    page = SavedPage(f"<html><body>{links}</body></html>".encode(), "https://baothu.example/thoi-su", NEWEST_AT)
    assert numbered_pages(page) == f"https://baothu.example/thoi-su{second.replace('2', '{page}')}"


def test_a_button_leads_to_the_second_page_of_a_section() -> None:
    button, site = '<a href="/ajax/tin-moi?cat={}&amp;page=2">Xem thêm</a>', "https://baothu.example"
    links = "".join(f'<a href="/tin-{n}.html">Tin số {n} của bản tin hôm nay ở trong tỉnh</a>' for n in range(9))
    other = '<a href="/an-pham-2.html">Ấn phẩm</a><a href="/thoi-su.html">Xem thêm</a>'
    pages = [
        SavedPage(f"<html><body>{links}{more}{other}</body></html>".encode(), f"{site}/{section}.html", NEWEST_AT)
        for section, more in (("thoi-su", button.format(4)), ("kinh-te", button.format(7)), ("y-te", ""))
    ]
    learned = learn_paper(SavedFiles(pages=pages))
    assert further_pages(learned) == [f"{site}/ajax/tin-moi?cat={n}&page=2" for n in (4, 7)]


def test_the_itinerary_asks_for_every_shape_of_address_and_for_none_twice() -> None:
    site, learned = paper(3)
    asked = [page.address for page in learned.pages]
    assert len(asked) == len(set(asked))
    kinds = {site.truth.other_pages.get(page.page.url, "article") for page in learned.pages}
    assert {"article", "listing", "tag", "front_page"} <= kinds


def test_an_address_is_asked_as_the_paper_writes_it() -> None:
    itinerary = Itinerary("https://www.baothu.example/")
    link = "/index.php?id=5:a%20b&catid=3#binh-luan"
    body = f'<html><body><a href="{link}">Một tiêu đề dài hơn hai mươi lăm chữ</a></body></html>'
    itinerary.add(SavedPage(body.encode(), "https://www.baothu.example/", NEWEST_AT))
    assert itinerary.next_address() == "https://www.baothu.example/index.php?id=5:a%20b&catid=3"
    assert itinerary.next_address() is None


def test_of_nothing_nothing_is_learned() -> None:
    learned = learn_paper(SavedFiles())
    assert (learned.pages, learned.rules.rules, learn_channels(learned)) == ([], [], [])
