"""Strangers: the same in every process, the truth stands on the pages, each trap occurs, and nights go on."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from html import unescape
from itertools import combinations, pairwise

import pytest
from lxml import html

from crawler.enrichment.copies import verified
from crawler.enrichment.shingles import shingles
from crawler.sample_press.strangers import NEWEST_AT, StrangerSite, TrueArticle, stranger_pages
from crawler.sample_press.strangers.article_pages import article_pages
from crawler.sample_press.strangers.layout import CHANCES, FORMS, LIES
from crawler.sample_press.strangers.native_ids import ADDRESS_FORMS
from crawler.sample_press.strangers.tonight import Tonight
from crawler.sample_press.strangers.traits import (
    FEED_LIES,
    FEEDS,
    LASTMODS,
    PAGINATIONS,
    SECTION_FORMS,
    SITEMAPS,
    Paper,
    paper,
)
from crawler.vietnamese import bylines

SEEDS = range(100)


@cache
def site_of(seed: int) -> StrangerSite:
    return stranger_pages(seed, articles=4)


@cache
def articles_of(seed: int) -> list[tuple[TrueArticle, bytes]]:
    """Return articles of a stranger with their pages, without the pages that list them."""
    tonight = Tonight(paper(seed, NEWEST_AT), articles=4, night=0)
    pages = dict(article_pages(tonight))
    return [(true, pages[true.url]) for true in tonight.truths]


def words(text: str) -> str:
    """Return a text with single blanks and NBSP resolved."""
    return " ".join(unescape(text).split())


def shown(page: bytes) -> str:
    """Return the text of a page's body twice: its pieces joined, as within a sentence, and apart."""
    tree = html.document_fromstring(page.decode())
    body = tree if tree.tag == "body" else tree.find("body")
    assert body is not None
    pieces = body.xpath(".//text()[not(parent::script or parent::style)]")
    return words("".join(pieces)) + "\n" + words(" ".join(pieces))


def missing(article: TrueArticle, page: bytes) -> list[str]:
    """Return what is true of an article and does not stand on its page."""
    text, source = shown(page), unescape(page.decode())
    printed = [article.headline, article.kicker, article.lead, article.byline_line, article.source_credit]
    printed += [cell for block in article.body for cell in block.text.split(" | ")]
    printed += [*article.captions, *(image.credit for image in article.images), *article.tags]
    values = [value for value in printed if value and words(value) not in text]
    named_in_head = [image.url for image in article.images] + list(article.section)
    return values + [value for value in named_in_head if value not in source]


def test_every_value_of_the_truth_stands_on_the_page() -> None:
    articles = [article for seed in SEEDS for article in articles_of(seed)]
    assert {true.url: values for true, page in articles if (values := missing(true, page))} == {}


def test_every_address_answers_and_is_of_one_article_alone() -> None:
    for site in map(site_of, SEEDS[:25]):
        forms = [address for article in site.truth.articles for name, address in article.addresses if name != "linked"]
        assert len(forms) == len(set(forms))
        assert all(address in site.pages or site.redirects[address] in site.pages for address in forms)
        assert not set(forms) & set(site.truth.other_pages)
        assert set(site.truth.other_pages) | set(forms) == set(site.pages) | set(site.redirects)


def test_ids_tell_articles_apart_and_stand_in_every_form_of_an_address() -> None:
    for site in map(site_of, SEEDS[:25]):
        ids = [article.native_id for article in site.truth.articles if article.native_id]
        assert len(ids) == len(set(ids))
        for article in site.truth.articles:
            assert all(article.native_id in address for _, address in article.addresses if article.native_id)


def test_numbers_rise_with_time() -> None:
    for site in map(site_of, SEEDS[:25]):
        if site.truth.traits["id"] == "number" and not site.truth.traits["former_address"]:
            numbers = [int(article.native_id or 0) for article in site.truth.articles]
            assert all(newer > older for newer, older in pairwise(numbers))


def test_another_process_makes_the_same_bytes() -> None:
    script = (
        "import hashlib; from crawler.sample_press.strangers import stranger_pages as s; d = hashlib.sha256()\n"
        "for seed in (3, 11): d.update(repr(sorted(s(seed, 6, 2).pages.items())).encode())\nprint(d.hexdigest())"
    )
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    mine = hashlib.sha256()
    for seed in (3, 11):
        mine.update(repr(sorted(stranger_pages(seed, 6, 2).pages.items())).encode())
    assert other == mine.hexdigest()


@cache
def papers() -> list[Paper]:
    return [paper(seed, NEWEST_AT) for seed in SEEDS]


@pytest.mark.parametrize("field", FORMS)
def test_each_form_of_a_layout_occurs(field: str) -> None:
    assert {getattr(layout, field) for each in papers() for layout in each.layouts} == set(FORMS[field])


@pytest.mark.parametrize("flag", CHANCES)
def test_each_flag_of_a_layout_is_on_and_off(flag: str) -> None:
    assert {getattr(layout, flag) for each in papers() for layout in each.layouts} == {True, False}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("address", ADDRESS_FORMS),
        ("section_form", SECTION_FORMS),
        ("pagination", PAGINATIONS),
        ("feed", FEEDS),
        ("feed_lie", FEED_LIES),
        ("sitemap", SITEMAPS),
        ("lastmod", LASTMODS),
        ("edition", (None, "khmer", "en")),
    ],
)
def test_each_trait_of_a_paper_occurs(field: str, values: tuple[object, ...]) -> None:
    assert {getattr(each, field) for each in papers()} == set(values)


def json_ld(page: bytes) -> dict[str, object]:
    """Return the article that a page's JSON-LD describes, or nothing, as for a broken one."""
    tree = html.document_fromstring(page.decode())
    for text in tree.xpath('//script[@type="application/ld+json"]/text()'):
        with suppress(json.JSONDecodeError):
            if "headline" in (data := json.loads(text)):
                return dict(data)
    return {}


def content(page: bytes, name: str) -> str | None:
    """Return the content of a meta property."""
    values = html.document_fromstring(page.decode()).xpath(f'//meta[@property="{name}"]/@content')
    return str(values[0]) if values else None


def first_h1(page: bytes) -> str:
    return words("".join(html.document_fromstring(page.decode()).xpath("string(//h1)")))


TRAPS = {
    "JSON-LD has another headline": lambda page, true: json_ld(page).get("headline", true.headline) != true.headline,
    "JSON-LD is dated by another day": lambda page, true: (
        str(json_ld(page).get("datePublished", true.published_at))[:10] != f"{true.published_at:%Y-%m-%d}"
    ),
    "JSON-LD is broken": lambda page, true: b'"description": "\n' in page,
    "JSON-LD names the paper as author": lambda page, true: "Báo " in str(json_ld(page).get("author")),
    "og:title is the paper's name": lambda page, true: str(content(page, "og:title")).startswith("Báo "),
    "the address declared is the front page's": lambda page, true: (
        (content(page, "og:url") or true.url).endswith(".example/") and not true.url.endswith(".example/")
    ),
    "the first h1 is the paper's name": lambda page, true: first_h1(page).startswith("Báo "),
    "another day is printed before the article's": lambda page, true: "Hôm nay, 24/11/2026" in page.decode(),
    "a lead is printed twice": lambda page, true: bool(true.lead) and shown(page).count(true.lead) > 2,
    "nobody signs": lambda page, true: not true.bylines and not true.source_credit,
    "no section": lambda page, true: not true.section,
    "no lead": lambda page, true: true.lead is None,
    "a table in the text": lambda page, true: any(block.kind == "table" for block in true.body),
    "a day without an hour": lambda page, true: true.published_precision == "day",
    "an edit that is told": lambda page, true: true.modified_at is not None,
    "letters as entities": lambda page, true: b"&agrave;" in page,
    "a video": lambda page, true: true.kind == "video",
    "a gallery": lambda page, true: true.kind == "photo" and len(true.images) >= 5,
    "an earlier address": lambda page, true: "earlier_slug" in dict(true.addresses),
    "an earlier section": lambda page, true: "earlier_section" in dict(true.addresses),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_occurs_on_pages(trap: str) -> None:
    is_set: Callable[[bytes, TrueArticle], bool] = TRAPS[trap]
    assert any(is_set(page, true) for seed in SEEDS for true, page in articles_of(seed))


def test_each_lie_occurs() -> None:
    assert {lie for each in papers() for layout in each.layouts for lie in layout.lies} == set(LIES)


def test_other_pages_are_of_many_kinds() -> None:
    loading = next(each.seed for each in papers() if each.pagination == "load_more")
    numbered = next(each.seed for each in papers() if each.pagination != "load_more")
    sites = [*map(site_of, SEEDS[:25]), stranger_pages(loading, 120), stranger_pages(numbered, 120)]
    kinds = {kind for site in sites for kind in site.truth.other_pages.values()}
    lists = {"front_page", "listing", "later_page", "fragment", "tag", "author", "topic", "edition_front"}
    house = {
        "contact",
        "about",
        "advertising",
        "terms",
        "e_paper",
        "video_list",
        "search",
        "poll",
        "edition_article",
        "feed_index",
    }
    machines = {"rss", "atom", "sitemap", "sitemap_index", "news_sitemap", "robots"}
    assert kinds == lists | house | machines


def test_channels_say_what_the_truth_says_that_they_said() -> None:
    for site in map(site_of, SEEDS[:25]):
        for channel in site.truth.channels:
            body = unescape(site.pages[channel.url].decode())
            for entry in channel.announced:
                assert entry.url.removeprefix(f"https://{site.host}") in body
                assert entry.title is None or words(entry.title) in words(body)


def test_a_relaunch_gives_newer_articles_another_layout() -> None:
    relaunched = [each.seed for each in papers() if each.relaunched_at]
    assert 15 <= len(relaunched) <= 50
    site = stranger_pages(relaunched[0], 60)
    layouts = [article.layout for article in site.truth.articles if article.layout != "longform"]
    assert layouts == sorted(layouts, reverse=True)
    assert set(layouts) == {"layout-0", "layout-1"}


def test_a_later_night_has_new_articles_an_edit_and_a_slug_that_moved() -> None:
    address = "/{slug}-{id}.html"
    seed = next(each.seed for each in papers() if each.address.template == address and not each.former_address)
    before, after = stranger_pages(seed, 30), stranger_pages(seed, 30, night=1)
    old = {article.native_id: article for article in before.truth.articles}
    new = {article.native_id: article for article in after.truth.articles}
    assert old.keys() < new.keys()
    newest = max(article.published_at for article in before.truth.articles)
    assert all(new[key].published_at > newest for key in new.keys() - old.keys())
    changed = [key for key in old if (old[key].headline, old[key].body) != (new[key].headline, new[key].body)]
    assert len(changed) == 2
    assert sum(old[key].url != new[key].url for key in changed) == 1
    assert sum(len(new[key].body) == len(old[key].body) + 1 for key in changed) == 1


def test_a_site_built_anew_says_the_same_in_another_layout() -> None:
    each = next(each for each in papers() if each.rebuilt)
    before = {true.url: true for true in stranger_pages(each.seed, 20, each.rebuilt_on_night - 1).truth.articles}
    site = stranger_pages(each.seed, 20, each.rebuilt_on_night)
    assert {true.layout for true in site.truth.articles} == {"rebuilt"}
    kept = [(before[true.url], true) for true in site.truth.articles if true.url in before]
    assert len(kept) >= 18
    assert sum(old.body != new.body for old, new in kept) <= 1
    assert all(not missing(true, site.pages[true.url]) for true in site.truth.articles)


def test_a_smaller_stranger_has_the_newest_of_a_greater_one() -> None:
    small, great = stranger_pages(5, 10), stranger_pages(5, 30)
    assert small.truth.articles == great.truth.articles[:10]


def test_few_articles_of_strangers_are_copies_of_another() -> None:
    """All pairs that `crawler/enrichment/stories.py` would call copies, among 120 articles of three papers."""
    articles = [article for seed in range(3) for article in stranger_pages(seed, 40).truth.articles]
    texts = [shingles([article.lead, *(block.text for block in article.body)]) for article in articles]
    pairs = verified(combinations(range(len(texts)), 2), texts.__getitem__)
    copies = {n for pair in pairs for n in (pair.one, pair.other)}
    assert len(copies) / len(articles) < 0.05
    sentences = {part for each in articles for block in each.body for part in block.text.split(". ")}
    assert len(sentences) > 1_500


def test_signatures_are_true_in_the_words_of_the_readers() -> None:
    """The truth has the form of the product's readings: 'Minh Đảo' for 'MINH ĐẢO', the agency without 'Theo'."""
    articles = [true for seed in SEEDS for true, _ in articles_of(seed) if true.byline_line]
    assert len(articles) > 150
    for article in articles:
        people = [(byline.name, role) for byline in bylines.read(article.byline_line).bylines for role in byline.roles]
        assert people == [(byline.name, byline.role) for byline in article.bylines]
