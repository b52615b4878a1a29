"""Whose rules of a robots.txt are ours: the product token counts, whole and whatever its version or case."""

import pytest

from crawler.spiders.robots_rules import PRODUCT_TOKEN, robots_rules

PAGE = "https://baocamau.vn/mot-bai-a1.html"


@pytest.mark.parametrize(
    "name",
    ["baotinh", "baotinh/0.1", "BaoTinh/9.9.9", "baotinh/0.1 (+https://x.example)", "baotinh 0.1", " BAOTINH # ours"],
)
def test_rules_for_our_name_are_obeyed(name: str) -> None:
    for line in (f"User-agent: {name}", f"user-agent:{name}", f"User agent {name}"):
        rules = robots_rules(f"User-agent: *\nAllow: /\n\n{line}\nDisallow: /\nCrawl-delay: 7\n")
        assert not rules.can_fetch(PAGE, PRODUCT_TOKEN)
        assert rules.crawl_delay(PRODUCT_TOKEN) == 7


@pytest.mark.parametrize(
    "name",
    ["bao", "b", "tinh", "baotin", "baotinh-news", "baotinh_x", "bao/0.1", "mybaotinh", "Googlebot", "(another)"],
)
def test_rules_for_another_robot_are_not_ours(name: str) -> None:
    rules = robots_rules(f"User-agent: {name}\nDisallow: /\n")
    assert rules.can_fetch(PAGE, PRODUCT_TOKEN)
    rules = robots_rules(f"User-agent: {name}\nDisallow: /\n\nUser-agent: *\nDisallow: /mot\n")
    assert not rules.can_fetch(PAGE, PRODUCT_TOKEN)
    assert rules.can_fetch("https://baocamau.vn/hai-bai-a2.html", PRODUCT_TOKEN)


@pytest.mark.parametrize("name", ["*", "* # all", "*  "])
def test_rules_for_all_are_ours_where_none_names_us(name: str) -> None:
    assert not robots_rules(f"\ufeffUser-agent: {name}\nDisallow: /\n").can_fetch(PAGE, PRODUCT_TOKEN)


def test_a_group_of_several_robots_is_ours_if_one_of_them_is() -> None:
    rules = robots_rules("User-agent: bao\nUser-agent: baotinh/0.1\nUser-agent: other\nDisallow: /\n")
    assert not rules.can_fetch(PAGE, PRODUCT_TOKEN)


def test_sitemaps_and_what_stands_beside_the_rules_stay() -> None:
    rules = robots_rules("<html>\nSitemap: /sitemap.xml\nUser-agent:\nHost: x\n" + "# padding\n" * 100_000)
    assert list(rules.sitemaps) == ["/sitemap.xml"]
    assert rules.can_fetch(PAGE, PRODUCT_TOKEN)
