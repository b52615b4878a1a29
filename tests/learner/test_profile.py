"""A paper learned from its pages: invented papers of the sample press, read afterwards on pages not learned from."""

from collections.abc import Iterator
from dataclasses import replace as replace_page
from functools import cache

import msgspec
import pytest
from learned_fields import (
    FETCHED,
    FIELDS,
    announced_by,
    is_right,
    learned_outlet,
    lost_text,
    outlet_of,
    truth_of,
    values_of,
)
from msgspec.structs import replace

from crawler.article import ArticleRead
from crawler.learner.profile import learn_profile
from crawler.outlets import Outlet
from crawler.outlets.profile import Profile
from crawler.outlets.yaml_files import write_yaml
from crawler.page import SavedPage
from crawler.sample_press.strangers import StrangerSite, TrueArticle, stranger_pages
from crawler.sites import read

LEARNED_FROM, READ = 20, 5
HONEST, LYING = 25, 38  # seeds: `test_the_papers_are_as_these_tests_need_them` tells what they are


@cache
def lesson(seed: int) -> tuple[StrangerSite, Outlet, tuple[TrueArticle, ...]]:
    """Return a stranger, its outlet with the learned profile, and the articles that it was not learned from."""
    site = stranger_pages(seed, LEARNED_FROM + READ)
    unseen = site.truth.articles[2::5][:READ]
    known = [a for a in site.truth.articles if a not in unseen]
    return site, learned_outlet(site, outlet_of(site), known)[0], unseen


def profile_of(seed: int) -> Profile:
    profile = lesson(seed)[1].profile
    assert profile is not None
    return profile


def unseen_readings(seed: int) -> Iterator[tuple[TrueArticle, ArticleRead]]:
    site, outlet, unseen = lesson(seed)
    for article in unseen:
        result = read(SavedPage(site.pages[article.url], article.url, FETCHED), outlet).result
        assert isinstance(result, ArticleRead)
        yield article, result


def test_the_papers_are_as_these_tests_need_them() -> None:
    assert lesson(HONEST)[0].truth.traits["json_ld"] == "honest"
    lies = lesson(LYING)[0].truth.traits["lies"]
    assert "now" in lies
    assert "headline" in lies


@pytest.mark.parametrize("seed", [HONEST, LYING])
@pytest.mark.parametrize("field", ["headline", "published_at", "lead", "body", "captions", "images", "bylines"])
def test_pages_that_were_not_learned_from_are_read_right(seed: int, field: str) -> None:
    for article, result in unseen_readings(seed):
        value, true = values_of(result.article)[field], truth_of(article)[field]
        assert is_right(field, value, true, article.published_precision), (article.url, value, true)


def test_the_one_page_reader_reads_a_lying_paper_worse() -> None:
    site, outlet, unseen = lesson(LYING)
    wrong = 0
    for article in unseen:
        result = read(SavedPage(site.pages[article.url], article.url, FETCHED), replace(outlet, profile=None)).result
        values, true = values_of(result.article) if isinstance(result, ArticleRead) else {}, truth_of(article)
        wrong += sum(not is_right(n, values.get(n), true[n], article.published_precision) for n in FIELDS)
    assert wrong > 0


def test_the_same_pages_in_any_order_give_the_same_profile() -> None:
    site = lesson(HONEST)[0]
    pages = [SavedPage(site.pages[a.url], a.url, FETCHED) for a in site.truth.articles[:LEARNED_FROM]]
    said = announced_by(site)
    one = learn_profile(pages, said)
    other = learn_profile([replace_page(page) for page in reversed(pages)], dict(reversed(said.items())))
    assert msgspec.yaml.encode(one) == msgspec.yaml.encode(other)


def test_a_profile_is_written_as_an_entry_and_read_again() -> None:
    profile = profile_of(HONEST)
    text = write_yaml(msgspec.to_builtins(profile))
    assert msgspec.yaml.decode(text, type=Profile) == profile
    assert max(map(len, text.splitlines())) <= 160


def test_a_clock_as_date_and_another_articles_headline_are_not_believed() -> None:
    assert {"jsonld datePublished", "jsonld headline"} <= profile_of(LYING).layouts[0].liars


def test_an_honest_witness_is_no_liar() -> None:
    assert not profile_of(HONEST).layouts[0].liars & {
        "jsonld datePublished",
        "jsonld headline",
        "head title",
        "channel title",
    }


def test_a_reading_names_the_layout_and_the_evidence_of_each_place() -> None:
    site, outlet, unseen = lesson(HONEST)
    reading = read(SavedPage(site.pages[unseen[0].url], unseen[0].url, FETCHED), outlet)
    assert reading.parser == f"learned/{profile_of(HONEST).layouts[0].digest}"
    assert isinstance(reading.result, ArticleRead)
    assert f"(learned: {LEARNED_FROM} of {LEARNED_FROM} pages" in reading.result.evidence["headline"]


@pytest.mark.parametrize("seed", [HONEST, LYING])
def test_no_text_of_an_article_is_lost_in_silence(seed: int) -> None:
    site, outlet, unseen = lesson(seed)
    readings = [(a, read(SavedPage(site.pages[a.url], a.url, FETCHED), outlet)) for a in unseen]
    assert [lost_text(article, reading) for article, reading in readings] == [""] * len(unseen)


def test_a_page_of_another_layout_is_read_by_itself_and_says_so() -> None:
    site, outlet, _ = lesson(LYING)
    article = site.truth.articles[0]
    reading = read(
        SavedPage(site.pages[article.url], article.url, FETCHED), replace(outlet, profile=profile_of(HONEST))
    )
    assert reading.parser.startswith("generic/")
    assert isinstance(reading.result, ArticleRead)
    assert ("layout", "unknown") in [(p.field, p.code) for p in reading.result.problems]


def test_too_few_pages_teach_nothing() -> None:
    site = lesson(HONEST)[0]
    pages = [SavedPage(site.pages[a.url], a.url, FETCHED) for a in site.truth.articles[:2]]
    assert learn_profile(pages, {}).layouts == []
