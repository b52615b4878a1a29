"""Places that one paper's entry adds to its family's, or replaces; dated layouts, confirmed by their signature."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from invented_pages import fck, page
from msgspec.structs import replace

from crawler.article import Article, ArticleRead
from crawler.outlets import CatalogueError, Outlet, outlet_by_key
from crawler.outlets.catalogue import read_outlet
from crawler.outlets.profile import PlaceChange
from crawler.outlets.short_paths import full_path, short_path
from crawler.page import SavedPage
from crawler.sites import read

URL = "https://baoangiang.com.vn/hop-ban-ve-nuoc-sach-a1001.html"
TEXT = "<p>Sáng 9-6, xã họp dân về nước sạch.</p><p>Ai cũng đồng lòng góp công làm.</p>"
PROMOTION = '<div class="hop-qua"><p>Bạn đọc gửi bài về tòa soạn để nhận quà.</p></div>'
RENAMED = fck(TEXT).replace('class="col-xs-12 detail-desc"', 'class="col-xs-12 mo-dau"')
LEAD = "Sáng 9-6, xã họp bàn việc đưa nước sạch về ấp."


def paper(*changes: PlaceChange) -> Outlet:
    return replace(outlet_by_key("baoangiang"), places=[*changes])


def article(saved: SavedPage, *changes: PlaceChange) -> Article:
    result = read(saved, paper(*changes)).result
    assert isinstance(result, ArticleRead)
    return result.article


def test_a_place_is_added_before_the_familys_own() -> None:
    change = PlaceChange(add={"lead": ["//div.mo-dau"]})
    assert article(page(RENAMED, URL)).lead is None
    assert article(page(RENAMED, URL), change).lead == LEAD
    assert article(page(fck(TEXT), URL), change).lead == LEAD


def test_a_place_is_replaced() -> None:
    assert article(page(fck(TEXT), URL), PlaceChange(replace={"lead": ["//div.mo-dau"]})).lead is None


def test_a_promotion_is_dropped_from_the_text_of_one_paper() -> None:
    saved = page(fck(PROMOTION + TEXT), URL)
    texts = [b.text for b in article(saved, PlaceChange(add={"not_text": [".//div.hop-qua"]})).body]
    assert len(article(saved).body) == len(texts) + 1
    assert not any("nhận quà" in text for text in texts)


@pytest.mark.parametrize(("day", "lead"), [(30, LEAD), (1, None)])
def test_a_layout_ends_on_its_last_day(day: int, lead: str | None) -> None:
    saved = SavedPage(RENAMED.encode(), URL, datetime(2026, 9 if day == 30 else 10, day, 3, tzinfo=UTC))
    assert article(saved, PlaceChange(until=date(2026, 9, 30), add={"lead": ["//div.mo-dau"]})).lead == lead


@pytest.mark.parametrize(("signature", "lead"), [("//div.detail-title", LEAD), ("//div.trang-moi", None)])
def test_a_layout_is_confirmed_by_its_signature(signature: str, lead: str | None) -> None:
    change = PlaceChange(signature=[signature], add={"lead": ["//div.mo-dau"]})
    assert article(page(RENAMED, URL), change).lead == lead


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("places: [{add: {sapo: ['//p']}}]", r"places\[1\]: 'sapo' is none of headline, lead"),
        ("places: [{add: {lead: ['//p[']}}]", r"places\[1\]\.lead: '//p\[' is no XPath"),
        ("places: [{until: soon}]", "until"),
        ("profile: {pages: 3, layouts: [{name: '1', pages: 3, signature: ['//('], body: []}]}", r"layouts\[1\]\.sig"),
    ],
)
def test_a_wrong_place_is_named_when_the_entry_is_read(tmp_path: Path, written: str, named: str) -> None:
    file = tmp_path / "baothu.yaml"
    text = "name: Báo Thử\nprovince_code: '91'\nfamily: fck\nhosts: {baothu.vn: home}\nid_spaces: {}\n"
    file.write_text(text + written + "\n", "utf8")
    with pytest.raises(CatalogueError, match=named):
        read_outlet(file)


def test_family_learned_needs_a_profile(tmp_path: Path) -> None:
    file = tmp_path / "baothu.yaml"
    file.write_text(
        "name: Báo Thử\nprovince_code: '91'\nfamily: learned\nhosts: {baothu.vn: home}\nid_spaces: {}\n", "utf8"
    )
    with pytest.raises(CatalogueError, match="family: 'learned' needs a profile"):
        read_outlet(file)


@pytest.mark.parametrize(
    "path", ["//div.a//p.b-c[2]/a", ".//div.x", "//*[@id='a.b']", "//a[contains(.,'x.y')]", "//h1"]
)
def test_a_short_path_is_the_xpath_that_it_means(path: str) -> None:
    assert short_path(full_path(path)) == path
    assert "'a.b'" in full_path("//*[@id='a.b']")
