"""Places on small invented pages: links to the front page, names with numbers, days that pages share, signatures."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.article import ArticleRead
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
    profile = learn_profile([written(n, end=box) for n in range(PAGES)], dict[str, Announced]())
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
    result = read(written(3, end=box + signature), outlet).result
    assert isinstance(result, ArticleRead)
    assert [byline.name for byline in result.article.bylines] == names
    assert (result.article.source_credit.agency if result.article.source_credit else None) == agency
