"""Furniture of strangers' pages: menus, lists of other articles, tags, comments, sharing, imprint, clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from crawler.sample_press.strangers.dates import DATE_FORMS, weekday
from crawler.sample_press.strangers.sheet import Sheet

_READERS = ("Minh Tâm", "ba_dep_trai", "Hoàng Anh", "Bạn đọc", "Nguyễn Văn A.", "Cô Bảy chợ")
_REMARKS = (
    "Bài viết rất hay, mong có thêm nhiều thông tin như vậy.",
    "Cảm ơn tòa soạn đã phản ánh đúng nỗi lòng người dân.",
    "Quê tôi cũng đang cần cách làm này.",
    "Đề nghị cơ quan chức năng sớm giải quyết!",
    "Giá như làm sớm hơn vài năm.",
)


@dataclass(frozen=True)
class Item:
    """What a list shows of an article."""

    url: str
    headline: str
    teaser: str | None
    picture: str | None
    published_at: datetime


def clock(sheet: Sheet) -> str:
    """Write today's date as a page's head shows it: in a form, or even a class, that articles' dates have too."""
    now = sheet.now
    match sheet.layout.clock:
        case "date":
            return sheet.element("div", "clock", f"{weekday(now)}, ngày {now:%d/%m/%Y}")
        case "date_and_time":
            return sheet.element("span", "clock", f"{weekday(now)}, {now:%d/%m/%Y - %H:%M}")
        case "same_class":
            return sheet.element("span", "date", DATE_FORMS[sheet.layout.date].write(now))
        case _:
            return ""


def today(sheet: Sheet) -> str:
    """Write today's date as it stands beside an article's own in some systems."""
    return f"<span>Hôm nay, {sheet.now:%d/%m/%Y}</span> "


def audio(sheet: Sheet) -> str:
    """Write the player that reads an article aloud; its length looks like a time of day."""
    length = f"{sheet.rng.randint(1, 9):02}:{sheet.rng.randint(0, 59):02}"
    return sheet.element("div", "audio", f"<span>Nghe đọc bài</span><audio></audio><span>{length}</span>")


def author(sheet: Sheet, name: str, address: str | None) -> str:
    """Write the box of an author: a picture that is not the article's, and what the person is."""
    link = sheet.link(address, sheet.text(name)) if address else sheet.text(name)
    portrait = f'<img src="https://{sheet.paper.host}/avatar/{len(name)}.png" width="60" alt="">'
    return sheet.element("div", "author_box", f"{portrait}<b>{link}</b><p>Phóng viên {escape(sheet.paper.name)}</p>")


def menu(sheet: Sheet, links: Sequence[tuple[str, str]]) -> str:
    """Write the menu: sections, then contact, video and the printed edition among them."""
    if sheet.layout.skeleton in ("tables", "aspnet"):
        cells = "".join(f"<td>{sheet.link(url, escape(name))}</td>" for url, name in links)
        return f'<table{sheet.names.of("menu")} width="100%"><tr>{cells}</tr></table>'
    entries = "".join(f"<li>{sheet.link(url, escape(name))}</li>" for url, name in links)
    return sheet.element("nav" if sheet.layout.skeleton == "html5" else "div", "menu", f"<ul>{entries}</ul>")


def item_list(sheet: Sheet, items: Sequence[Item], teasers: bool, dated: bool) -> str:
    """Write a list of articles: a link around the picture and one around the headline, as papers do."""
    return "".join(_item(sheet, item, teasers, dated) for item in items)


def _item(sheet: Sheet, item: Item, teasers: bool, dated: bool) -> str:
    image = f'<img src="{escape(item.picture)}?w=160" alt="{escape(item.headline)}">' if item.picture else ""
    thumb = sheet.link(item.url, image) if image else ""
    heading = "h3" if sheet.layout.skeleton in ("wordpress", "html5", "div_soup", "flat") else "div"
    title = sheet.element(heading, "item_title", sheet.link(item.url, sheet.text(item.headline)))
    date = sheet.element("span", "date", f"{item.published_at:%d/%m/%Y %H:%M}") if dated else ""
    teaser = sheet.element("p", "teaser", sheet.text(item.teaser)) if teasers and item.teaser else ""
    tag = {"tables": "tr", "aspnet": "div", "html5": "article"}.get(sheet.layout.skeleton, "div")
    content = f"{thumb}{title}{date}{teaser}"
    return sheet.element(tag, "item", f"<td>{content}</td>" if tag == "tr" else content)


def box(sheet: Sheet, role: str, title: str, items: Sequence[Item], teasers: bool = False) -> str:
    """Write a titled box of articles."""
    rows = item_list(sheet, items, teasers, dated=sheet.layout.dated_items)
    rows = f"<table>{rows}</table>" if sheet.layout.skeleton == "tables" else rows
    heading = "h2" if sheet.layout.box_headings else "div"
    return sheet.element("div", role, f"<{heading}>{title}</{heading}>{rows}")


def related_in_body(sheet: Sheet, items: Sequence[Item]) -> str:
    """Write the links to other articles that editors put between paragraphs."""
    if "related_with_teasers" in sheet.layout.quirks:
        return sheet.element("div", "related", item_list(sheet, items, teasers=True, dated=False))
    links = "".join(f"<li>{sheet.link(item.url, sheet.text(item.headline))}</li>" for item in items)
    title = sheet.rng.choice(
        ("<p><b>Tin liên quan</b></p>", "<strong>Đọc thêm:</strong>", "", "<p>&gt;&gt; Xem thêm</p>")
    )
    style = ' style="float:left;width:220px"' if sheet.layout.inner_box == "float" else ""
    return sheet.element("div", "related", f"{title}<ul>{links}</ul>", style)


def link_paragraph(sheet: Sheet, item: Item) -> str:
    """Write a link to another article as a paragraph among the text's own."""
    sign = sheet.rng.choice(("&gt;&gt; ", "Xem thêm: ", ""))
    return f"<p>{sign}{sheet.link(item.url, sheet.text(item.headline))}</p>"


def older(sheet: Sheet, items: Sequence[Item]) -> str:
    """Write the list of earlier articles that old systems print under a text, each with its day."""
    lines = (
        f"<li>{sheet.link(item.url, sheet.text(item.headline))} <em>({item.published_at:%d/%m/%Y})</em></li>"
        for item in items
    )
    return f"<p><b>Các tin khác</b></p><ul>{''.join(lines)}</ul>"


def pages_of_text(sheet: Sheet, url: str) -> str:
    """Write the pager of a text that goes on on other pages."""
    join = "&" if "?" in url else "?"
    links = " ".join(sheet.link(f"{url}{join}trang={n}", str(n)) for n in (2, 3))
    return sheet.element("div", "pager", f"<b>1</b> {links} {sheet.link(f'{url}{join}trang=2', 'Tiếp')}")


def widgets(sheet: Sheet) -> str:
    """Write the prices and the weather of the hour, which change with every fetch."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{sheet.rng.randint(60, 150)}.{sheet.rng.randint(100, 999)}</td></tr>"
        for name in ("Vàng SJC", "Cà phê", "Hồ tiêu", "USD")
    )
    weather = f"<p>Nhiệt độ {sheet.rng.randint(19, 35)}°C, độ ẩm {sheet.rng.randint(50, 95)}%, có mưa rào vài nơi</p>"
    return f"<div><h3>Giá cả thị trường</h3><table>{rows}</table></div><div><h3>Thời tiết</h3>{weather}</div>"


def plain_remarks(sheet: Sheet) -> str:
    """Write readers' remarks without buttons, each in words of its own."""
    rng = sheet.rng
    remarks = "".join(
        f"<div><b>{rng.choice(_READERS)}</b><p>{rng.choice(_REMARKS)} Nhà tôi ở tổ {rng.randint(2, 99)}, cách đó "
        f"{rng.randint(2, 90)} km, {rng.randint(2, 30)} năm nay vẫn mong có người nói đến chuyện này.</p></div>"
        for _ in range(rng.randint(0, 4))
    )
    return sheet.element("div", "comments", f"<h3>Ý kiến bạn đọc</h3>{remarks}")


def comments(sheet: Sheet) -> str:
    """Write readers' remarks, dated as readers see them."""
    if "plain_remarks" in sheet.layout.quirks:
        return plain_remarks(sheet)
    rng = sheet.rng
    remarks = "".join(
        f"<div><b>{rng.choice(_READERS)}</b> <span>{sheet.now - timedelta(minutes=rng.randint(9, 900)):%H:%M %d/%m/%Y}"
        f"</span><p>{rng.choice(_REMARKS)}</p><a href='#'>Trả lời</a> <a href='#'>Thích</a></div>"
        for _ in range(rng.randint(0, 3))
    )
    form = '<textarea placeholder="Ý kiến của bạn"></textarea><p>Vui lòng nhập tiếng Việt có dấu</p>'
    return sheet.element("div", "comments", f"<h3>Bình luận ({rng.randint(0, 9)})</h3>{form}{remarks}")


def share(sheet: Sheet, print_address: str | None) -> str:
    """Write the buttons for sharing, printing and the size of the letters."""
    links = "".join(f'<a href="#" title="{name}">{name}</a> ' for name in ("Facebook", "Zalo"))
    links += sheet.link(print_address or "#", "In bài viết")
    return sheet.element("div", "share", f"{links}<span>Cỡ chữ: <b>A-</b> <b>A+</b></span>")


def views(sheet: Sheet) -> str:
    """Write how often the page was read, a number that changes with every fetch."""
    return sheet.element("span", "views", f"{sheet.rng.randint(1, 9)}.{sheet.rng.randint(100, 999)} lượt xem")


def footer(sheet: Sheet, links: Sequence[tuple[str, str]]) -> str:
    """Write the imprint: the editor's name and the licence's date are neither byline nor date of an article."""
    name = escape(sheet.paper.name)
    imprint = (
        f"<p>{name} điện tử - Cơ quan ngôn luận của Đảng bộ và chính quyền địa phương</p>"
        "<p>Giấy phép số 000/GP-BC cấp ngày 15/03/2021</p><p>Phụ trách nội dung: Trần Hoài Mẫu</p>"
        f"<p>Điện thoại: 0000.000.000 - Email: toasoan@{sheet.paper.host}</p>"
        f"<p>® Ghi rõ nguồn {name} khi phát hành lại thông tin từ website này</p>"
    )
    menu_again = " | ".join(sheet.link(url, escape(name)) for url, name in links)
    tag = "footer" if sheet.layout.skeleton in ("html5", "wordpress", "utility") else "div"
    return sheet.element(tag, "footer", f"<div>{menu_again}</div>{sheet.element('div', 'imprint', imprint)}")


def banner(sheet: Sheet) -> str:
    """Write a banner with words."""
    return sheet.element(
        "div",
        "banner",
        '<a href="https://quangcao.example/"><img src="/banners/1.gif" alt=""></a><span>Quảng cáo</span>',
    )
