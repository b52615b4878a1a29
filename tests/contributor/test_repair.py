"""A paper relaunches: its archive's new pages teach a layout, old pages keep theirs."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from learned_fields import FETCHED, is_right, learned_outlet, outlet_of, truth_of, values_of
from msgspec.structs import replace

from crawler.archive import Archive, WarcWriter
from crawler.article import ArticleRead
from crawler.contributor.repair import NothingToRepair, Repair, propose_repair, with_profile
from crawler.outlets import Outlet
from crawler.page import SavedPage
from crawler.sample_press.strangers import StrangerSite, TrueArticle, stranger_pages
from crawler.sites import read

OLD, NEW = 25, 38  # strangers: the paper looks as the first did, then as the second
OLD_PAGES, NEW_PAGES = 12, 24


def archived(folder: Path, pages: dict[str, bytes]) -> list[Path]:
    writer = WarcWriter(Archive(folder), "stranger", "night")
    for url, html in pages.items():
        writer.write_exchange(
            url=url,
            method="GET",
            request_headers=[],
            status=200,
            reason="OK",
            response_headers=[("Content-Type", "text/html; charset=utf-8")],
            body=html,
            fetched_at=FETCHED,
        )
    writer.seal()
    return Archive(folder).sealed("stranger")


@pytest.fixture(scope="module")
def sites() -> tuple[StrangerSite, StrangerSite]:
    return stranger_pages(OLD, OLD_PAGES), stranger_pages(NEW, NEW_PAGES)


@pytest.fixture(scope="module")
def outlet(sites: tuple[StrangerSite, StrangerSite]) -> Outlet:
    """Give the paper on the hosts of both, learned from its old pages."""
    old, new = map(outlet_of, sites)
    paper = learned_outlet(sites[0], old, sites[0].truth.articles)[0]
    spaces = [replace(space, hosts=[new.home_host]) for space in new.id_spaces]
    hosts = [*old.hosts, *(replace(host, role="mirror") for host in new.hosts)]
    return replace(paper, hosts=hosts, id_spaces=[*old.id_spaces, *(replace(s, id_space="new") for s in spaces)])


@pytest.fixture(scope="module")
def repaired(
    sites: tuple[StrangerSite, StrangerSite], outlet: Outlet, tmp_path_factory: pytest.TempPathFactory
) -> Repair:
    old, new = sites
    pages = {a.url: old.pages[a.url] for a in old.truth.articles} | {
        a.url: new.pages[a.url] for a in new.truth.articles
    }
    return propose_repair(archived(tmp_path_factory.mktemp("archive"), pages), outlet, examples=1)


def right_fields(site: StrangerSite, articles: tuple[TrueArticle, ...], outlet: Outlet, parser: str) -> int:
    right = 0
    for article in articles:
        reading = read(SavedPage(site.pages[article.url], article.url, FETCHED), outlet)
        assert isinstance(reading.result, ArticleRead)
        assert reading.parser.startswith(parser)
        values, true = values_of(reading.result.article), truth_of(article)
        right += sum(is_right(f, values[f], true[f], article.published_precision) for f in ("headline", "body"))
    return right


def test_pages_of_the_new_layout_are_told_apart_and_learned(repaired: Repair) -> None:
    assert repaired.unknown == NEW_PAGES
    assert [layout.pages for layout in repaired.new_layouts] == [NEW_PAGES]


def test_both_layouts_are_read_right_afterwards(
    sites: tuple[StrangerSite, StrangerSite], outlet: Outlet, repaired: Repair
) -> None:
    changed = replace(outlet, profile=repaired.profile)
    for site in sites:
        articles = site.truth.articles[:6]
        assert right_fields(site, articles, changed, "learned/") == 2 * len(articles)


def test_no_page_of_the_old_layout_is_read_differently(
    sites: tuple[StrangerSite, StrangerSite], outlet: Outlet, repaired: Repair
) -> None:
    changed = replace(outlet, profile=repaired.profile)
    for article in sites[0].truth.articles:
        page = SavedPage(sites[0].pages[article.url], article.url, FETCHED)
        before, after = read(page, outlet).result, read(page, changed).result
        assert isinstance(before, ArticleRead)
        assert isinstance(after, ArticleRead)
        assert before.article == after.article


def test_the_old_layout_is_dated_by_its_last_page(repaired: Repair) -> None:
    untils = [layout.until for layout in repaired.profile.layouts]
    assert untils[0] is None
    assert untils[1:] == [date(2026, 11, 24)]


def test_the_replay_counts_what_the_proposal_changes(repaired: Repair) -> None:
    assert repaired.replay.pages == OLD_PAGES + NEW_PAGES
    assert repaired.replay.differing <= NEW_PAGES


def test_a_few_pages_are_not_enough(sites: tuple[StrangerSite, StrangerSite], outlet: Outlet, tmp_path: Path) -> None:
    pages = {a.url: sites[1].pages[a.url] for a in sites[1].truth.articles[:5]}
    with pytest.raises(NothingToRepair, match=r"5 of 5 archived pages .* from 20 on"):
        propose_repair(archived(tmp_path, pages), outlet, examples=0)


def test_an_entry_keeps_what_a_person_wrote(repaired: Repair) -> None:
    entry = "name: Báo X\n# a remark\nprofile:\n  pages: 3\n  layouts:\n  - {name: '1'}\nchannels: {/: seen}\n"
    text = msgspec.yaml.encode({"profile": {"pages": 60}}).decode()
    changed = with_profile(entry, text)
    assert changed == "name: Báo X\n# a remark\nchannels: {/: seen}\nprofile:\n  pages: 60\n"
