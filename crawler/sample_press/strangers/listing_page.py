"""Pages of strangers that are no articles: front page, sections, tags, authors, and pages of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.sample_press.strangers import boxes
from crawler.sample_press.strangers.article_page import logo
from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.skeletons import Parts, document

_WORDS = {
    "contact": (
        "Liên hệ tòa soạn",
        "Bạn đọc có thể gửi thư, tin bài cộng tác về tòa soạn theo địa chỉ dưới đây trong giờ hành chính.",
    ),
    "about": (
        "Giới thiệu",
        "Báo ra số đầu tiên từ những ngày gian khó, đến nay đã đi cùng bạn đọc qua nhiều chặng đường phát triển.",
    ),
    "advertising": (
        "Báo giá quảng cáo",
        "Đơn giá áp dụng cho trang chủ và trang trong, chưa bao gồm thuế giá trị gia tăng theo quy định.",
    ),
    "terms": (
        "Điều khoản sử dụng",
        "Người dùng đồng ý không sao chép nội dung khi chưa có văn bản chấp thuận của ban biên tập.",
    ),
    "e_paper": ("Báo in số mới", "Mời bạn đọc lật xem các trang của số báo in phát hành hôm nay."),
    "video": ("Video: Bản tin cuối ngày", "Bản tin hình tổng hợp những việc đáng chú ý trong ngày."),
    "search": ("Tìm kiếm", "Nhập từ khóa để tìm tin."),
}


@dataclass(frozen=True)
class Frame:
    """What every page of the paper has around it."""

    menu: Sequence[tuple[str, str]]
    head: str = ""


def listing_page(
    sheet: Sheet, title: str, blocks: Sequence[tuple[str, Sequence[Item]]], frame: Frame, pager: str = ""
) -> bytes:
    """Write a page of lists, each under its title."""
    content = "".join(_block(sheet, name, items) for name, items in blocks)
    return _page(sheet, title, content + pager, frame, blocks[0][1][:5] if blocks else [])


def house_page(sheet: Sheet, kind: str, frame: Frame, popular: Sequence[Item]) -> bytes:
    """Write a page of the house: contact, prices, terms; a heading and some sentences, as an article has."""
    title, words = _WORDS[kind]
    heading = sheet.element(sheet.layout.headline.removesuffix("_span"), "headline", title)
    paragraphs = (
        f"<p>{words}</p><p>Địa chỉ: Số 00, đường Không Tên. Điện thoại: 0000.000.000</p><p>Cập nhật ngày 02/01/2020</p>"
    )
    return _page(sheet, title, f"{heading}<div{sheet.names.of('body')}>{paragraphs}</div>", frame, popular)


def pager_links(sheet: Sheet, addresses: Sequence[tuple[int, str]], following: str | None) -> str:
    """Write the links to other pages of a list, or the button that loads more."""
    if sheet.paper.pagination == "load_more":
        if following is None:
            return ""
        address = escape(sheet.href(following))
        return f'<a{sheet.names.of("pager")} href="{address}" data-url="{address}" rel="nofollow">Xem thêm</a>'
    numbers = " ".join(sheet.link(url, str(number)) for number, url in addresses)
    after = sheet.link(following, sheet.rng.choice(("»", "Trang sau", "Tiếp", "&gt;"))) if following else ""
    return sheet.element("div", "pager", f"{numbers} {after}")


def _block(sheet: Sheet, name: str, items: Sequence[Item]) -> str:
    rows = boxes.item_list(sheet, items, teasers=True, dated=sheet.layout.salt[3] in "01234567")
    rows = f"<table>{rows}</table>" if sheet.layout.skeleton == "tables" else rows
    return f"<h2>{sheet.text(name)}</h2>{rows}" if name else rows


def _page(sheet: Sheet, title: str, content: str, frame: Frame, popular: Sequence[Item]) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)} - {escape(sheet.paper.name)}</title>{frame.head}'
    if sheet.layout.meta != "absent":
        head += f'<meta property="og:type" content="{"article" if sheet.layout.meta == "lying_title" else "website"}">'
    parts = Parts(
        logo=logo(sheet),
        clock=boxes.clock(sheet),
        menu=boxes.menu(sheet, frame.menu),
        footer=boxes.footer(sheet, frame.menu),
        sidebar=boxes.banner(sheet) + boxes.box(sheet, "most_read", "Đọc nhiều", popular),
        body=content,
    )
    return document(sheet, head, parts)
