"""The reading room inside a real Airflow: nothing of it without a login, all of it with one, and no change."""

from collections.abc import Iterator

import httpx
import pytest
from night_services import Services

from crawler.web.resources import RESOURCES

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
ROOT = "/reading-room"
PATHS = (
    "/",
    "/coverage",
    "/tonight",
    "/alerts",
    "/archive",
    "/courtesy",
    "/runbook",
    "/api",
    "/api/openapi.json",
    "/healthz",
)


@pytest.fixture(scope="module")
def stranger(services: Services) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=services.airflow.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def known(services: Services) -> Iterator[httpx.Client]:
    user, password = services.airflow.login()
    login = httpx.post(f"{services.airflow.url}/auth/token", json={"username": user, "password": password}, timeout=60)
    headers = {"Authorization": f"Bearer {login.json()['access_token']}"}
    with httpx.Client(base_url=services.airflow.url, timeout=60, headers=headers) as client:
        yield client


def test_a_stranger_gets_401_on_every_path_and_by_every_method(stranger: httpx.Client) -> None:
    paths = [*PATHS, "/nowhere", "/static/room.css", "/docs", *(f"/api/v1/{name}" for name in RESOURCES)]
    for path in paths:
        assert stranger.get(ROOT + path).status_code == 401, path
    for method in ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
        assert stranger.request(method, f"{ROOT}/").status_code == 401, method
    assert stranger.get(f"{ROOT}/", headers={"Cookie": "_token=x"}).status_code in (401, 403)


def test_whoever_is_logged_in_reads_all_and_changes_nothing(known: httpx.Client) -> None:
    for path in PATHS:
        answer = known.get(ROOT + path)
        assert answer.status_code == 200, path
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert f'href="{ROOT}/coverage"' in known.get(f"{ROOT}/").text
    assert known.post(f"{ROOT}/").status_code == 405


def test_the_navigation_names_the_page(known: httpx.Client) -> None:
    plugins = known.get("/api/v2/plugins").json()["plugins"]
    [views] = [p["external_views"] for p in plugins if p["name"] == "baotinh_reading_room"]
    assert [(view["name"], view["href"]) for view in views] == [("Phòng đọc", f"{ROOT}/")]
