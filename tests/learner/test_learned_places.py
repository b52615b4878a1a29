"""Places on small invented pages: links to the front page, names with numbers, days that pages share, signatures."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.article import Article, ArticleRead
from crawler.article.reading import Announced
from crawler.learner.profile import learn_profile
from crawler.outlets import Outlet
from crawler.outlets.outlet import Host, IdSpace
from crawler.outlets.profile import Layout
from crawler.page import SavedPage
from crawler.sites import read

FETCHED = datetime(2026, 11, 24, 14, tzinfo=UTC)
PAGES = 12
SUBJECTS = ("cầu", "chợ", "đê", "trường", "bến", "kênh", "rừng", "vườn", "đường", "trạm", "hồ", "xưởng")


def written(n: int, *, headline: str = "<h1>{}</h1>", date: str = "{:%d/%m/%Y}", end: str = "") -> SavedPage:
    """Return a page whose headline, date and last lines are set so; each has texts of its own."""
    title = f"Khởi công {SUBJECTS[n]} mới số {n} ở ấp Bình An"
    said = "".join(
        f"<p>Người dân ấp {n} kể chuyện {SUBJECTS[n]} thứ {m}, việc đã chờ {7 * n + m} năm nay mới làm xong.</p>"
        for m in range(4)
    )
    day = datetime(2026, 11, 24, n % 9, 5 * n)
    body = (
        f"<div class='Meta_31732__560'>{headline.format(title)}<span class='ngay'>{date.format(day)}</span></div>"
        f"<div class='Text_{10_000}'>{said}{end.format(n)}</div>"
    )
    head = f"<title>{title}</title><meta property='article:published_time' content='{day.isoformat()}+07:00'>"
    page = f"<html><head>{head}</head><body><div><a href='/'>Báo Làng</a></div>{body}</body></html>"
    return SavedPage(page.encode(), f"https://bao.example/?id={900 + n}", FETCHED)


def layout_of(page: Callable[[int], SavedPage]) -> Layout:
    """Return the layout learned from pages of this form."""
    profile = learn_profile([page(n) for n in range(PAGES)], dict[str, Announced]())
    assert len(profile.layouts) == 1
    return profile.layouts[0]


def test_a_headline_that_links_to_its_own_number_is_no_link_to_the_front_page() -> None:
    layout = layout_of(lambda n: written(n, headline=f"<h1><a href='/?id={900 + n}'>{{}}</a></h1>"))
    assert [place.path for place in layout.headline] == ["//h1"]
    assert layout.headline[0].sure


def test_names_with_numbers_are_the_layouts_where_all_pages_have_them() -> None:
    assert [place.path for place in layout_of(written).body] == ["//div.Text_10000"]


def test_the_day_that_all_pages_share_is_theirs_where_a_witness_tells_it() -> None:
    layout = layout_of(written)
    assert layout.published_at[0].path == "//span.ngay"
    assert "meta article:published_time" not in layout.liars


def read_of(form: Callable[[int], SavedPage], page: SavedPage) -> Article:
    """Return the article of a page, by the profile learned from pages of this form."""
    profile = learn_profile([form(n) for n in range(PAGES)], dict[str, Announced]())
    space = IdSpace(id_space="a", hosts=["bao.example"], patterns=[r"^/\?id=(?P<id>\d+)$"])
    outlet = Outlet(
        key="lang",
        name="Báo Làng",
        province_code="91",
        family="generic",
        hosts=[Host(host="bao.example", role="home")],
        id_spaces=[space],
        politeness_group="bao.example",
        profile=profile,
    )
    result = read(page, outlet).result
    assert isinstance(result, ArticleRead)
    return result.article


BOX = "<ul class='khac'><li><a href='/?id=1'>Tin khác của làng trong ngày</a></li></ul>"


@pytest.mark.parametrize(
    ("box", "signature", "names", "agency"),
    [
        (BOX, "<p style='text-align:right'><em>Theo TTXVN</em></p>", [], "TTXVN"),
        ("", "<p><strong><a href='/tac-gia/minh-anh'>Minh Anh</a></strong></p>", ["Minh Anh"], None),
    ],
    ids=["under a box of links", "a link to its writer"],
)
def test_a_signature_is_read(box: str, signature: str, names: list[str], agency: str | None) -> None:
    article = read_of(lambda n: written(n, end=box), written(3, end=box + signature))
    assert [byline.name for byline in article.bylines] == names
    assert (article.source_credit.agency if article.source_credit else None) == agency


PEOPLE = ("Lê Minh", "Thu Hà", "Trần Văn Nam", "Mai Lan", "Đăng Nguyên")


@pytest.mark.parametrize(
    "line",
    [
        "<span>{date:%d/%m/%Y %H:%M}</span> | <b class='ai'>{name}</b> <i>{views} lượt xem</i>",
        "{date:%d/%m/%Y %H:%M} <b class='ai'>{name}</b> <i>{views} lượt xem</i>",
        "{name} | {date:%d/%m/%Y %H:%M}",
        "{date:%H:%M %d/%m/%Y} (GMT+7) | {name}",
    ],
)
def test_date_and_byline_in_one_line(line: str) -> None:
    def page(n: int) -> SavedPage:
        filled = line.format(date=datetime(2026, 11, 24 - n, 9, 5 + n), name=PEOPLE[n % 5], views=77 * n)
        return written(n, headline="<h1>{}</h1><div class='dong'>" + filled + "</div>", date="")

    article = read_of(page, page(3))
    assert [byline.name for byline in article.bylines] == [PEOPLE[3]]
    assert (article.published_at or "").startswith("2026-11-21T09:08")


def test_what_stands_at_a_bylines_place_by_position_and_names_nobody_is_none() -> None:
    def page(n: int) -> SavedPage:
        name = f"<span>{PEOPLE[n % 5]}</span>" if n != 4 else ""
        return written(n, headline=f"<h1>{{}}</h1><div>{name}<span>{n}.321 lượt xem</span></div>")

    assert read_of(page, page(4)).bylines == []
    assert [byline.name for byline in read_of(page, page(3)).bylines] == [PEOPLE[3]]


def test_a_kicker_moves_no_date_and_the_day_of_a_licence_is_no_articles() -> None:
    def page(n: int) -> SavedPage:
        kicker = "<div>Phóng sự</div>" if n % 2 else ""
        day = datetime(2026, 11, 24 - n, 9, 5 + n)
        licence = "<div>Giấy phép cấp ngày 15/03/2021</div>"
        return written(n, headline=f"{kicker}<h1>{{}}</h1><div>{day:%d/%m/%Y %H:%M}</div>", date="", end=licence)

    for n in (2, 3):
        assert (read_of(page, page(n)).published_at or "").startswith(f"2026-11-{24 - n}T09:0{5 + n}")


SECTIONS = ("Kinh tế", "Văn hóa", "Thể thao")


def test_crumbs_stand_before_the_text_and_tags_behind_the_headline() -> None:
    def page(n: int) -> SavedPage:
        section = SECTIONS[n % 3]
        crumb = f"<div class='hop'><a href='/muc/{n % 3}'>{section}</a></div>"
        topics = "<div class='the'><a href='/tag/1'>Biển đảo</a><a href='/tag/2'>Đại hội Đảng</a></div>"
        tags = f"<div class='hop'><a href='/tag/{50 + n}'>ấp Bình An {n}</a></div>"
        return written(n, headline=f"{topics}{crumb}<h1>{{}}</h1>", end=f"</div>{tags}<div>")

    article = read_of(page, page(4))
    assert article.section == [SECTIONS[1]]
    assert article.tags == ["ấp Bình An 4"]


def teaser(n: int) -> str:
    """Return the box of another article in a mid-text, which has no name."""
    lead = f"Bà con tổ {n} kể rằng vụ này lúa trúng mùa, giá cũng khá hơn năm ngoái nhiều lần."
    link = f"<a href='/?id={n}'>"
    return f"<div>{link}<img src='/a/{n}.jpg'></a><h3>{link}Vụ lúa của tổ {n} trúng mùa</a></h3><p>{lead}</p></div>"


def test_leads_of_other_articles_in_mid_text_are_not_its_text() -> None:
    def page(n: int) -> SavedPage:
        last = f"<p>Đoạn cuối kể nốt chuyện {SUBJECTS[n]} của bà con ấp Bình An sau một năm dài chờ đợi.</p>"
        return written(n, end="".join(teaser(n + m) for m in range(2, 5)) + last)

    texts = [block.text for block in read_of(page, page(5)).body]
    assert len(texts) == 5
    assert not [text for text in texts if "trúng mùa" in text]


def test_a_list_of_older_articles_and_a_row_of_tags_are_not_text() -> None:
    older = "<p><b>Các tin khác</b></p><ul><li><a href='/?id=1'>Tin khác của làng trong ngày</a> (23/11/2026)</li></ul>"
    tags = "<p>Từ khóa: <a href='/tag/9{0}'>ấp Bình An {0}</a></p>"
    article = read_of(
        lambda n: written(n, end="<p>Theo TTXVN</p>" + tags + older), written(3, end="<p>Theo VOV</p>" + tags + older)
    )
    assert len(article.body) == 4
    assert article.source_credit is not None
    assert article.source_credit.agency == "VOV"
    assert article.tags == ["ấp Bình An 3"]


PAGER = "<p style='text-align:right'><b>1</b> <a href='?trang=2'>2</a> <a href='?trang=2'>Tiếp</a></p>"


@pytest.mark.parametrize(
    ("end", "names"),
    [
        (f"<p>Lê Minh</p>{PAGER}", ["Lê Minh"]),
        ("<p style='text-align:right'>Từ nay đến cuối năm, xã phấn đấu làm xong con đường và cây cầu này.</p>", []),
    ],
    ids=["a pager under the text", "a sentence at the right"],
)
def test_what_stands_under_a_text_and_signs_nothing(end: str, names: list[str]) -> None:
    assert [byline.name for byline in read_of(written, written(3, end=end)).bylines] == names


def test_the_writer_over_a_headline_is_no_section_and_a_portrait_no_picture() -> None:
    def page(n: int) -> SavedPage:
        writer = f"<a class='ai' href='/tac-gia/{n % 2}'>{PEOPLE[n % 2]}</a>"
        crumb = f"<div class='hop'><a href='/muc/{n % 3}'>{SECTIONS[n % 3]}</a>{writer}</div>"
        return written(n, headline=f"{crumb}<h1>{{}}</h1>", end="<img src='/avatar/7.png' width='60'>")

    article = read_of(page, page(3))
    assert article.section == [SECTIONS[0]]
    assert [byline.name for byline in article.bylines] == [PEOPLE[1]]
    assert article.images == []
