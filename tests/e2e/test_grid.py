"""What an operator sees: the grid in a real browser, the papers by name, the red one red."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from night_services import Services

from crawler.outlets import catalogue

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def page(services: Services) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(f"{services.airflow.url}/")
        user, password = services.airflow.login()
        page.get_by_role("textbox", name="username").or_(page.locator("input[name=username]")).first.fill(user)
        page.locator("input[type=password]").fill(password)
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/")
        yield page
        browser.close()


def test_the_failing_paper_is_red_by_name_and_its_log_says_why(services: Services, page: Any) -> None:
    services.press.switch("baocamau", "http_500")
    run_id, state = services.night("baocamau", "baoangiang")
    services.press.clear()
    assert state == "failed"
    red, green = catalogue()["baocamau"].name, catalogue()["baoangiang"].name
    page.goto(f"{services.airflow.url}/dags/nightly/runs/{run_id}/tasks/outlet_night.check/mapped")
    row = page.get_by_role("row").filter(has_text=red)
    row.wait_for(timeout=30_000)
    assert "Failed" in row.inner_text()
    assert "Success" in page.get_by_role("row").filter(has_text=green).inner_text()
    row.get_by_role("link").first.click()
    page.get_by_text("no channel announced an article").first.wait_for(timeout=30_000)
