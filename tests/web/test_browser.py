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

from crawler.web.language import Language, translator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf8")
DESKTOP, PHONE = {"width": 1300, "height": 900}, {"width": 390, "height": 844}
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "images" / "room"
MOST_ACTIONS = 5
pytestmark = [
    pytest.mark.browser,
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


# The parts of a page that come after it are there, and its charts are drawn.
IS_WHOLE = """() => !document.querySelector('[aria-busy="true"]')
    && [...document.querySelectorAll('[hx-trigger="load"]')].every((part) => part.querySelector("section"))"""
SERIOUS = """async (rules) => {
    const options = { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) };
    const found = (await axe.run(document, options)).violations;
    return found.filter((fault) => ["serious", "critical"].includes(fault.impact))
        .map((fault) => [fault.id, fault.nodes[0].html.slice(0, 200)]);
}"""


# What an element is called depends on the language; colours, sizes and order do not.
RULES_OF_NAMES = ["link-name", "button-name", "label", "image-alt", "document-title", "html-has-lang", "valid-lang"]


@pytest.mark.parametrize(("language", "rules"), [("vi", None), ("en", RULES_OF_NAMES)])
def test_no_page_keeps_anybody_out(
    new_page: Callable[..., Any], tmp_path: Path, language: str, rules: list[str] | None
) -> None:
    page = new_page(locale=language)
    page.add_init_script(AXE)
    serious = []
    for n, path in enumerate(PAGES):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESKTOP)
        page.goto(path)
        page.wait_for_function(IS_WHOLE)
        page.screenshot(path=tmp_path / f"{n:02}-{language}-desktop.png")
        serious += [(path, *fault) for fault in page.evaluate(SERIOUS, rules)]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        page.screenshot(path=tmp_path / f"{n:02}-{language}-phone-dark.png")
        if rules is None:
            serious += [(path, *fault) for fault in page.evaluate(SERIOUS, ["color-contrast", "target-size"])]
        # A table may be wider than a phone, the page may not.
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert serious == []


class Visit:
    """A person at the front page, whose actions are counted; `t` gives the phrases of the page's language."""

    def __init__(self, page: Any, language: Language) -> None:
        self.page, self.actions, self.t = page, 0, translator(language)
        page.goto("/")
        page.wait_for_function(IS_WHOLE)

    def search(self, words: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._acted()

    def follow(self, name: str, within: str = "main") -> None:
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name).first.click()
        self._acted()

    def unfold(self, name: str) -> None:
        self.page.get_by_text(name, exact=True).first.click()
        self._acted()

    def _acted(self) -> None:
        self.page.wait_for_function(IS_WHOLE)
        self.actions += 1

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()
        assert self.actions <= MOST_ACTIONS


def first_citation(visit: Visit) -> None:
    visit.search(f'"{DOCUMENT}"')
    visit.unfold(visit.t("facet_document"))
    visit.follow(f"{visit.t('its_page')} Nghị quyết", "aside")
    visit.sees(visit.t("cited_first"))


def narrowed_by_paper(visit: Visit) -> None:
    visit.search("cá")
    visit.follow("Báo Cà Mau", "aside")
    visit.sees(f"{visit.t('facet_outlet')}: baocamau")


def an_edit(visit: Visit) -> None:
    visit.search("nước lũ")
    visit.follow(visit.t("n_versions", n=2))
    visit.sees(visit.t("changed_between", after="21/11/2026 01:30", before="22/11/2026 01:30"))


def words_of_a_field(visit: Visit) -> None:
    visit.search("nước lũ")
    visit.follow("Nước lũ về rất sớm")
    visit.unfold(visit.t("explain_open"))
    visit.sees("20/11/2026 - 08:15")


def who_was_first(visit: Visit) -> None:
    visit.search('"bài số 901"')
    visit.follow("Bài số 901")
    visit.sees(visit.t("copies_tie", n=2))


def a_night(visit: Visit) -> None:
    visit.follow(visit.t("nav_coverage"), "nav")
    visit.follow("01/10/2026")
    visit.follow(f"{visit.t('verdict_amber')} 38/40")
    visit.sees(visit.t("field_health"))


def what_to_do(visit: Visit) -> None:
    visit.follow(visit.t("nav_tonight"), "nav")
    visit.follow("field-lost")
    visit.sees("field-lost")


def what_was_told(visit: Visit) -> None:
    visit.follow(visit.t("nav_alerts"), "nav")
    visit.sees(visit.t("not_delivered", n=0))


def room_on_the_disk(visit: Visit) -> None:
    visit.follow(visit.t("nav_archive"), "nav")
    visit.sees(visit.t("database"))


def a_letter_to_a_webmaster(visit: Visit) -> None:
    visit.follow(visit.t("nav_coverage"), "nav")
    visit.follow("Báo Cà Mau")
    visit.follow(visit.t("letter"))
    visit.sees(visit.t("letter_no_robots"))


JOURNALIST = (first_citation, narrowed_by_paper, an_edit, words_of_a_field, who_was_first)
OPERATOR = (a_night, what_to_do, what_was_told, room_on_the_disk, a_letter_to_a_webmaster)


@pytest.fixture
def pictures(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Give the folder for the tasks' last views: with --screenshots that of the documentation."""
    return DOCUMENTATION if request.config.getoption("--screenshots") else tmp_path


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("vi", {"viewport": DESKTOP, "color_scheme": "light"}),
        ("en", {"viewport": PHONE, "color_scheme": "dark"}),
    ],
    ids=["desktop-vi-light", "phone-en-dark"],
)
@pytest.mark.parametrize("task", [*JOURNALIST, *OPERATOR])
def test_a_task_takes_few_actions_from_the_front_page(
    new_page: Callable[..., Any],
    task: Callable[[Visit], None],
    language: Language,
    look: dict[str, Any],
    pictures: Path,
) -> None:
    page = new_page(locale=language, **look)
    task(Visit(page, language))
    page.screenshot(path=pictures / f"{task.__name__}-{language}.jpg", quality=60)


def test_the_heat_map_is_walked_with_the_arrow_keys(new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto("/coverage?until=2026-10-02")
    page.get_by_role("link", name="Báo Cà Mau").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/paper/baocamau#night-2026-10-01"
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper/baocamau#night-2026-10-01")


def test_a_person_goes_from_a_number_to_its_captures_in_three_clicks(new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto("/attention?by=month&outlet=baoangiang")
    page.get_by_role("link", name="11/2026").click()
    page.locator(".hits").get_by_role("link", name="Nước lũ về rất sớm").click()
    page.locator("#captures").scroll_into_view_if_needed()
    page.get_by_text("urn:uuid:").first.wait_for()
