"""One field at a time: leads with marks, dates that disagree, bylines in head and text, sections and kinds."""

import pytest
from invented_pages import fck, onecms, page

from crawler.article import Article, ArticleRead
from crawler.outlets import outlet_by_key
from crawler.sites import read

AN_GIANG = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
CAN_THO = "https://baocantho.com.vn/cau-moi-a55.html"
DA_NANG = "https://baodanang.vn/le-hoi-dua-ghe-4001.html"
FIRST = "Cuộc họp kéo dài hai giờ, với nhiều ý kiến của bà con trong ấp về đường ống."
LAST = "Xã hứa sẽ khởi công trong tháng tới, ưu tiên các hộ ở xa bến sông."
BODY = f"<p>{FIRST}</p><p>{LAST}</p>"
LEAD = "Sáng 9-6, xã họp bàn việc đưa nước sạch về ấp, nhiều bà con đến dự."
CAPTIONED = "<p align='center'><img src='/a.jpg'></p><p align='center'><em>Chú thích.</em></p>"


def article(html: str, url: str = AN_GIANG, key: str = "baoangiang") -> Article:
    result = read(page(html, url), outlet_by_key(key)).result
    assert isinstance(result, ArticleRead), result
    return result.article


def da_nang(body: str = BODY, **parts: str) -> Article:
    return article(onecms(body, **parts), DA_NANG, "baodanang")


def people(found: Article) -> list[tuple[str, list[str]]]:
    return [(b.name, list(b.roles)) for b in found.bylines]


def agency(found: Article) -> str | None:
    return found.source_credit.agency if found.source_credit else None


MARKS = [
    *("(CTO) - ", "CTO - ", "(CTO)- ", "(CTO) – ", "(CT)- ", "(CTO).- ", " - ", "- ", "– ", "(AGO) - ", "BHP - "),
    *("QNO - ", "(QNO) - ", "(Dân trí) - ", "(TTXVN/Vietnam+) - ", "(Baonghean.vn) - ", "Baonghean.vn - ", "BNA - "),
    *("ĐNO- ", "(HPĐT)- ", "HPĐT – ", "(ĐNO) ", "(CMO) - "),
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_before_the_lead_is_no_part_of_it(mark: str) -> None:
    assert article(fck(BODY, lead=mark + LEAD)).lead == LEAD


@pytest.mark.parametrize(
    "lead",
    ["UBND tỉnh - nơi họp dân - đã sửa nhà.", "COVID-19 - dịch bệnh qua đi.", "HĐND - UBND xã họp.", "(Ảnh) Mưa to."],
)
def test_an_organ_before_a_dash_is_no_mark(lead: str) -> None:
    assert article(fck(BODY, lead=lead)).lead == lead


def test_a_lead_of_two_paragraphs_keeps_their_space() -> None:
    html = fck(BODY).replace('<p class="fontd">', '<p>(AGO) - Câu đầu.</p><p class="fontd">')
    assert (article(html).lead or "").startswith("Câu đầu. Sáng 9-6")


def test_a_line_break_in_the_headline_is_a_space() -> None:
    assert article(fck(BODY).replace("<h1>Họp bàn về", "<h1>Họp bàn<br>về")).headline == "Họp bàn về nước sạch"


@pytest.mark.parametrize(
    "opening",
    [
        f"<p><strong>{LEAD}</strong></p>",
        f"<p><strong>(CTO) - {LEAD}</strong></p>",
        f"<p><strong>(CTO) - </strong>{LEAD}</p>",
        f"<p class='sapo'>{LEAD}</p>",
        f"{CAPTIONED}<p>(CTO) - {LEAD}</p>",
        f"{CAPTIONED}<p><strong>{LEAD}</strong></p>",
    ],
)
def test_a_first_paragraph_set_as_a_lead_is_the_lead(opening: str) -> None:
    for found in (
        article(fck(opening + BODY, lead=None, url=CAN_THO), CAN_THO, "baocantho"),
        da_nang(opening + BODY, sapo=""),
    ):
        assert (found.lead, [b.text for b in found.body]) == (LEAD, [FIRST, LAST])


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        f"<p><strong>{FIRST}</strong></p><p><strong>{LAST}</strong></p>",
        f"<p><strong>Thưa ông, vì sao ấp Xa đến nay vẫn chưa có nước sạch?</strong></p>{BODY}",
        f"<p><strong>Nước về ấp</strong></p>{BODY}",
    ],
)
def test_no_lead_where_the_page_marks_none(body: str) -> None:
    assert article(fck(body, lead=None)).lead is None


def jsonld(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{text}}}</script>'


@pytest.mark.parametrize(
    ("printed", "head", "expected"),
    [
        ("09/06/2021 - 14:33", "", "2021-06-09T14:33:00+07:00"),
        ("09/06/2021 02:33 CH", "", "2021-06-09T14:33:00+07:00"),
        ("Cập nhật: 08:30 | 05/08/2025", "", "2025-08-05T08:30:00+07:00"),
        ("", "", None),
        ("", jsonld('"datePublished":"2021-06-09T14:33:07+07:00"'), "2021-06-09T14:33:07+07:00"),
        ("09/06/2021 - 14:33", jsonld('"datePublished":"2021-06-09T07:33:07Z"'), "2021-06-09T14:33:07+07:00"),
        ("09/06/2021 - 14:33", jsonld('"datePublished":"2021-06-09T14:33:07Z"'), "2021-06-09T14:33:00+07:00"),
        ("09/06/2021 - 14:33", jsonld('"datePublished":"2021-09-06T14:33:07+07:00"'), "2021-06-09T14:33:00+07:00"),
        ("09/06/2021 - 14:33", jsonld('"datePublished":"2021-06-09"'), "2021-06-09T14:33:00+07:00"),
        ("09/06/2021 - 14:33", jsonld('"datePublished":'), "2021-06-09T14:33:00+07:00"),
    ],
)
def test_the_print_decides_the_date_and_an_agreeing_witness_adds_seconds(
    printed: str, head: str, expected: str | None
) -> None:
    assert article(fck(BODY, date=printed, head=head)).published_at == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("08/01/2026 02:02:01 CH", "2026-01-08T14:02:01+07:00"),
        ("1/8/2026 2:02:01 PM", "2026-01-08T14:02:01+07:00"),
        ("1/28/2026 14:02:01", "2026-01-28T14:02:01+07:00"),
    ],
)
def test_the_meta_date_in_the_order_of_the_servers_language(meta: str, expected: str) -> None:
    assert da_nang(date="", meta=meta).published_at == expected


def test_an_update_is_not_the_publication() -> None:
    found = article(fck(BODY, date="Đăng: 09/06/2021 - 14:33 | Cập nhật: 10/06/2021 - 08:00"))
    assert (found.published_at, found.modified_at) == ("2021-06-09T14:33:00+07:00", "2021-06-10T08:00:00+07:00")
    first = '<div class="pubdate">Cập nhật: 10/06/2021 - 08:00</div><div class="pubdate fleft">'
    assert article(fck(BODY).replace('<div class="pubdate fleft">', first)).published_at == "2021-06-09T14:33:00+07:00"


def test_the_days_date_in_the_header_is_not_the_publication() -> None:
    header = '<div class="pubdate">Thứ Ba, 01/09/2026</div><ul class="breadcrumb'
    html = fck(BODY).replace('<ul class="breadcrumb', header)
    assert article(html).published_at == "2021-06-09T14:33:00+07:00"


@pytest.mark.parametrize(
    ("head", "under", "expected", "source"),
    [
        ("Bài, ảnh: MINH ANH", "", [("Minh Anh", ["text", "photo"])], None),
        ("MINH ANH - THU HÀ", "", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
        ("Báo Đà Nẵng", "", [], None),
        ("MINH ANH (theo TTXVN)", "", [("Minh Anh", ["text"])], "TTXVN"),
        ("MINH ANH", "Theo TTXVN", [("Minh Anh", ["text"])], "TTXVN"),
        ("TTXVN", "", [], "TTXVN"),
        ("MINH ANH", "Bài, ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
        ("MINH ANH", "Ảnh: THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["photo"])], None),
        ("", "MINH ANH - THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ],
)
def test_the_bylines_of_head_and_text_are_one_signature(
    head: str, under: str, expected: list[tuple[str, list[str]]], source: str | None
) -> None:
    line = f"<p style='text-align:right'><strong>{under}</strong></p>" if under else ""
    found = da_nang(BODY + line, author=head)
    assert (people(found), agency(found)) == (expected, source)
    assert [b.text for b in found.body] == [FIRST, LAST]


def test_the_writer_named_in_the_head_only_where_nothing_is_printed() -> None:
    meta = "<meta property='dable:author' content='MAI LAM'/></head>"
    html = onecms(BODY, author="").replace("</head>", meta)
    assert people(article(html, DA_NANG, "baodanang")) == [("Mai Lam", ["text"])]
    html = onecms(BODY, author="THU HÀ").replace("</head>", meta)
    assert people(article(html, DA_NANG, "baodanang")) == [("Thu Hà", ["text"])]


def test_section_of_the_first_heading_and_tags_without_hashes() -> None:
    crumbs = (
        '<ul class="breadcrumb left"><li><a href="/">Trang chủ</a></li><li><a href="/doi-song/">Đời sống</a></li></ul>'
    )
    first = '<div class="titlecate"><h1><a href="/y/">Y tế</a> <span> &gt; <a href="/x/">Sức khỏe</a></span></h1></div>'
    found = article(fck(BODY, url=CAN_THO).replace(crumbs, first), CAN_THO, "baocantho")
    assert (found.section, found.headline) == (["Y tế", "Sức khỏe"], "Họp bàn về nước sạch")
    tags = "<div class='onecms__tags'><ul><li><a>#đua ghe</a></li><li><a>Lễ hội</a></li></ul></div>"
    assert da_nang(extra=tags).tags == ["đua ghe", "Lễ hội"]


def test_a_page_of_a_player_is_a_video() -> None:
    player = "<p><iframe src='https://www.youtube.com/embed/x'></iframe></p>"
    assert da_nang(player).kind == "video"
    assert da_nang(player + "<p>Mời xem video.</p>", sapo="").kind == "video"


def test_editions_and_print_pages() -> None:
    english = "https://baocantho.com.vn/news/new-bridge-a55.html"
    assert article(fck(BODY, url=english), english, "baocantho").language == "en"
    printed = "https://baoangiang.com.vn/print/hop-ban-ve-nuoc-sach-a1001.html"
    head = "<html><body><h1>Họp bàn</h1><div class='pubdate'>09/06/2021 - 14:33</div>"
    found = article(f"{head}<div class='content-fck'>{BODY}</div></body></html>", printed)
    assert (found.headline, len(found.body), found.native_id) == ("Họp bàn", 2, "1001")
