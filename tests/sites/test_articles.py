"""What a page of either family says, field by field."""

import msgspec
import pytest
from invented_pages import fck, onecms, page

from crawler.article import Article, ArticleRead
from crawler.outlets import outlet_by_key
from crawler.sites import read

AN_GIANG = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
DA_NANG = "https://baodanang.vn/le-hoi-dua-ghe-4001.html"


def article(html: str, url: str = AN_GIANG, key: str = "baoangiang") -> Article:
    result = read(page(html, url), outlet_by_key(key)).result
    assert isinstance(result, ArticleRead), result
    return result.article


def da_nang(html: str) -> Article:
    return article(html, DA_NANG, "baodanang")


def texts(found: Article) -> list[str]:
    return [block.text for block in found.body]


def captions(found: Article) -> list[tuple[str | None, str | None]]:
    return [(i.caption, i.credit) for i in found.images]


CAPTIONS = ["Quang cảnh cuộc họp", "Ông Ba phát biểu", "Bà Tư góp ý"]
PARAGRAPHS = [
    "Cuộc họp kéo dài hai giờ, với nhiều ý kiến của bà con trong ấp về đường ống.",
    "Xã hứa sẽ khởi công trong tháng tới, ưu tiên các hộ ở xa bến sông.",
]
BYLINE = '<p style="text-align:right"><strong>Tin, ảnh: TRUNG HẬU</strong></p>'


def in_tables() -> str:
    tables = "".join(
        f'<table align="center"><tbody><tr><td><img src="https://images.baoangiang.com.vn/{n}.jpg"></td></tr>'
        f'<tr><td style="text-align:center"><p>{c}</p></td></tr></tbody></table>'
        for n, c in enumerate(CAPTIONS)
    )
    return tables + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + BYLINE


def in_italics() -> str:
    pictures = "".join(
        f'<p style="text-align:center"><img src="https://images.baoangiang.com.vn/{n}.jpg"/></p>'
        f'<p style="text-align: center;"><em>{c}</em></p>'
        for n, c in enumerate(CAPTIONS)
    )
    return pictures + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + BYLINE


@pytest.mark.parametrize("body", [in_tables(), in_italics()], ids=["tables", "italics"])
class TestAnGiangArticle:
    def test_lead_has_no_dash(self, body: str) -> None:
        assert article(fck(body, lead=" - Sáng 9-6, xã họp.")).lead == "Sáng 9-6, xã họp."

    def test_body_is_the_paragraphs_alone(self, body: str) -> None:
        assert texts(article(fck(body))) == PARAGRAPHS

    def test_each_picture_has_its_caption(self, body: str) -> None:
        assert captions(article(fck(body))) == [(c, None) for c in CAPTIONS]

    def test_one_byline_with_two_roles(self, body: str) -> None:
        found = article(fck(body))
        assert [(b.name, b.roles) for b in found.bylines] == [("Trung Hậu", ["text", "photo"])]
        assert found.byline_raw == "Tin, ảnh: TRUNG HẬU"

    def test_date_headline_section(self, body: str) -> None:
        found = article(fck(body))
        assert (found.published_at, found.published_precision) == ("2021-06-09T14:33:00+07:00", "minute")
        assert (found.headline, found.section) == ("Họp bàn về nước sạch", ["Đời sống"])


def test_font_switch_inside_the_body_is_no_text() -> None:
    assert texts(article(fck("<p>A A</p><p>Nước về tới ấp.</p>"))) == ["Nước về tới ấp."]


def test_text_after_a_layout_table_is_a_paragraph() -> None:
    body = (
        "<p><table><tr><td><img src='/image/a.jpg'></td></tr><tr><td><p align='right'>Ảnh: Đài Xa</p></td></tr></table>"
        "Đoạn đầu đứng trần sau bảng.</p><p>Đoạn hai.</p><p align='right'>LAN CHI (Theo Đài Xa)</p>"
    )
    found = article(fck(body, lead=None))
    assert texts(found) == ["Đoạn đầu đứng trần sau bảng.", "Đoạn hai."]
    assert captions(found) == [(None, "Đài Xa")]
    assert [b.name for b in found.bylines] == ["Lan Chi"]
    assert found.source_credit is not None
    assert found.source_credit.agency == "Đài Xa"
    assert found.lead is None


def test_first_paragraph_is_the_lead_only_by_the_papers_mark() -> None:
    body = "<p>(CTO) - Chiều 3-4, cầu mới thông xe.</p><p>Cầu dài 300 m.</p>"
    url = "https://baocantho.com.vn/cau-moi-a55.html"
    found = article(fck(body, lead=None, url=url), url, "baocantho")
    assert (found.lead, texts(found)) == ("Chiều 3-4, cầu mới thông xe.", ["Cầu dài 300 m."])


def test_lead_is_not_repeated_in_the_body() -> None:
    found = article(fck("<p>Sáng 9-6, xã họp bàn việc đưa nước sạch về ấp.</p><p>Đoạn hai.</p>"))
    assert texts(found) == ["Đoạn hai."]


def test_note_under_a_picture_in_one_paragraph() -> None:
    body = "<p style='text-align:center'><img src='/a.jpg'><br>Bến đò chiều. Ảnh: H.K</p><p>Đoạn.</p>"
    found = article(fck(body + "<div><img src='/b.jpg'><p class='note'>Chợ sớm.</p></div><p>Đoạn hai.</p>"))
    assert captions(found) == [("Bến đò chiều.", "H.K"), ("Chợ sớm.", None)]
    assert texts(found) == ["Đoạn.", "Đoạn hai."]


def test_tags_of_the_site_are_cut_from_the_end_once() -> None:
    own, fixed = ["nước sạch", "An Giang"], ["APEC 2027", "Rạch Giá", "Phú Quốc", "An Giang", "Báo An Giang"]
    links = "".join(f'<a class="tag_item" href="/tim-kiem/{t}.html">{t}</a>' for t in own + fixed)
    assert article(fck("<p>Đoạn.</p>", tags=links)).tags == own


def test_data_table_lists_subheads_and_quotes() -> None:
    body = (
        "<p><strong>Giá nước</strong></p><table><tr><td>Hộ</td><td>Giá</td></tr><tr><td>Dân</td><td>5.000</td></tr>"
        "</table><ul><li>Đóng trước ngày 5</li></ul><blockquote><p>Nước là sự sống.</p></blockquote><p>Đoạn cuối.</p>"
    )
    assert [(b.kind, b.text) for b in article(fck(body)).body] == [
        ("subhead", "Giá nước"),
        ("table", "Hộ | Giá"),
        ("table", "Dân | 5.000"),
        ("list_item", "Đóng trước ngày 5"),
        ("quote", "Nước là sự sống."),
        ("paragraph", "Đoạn cuối."),
    ]


def test_related_links_in_the_body_are_no_text() -> None:
    body = '<p>Đoạn.</p><ul><li><a href="https://baoangiang.com.vn/bai-cu-a9.html">Bài cũ</a></li></ul><p>Đoạn hai.</p>'
    assert texts(article(fck(body))) == ["Đoạn.", "Đoạn hai."]


def test_ca_mau_body_in_post_content() -> None:
    url = "https://baocamau.vn/mua-tom-a300.html"
    html = f"<html><head><link rel='canonical' href='{url}'></head><body><h1 class='post-title'>Mùa tôm</h1>"
    html += "<span class='pubdate'>05/08/2025 - 07:15</span><div class='post-content'><p>Tôm được giá.</p>"
    html += "<p style='text-align:right'>Bài, ảnh: KIM NGÂN</p></div></body></html>"
    found = article(html, url, "baocamau")
    assert (found.headline, found.published_at) == ("Mùa tôm", "2025-08-05T07:15:00+07:00")
    assert (texts(found), [b.name for b in found.bylines]) == (["Tôm được giá."], ["Kim Ngân"])


class TestOneCms:
    def test_mark_is_off_the_lead_and_seconds_come_from_the_meta(self) -> None:
        found = da_nang(onecms("<p>Đoạn một.</p><p>Đoạn hai.</p>"))
        assert found.lead == "Lễ hội đua ghe mở sáng 8/1."
        assert found.published_at == "2026-01-08T10:02:01+07:00"
        assert texts(found) == ["Đoạn một.", "Đoạn hai."]
        assert [b.name for b in found.bylines] == ["Minh Anh"]

    def test_captions_in_desc_cells_figures_and_italics(self) -> None:
        body = (
            "<p>Đoạn.</p><p><table class='full-img'><tbody><tr><td><img src='https://bqn.1cdn.vn/a.jpg'></td></tr><tr>"
            "<td class='image_desc'>Ghe về đích. Ảnh: Đức B</td></tr></tbody></table><p>Đoạn hai.</p></p>"
            "<figure><img class='lazy' data-src='https://bqn.1cdn.vn/b.jpg' src='https://bqn.1cdn.vn/grey.gif'>"
            "<figcaption>Khán giả. Ảnh: H.L</figcaption></figure><p><img src='https://bqn.1cdn.vn/c.jpg'></p>"
            "<p><span><em>Trao giải. </em></span></p><p>Đoạn ba.</p>"
        )
        found = da_nang(onecms(body))
        assert captions(found) == [("Ghe về đích.", "Đức B"), ("Khán giả.", "H.L"), ("Trao giải.", None)]
        assert [i.url[-5:] for i in found.images] == ["a.jpg", "b.jpg", "c.jpg"]
        assert texts(found) == ["Đoạn.", "Đoạn hai.", "Đoạn ba."]

    def test_byline_repeated_under_the_text_counts_once(self) -> None:
        body = "<p>Đoạn.</p><b class='vtranslate-author-translate'>Tin và ảnh: Nam B</b>"
        found = da_nang(onecms(body, author="Tin và ảnh: Nam B"))
        assert [(b.name, b.roles) for b in found.bylines] == [("Nam B", ["text", "photo"])]
        assert texts(found) == ["Đoạn."]

    def test_source_outside_the_article(self) -> None:
        extra = "<div class='c-author-page'>Theo TTXVN</div>"
        found = da_nang(onecms("<p>Đoạn.</p>", author="", extra=extra))
        assert found.source_credit is not None
        assert found.source_credit.agency == "TTXVN"

    def test_gallery_is_an_article_of_pictures(self) -> None:
        body = "".join(
            f"<figure><img src='https://bqn.1cdn.vn/{n}.jpg'><figcaption>Ghe {n}</figcaption></figure>"
            for n in range(5)
        )
        found = da_nang(onecms(body, sapo=None))
        assert (found.kind, found.lead, len(found.images)) == ("photo", None, 5)

    def test_reading_survives_json(self) -> None:
        found = read(page(onecms("<p>Đoạn.</p>"), DA_NANG), outlet_by_key("baodanang"))
        assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found
