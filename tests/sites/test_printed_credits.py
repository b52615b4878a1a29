"""Credits outside every known place are told as unread; of one article in a hundred a second reader reads the body."""

from datetime import UTC, datetime

import pytest
from one_article import SLUG, article_page

from crawler.article import ArticleRead
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.printed_credits import printed_credits

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def page(beside: str, url: str = SLUG) -> SavedPage:
    return SavedPage(article_page(sidebar=beside), url, NOW)


def reading(saved: SavedPage) -> ArticleRead:
    result = read(saved, outlet_by_key("baoangiang")).result
    assert isinstance(result, ArticleRead)
    return result


@pytest.mark.parametrize(
    ("beside", "source"),
    [
        ('<div class="moi">Theo TTXVN</div>', "TTXVN"),
        ("<p><strong>Theo </strong><a href='https://vnexpress.net/'>VnExpress</a></p>", "VnExpress"),
        ("<div><span>Nguồn: Báo Tin tức</span> <time>20/11/2026</time></div>", "Báo Tin tức"),
        ("<p>MINH HÒA (Theo VietnamPlus)</p>", "VietnamPlus"),
        ("<p>Minh Hòa/TTXVN</p>", "TTXVN"),
    ],
)
def test_a_line_that_credits_a_source_is_a_problem_where_it_is_read_as_none(beside: str, source: str) -> None:
    assert next(name for _, name in printed_credits(page(beside))) == source
    result = reading(page(beside))
    assert result.article.source_credit is None
    [problem] = [p for p in result.problems if p.field == "source_credit"]
    assert problem.code == "not_in_layout"
    assert source not in problem.detail  # a person's name must not go into a log by this way


@pytest.mark.parametrize(
    "beside",
    [
        "<p>Theo kế hoạch, tuyến kênh sẽ hoàn thành trong tháng tới.</p>",
        "<p>Theo dõi chúng tôi trên các nền tảng khác</p>",
        "<figure><img src='a.jpg'><figcaption>Nguồn: Internet</figcaption></figure>",
        "<a href='/tin-khac-a5.html'>Theo TTXVN</a>",
        "<footer><p>Nguồn: Báo An Giang</p></footer>",
        "<p>20/11/2026</p>",
        "<script>var s = 'Theo TTXVN';</script>",
    ],
)
def test_other_lines_are_no_credit(beside: str) -> None:
    assert [*printed_credits(page(beside))] == []
    assert not [p for p in reading(page(beside)).problems if p.field == "source_credit"]


def test_another_extractor_reads_the_body_of_one_article_in_about_a_hundred() -> None:
    numbers = range(500001, 500501)
    read_twice = [
        n for n in numbers if "extractor" in reading(page("", SLUG.replace("500001", str(n)))).witnesses.get("body", {})
    ]
    assert 2 <= len(read_twice) <= 12


def test_another_extractor_reads_each_body_beside_much_text_that_no_field_claims() -> None:
    paragraphs = "".join(
        f"<p>Đoạn {n}: đội xung kích của xã đắp lại bờ bao, chở cát và cọc tràm ra điểm sạt lở suốt đêm qua.</p>"
        for n in range(6)
    )
    wrapped = article_page().replace(b"<p>B\xc3\xa0 con", b"<form>%s</form><p>B\xc3\xa0 con" % paragraphs.encode())
    assert reading(SavedPage(wrapped, SLUG, NOW)).witnesses["body"] == {"extractor": False}
    plain = article_page().replace(b"<p>B\xc3\xa0 con", b"%s<p>B\xc3\xa0 con" % paragraphs.encode())
    assert "body" not in reading(SavedPage(plain, SLUG, NOW)).witnesses
