"""Why a page was read so: every witness of a field is named, and the believed one marked."""

from pathlib import Path

import pytest
from invented_families import DCONTENT, PAGES
from invented_pages import page

from crawler.article import ArticleRead
from crawler.cli import app
from crawler.contributor import dead_places, explain
from crawler.contributor.explain import LONGEST_PLACE, short_place
from crawler.outlets import outlet_by_key
from crawler.sites import read
from crawler.sites.families import FAMILIES


def test_every_witness_is_named_and_the_believed_one_marked() -> None:
    html = DCONTENT.html.replace('"headline": "Làng', '"headline": "(Cũ) Làng')
    witnesses = explain(page(html, DCONTENT.url), outlet_by_key(DCONTENT.key))["headline"]
    assert [(w.name.split()[0], w.believed) for w in witnesses] == [("dom", False), ("jsonld", False), ("meta", True)]
    assert [w.path for w in witnesses] == ["/html/body/h1", "JSON-LD article 1", "meta og:title"]
    assert witnesses[1].text == f"(Cũ) {DCONTENT.headline}"


@pytest.mark.parametrize("family", PAGES)
def test_each_field_that_was_found_has_a_believed_witness(family: str) -> None:
    invented = PAGES[family]
    result = read(page(invented.html, invented.url), outlet_by_key(invented.key)).result
    assert isinstance(result, ArticleRead)
    told = explain(page(invented.html, invented.url), outlet_by_key(invented.key))
    assert {field for field, witnesses in told.items() if any(w.believed for w in witnesses)} >= {*result.evidence} - {
        "source_credit"
    }


def test_a_page_of_no_article_has_no_witnesses() -> None:
    assert explain(page("<html></html>", "https://baotayninh.vn/"), outlet_by_key("baotayninh")) == {}


def test_places_that_match_nothing_come_first_and_short() -> None:
    invented = PAGES["zce"]
    changed = invented.html.replace("article__sapo", "story__sapo").replace("article__body", "story__text")
    dead = dead_places(page(changed, invented.url), outlet_by_key(invented.key))
    assert dead["lead"] == [".article__sapo"]
    assert dead["body"] == [".article__body.cms-body", "[@data-field='body']"]
    assert "headline" not in dead
    assert dead_places(page(invented.html, invented.url), outlet_by_key(invented.key)) == {}


def test_a_place_is_never_longer_than_a_line() -> None:
    places = [place for family in FAMILIES.values() for place in family.places()]
    assert len(max(places, key=len)) > 2 * LONGEST_PLACE
    assert max(len(short_place(place)) for place in places) <= LONGEST_PLACE
    assert short_place("//*[@id='a']//p[contains(concat(' ',normalize-space(@class),' '),' sapo ')]") == "#a p.sapo"


def test_the_command_names_dead_places_before_the_witnesses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invented = PAGES["zce"]
    file = tmp_path / "page.html"
    file.write_text(invented.html.replace("article__sapo", "story__sapo"), "utf8")
    app(["parse", str(file), "--url", invented.url, "--explain"], standalone_mode=False)
    shown = capsys.readouterr().out
    assert shown.index("! lead          .article__sapo") < shown.index("\nheadline")
    assert max(map(len, shown.partition("declared place")[2].splitlines())) <= 200
