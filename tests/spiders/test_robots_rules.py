"""Whose rules of a robots.txt are ours: the product token counts, whole and whatever its version or case."""

import pytest

from crawler.spiders.robots_rules import MOST_LETTERS, PRODUCT_TOKEN, RobotRules, pause_asked_for, robots_rules

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


FORBIDDING = "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "body",
    [
        FORBIDDING.encode("utf-16"),
        FORBIDDING.encode("utf-16-le"),
        b"\xfe\xff" + FORBIDDING.encode("utf-16-be"),
        FORBIDDING.replace("\n", "\r").encode(),
        FORBIDDING.replace("Dis", "\0Dis").encode(),
        b"User-agent: *\nDisallow: /b\xe0i\nDisallow: /mot\n",
    ],
)
def test_rules_are_read_in_any_encoding(body: bytes) -> None:
    assert not RobotRules(body, None).rp.can_fetch(PAGE, PRODUCT_TOKEN)


@pytest.mark.parametrize("letter", ["\v", "\f", "\x85", "\u2028"])
def test_a_letter_that_only_python_ends_a_line_at_does_not_end_a_rule(letter: str) -> None:
    assert robots_rules(f"User-agent: *\nDisallow: /a{letter}Disallow: /\n").can_fetch(PAGE, PRODUCT_TOKEN)


def test_a_rule_that_is_cut_at_the_limit_is_no_rule() -> None:
    padding = "User-agent: *\n#"
    text = padding + "x" * (MOST_LETTERS - len(padding) - len("\nDisallow: /")) + "\nDisallow: /other\n"
    assert robots_rules(text).can_fetch(PAGE, PRODUCT_TOKEN)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 10s", 10),
        ("Crawl-delay: 1,5 sec  # seconds", 1.5),
        ("crawl-delay: 7;", 7),
        ("Crawl-delay: -1", 0),
        ("Crawl-delay: nan", 0),
        ("Crawl-delay: 500 ms", 0),
        ("Crawl-delay: ten", 0),
        ("Crawl-delay:", 0),
        ("Request-rate: 1/30", 30),
        ("Request-rate: 2/1m", 30),
        ("Request-rate: 0/5", 0),
        pytest.param("Request-rate: 1/1" + 400 * "0", 1e9, id="a rate of 401 digits"),
        pytest.param("Crawl-delay: 1" + 400 * "0", 1e8, id="a delay of 401 digits"),
        ("Request-rate: 1/5\nCrawl-delay: 9", 9),
    ],
)
def test_a_pause_may_be_asked_for_in_several_ways(line: str, seconds: float) -> None:
    assert pause_asked_for(robots_rules(f"User-agent: *\nAllow: /\n{line}\n")) == seconds
