"""Odd markup of real pages: elements that HTML does not know, parts of a line, pictures in all their attributes."""

import re

import pytest
from invented_pages import page
from lxml.html import fragment_fromstring

from crawler.outlets import outlet_by_key
from crawler.sites.body import Picture, walk_body
from crawler.sites.contract import read
from crawler.sites.element_text import text_of

BASE = "https://images.example.vn/"


def lines(html: str) -> list[str]:
    walk = walk_body(fragment_fromstring(html, create_parent="div"), BASE)
    return [item.url if isinstance(item, Picture) else item.text for item in walk.items]


@pytest.mark.parametrize(
    "tag",
    [
        *["st1:place", "st1:metricconverter", "o:p", "w:sdt", "u1:p", "bao-doan", "v:textbox", "thing", "st1:city"],
        *[
            "w:smarttag",
            "v:shape",
            "m:t",
            "a:t",
            "ns0:span",
            "font",
            "nobr",
            "ruby",
            "time",
            "data",
            "ins",
            "mark",
            "t",
        ],
    ],
)
def test_an_unknown_element_is_transparent(tag: str) -> None:
    assert lines(f"<p>Tại <{tag} w:st='on'>xã An Hòa</{tag}>, dài 3km.</p>") == ["Tại xã An Hòa, dài 3km."]


@pytest.mark.parametrize("island", ["<xml><w:View>Normal</w:View></xml>", "<w:LatentStyles>Tên kiểu</w:LatentStyles>"])
def test_words_settings_are_no_text(island: str) -> None:
    assert lines(f"<p>Bà con họp chợ.</p>{island}") == ["Bà con họp chợ."]


@pytest.mark.parametrize("tag", ["st1:place", "w:sdt", "u1:p", "bao-doan"])
def test_an_unknown_element_is_transparent_on_a_page_of_an_unknown_system(tag: str) -> None:
    sentence = "Bà con cùng sửa lại tuyến kênh dài ba cây số trước mùa mưa năm nay, theo kế hoạch của hợp tác xã. "
    text = f"{sentence * 2} Nước về tới <{tag}>xã An Hòa</{tag}> trong tuần. {sentence}"
    html = (
        "<html><head><title>Sửa kênh</title><meta property='og:title' content='Sửa kênh'></head><body><h1>Sửa kênh"
        f"</h1><div class='bai'><p>{sentence * 3}</p><p>{text}</p><p>{sentence * 2}</p></div></body></html>"
    )
    reading = read(page(html, "https://huengaynay.vn/xa-hoi/sua-kenh-158386.html"), outlet_by_key("huengaynay"))
    assert "Nước về tới xã An Hòa trong tuần." in " ".join(block.text for block in reading.result.article.body)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<h1><span class="x-sub">Bài 1:</span><span class="x-sub">Giữ nghề</span></h1>', "Bài 1: Giữ nghề"),
        ('<h1><span class="sub">Chợ nổi</span><span class="sub">Cái Răng</span></h1>', "Chợ nổi Cái Răng"),
        ('<h1><span style="display:block">Chợ nổi</span><span>Cái Răng</span></h1>', "Chợ nổi Cái Răng"),
        ("<h1><b>Kỳ cuối:</b><i>Về bến</i></h1>", "Kỳ cuối: Về bến"),
        ("<h1><b>H</b><i>ộ</i> dân</h1>", "Hộ dân"),
        ('<h1><i class="sub">Chuyện làng</i>Đêm ở bến phà</h1>', "Chuyện làng Đêm ở bến phà"),
        ("<h1>Chuyện làng<span>Đêm ở bến phà</span></h1>", "Chuyện làng Đêm ở bến phà"),
        ("<h1><small>Kỳ 2:</small>Đêm ở <u>bến</u><u>phà</u></h1>", "Kỳ 2: Đêm ở bến phà"),
        ("<h1><small>Kỳ 2</small><b>Đêm ở bến,</b><b>chợ họp</b></h1>", "Kỳ 2 Đêm ở bến, chợ họp"),
        ("<h1><span>Bài 1 -</span><!-- x --><span>Giữ nghề</span></h1>", "Bài 1 - Giữ nghề"),
        ('<h1><b class="a">Floating market</b><b class="a">of Cai Rang</b></h1>', "Floating market of Cai Rang"),
        (
            "<h1><b>I</b>ran, <b>You</b>Tube, Vn<b>Express</b>, <b>ngh</b>iêng, 5<b>G</b></h1>",
            "Iran, YouTube, VnExpress, nghiêng, 5G",
        ),
        ("<h1>120m<sup>2</sup>, <b>lo</b>go, Đắk Lắ<wbr>k, Tây<wbr>Ninh</h1>", "120m2, logo, Đắk Lắk, TâyNinh"),
        ("<h1>Đồng<wbr>Tháp và <span>Đ</span><span>ắk Lắk</span></h1>", "ĐồngTháp và Đắk Lắk"),
        ("<h1><span>TP.</span><span>HCM</span> lúc <b>16:</b><b>30</b></h1>", "TP.HCM lúc 16:30"),
    ],
)
def test_parts_of_a_line_have_a_space_and_parts_of_a_word_none(html: str, text: str) -> None:
    assert text_of(fragment_fromstring(html)) == text


def test_a_label_in_the_body_and_in_a_caption_has_a_space() -> None:
    assert lines("<p>Chợ<b>Mới</b> họp, <i class='x'>lúa</i><i class='x'>chín</i>, <b>H</b>ộ</p>") == [
        "Chợ Mới họp, lúa chín, Hộ"
    ]
    assert lines("<p><b>Bài 2:</b><span>Về bến</span></p>") == ["Bài 2: Về bến"]
    assert lines("<p><span style='display:block'>Bến sông</span><span style='display:block'>lúc sáng</span></p>") == [
        "Bến sông lúc sáng"
    ]


PLACEHOLDER = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    "html",
    [
        f'<picture><source srcset="{BASE}a.webp 1200w"><img src="{PLACEHOLDER}"></picture>',
        f'<picture><source data-srcset="{BASE}a.webp"><source srcset="{BASE}b.jpg"><img></picture>',
        f'<img src="{PLACEHOLDER}" data-lazy="{BASE}a.webp">',
        f'<img src="{PLACEHOLDER}" srcset="{PLACEHOLDER} 1w, {BASE}a.webp 800w">',
        f'<amp-img src="{BASE}a.webp" width="600" height="400"><noscript><img src="{BASE}a.webp"></noscript></amp-img>',
        f'<img srcset="{BASE}a.webp 1x,{BASE}b.webp 2x">',
        *(
            f'<img src="{PLACEHOLDER}" {name}="{BASE}a.webp">'
            for name in (
                "data-cfsrc",
                "nitro-lazy-src",
                "data-large_image",
                "_src",
                "data-o_src",
                "lazysrc",
                "data-photo",
            )
        ),
        f'<a href="{BASE}a.webp"><img src="{PLACEHOLDER}"></a>',
        f'<picture><source data-src="{BASE}a.webp"><img src="{PLACEHOLDER}"></picture>',
        f'<lazy-img src="{BASE}a.webp"></lazy-img>',
        *(
            f'<img src="/{name}" data-i="{BASE}a.webp">'
            for name in (
                *["placeholder.jpg", "img/no-image.png", "default-image.png", "spinner.gif", "1.gif", "dot.gif?v=2"],
                *["ajax-loader.gif", "placeholder-16x9.png", "img_holder.png"],
            )
        ),
        f'<img src="#" data-lazyload="{BASE}a.webp">',
        f'<img src="about:blank" data-src="{BASE}a.webp">',
        f"""<img :src="'{BASE}a.webp'">""",
        f"""<img src="{PLACEHOLDER}" data-images='{{"src":"{BASE}a.webp"}}'>""",
        f'<noscript><img src="{BASE}a.webp"></noscript>',
        f'<img src="{PLACEHOLDER}"><noscript>&lt;img src="{BASE}a.webp"&gt;</noscript>',
        f"<div style=\"background: url('{BASE}a.webp') no-repeat\"></div>",
        f'<span data-background="{BASE}a.webp"></span>',
        f'<div class="gallery-item" data-src="{BASE}a.webp"></div>',
        f'<picture><source type="image/webp" srcset="{BASE}a.webp"></picture>',
        f'<x-image src="{BASE}a.webp"></x-image>',
        f'<object data="{BASE}a.webp" type="image/webp"></object>',
    ],
)
def test_a_picture_is_found_by_whichever_attribute_names_it(html: str) -> None:
    assert lines(f"<p>Chợ.</p><figure>{html}</figure>") == ["Chợ.", f"{BASE}a.webp"]


@pytest.mark.parametrize(
    "html",
    [
        f'<video poster="{BASE}a.webp"></video>',
        f'<a href="{BASE}a.webp"></a>',
        f'<div data-src="{BASE}a.webp">Chợ sớm.</div>',
        f'<img src="{BASE}a.webp"><noscript><img src="{BASE}a.webp?w=600"></noscript>',
        f'<img src="{BASE}dot-lua.jpg">',
        f'<img src="{BASE}empty-market.jpg" data-thumb="{BASE}a.webp">',
    ],
)
def test_what_is_no_picture_or_one_already_adds_none(html: str) -> None:
    pictures = [line for line in lines(f"<p>Chợ.</p>{html}") if line.startswith(BASE)]
    assert pictures == [address for address in re.findall(r'<img src="([^"?]+)"', html)][:1]
