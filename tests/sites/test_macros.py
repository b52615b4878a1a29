"""What a content system left unexpanded is no text, in whichever template language; a writer's brackets are."""

import pytest
from invented_pages import fck, page

from crawler.article import Article
from crawler.outlets import outlet_by_key
from crawler.sites.contract import read
from crawler.sites.macros import without_macros

MACROS = [
    *["[links()]", "[links(1, 2)]", "[ links() ]", "[[related:12]]", "[[!Link? &id=`1`]]", "[gallery ids='1,2']"],
    *["[contact-form-7 id='1']", "[/caption]", "[ads]", "[tinlienquan]", "[related_news]", "[video src='a.mp4']"],
    *["[youtube]https://youtu.be/a[/youtube]", "[img]a.jpg[/img]", "[url=http://a.vn]", "[/b]", "[:vi]", "[#title#]"],
    *["[!-- more --]", "[object Object]", "{{title}}", "{{ title | raw }}", "{{{title}}}", "{!! $title !!}"],
    *["{% include 'a' %}", "${article.title}", "#{title}", "{$title}", "{title}", "{loadposition adsense}", "{0}"],
    *["{youtube}abc{/youtube}", "<%= title %>", "<?php echo $a; ?>", "<#title#>", "<!--more-->"],
    *["<asp:Label runat='server' />", "%TITLE%", "%%title%%", "%(title)s", "##RELATED##", "@@TITLE@@", "__TITLE__"],
    *["$$title$$", "@Model.Title", "@Html.Raw(Model.Content)"],
    *["[video:12]", "[photo:3]", "[links 1]", "[tweet 123]", "[related #12]", "[related|12]", "[RelatedNews]", "[toc]"],
    *["[bai-viet-lien-quan]", "[TacGia]", "[QUẢNG CÁO]", "[read more]", "[sc:x]", "[[[ads]]]", "[!Ditto? &x=`1`!]"],
    *[
        "[*pagetitle*]",
        "[+title+]",
        "[~12~]",
        "[(site_name)]",
        "{# comment #}",
        "{~ads~}",
        "*{ads}",
        "@{ads}",
        "%{ads}",
    ],
    *[
        "$!{title}",
        "$!title",
        "$title.x",
        "#if($x)",
        "#end",
        "{1:N0}",
        "%1$s",
        "###SAPO###",
        "$SAPO$",
        "#ads#",
        "==x==",
    ],
    *["<c:out value='x'/>", "</strong>", "<br />", "<p style='a'>", "<<ADS>>", "@RenderBody()"],
]
TEXTS = [
    "Ông nói: “Họ [bà con] đã quen [nước lợ] rồi” [sic], theo tài liệu [1], trang [12-13].",
    "Giá tăng 5%-10%, tức 3%GDP hay 3%GDP%; $100 và $200; C# và F#; tập {1,2,3}; A&B < C > D.",
    "Xem https://a.vn/x_y__z__?q=1%20%C3%A1, hòm thư a@b.vn, #TuHao, @nguyenvan, {theo lời kể}.",
    "[Infographic] Dân số một xã",
    "[Video] Lũ về, [VIDEO] Lũ về, [PHOTO], [Longform], [E-magazine], [HOT], [Covid-19],",
    "Theo [VnExpress], [trang 12], [20:30] của bài.",
    "Ông nói: [(theo lời kể) của ông Ba], [*Ghi chú], [*], [**], [+84 912], he said [more people] and [file photo].",
    "Họ < 5 > 3, a <b và c> d, $A, $100 triệu, 5 %s, #TuHao #end2026, ~5km, ^_^, :))), 20:30::, (xem tiếp) --- hết ---",
]
SENTENCE = "Bà con ấp Xa cùng sửa lại tuyến kênh trước mùa mưa năm nay."


def article(html: str) -> Article:
    url = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
    return read(page(html, url), outlet_by_key("baoangiang")).result.article  # type: ignore[union-attr]


@pytest.mark.parametrize("macro", MACROS)
def test_a_macro_goes_from_the_midst_of_a_text_and_where_it_is_alone(macro: str) -> None:
    assert without_macros(f"Nước về {macro} tới ruộng.") == "Nước về tới ruộng."
    assert without_macros(macro) == ""


@pytest.mark.parametrize("text", TEXTS)
def test_a_writers_signs_stay(text: str) -> None:
    assert without_macros(text) == text


@pytest.mark.parametrize(
    "line", ["System.String[]", "#REF!", "[ ]", "&nbsp;", "[Chèn ảnh]", "javascript:void(0)", "NaN"]
)
def test_a_line_that_is_only_a_missing_value_is_none(line: str) -> None:
    assert without_macros(line) == ""


def test_a_tag_as_text_parts_two_words() -> None:
    assert without_macros("Nước<br/>về <b>tới</b> ruộng") == "Nước về tới ruộng"


def test_a_headline_that_is_a_macro_or_a_missing_value_is_none() -> None:
    head = "<meta property='og:title' content='Họp bàn về nước sạch'>"
    for headline in ("{{title}}", "<%= title %>".replace("<", "&lt;"), "undefined"):
        assert article(fck(f"<p>{SENTENCE}</p>", headline=headline, head=head)).headline == "Họp bàn về nước sạch"


def test_the_macros_of_a_body_a_lead_and_a_caption_go() -> None:
    found = article(
        fck(
            f"<p>{SENTENCE} [ads]</p><p>null</p><table><tr><td><img src='/a.jpg'></td></tr>"
            "<tr><td><i>Sửa kênh. {{id}}</i></td></tr></table><p>Nước về %TITLE% tới ruộng.</p>",
            lead="${mark}Xã họp bàn.",
        )
    )
    assert found.lead == "Xã họp bàn."
    assert [block.text for block in found.body] == [SENTENCE, "Nước về tới ruộng."]
    assert [image.caption for image in found.images] == ["Sửa kênh."]
