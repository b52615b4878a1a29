"""The server's own steps without its containers: the init service's commands, the API server, a real login."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path

import httpx
import pytest
from commands import Baotinh
from compose import environment_of, services

from crawler.local.airflow_api import AirflowApi
from crawler.local.ports import free_port
from crawler.local.postgres import PostgresServer
from crawler.processes import spawn
from crawler.resources import shipped

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        "apache-airflow-providers-fab" not in {each.name for each in distributions()},
        reason="the extra `server` is not installed (uv sync --extra server)",
    ),
]


@pytest.fixture(scope="module")
def environment(server: PostgresServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the init service's environment, with this machine's addresses in place of the containers'."""
    folder = tmp_path_factory.mktemp("server")
    bare = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    assert baotinh("env", str(folder / ".env"), "--contact", "a@example.vn", environment=bare).returncode == 0
    secrets = dict(line.split("=", 1) for line in (folder / ".env").read_text().splitlines())
    secrets |= {name: server._password(name.split("_")[0].lower()) for name in ("BAOTINH_PASSWORD", "AIRFLOW_PASSWORD")}
    port = free_port([])
    here = {"@postgres:5432": f"@127.0.0.1:{server.port}", "http://api-server:8080": f"http://127.0.0.1:{port}"}
    return (
        bare
        | environment_of("init", secrets, here)
        | {
            "AIRFLOW_HOME": str(folder / "airflow"),
            "BAOTINH_HOME": str(folder / "home"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(shipped("dags")),
            "PORT": str(port),
            "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        }
    )


@pytest.fixture(scope="module")
def url(environment: dict[str, str]) -> Iterator[str]:
    """Run the init service twice, as an upgrade does, then the API server."""
    init = services()["init"]["command"]
    line = [word.replace("$$", "$") for word in init]
    for _ in range(2):
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    address = f"http://127.0.0.1:{environment['PORT']}"
    with (Path(environment["AIRFLOW_HOME"]) / "api-server.log").open("wb") as log:
        serving = spawn(
            ["airflow", "api-server", "--host", "127.0.0.1", "--port", environment["PORT"]], environment, log
        )
    deadline = time.monotonic() + 180
    answered = False
    while not answered:
        assert time.monotonic() < deadline
        assert serving.poll() is None
        with suppress(httpx.HTTPError):
            answered = httpx.get(f"{address}/api/v2/monitor/health", timeout=5).is_success
        time.sleep(0.3)
    yield address
    serving.terminate()
    serving.wait(30)


def test_the_generated_password_opens_it_and_another_does_not(url: str, environment: dict[str, str]) -> None:
    api = AirflowApi(url, "admin", environment["ADMIN_PASSWORD"])
    assert api.call("GET", "dags")["total_entries"] == 0
    for password in ("admin", "airflow", ""):
        with pytest.raises(httpx.HTTPStatusError, match=r"40[01]|422"):
            AirflowApi(url, "admin", password)


def test_nobody_gets_in_without_a_login(url: str) -> None:
    assert httpx.get(f"{url}/api/v2/dags").status_code == 401
    page = httpx.get(f"{url}/auth/login/", follow_redirects=True, timeout=30)
    assert (page.status_code, 'name="password"' in page.text) == (200, True)
