"""A page that is no article is a status with a reason, and no page makes the reader raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_pages import fck, onecms, page

from crawler.article import ArticleRead, LayoutChanged, NotAnArticle, Unreadable
from crawler.outlets import outlet_by_key
from crawler.sites import parser_build, read

URL = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
LINKS = "".join(f'<a href="https://baoangiang.com.vn/bai-{n}-a{n}.html">Bài {n}</a>' for n in range(2, 30))


def outcome(html: str, url: str = URL, key: str = "baoangiang", **more: object) -> object:
    return read(page(html, url, **more), outlet_by_key(key)).result


def kind(*args: object, **more: object) -> str:
    found = outcome(*args, **more)  # type: ignore[arg-type]
    assert isinstance(found, NotAnArticle), found
    return found.kind


def test_page_that_declares_another_identity() -> None:
    other = "https://baoangiang.com.vn/bai-khac-han-a5.html"
    assert kind(fck("<p>Đoạn.</p>", canonical=other)) == "redirected_elsewhere"


def test_changed_slug_is_the_same_article() -> None:
    renamed = "https://www.baoangiang.com.vn/ten-moi-a1001.html"
    assert not isinstance(outcome(fck("<p>Đoạn.</p>", canonical=renamed)), NotAnArticle)


def test_front_page_under_an_article_address() -> None:
    html = f"<html><head><link rel='canonical' href='https://baoangiang.com.vn/'></head><body>{LINKS}</body></html>"
    assert kind(html) == "listing"
    assert kind(f"<html><body>{LINKS}</body></html>") == "listing"


NOTICES = [
    "Trang bạn tìm không tồn tại",
    "Bài viết không tồn tại hoặc đã bị xóa.",
    "Không tìm thấy trang",
    "404 Not Found",
    "Nội dung đã bị gỡ bỏ",
    "Rất tiếc, trang bạn yêu cầu không được tìm thấy. Vui lòng quay lại trang chủ!",
    "Xin lỗi! Bài viết này không còn tồn tại trên hệ thống hoặc đã được chuyển sang địa chỉ khác.",
    "Lỗi 404: Đường dẫn này không tồn tại",
    "Oops! The page you are looking for could not be found.",
]
NEWS = [
    (
        "Đối tượng trốn truy nã đã bị bắt giữ",
        "Chiều 9-6, đối tượng đã bị bắt giữ tại bến xe, công an cho biết tin này.",
    ),
    ("404 trường hợp vi phạm nồng độ cồn", "Trong tháng, lực lượng chức năng xử lý 404 trường hợp."),
    ("Tin đồn vỡ đập không có thật", "Nội dung sai sự thật đã bị gỡ bỏ khỏi mạng xã hội."),
    ("Xóa trang giả mạo", "Trang giả mạo của xã đã bị xóa."),
    ("Hai ngư dân mất tích", "Đến chiều 5-6, đội cứu hộ vẫn báo: không tìm thấy."),
    ("Trang trại bỏ hoang", "Trang trại này không còn."),
    ("Bảng tin cũ ở ấp", "Bảng tin không còn, bà con tìm tin trên loa."),
    ("Không tìm thấy", "Truyện ngắn dự thi."),
    ("Phòng 404", "Bài thơ viết trong phòng 404."),
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_that_the_page_is_not_there_is_no_article(notice: str) -> None:
    assert (
        kind(f"<html><head><title>{notice} - Báo An Giang</title></head><body><div></div></body></html>") == "soft_404"
    )
    plain = f"<html><head><title>Báo An Giang</title></head><body><p>Trang chủ</p><p>{notice}</p></body></html>"
    assert kind(plain) == "soft_404"
    assert kind(fck(f"<p>{notice}</p>", headline="Thông báo", lead=None)) == "soft_404"
    assert kind(fck("<p>Về trang chủ</p>", headline=notice, lead=None)) == "soft_404"


@pytest.mark.parametrize(("headline", "text"), NEWS)
def test_short_news_of_missing_and_removed_things_is_news(headline: str, text: str) -> None:
    found = outcome(fck(f"<p>{text}</p>", headline=headline))
    assert isinstance(found, ArticleRead), found
    head = f"<title>{headline} - Báo An Giang</title>"
    bare = f"<html><head>{head}</head><body><h1>{headline}</h1><p>{text}</p></body></html>"
    assert isinstance(outcome(bare), LayoutChanged)


def test_challenge_page() -> None:
    html = "<html><head><title>Just a moment...</title></head><body><div class='cf-chl'></div></body></html>"
    assert kind(html) == "challenge_page"
    assert kind(html, status=503) == "challenge_page"


def test_status_alone() -> None:
    assert [kind("<html></html>", status=s) for s in (404, 410, 500, 301)] == [
        "gone",
        "gone",
        "http_error",
        "redirected_elsewhere",
    ]


def test_truncated_foreign_and_not_html() -> None:
    assert kind(fck("<p>Đoạn.</p>").split("</p>")[0]) == "truncated"
    assert kind(fck("<p>Đoạn.</p>"), truncated=True) == "truncated"
    assert kind("<html></html>", url="https://example.org/a-a1.html") == "foreign_url"
    assert kind("%PDF-1.4", headers={"Content-Type": "application/pdf"}) == "not_html"


def test_unknown_layout_asks_for_a_contributor() -> None:
    found = outcome("<html><body><h1>Tin</h1><div class='moi'>Bố cục mới hoàn toàn.</div></body></html>")
    assert found == LayoutChanged(["body"])


def test_event_and_tag_pages() -> None:
    for path, expected in (("le-hoi-event12.html", "event"), ("dua-ghe-ptag.html", "tag_page")):
        assert kind(onecms("<p>A</p>"), url=f"https://baodanang.vn/{path}", key="baodanang") == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.from_regex(r"(<(/?(p|table|tr|td|img|div|em|br|li)[^<>]{0,5})>|[^<]{1,9}){0,30}"))
def test_no_markup_makes_the_reader_raise(body: str) -> None:
    result = outcome(fck(body))
    # Letters drawn from those of an old font are text of such a font, however short.
    assert not isinstance(result, Unreadable) or result.reason.startswith("the text is not in Unicode")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    found = read(page("", URL).__class__(data, URL, page("", URL).fetched_at), outlet_by_key("baoangiang"))
    assert not isinstance(found.result, Unreadable)


def test_build_names_the_sources() -> None:
    assert len(parser_build()) == 12
    assert int(parser_build(), 16) >= 0


@pytest.mark.parametrize("key", ["baoangiang", "baocantho", "baocamau", "baodanang", "baohaiphong", "baonghean"])
def test_every_outlet_has_a_parser(key: str) -> None:
    host = outlet_by_key(key).home_host
    found = read(page("<html><body></body></html>", f"https://{host}/"), outlet_by_key(key))
    assert found.parser.partition("/")[0] == outlet_by_key(key).family
