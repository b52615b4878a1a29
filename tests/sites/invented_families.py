"""One invented page of each family in its real markup, and what it says; no sentence of them was ever printed."""

import base64
import json
from dataclasses import dataclass, field

HEADLINE = "Làng nghề đan lưới vào mùa"
LEAD = "Sáng 5-3, bà con làng lưới bắt tay vào mùa mới sau nhiều tháng nghỉ."
BODY = [
    "Từ tờ mờ sáng, các tổ đan lưới đã có mặt ở nhà văn hóa của thôn để chia nhau từng cuộn sợi.",
    "Ai cũng mong một mùa nhiều việc, vì đơn hàng năm nay đến sớm hơn mọi năm chừng nửa tháng.",
    "Xã dự tính mở thêm một lớp dạy nghề cho người trẻ, học phí do quỹ của làng chi trả.",
]
CAPTION, CREDIT = "Bà con đan lưới dưới hiên nhà văn hóa", "Thu Lan"
PUBLISHED = "2026-03-05T10:17:00+07:00"
PICTURE = "/anh/luoi-1.jpg"


@dataclass(frozen=True)
class Invented:
    """One page with what a reader finds on it; None is what its family's markup does not tell."""

    key: str
    url: str
    html: str
    parser: str
    lead: str | None = LEAD
    published_at: str | None = PUBLISHED
    bylines: tuple[str, ...] = ("Hoài Lâm",)
    source: str | None = None
    section: tuple[str, ...] = ("Kinh tế",)
    tags: tuple[str, ...] = ()
    captions: tuple[tuple[str | None, str | None], ...] = ((CAPTION, CREDIT),)
    headline: str = HEADLINE
    body: tuple[str, ...] = field(default=tuple(BODY))


def ld(**more: object) -> str:
    found = {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2026-03-05T10:17:00+07:00", **more}
    return f'<script type="application/ld+json">{json.dumps(found, ensure_ascii=False)}</script>'


def shell(head: str, body: str, title: str = HEADLINE) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body><header><h1>Báo Thử Nghiệm</h1><div class="date">Thứ hai, 01/06/2026 - 08:27</div></header>{body}'
        f"<footer><p>Giấy phép số 1</p></footer></body></html>"
    )


def paragraphs(tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in BODY)


FIGURE = f'<figure><img data-src="{PICTURE}"><figcaption>{CAPTION} Ảnh: {CREDIT}</figcaption></figure>'
RIGHT = '<p style="text-align: right;"><strong>HOÀI LÂM</strong></p>'


def epi_text(text: str, *, lead: str = f'<p class="reply"> {LEAD} </p>', author: str = "Bút danh") -> str:
    return f"""<main><html><head></head><body><section>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te/">Kinh tế</a></li></ol>
<div class="group-time"><time class="time">10:17, 05/03/2026</time></div>
<div class="detail-main-title"><h1 class="title">{HEADLINE}</h1></div><div class="content-reply">{lead}</div>
<div id="content" class="content-detail cate_1"><div class="td-post-content tagdiv-type">{text}</div></div>
<div class="after-author"><p class="author"> {author} </p></div>
<div class="tags-box"><h3>Từ khóa:</h3><div class="tags"><a href="/t">đan lưới</a></div></div></section></body></html>
<h1 class="text"><a href="#">Tin liên quan</a></h1><time class="time">09:00, 01/03/2026</time></main>"""


EPI = Invented(
    key="baodaklak",
    url="https://baodaklak.vn/kinh-te/202603/lang-nghe-dan-luoi-1a2b3c4/",
    html=shell(
        "", epi_text(f"<p><b>{LEAD}</b></p>{FIGURE}{paragraphs()}{RIGHT}<ul class='social'><li>Chia sẻ</li></ul>")
    ),
    parser="epi/1",
    tags=("đan lưới",),
)

QNC = Invented(
    key="baotayninh",
    url="https://baotayninh.vn/lang-nghe-dan-luoi-150001.html",
    html=shell(
        "",
        f"""<div class="breadcrumbs"><ol class="breadcrumb"><li><a href="/kinh-te">Kinh tế </a></li></li></ol></div>
<div class="title-time">Thứ 6, 02/10/2026 18:38 [(GMT +7)]</div>
<div class="content-article"><h1 class="name font1"> {HEADLINE} </h1>
<div class="date font5">Thứ 5, 05/03/2026 | 10:17:00 [GMT +7] <span><span>A</span> <span>A</span></div>
<div class="detail auto-gallery" id="content-detail"><div class="sapo">{LEAD} Từ tờ mờ sá</div>
<!DOCTYPE html><html><body><p class="sapo">{LEAD}</p><div class="wp-caption"><img src="{PICTURE}">
<p class="wp-caption-text"><span>{CAPTION} Ảnh: {CREDIT}</span></p></div>{paragraphs()}
<div class="author">Hoài Lâm/Báo Tin tức</div></body></html></div></div>""",
    ),
    parser="qnc/1",
    source="Báo Tin tức",
)

ZCE = Invented(
    key="baohatinh",
    url="https://baohatinh.vn/lang-nghe-dan-luoi-post320001.html",
    html=shell(
        "",
        f"""<div class="breadcrumbs"><h2 class="main"><a href="/kinh-te">Kinh tế</a></h2></div>
<h1 class="article__title cms-title">{HEADLINE}</h1><div class="article__author">Hoài Lâm</div>
<time class="time" datetime="2026-03-05T10:17:00+0700">05/03/2026 10:17</time>
<div class="article__sapo cms-desc">{LEAD}</div>
<div class="article__body zce-content-body cms-body" itemprop="articleBody">{FIGURE}{paragraphs("div")}
<div class="sda_middle">Quảng cáo giữa bài</div><style>.x{{}}</style></div>
<div class="article__tags"><a href="/t">đan lưới</a></div>
<article class="story"><time class="time" datetime="2026-03-01T09:00:00+0700">01/03/2026</time></article>""",
    ),
    parser="zce/1",
    tags=("đan lưới",),
)

BBG = Invented(
    key="baobacninhtv",
    url="https://baobacninhtv.vn/lang-nghe-dan-luoi-postid430001.bbg",
    html=shell(
        ld(),
        f"""<a class="post-meta" href="/kinh-te">Kinh tế</a><h1>{HEADLINE}</h1>
<div class="news_detail_sapo"><p>{LEAD}</p></div><div class="news-details__content link_content">{FIGURE}{paragraphs()}
{RIGHT}<div class="news-related__list"><p>Bài của ngày khác</p></div></div>""",
    ),
    parser="bbg/1",
)


def dcontent(text: str) -> str:
    head = ld() + f'<meta property="og:title" content="{HEADLINE}"><meta property="article:section" content="Kinh tế">'
    return shell(head, f'<h1>{HEADLINE}</h1><div class="sapo">{LEAD}</div><div id="dcontent">{text}</div>')


DCONTENT = Invented(
    key="baothanhhoa",
    url="https://baothanhhoa.vn/lang-nghe-dan-luoi-280001.htm",
    html=dcontent(f'{FIGURE}{paragraphs()}{RIGHT}<div class="box-content"><p>Bài của ngày khác</p></div>'),
    parser="dcontent/1",
)
SEALED = base64.b64encode(paragraphs().encode()).decode()


def quangngai(script: str) -> str:
    return shell(
        ld(),
        f"""<p class="category"><a href="/kinh-te">Kinh tế</a></p><div id="body"><h1>{HEADLINE}</h1>
<p class="sapo">{LEAD}</p><div id="content"></div></div><script>{script}</script>""",
    )


def assigned(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"var a = 1; var outputData = {json.dumps(escaped)}; show(outputData);"


QUANG_NGAI = Invented(
    key="baoquangngai",
    url="https://baoquangngai.vn/lang-nghe-dan-luoi-90001.htm",
    html=quangngai(assigned(FIGURE + paragraphs() + RIGHT)),
    parser="quangngai/1",
)

GENERIC = Invented(
    key="huengaynay",
    url="https://huengaynay.vn/kinh-te/lang-nghe-dan-luoi-170001.html",
    html=shell(
        ld(author={"@type": "Person", "name": "Hoài Lâm"}, image=[f"https://huengaynay.vn{PICTURE}"])
        + f'<meta name="description" content="{LEAD}">',
        f"""<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te">Kinh tế</a></li></ul>
<article><h1>{HEADLINE}</h1><p>{LEAD}</p>{FIGURE}{paragraphs()}</article>""",
    ),
    parser="generic/2",
)

HA_NOI = Invented(
    key="hanoimoi",
    url="https://hanoimoi.vn/lang-nghe-dan-luoi-1212418.html",
    html=shell(
        '<meta name="article:published_time" content="3/5/2026 10:17:00 AM">',
        f"""<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te">Kinh tế</a></li></ol>
<div class="b-maincontent"><h1 class="block-sc-title">{HEADLINE}</h1><span class="block-sc-author">HOÀI LÂM</span>
<span class="block-sc-publish-time">05/03/2026 10:17</span><p class="block-sc-sapo">{LEAD}</p>{FIGURE}{paragraphs()}
<div class="c-box"><div class="c-box__title"><span class="c-box__title__name">Bài liên quan</span></div>
<p>Bài của ngày khác</p></div><div class="onecms__tags"><a href="/t">đan lưới</a></div></div>
<div class="l-footer"><div class="b-maincontent"><p>Giấy phép cấp ngày 18/2/2022, số 1</p></div></div>""",
    ),
    parser="onecms/1",
    tags=("đan lưới",),
)

DONG_THAP = Invented(
    key="baodongthap",
    url="https://www.baodongthap.vn/lang-nghe-dan-luoi-a235582.html",
    html=shell(
        "",
        f"""<div id="nav"><a class="parent_cate" href="/kinh-te?cate=343">Kinh tế</a></div>
<h1 id="title">{HEADLINE}</h1>
<div id="current-date">Thứ Năm, 05/03/2026, 10:17 (GMT+7)</div>
<div id="content"><p>(ĐTO) - {LEAD}</p>{FIGURE}{paragraphs()}{RIGHT}</div>""",
    ),
    parser="fck/1",
)

BINH_DUONG = Invented(
    key="baobinhduong",
    url="https://baobinhduong.vn/lang-nghe-dan-luoi-a128477.html",
    html=shell(
        ld(),
        f"""<div class="breadcrumb-news-detail"><a href="/">Trang chủ</a><a href="/kinh-te">Kinh tế</a></div>
<h1 class="title">{HEADLINE}</h1><div id="contentNews"><div class="singular-content">{FIGURE}{paragraphs()}{RIGHT}</div>
</div>""",
    ),
    parser="fck/1",
    lead=None,
)

PAGES = {
    "epi": EPI,
    "qnc": QNC,
    "zce": ZCE,
    "bbg": BBG,
    "dcontent": DCONTENT,
    "quangngai": QUANG_NGAI,
    "generic": GENERIC,
    "onecms of Hà Nội": HA_NOI,
    "fck of Đồng Tháp": DONG_THAP,
    "fck of Bình Dương": BINH_DUONG,
}
