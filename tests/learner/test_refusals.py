"""What the learner refuses: addresses that nobody saw, declared addresses, a clock beside the date."""

import re
from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from crawler.learner.address_sorts import AddressSorts
from crawler.learner.addresses import learn_id_rules
from crawler.learner.declarations import address_lies
from crawler.learner.facts import facts_of
from crawler.page import SavedPage
from crawler.sites.layouts import dated_text

FETCHED = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECTIONS = ("kinh-te", "van-hoa")
ARTICLES = [f"/{SECTIONS[n % 2]}/{51_000 + 7 * n}/tin-so-{n}-cua-xa" for n in range(12)]


@pytest.mark.parametrize("folder", ["su-kien", "tag", "bao-in", "khmer", "en"])
def test_a_rule_keeps_out_topics_and_printed_issues_that_no_visit_met(folder: str) -> None:
    rules = learn_id_rules(AddressSorts(sure=ARTICLES), "bao.example")
    assert rules.native_id(ARTICLES[0]) == ("", re.findall(r"\d+", ARTICLES[0])[0])
    assert rules.native_id(f"/{folder}/51294/chuyen-doi-so") is None


def test_a_section_with_the_name_of_a_topic_stays() -> None:
    articles = [a.replace("/van-hoa/", "/su-kien/").replace("/kinh-te/", "/su-kien/") for a in ARTICLES]
    assert learn_id_rules(AddressSorts(sure=articles), "bao.example").native_id(articles[3]) is not None


def test_a_print_page_with_one_key_more_is_no_second_article_of_the_id() -> None:
    articles = [f"/?id={184_220 + n}" for n in range(12)]
    rules = learn_id_rules(AddressSorts(sure=[*articles, *(f"{a}&print=1" for a in articles)]), "bao.example")
    assert rules.native_id("/?id=184225&print=1") == rules.native_id("/?id=184225") == ("", "184225")


@pytest.mark.parametrize(("canonical", "lies"), [("https://bao.example/", ["link canonical"]), (None, [])])
def test_an_address_that_all_articles_declare_is_a_lie(canonical: str | None, lies: list[str]) -> None:
    urls = [f"https://bao.example/tin-{n}.html" for n in range(5)]
    html = "<html><head><link rel='canonical' href='{}'></head><body><p>Tin</p></body></html>"
    pages = [SavedPage(html.format(canonical or url).encode(), url, FETCHED) for url in urls]
    assert [lie.witness for lie in address_lies(facts_of(pages, {}))] == lies


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p><span>Hôm nay, 24/11/2026</span> 19 Tháng 11, 2026</p>", "19 Tháng 11, 2026"),
        ("<p><span>20/11/2026</span> 19 Tháng 11, 2026</p>", "20/11/2026 19 Tháng 11, 2026"),
        ("<p>Đăng <b>24/11/2026</b></p>", "Đăng 24/11/2026"),
    ],
)
def test_a_clock_in_the_line_of_the_date_is_not_the_date(line: str, text: str) -> None:
    assert dated_text(fromstring(line), FETCHED) == text
