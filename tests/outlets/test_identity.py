"""The table of addresses and the identities expected of them."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.outlets import BadAddress, absolute_url, catalogue, identify, normal_url

AN_GIANG = ("baoangiang", "baoangiang", "367201")
DA_NANG = ("baodanang", "baoquangnam", "3318952")
HAI_PHONG = ("baohaiphong", "baohaiduong", "360694")
NGHE_AN = ("baonghean", "baonghean", "10333605")

EXPECTED = [
    ("https://baoangiang.com.vn/ly-do-khong-nen-ngoay-tai-thuong-xuyen-a367201.html", AN_GIANG),
    ("http://www.baoangiang.com.vn/mot-tieu-de-khac-a367201.html", AN_GIANG),
    ("https://baoangiang.com.vn/print/ly-do-khong-nen-ngoay-tai-thuong-xuyen-a367201.html", AN_GIANG),
    ("https://baoangiang.com.vn/ly-do-a367201.html?utm_source=zalo&fbclid=x#top", AN_GIANG),
    ("https://baoangiang.com.vn//ly-do-a367201.html", AN_GIANG),
    ("https://baoangiang.com.vn/ly-do-a367201.html/", AN_GIANG),
    ("https://BaoAnGiang.com.vn./ly-do-a367201.html/?gidzl=x", AN_GIANG),
    (
        "https://baohaiduong.vn/nong-nghiep/mot-bai-151256?zarsrc=30&x=1",
        ("baohaiphong", "baohaiduong.old", "151256"),
    ),
    ("https://baoangiang.com.vn/chinh-tri-xa-hoi/?p=1&d=", None),
    ("https://baoangiang.com.vn/", None),
    ("https://baocantho.com.vn/hoc-sinh-that--a167101.html", ("baocantho", "baocantho", "167101")),
    ("https://baocantho.com.vn/khmer/detail-a179477.html", ("baocantho", "baocantho.km", "179477")),
    ("https://baocantho.com.vn/su-kien/can-tho-nang-dong-va-phat-trien.9.html", None),
    ("https://baocantho.com.vn/rao-vat-quyet-dinh-dinh-tim-651.html", None),
    ("https://baocamau.vn/bi-quyet-on-thi-a129291.html", ("baocamau", "baocamau", "129291")),
    ("https://baodanang.vn/hon-3-75-ty-dong-3318952.html", DA_NANG),
    ("https://baodanang.vn/print/3318952.html", DA_NANG),
    ("https://baoquangnam.vn/ten-cu-3318952.html", DA_NANG),
    ("https://baodanang.vn/da-nang-ptag.html", None),
    (
        "https://baodanang.vn/english/education-science/202101/hult-prize-at-dut-3875737/",
        ("baodanang", "baodanang.en", "3875737"),
    ),
    ("https://baoquangnam.vn/du-lich/nong-son-111408.html", ("baodanang", "baoquangnam.old", "111408")),
    ("https://baolaichau.vn/x%C3%A3-h%E1%BB%99i/mot-b%C3%A0i", ("baolaichau", "baolaichau", "xã-hội/mot-bài")),
    ("https://baohaiphong.vn/nghe-may-do-thoi-trang-co-con-dat-song-360694.html", HAI_PHONG),
    ("https://baohaiduong.vn/nghe-may-do-thoi-trang-co-con-dat-song-360694.html", HAI_PHONG),
    ("https://baohaiduong.vn/nong-nghiep/ty-phu-trung-ga-151256", ("baohaiphong", "baohaiduong.old", "151256")),
    ("https://baonghean.vn/gia-ca-phe-hom-nay-20-4-2026-tang-dong-loat-300-dong-10333605.html", NGHE_AN),
    ("https://baonghean.vn/en/quyet-dau-10341762.html", ("baonghean", "baonghean.en", "10341762")),
    ("https://baonghean.vn/14-mon-an-tay-ban-nha-post116331.html", ("baonghean", "baonghean.zce", "116331")),
    ("https://baonghean.vn/world-cup-event123.html", None),
    ("http://www.baolaichau.vn/xã-hội/mot-bài/", ("baolaichau", "baolaichau", "xã-hội/mot-bài")),
    ("https://baotayninh.vn/nhom-trom-156114.html", ("baotayninh", "baotayninh", "156114")),
    ("https://www.baotayninh.vn/khat-vong-a169010.html", ("baotayninh", "baotayninh.fck", "169010")),
    ("https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823", ("baobinhdinh", "baobinhdinh", "222823")),
    ("https://baobacgiang.vn/bg2/moi-nhat/a-postid413098.bbg", ("baobacninhtv", "baobacgiang", "413098")),
    ("https://baobacninhtv.vn/b-postid413098.bbg", ("baobacninhtv", "baobacgiang", "413098")),
    ("https://baophuyen.vn/95/112869/thieu-mau/", ("baophuyen", "baophuyen", "112869")),
    ("https://phuyen.baodaklak.vn/95/112869/ten-khac.html", ("baophuyen", "baophuyen", "112869")),
    ("https://baohaugiang.com.vn/thoi-su-215.html", None),
    (
        "https://baothuathienhue.vn/goc-anh-hue/hue-dep-trong-mua-146851.html",
        ("huengaynay", "huengaynay", "146851"),
    ),
    ("https://baothuathienhue.vn/sen-trang-a100343.html", ("huengaynay", "huengaynay.fck", "100343")),
    ("https://baogialai.com.vn/channel/9267/201704/tieu-de-5531360/", ("baogialai", "baogialai.epi", "5531360")),
    ("https://baogialai.com.vn/channel/9267/", None),
    ("http://www.baocaobang.vn/Chinh-tri/Tieu-de/59465.bcb", ("baocaobang", "baocaobang.bcb", "59465")),
    ("https://baocaobang.vn/Huong-vi-38371.html", ("baocaobang", "baocaobang", "38371")),
    ("https://vhds.baothanhhoa.vn/lang-co-14866.htm", ("baothanhhoa", "baothanhhoa.vhds", "14866")),
    ("https://vhds.baothanhhoa.vn/huong-nghiep-30857.html", ("baothanhhoa", "baothanhhoa.vhds", "30857")),
    ("https://vhds.baothanhhoa.vn/van-hoa", None),
    (
        "https://baothanhhoa.vn/print/2e4167bc648144530c9a3f5a5aed2/102513.htm",
        ("baothanhhoa", "baothanhhoa", "102513"),
    ),
    ("https://baosonla.vn/thoi-su-chinh-tri/le-hoi-ca-phe-51YnYvXDR.html", ("baosonla", "baosonla", "51YnYvXDR")),
    ("https://vnexpress.net/mot-bai-4567890.html", None),
]


@pytest.mark.parametrize(("url", "expected"), EXPECTED)
def test_an_address_has_one_identity(url: str, expected: tuple[str, str, str] | None) -> None:
    found = identify(url)
    assert (found and (found.outlet, found.id_space, found.native_id)) == expected


def test_a_moved_domain_keeps_the_article_id() -> None:
    old, new = identify("https://baoquangnam.vn/a-3149144.html"), identify("https://baodanang.vn/b-3149144.html")
    assert old is not None
    assert new is not None
    assert old.article_id == new.article_id


def test_no_channel_of_any_outlet_is_taken_for_an_article() -> None:
    taken = [c.url for o in catalogue().values() for c in o.channels if identify(c.url.replace("{page}", "2"))]
    assert taken == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:pw@baodanang.vn/a-1.html",
        "https://x.vn:8080/",
        "https://baodanang.vn/a b-1.html",
        "https://[::1/",
        "https://baodanang.vn/" + "a" * 3000,
    ],
)
def test_a_hostile_address_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        normal_url(url)


@given(st.text())
def test_any_text_is_an_address_or_a_clear_refusal(text: str) -> None:
    try:
        address = normal_url(text)
    except BadAddress:
        return
    assert normal_url(address) == address


@given(
    st.text(alphabet="htps:/.aA9?#;&=[]%_- \t@à", max_size=20), st.sampled_from(["", "https://a.vn/", "http://b.vn"])
)
def test_an_address_of_a_page_is_resolved_as_urljoin_does(rest: str, start: str) -> None:
    try:
        expected = urljoin("https://bao.vn/x/y.html", start + rest)
    except ValueError:
        return
    assert absolute_url("https://bao.vn/x/y.html", start + rest) == expected


@pytest.mark.parametrize(
    ("address", "space"),
    [
        ("https://baothanhhoa.vn/print/2e4167bc648144530c9a3f5a5aed2/102513.htm", "baothanhhoa"),
        ("https://baothanhhoa.vn/sua-ben-pha-102513.htm", "baothanhhoa"),
        ("https://baothanhhoa.vn/xa-hoi/sua-ben-pha/102513.htm", "baothanhhoa.old"),
    ],
)
def test_a_print_form_is_the_same_article(address: str, space: str) -> None:
    found = identify(address)
    assert found is not None
    assert (found.id_space, found.native_id) == (space, "102513")


@pytest.mark.parametrize("name", ["fbclid", "gclid", "gidzl", "gbraid", "igsh", "mc_cid", "_gl", "utm_id", "zalo_src"])
def test_what_only_tracks_readers_is_no_part_of_an_address(name: str) -> None:
    assert normal_url(f"https://baoangiang.com.vn/?{name}=1&p=2") == "https://baoangiang.com.vn/?p=2"
