"""Pages of strangers that are no articles: front page, sections, tags, authors, and pages of the house."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from crawler.sample_press.strangers import boxes
from crawler.sample_press.strangers.article_parts import headline, logo, top
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
    "video_list": ("Video: Bản tin cuối ngày", "Bản tin hình tổng hợp những việc đáng chú ý trong ngày."),
    "poll": ("Thăm dò ý kiến", "Theo bạn, trang tin nên bổ sung chuyên mục nào trong thời gian tới?"),
    "search": ("Tìm kiếm", "Nhập từ khóa để tìm tin."),
}


TITLES = {kind: title for kind, (title, _) in _WORDS.items()}


@dataclass(frozen=True)
class Frame:
    """What every page of the paper has around it."""

    menu: Sequence[tuple[str, str]]
    topics: Sequence[tuple[str, str]]
    head: str = ""


def listing_page(
    sheet: Sheet, title: str, blocks: Sequence[tuple[str, Sequence[Item]]], frame: Frame, pager: str = ""
) -> bytes:
    """Write a page of lists, each under its title."""
    content = "".join(_block(sheet, name, items) for name, items in blocks)
    popular = blocks[0][1][:5] if blocks else []
    if sheet.layout.json_ld_on_lists and popular:
        frame = replace(frame, head=frame.head + _article_data(popular[0]))
    return _page(sheet, title, content + pager, frame, popular)


def _article_data(item: Item) -> str:
    """Write JSON-LD of a list's first article, as if the list were that article's page."""
    data = {"@type": "NewsArticle", "headline": item.headline, "datePublished": item.published_at.isoformat()}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def house_page(sheet: Sheet, kind: str, frame: Frame, popular: Sequence[Item]) -> bytes:
    """Write a page of the house: contact, prices, terms; a heading and some sentences, as an article has."""
    title, words = _WORDS[kind]
    heading = headline(sheet, title)
    paragraphs = (
        f"<p>{words}</p><p>Địa chỉ: Số 00, đường Không Tên. Điện thoại: 0000.000.000</p><p>Cập nhật ngày 02/01/2020</p>"
    )
    return _page(sheet, title, f"{heading}<div{sheet.names.of('body')}>{paragraphs}</div>", frame, popular)


def edition_page(sheet: Sheet, title: str, paragraphs: Sequence[str], frame: Frame) -> bytes:
    """Write an article of an edition in another language."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return _page(sheet, title, f"{headline(sheet, escape(title))}<div{sheet.names.of('body')}>{text}</div>", frame, [])


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
    rows = boxes.item_list(sheet, items, teasers=True, dated=sheet.layout.dated_items)
    rows = f"<table>{rows}</table>" if sheet.layout.skeleton == "tables" else rows
    return f"<h2>{sheet.text(name)}</h2>{rows}" if name else rows


def _page(sheet: Sheet, title: str, content: str, frame: Frame, popular: Sequence[Item]) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)} - {escape(sheet.paper.name)}</title>{frame.head}'
    if sheet.layout.meta != "absent":
        head += f'<meta property="og:type" content="{"article" if sheet.layout.meta == "lying_title" else "website"}">'
    parts = Parts(
        logo=logo(sheet),
        clock=top(sheet, frame.topics),
        menu=boxes.menu(sheet, frame.menu),
        footer=boxes.footer(sheet, frame.menu),
        sidebar=boxes.banner(sheet) + boxes.box(sheet, "most_read", "Đọc nhiều", popular),
        body=content,
    )
    return document(sheet, head, parts)
