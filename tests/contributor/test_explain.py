"""Why a page was read so: every witness of a field is named, and the believed one marked."""

import pytest
from invented_families import DCONTENT, PAGES
from invented_pages import page

from crawler.article import ArticleRead
from crawler.contributor import explain
from crawler.outlets import outlet_by_key
from crawler.sites import read


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
