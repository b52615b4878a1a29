"""The reading room in a real browser: no request to another host, nothing serious for axe, five tasks of each user."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sample_room import DOCUMENT
from test_pages import PAGES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf8")
DESKTOP, PHONE = {"width": 1300, "height": 900}, {"width": 390, "height": 844}
MOST_ACTIONS = 5
pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Any, visitor: httpx.Client) -> Iterator[Callable[..., Any]]:
    """Open pages that note each request to another host and each error of the console."""
    faults: list[str] = []
    contexts: list[Any] = []
    own = urlsplit(str(visitor.base_url)).netloc

    def opened(**options: Any) -> Any:
        context = browser.new_context(
            base_url=str(visitor.base_url), **{"viewport": DESKTOP, "locale": "vi-VN", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: urlsplit(r.url).netloc == own or faults.append(r.url))
        page.on("console", lambda m: m.type == "error" and faults.append(m.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize(
    ("scheme", "viewport", "locale"),
    [("light", DESKTOP, "vi-VN"), ("dark", DESKTOP, "en-GB"), ("light", PHONE, "en-GB"), ("dark", PHONE, "vi-VN")],
)
def test_no_page_keeps_anybody_out(
    new_page: Callable[..., Any], tmp_path: Path, scheme: str, viewport: dict[str, int], locale: str
) -> None:
    page = new_page(color_scheme=scheme, viewport=viewport, locale=locale)
    serious = []
    for n, path in enumerate(PAGES):
        page.goto(path, wait_until="networkidle")
        page.screenshot(path=tmp_path / f"{scheme}-{viewport['width']}-{n:02}.png")
        page.evaluate(AXE)
        for fault in page.evaluate("axe.run()")["violations"]:
            if fault["impact"] in ("serious", "critical"):
                serious.append((path, fault["id"], fault["nodes"][0]["html"][:200]))
        # A table may be wider than a phone, the page may not.
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert serious == []


class Visit:
    """A person at the front page, whose actions are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.actions = page, 0
        page.goto("/")

    def search(self, words: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")
        self.actions += 1

    def click(self, name: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state("networkidle")
        self.actions += 1

    def unfold(self, name: str) -> None:
        self.page.get_by_text(name, exact=True).first.click()
        self.actions += 1

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()
        assert self.actions <= MOST_ACTIONS


def newest_citation(visit: Visit) -> None:
    visit.search(f'"{DOCUMENT}"')
    visit.unfold("Văn bản")
    visit.click("trang riêng Nghị quyết", "aside")
    visit.sees("dẫn trước là")


def narrowed_by_paper(visit: Visit) -> None:
    visit.search("cá")
    visit.click("Báo Cà Mau", "aside")
    visit.sees("Báo: baocamau")


def an_edit(visit: Visit) -> None:
    visit.search("nước lũ")
    visit.click("2 phiên bản")
    visit.sees("Sửa sau 21/11/2026 01:30")


def words_of_a_field(visit: Visit) -> None:
    visit.search("nước lũ")
    visit.click("Nước lũ về rất sớm")
    visit.click("Đọc trang đã lưu")
    visit.sees("20/11/2026 - 08:15")


def who_was_first(visit: Visit) -> None:
    visit.search('"bài số 901"')
    visit.click("Bài số 901")
    visit.sees("Không thể nói báo nào đăng trước")


def nights(visit: Visit) -> None:
    visit.click("Độ phủ", "nav")
    visit.click("01/10/2026")
    visit.click("vàng 38/40")
    visit.sees("Sức khỏe các trường")


def what_to_do(visit: Visit) -> None:
    visit.click("Đêm nay", "nav")
    visit.click("field-lost")
    visit.sees("field-lost")


def told(visit: Visit) -> None:
    visit.click("Cảnh báo", "nav")
    visit.sees("chưa gửi được sau 0 lần thử")


def disk(visit: Visit) -> None:
    visit.click("Kho lưu", "nav")
    visit.sees("Cơ sở dữ liệu")


def a_letter(visit: Visit) -> None:
    visit.click("Độ phủ", "nav")
    visit.click("Báo Cà Mau")
    visit.click("Gửi quản trị trang")
    visit.sees("tuân theo robots.txt")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "task",
    [
        newest_citation,
        narrowed_by_paper,
        an_edit,
        words_of_a_field,
        who_was_first,
        nights,
        what_to_do,
        told,
        disk,
        a_letter,
    ],
)
def test_a_task_takes_few_actions_from_the_front_page(
    new_page: Callable[..., Any], task: Callable[[Visit], None], viewport: dict[str, int]
) -> None:
    task(Visit(new_page(viewport=viewport)))


def test_the_heat_map_is_walked_with_the_arrow_keys(new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto("/coverage?until=2026-10-02", wait_until="networkidle")
    page.get_by_role("link", name="Báo Cà Mau").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/paper/baocamau#night-2026-10-01"
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper/baocamau#night-2026-10-01")


def test_a_person_goes_from_a_number_to_its_captures_in_three_clicks(new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto("/attention?by=month&outlet=baoangiang", wait_until="networkidle")
    page.get_by_role("link", name="11/2026").click()
    page.locator(".hits").get_by_role("link", name="Nước lũ về rất sớm").click()
    page.locator("#captures").scroll_into_view_if_needed()
    page.get_by_text("urn:uuid:").first.wait_for()
