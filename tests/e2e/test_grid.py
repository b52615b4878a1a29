"""What an operator sees: the grid in a real browser, the papers by name, the red one red."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import screenshots
from night_services import PlayedNight, Services

from crawler.outlets import catalogue, crawled_outlets

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


VIEWPORT = {"width": 1400, "height": 780}
Photograph = Callable[[str, str], None]


@pytest.fixture(scope="module")
def page(services: Services) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport=VIEWPORT, timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
        page.set_default_timeout(180_000)
        page.goto(f"{services.airflow.url}/")
        user, password = services.airflow.login()
        page.get_by_role("textbox", name="username").or_(page.locator("input[name=username]")).first.fill(user)
        page.locator("input[type=password]").fill(password)
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/")
        yield page
        browser.close()


def open_checks(services: Services, page: Any, run_id: str) -> None:
    """Open a run's checks: the grid with its group unfolded on the left, the papers by name on the right."""
    from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

    address = f"{services.airflow.url}/dags/nightly/runs/{run_id}/tasks/outlet_night.check/mapped"
    unfold = page.get_by_role("button", name="Expand all task groups")
    page.goto(address)
    # On a busy machine Airflow's page has come without its grid twice, and does not ask for it again.
    for _ in range(3):
        try:
            unfold.wait_for(timeout=40_000)
            break
        except PlaywrightTimeoutError:
            page.goto(address)
    for outlet in crawled_outlets().values():
        page.get_by_role("row").filter(has_text=outlet.name).wait_for()
    if unfold.is_enabled():  # the browser remembers it from page to page
        unfold.click()
    for step in ("crawl", "load", "check"):
        page.get_by_role("link", name=re.compile(rf"^(outlet_night\.)?{step}\b")).first.wait_for()


@pytest.fixture
def photograph(services: Services, page: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Photograph:
    """Take a picture of a run's checks; it is kept where --screenshots asks for the README's."""

    def take(run_id: str, name: str) -> None:
        open_checks(services, page, run_id)
        folder = screenshots.FOLDER if request.config.getoption("--screenshots") else tmp_path
        tasks = {t.task for t in services.api.tasks(run_id)}
        screenshots.save(page.screenshot(), folder / f"{name}.png", tasks)
        assert (folder / f"{name}.png").stat().st_size < screenshots.LARGEST_BYTES
        assert screenshots.shown(screenshots.FOLDER / f"{name}.png") == screenshots.shows(tasks)

    return take


def test_a_green_night_is_green_by_every_papers_name(
    page: Any, photograph: Photograph, green_night: PlayedNight
) -> None:
    assert green_night.state == "success"
    photograph(green_night.run_id, "grid-green")
    for outlet in crawled_outlets().values():
        assert "Success" in page.get_by_role("row").filter(has_text=outlet.name).inner_text()


def test_red_amber_closed_and_green_papers_are_told_apart_and_the_log_says_why(
    page: Any, photograph: Photograph, red_night: PlayedNight
) -> None:
    assert red_night.state == "failed"
    photograph(red_night.run_id, "grid-red")
    odd = {"baocamau": "Failed", "baocantho": "Skipped", "baohaiphong": "Skipped"}
    verdicts = {"baocantho": "amber: ", "baohaiphong": "closed: "}
    for outlet in crawled_outlets().values():
        row = page.get_by_role("row").filter(has_text=verdicts.get(outlet.key, "") + outlet.name).inner_text()
        assert odd.get(outlet.key, "Success") in row
    row = page.get_by_role("row").filter(has_text=catalogue()["baocamau"].name)
    row.get_by_role("link").first.click()
    page.get_by_text("the site answers every channel with an error").first.wait_for()
