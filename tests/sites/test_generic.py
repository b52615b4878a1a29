"""The generic family on a page of nobody's layout: each field by what it stands beside."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from crawler.article import Article, Identity
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites.families.generic import Generic

URL = "https://baosonla.vn/thoi-su/nuoc-len-nhanh-trong-dem-aBcD1234x.html"
LEAD = "Nước trên sông Hòa Bình lên nhanh trong đêm, ba xã ven sông phải di dời hơn một trăm hộ dân."
TEXT = [
    "Sáng sớm, lực lượng dân quân xã Phú Lâm đã đến từng nhà giúp người già, trẻ nhỏ lên chỗ cao, mang theo thuốc men.",
    "Theo trạm thủy văn, mực nước lúc năm giờ cao hơn báo động hai là hai mươi xăng-ti-mét và còn tiếp tục dâng lên.",
    "Chính quyền địa phương đã mở cửa trường học làm nơi ở tạm, chuẩn bị gạo, nước sạch và áo phao cho bà con.",
    "Đến trưa, tuyến đường vào ấp Đông vẫn ngập sâu, xe cộ phải đi vòng qua cầu mới cách đó bảy cây số.",
]
CAPTION = "Dân quân giúp người dân ấp Đông chằng chống nhà cửa."
PICTURE = '<img src="/anh/2026/nuoc-len.jpg">'
UNDER = {
    "figure": f"<figure>{PICTURE}<figcaption>{CAPTION} Ảnh: LÊ TÂM</figcaption></figure>",
    "table": f"<table><tr><td>{PICTURE}</td></tr><tr><td>{CAPTION} Ảnh: LÊ TÂM</td></tr></table>",
    "centred": f'<p align="center">{PICTURE}</p><p style="text-align: center">{CAPTION} Ảnh: LÊ TÂM</p>',
    "italic": f"<p>{PICTURE}</p><p><em>{CAPTION} Ảnh: LÊ TÂM</em></p>",
    "class": f'<div class="pic">{PICTURE}<p class="image_desc">{CAPTION} Ảnh: LÊ TÂM</p></div>',
    "same paragraph": f"<p>{PICTURE}<br><i>{CAPTION} Ảnh: LÊ TÂM</i></p>",
}
MENU = "".join(f'<li><a href="/muc-{n}">Chuyên mục số {n}</a></li>' for n in range(12))
OTHERS = "".join(
    f'<li><a href="/xa-hoi/bai-khac-{n}-xYz98765{n}.html">Bài khác kể về chuyện ruộng đồng năm nay, phần {n}</a>'
    f'<span class="date">0{n}/9/2026 07:15</span></li>'
    for n in range(1, 6)
)


def html(*inside: str, head: str = "", over: str = "", under: str = "") -> str:
    paragraphs = [f"<p>{text}</p>" for text in TEXT]
    text = "".join([*paragraphs[:2], *inside, *paragraphs[2:]])
    return (
        f"<html><head><title>Nước lên</title><meta property='og:title' content='Nước lên nhanh trong đêm'>{head}</head>"
        f"<body><div class='top'>Thứ Ba, 24/11/2026 09:00</div><ul>{MENU}</ul><div class='main'>"
        f"<h1>Nước lên nhanh trong đêm</h1>{over}<div class='noi-dung'>{text}</div>{under}"
        f"<div class='box'><h3>Tin khác</h3><ul>{OTHERS}</ul></div></div>"
        "<footer>Giấy phép số 12/GP</footer></body></html>"
    )


def reader_of(page: str) -> Generic:
    saved = SavedPage(page.encode(), URL, datetime(2026, 11, 24, 2, tzinfo=UTC))
    return Generic(saved, outlet_by_key("baosonla"), Identity("baosonla", "baosonla", "aBcD1234x"))


def read(page: str) -> Article:
    article = reader_of(page).article()
    assert article is not None
    return article


def body(article: Article) -> list[str]:
    return [block.text for block in article.body]


@pytest.mark.parametrize("markup", UNDER.values(), ids=UNDER)
def test_a_caption_goes_with_its_picture_however_it_is_set(markup: str) -> None:
    article = read(html(markup))
    assert body(article) == TEXT
    assert [(i.url, i.caption, i.credit) for i in article.images] == [
        ("https://baosonla.vn/anh/2026/nuoc-len.jpg", CAPTION, "LÊ TÂM")
    ]


def test_a_paragraph_that_the_extractor_drops_between_two_stays() -> None:
    said = "Nước rút thì bà con mới về nhà dọn dẹp được."
    assert body(read(html(f"<div>{said}</div>"))) == [*TEXT[:2], said, *TEXT[2:]]


def test_links_between_paragraphs_and_boxes_behind_them_are_no_text() -> None:
    inside = '<p><a href="/xa-hoi/bai-khac-1-xYz987651.html">Bài khác kể về chuyện ruộng đồng năm nay, phần 1</a></p>'
    assert body(read(html(inside))) == TEXT


def test_a_list_of_pictures_with_long_texts_stays_text() -> None:
    long = [f"{text} {other}" for text, other in zip(TEXT, reversed(TEXT), strict=True)]
    inside = "".join(f"<p>{PICTURE.replace('nuoc', str(n))}<br>{text}</p>" for n, text in enumerate(long))
    assert set(long) <= set(body(read(html(inside))))


def test_the_date_beside_the_headline_counts_where_the_head_tells_none() -> None:
    article = read(html(over='<span class="post-date">Thứ Hai, 23/11/2026 | 17:45</span>'))
    assert article.published_at == "2026-11-23T17:45:00+07:00"


JSONLD = '<script type="application/ld+json">{{"@type":"NewsArticle",{}}}</script>'


def test_two_witnesses_of_the_head_that_agree_tell_the_time_before_a_later_print() -> None:
    head = '<meta property="article:published_time" content="2026-11-23T16:02:00+07:00">'
    head += JSONLD.format('"datePublished":"2026-11-23T16:02:00+07:00"')
    article = read(html(head=head, over='<span class="date">24/11/2026 08:00</span>'))
    assert article.published_at == "2026-11-23T16:02:00+07:00"


@pytest.mark.parametrize("lie", ["2026-11-24T09:00:00+07:00", "2020-01-01T07:00:00+07:00"])
def test_a_print_under_the_headline_outvotes_one_witness_which_is_noted(lie: str) -> None:
    reader = reader_of(html(head=JSONLD.format(f'"datePublished":"{lie}"'), over="<p>16:05 | 23/11/2026</p>"))
    article = reader.article()
    assert article is not None
    assert article.published_at == "2026-11-23T16:05:00+07:00"
    assert ("published_at", "witnesses_disagree") in [(p.field, p.code) for p in reader.problems]


def test_a_headline_and_an_author_of_structured_data_that_the_page_does_not_print_are_noted() -> None:
    lies = '"headline":"Khai mạc hội thi nấu ăn ở xã Long","author":{"@type":"Person","name":"Lê Văn Khác"}'
    reader = reader_of(html(head=JSONLD.format(lies), under='<p align="right">TRẦN MINH TÂM</p>'))
    article = reader.article()
    assert article is not None
    assert article.headline == "Nước lên nhanh trong đêm"
    assert [b.name for b in article.bylines] == ["Trần Minh Tâm"]
    noted = [(p.field, p.code) for p in reader.problems]
    assert ("headline", "witnesses_disagree") in noted
    assert ("bylines", "witnesses_disagree") in noted


@pytest.mark.parametrize(
    "printed",
    [
        "<div>11:47 | 23/11/2026</div>",
        "<time>Thứ Hai, 23/11/2026, 11:47 (GMT+7)</time>",
        "<p><span>Cập nhật: 11h47 ngày 23/11/2026</span> <span>1.640 lượt xem</span></p>",
    ],
)
def test_a_date_without_class_is_read_under_the_headline(printed: str) -> None:
    assert read(html(over=printed)).published_at == "2026-11-23T11:47:00+07:00"


@pytest.mark.parametrize("markup", ["<strong>{}</strong>", "<div>{}</div>", "<h2>{}</h2>", "<div><em>{}</em></div>"])
def test_a_lead_between_headline_and_text_is_the_lead_however_it_is_set(markup: str) -> None:
    article = read(html(over=markup.format(LEAD)))
    assert (article.lead, body(article)) == (LEAD, TEXT)


@pytest.mark.parametrize(
    ("line", "names", "agency"),
    [
        ("<p><strong>Minh Tâm</strong></p>", ["Minh Tâm"], None),
        ("<p>Theo TTXVN</p>", [], "TTXVN"),
        ("<p>Nguồn: VnExpress</p>", [], "VnExpress"),
        ("<p align='right'>MINH TÂM (Theo VOV)</p>", ["Minh Tâm"], "VOV"),
    ],
)
def test_the_last_line_signs(line: str, names: list[str], agency: str | None) -> None:
    article = read(html().replace(f"<p>{TEXT[-1]}</p>", f"<p>{TEXT[-1]}</p>{line}"))
    assert [b.name for b in article.bylines] == names
    assert (article.source_credit.agency if article.source_credit else None) == agency
    assert body(article) == TEXT


@pytest.mark.parametrize(
    "crumbs",
    [
        '<div><a href="/">Trang chủ</a> » <a href="/kinh-te">Kinh tế</a> » <a href="/nn">Nông nghiệp</a></div>',
        '<ol><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te">Kinh tế</a></li>'
        '<li><a href="/nong-nghiep">Nông nghiệp</a></li></ol>',
        "<p><span>Kinh tế</span> / <span>Nông nghiệp</span></p>",
    ],
)
def test_a_breadcrumb_shows_by_the_shape_of_its_links(crumbs: str) -> None:
    article = read(html().replace("<div class='main'>", f"<div class='main'>{crumbs}"))
    assert article.section == ["Kinh tế", "Nông nghiệp"]


def test_a_logo_in_h1_is_no_headline() -> None:
    page = html().replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    page = page.replace("<div class='top'>", '<h1><a href="/">Báo Làng Xa</a></h1><div>').replace(
        "<title>Nước lên</title>", "<title>Báo Làng Xa điện tử | Nước lên nhanh trong đêm</title>"
    )
    assert read(page).headline == "Nước lên nhanh trong đêm"


@pytest.mark.parametrize(
    "title",
    [
        "{} - Báo và phát thanh",
        "{} | Thời sự | Trang tin",
        "Trang tin Làng » {}",
        "Kinh tế - Nông nghiệp: {} - Trang tin",
    ],
)
def test_a_title_with_names_of_site_and_section_beside_the_print_is_not_the_headline(title: str) -> None:
    page = html().replace("<title>Nước lên</title>", f"<title>{title.format('Nước lên nhanh trong đêm')}</title>")
    page = page.replace("<meta property='og:title' content='Nước lên nhanh trong đêm'>", "")
    assert read(page).headline == "Nước lên nhanh trong đêm"


def test_what_follows_an_article_is_not_its_text() -> None:
    under = (
        "<p>Từ khóa: <a href='/tag/lu'>lũ</a></p><p>Facebook Zalo In bài viết</p><h3>Bình luận (2)</h3>"
        "<p>Mong bà con sớm ổn định cuộc sống sau trận lũ này.</p><p>Cảm ơn tòa soạn đã thông tin kịp thời.</p>"
    )
    page = html().replace(f"<p>{TEXT[-1]}</p>", f"<p>{TEXT[-1]}</p>{under}")
    assert body(read(page)) == TEXT


def test_dates_of_the_page_top_and_of_other_articles_are_not_the_articles() -> None:
    assert read(html()).published_at is None


def test_a_row_of_names_under_the_text_signs() -> None:
    article = read(html(under="<p style='text-align:right'><b>Minh Anh, Thu Hà và Lê Tâm</b></p>"))
    assert [b.name for b in article.bylines] == ["Minh Anh", "Thu Hà", "Lê Tâm"]


def test_jsonld_may_print_the_role_before_the_name() -> None:
    data = '{"@type": "NewsArticle", "author": {"name": "Bài, ảnh: Minh Anh - Thu Hà"}}'
    article = read(html(head=f'<script type="application/ld+json">{data}</script>'))
    assert [b.name for b in article.bylines] == ["Minh Anh", "Thu Hà"]


def test_a_name_in_an_element_called_author_signs() -> None:
    article = read(html(under='<div class="author">TRẦN MINH TÂM</div>'))
    assert [b.name for b in article.bylines] == ["Trần Minh Tâm"]
    assert body(article) == TEXT


def test_a_description_that_the_page_prints_over_the_text_is_the_lead() -> None:
    head = f'<meta name="description" content="{LEAD}">'
    assert read(html(head=head, over=f"<h2>{LEAD}</h2>")).lead == LEAD
    assert read(html(head=head)).lead is None


def test_a_picture_of_the_head_counts_only_where_the_page_shows_it() -> None:
    head = '<meta property="og:image" content="https://baosonla.vn/anh/dau-bai.jpg">'
    shown = read(html(head=head, over='<div class="hero"><img src="/nho/dau-bai.jpg"></div>'))
    assert [i.url.rsplit("/", 1)[-1] for i in shown.images] == ["dau-bai.jpg"]
    assert read(html(head=head)).images == []


CELL = f'<table><tr><td>{PICTURE}</td></tr><tr><td align="center"><i>{CAPTION} Ảnh: LÊ TÂM</i></td></tr></table>'
LONG = [*TEXT, *(f"{text} {other}" for text, other in pairwise(TEXT))]
SET_IN_A_CELL = {
    "paragraphs": f"<p><b>{LEAD}</b></p><p>{LONG[0]}</p>{CELL}" + "".join(f"<p>{text}</p>" for text in LONG[1:]),
    "boxes": f"<div><b>{LEAD}</b></div><div>{LONG[0]}</div>{CELL}" + "".join(f"<div>{text}</div>" for text in LONG[1:]),
    "line breaks": f"<b>{LEAD}</b><br><br>{LONG[0]}<br>{CELL}" + "<br><br>".join(LONG[1:]),
}


@pytest.mark.parametrize("text", SET_IN_A_CELL.values(), ids=SET_IN_A_CELL)
def test_a_page_set_in_tables_is_read(text: str) -> None:
    rows = "".join(
        f'<tr><td><a href="/muc-{n}">Tin số {n} về một xã vùng cao trong tuần</a></td></tr>' for n in range(8)
    )
    article = read(
        f"<html><head><title>Nước lên nhanh trong đêm - Báo Sơn La</title></head><body><table><tr><td colspan=3>"
        f"Thứ Ba, 24/11/2026 09:10 GMT+7</td></tr><tr><td><table>{rows}</table></td><td><table><tr><td class='tieu-de'>"
        f"Nước lên nhanh trong đêm</td></tr><tr><td>{text}</td></tr></table></td></tr><tr><td>"
        "Cơ quan chủ quản: Tỉnh ủy. Giấy phép số 12/GP-TTĐT ngày 12/12/2012</td></tr></table></body></html>"
    )
    assert (article.headline, article.lead, body(article)) == ("Nước lên nhanh trong đêm", LEAD, LONG)
    assert [(i.caption, i.credit) for i in article.images] == [(CAPTION, "LÊ TÂM")]


@pytest.mark.parametrize(
    "printed",
    [
        '<time datetime="2026-11-24T08:15:00+07:00">24 Th11</time>',
        '<abbr class="published" title="2026-11-24T08:15:00">24/11</abbr>',
        '<span itemprop="datePublished" content="2026-11-24T08:15:00+07:00">hôm kia</span>',
    ],
)
@pytest.mark.parametrize("place", ["over", "under"])
def test_a_time_in_an_attribute_counts_where_the_print_is_short(printed: str, place: str) -> None:
    assert read(html(**{place: printed})).published_at == "2026-11-24T08:15:00+07:00"
    update = printed.replace("datePublished", "dateModified")
    if update != printed:
        assert read(html(**{place: update})).published_at is None


@pytest.mark.parametrize("name", ["<div class='x'><span>Hoài Lâm</span></div>", "<address>Hoài Lâm</address>"])
def test_a_bare_name_just_after_the_text_signs_it(name: str) -> None:
    assert [byline.name for byline in read(html(under=name)).bylines] == ["Hoài Lâm"]


@pytest.mark.parametrize("tag", ["div><strong", "div><b", "p><strong", "h4"])
def test_a_subhead_between_paragraphs_stays_however_it_is_set(tag: str) -> None:
    opening, closing = f"<{tag}>", "".join(f"</{name}>" for name in reversed(tag.split("><")))
    article = read(html(f"{opening}Nước lên từ nửa đêm{closing}"))
    assert [(b.kind, b.text) for b in article.body][2] == ("subhead", "Nước lên từ nửa đêm")


BOXES = [
    "<p>© Bản quyền thuộc về Báo Làng. Ghi rõ nguồn khi phát hành lại thông tin từ website này.</p>",
    "<p>Đăng ký nhận bản tin của chúng tôi mỗi sáng để không bỏ lỡ tin tức quan trọng trong ngày.</p>",
    "<p>Chúng tôi sử dụng cookie để cải thiện trải nghiệm của bạn trên trang này, mời bạn đồng ý.</p>",
    "<div>Đánh giá bài viết: 5/5 (12 lượt)</div>",
    "<p>Mời bạn theo dõi Zalo Báo Làng để cập nhật tin nhanh nhất trong ngày hôm nay.</p>",
]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("place", ["over", "under"])
def test_a_papers_own_words_around_the_text_are_not_the_articles(box: str, place: str) -> None:
    article = read(html(**{place: box}))
    assert (article.lead, body(article)) == (None, TEXT)


def test_the_only_headline_outvotes_the_only_title_of_the_head() -> None:
    other = '{"@type":"NewsArticle","headline":"Chuyện con đường mới ở xã khác"}'
    lie = f'<script type="application/ld+json">{other}</script>'
    page = html(head=lie).replace("<title>Nước lên</title>", "<title>Báo Sơn La</title>")
    page = page.replace("<meta property='og:title' content='Nước lên nhanh trong đêm'>", "")
    reader = reader_of(page)
    article = reader.article()
    assert article is not None
    assert article.headline == "Nước lên nhanh trong đêm"
    assert ("headline", "witnesses_disagree") in [(problem.field, problem.code) for problem in reader.problems]


def test_words_before_a_breadcrumb_are_none() -> None:
    way = '<div><span>Bạn đang ở:</span> <a href="/">Trang chủ</a> › <a href="/kinh-te">Kinh tế</a></div><h1>'
    assert read(html().replace("<h1>", way)).section == ["Kinh tế"]


WRITERS = [
    '{"@type":"NewsArticle","author":{"@type":"Person","familyName":"Hoài","givenName":"Lâm"}}',
    '{"@type":"NewsArticle","creator":{"@type":"Person","name":"Hoài Lâm"}}',
    '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","author":{"name":"Hoài Lâm"}}}',
]


@pytest.mark.parametrize("data", WRITERS)
def test_a_writer_in_the_data_of_the_head_in_whichever_shape(data: str) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    assert [byline.name for byline in read(html(head=script)).bylines] == ["Hoài Lâm"]
