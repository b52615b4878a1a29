"""Paths are asked in a faster form, which finds the same elements."""

import pytest
from invented_families import PAGES
from invented_pages import fck, onecms, page
from lxml import etree

from crawler.page.xpath_search import XPathSearch, elements_at, with_fewer_steps
from crawler.sites.families import FAMILIES

PLACES = sorted(
    {
        path
        for family in FAMILIES.values()
        for name in dir(family)
        if name in ("containers", "headlines", "not_text") or name.endswith("_places")
        for path in getattr(family, name)
    }
)
TREES = [page(p.html, p.url).tree for p in PAGES.values()]
TREES += [page(html("<ul><li>A</li><li class='x author'>B</li></ul>"), "https://x.vn/").tree for html in (fck, onecms)]


BESIDE = ["//li[2]", "//ul//li[last()]", "//*[@class][position()=1]", "//a/@href", "//*[contains(@class,'a')]//a"]
BESIDE += ["//*[@id='content'][1]//a", "//*[contains(@class,'t') or @id='content']", "//*[@id='newscontents']/p[1]"]


@pytest.mark.parametrize("path", [*PLACES, *BESIDE])
def test_each_place_of_a_family_finds_what_it_says(path: str) -> None:
    for tree in TREES:
        assert tree is not None
        assert elements_at(path, tree) == XPathSearch(tree).at(path) == etree.XPath(path)(tree)


def test_a_place_among_brothers_is_left_as_it_is() -> None:
    assert with_fewer_steps("//ul//li[1]") == "/descendant::ul//li[1]"
    assert with_fewer_steps(".//*[contains(concat(' ',@class,' '),' a-b ')]") == (
        "./descendant::*[(contains(@class,'a-b') and contains(concat(' ',@class,' '),' a-b '))]"
    )
