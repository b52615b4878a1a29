"""A real Airflow, a real PostgreSQL and the sample press, up once for all files that ask for them, and two nights."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from night_services import DELAY, PlayedNight, Services
from template_server import TemplateServer

from crawler.local.airflow import AirflowServer
from crawler.sample_press import SamplePress, serving


@dataclass
class SharedAirflow:
    """Services that start when a test first asks for them and end with the last file that does."""

    home: Path
    stack: ExitStack = field(default_factory=ExitStack)
    running: tuple[Services, TemplateServer] | None = None

    def services(self) -> Services:
        """Return them as the test before left them, and as a first night finds them if there was none."""
        self.running = self.running or self._start()
        return self.running[0]

    def emptied(self) -> Services:
        """Return them as a first night finds them: the tables empty, no archive, a press without faults."""
        self.running = self.running or self._start()
        services, tables = self.running
        tables.renew(keep=["airflow"])
        shutil.rmtree(services.home / "archive", ignore_errors=True)
        services.press.clear()
        services.press.clear_log()
        return services

    def _start(self) -> tuple[Services, TemplateServer]:
        tables, press = self.stack.enter_context(TemplateServer(self.home)), SamplePress()
        tables.renew()
        url, address = tables.postgres.url, self.stack.enter_context(serving(press))
        environment = {
            "DATABASE_URL": url,
            "BAOTINH_HOME": str(self.home),
            "BAOTINH_SAMPLE_PRESS": address,
            "BAOTINH_OUTLETS": "crawled",
            "BAOTINH_DELAY": str(DELAY),
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
        }
        airflow = AirflowServer(self.home, tables.postgres.airflow_url, environment)
        services = Services(self.home, tables.postgres, press, address, airflow, url)
        self.stack.enter_context(services.up())
        return services, tables

    def end(self) -> None:
        self.running = None
        self.stack.close()


@pytest.fixture(scope="session")
def shared_airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedAirflow]:
    shared = SharedAirflow(tmp_path_factory.mktemp("home"))
    yield shared
    shared.end()


@pytest.fixture(scope="module")
def services(shared_airflow: SharedAirflow, request: pytest.FixtureRequest) -> Iterator[Services]:
    """Give what runs; the last file that asks for it ends Airflow, which is never idle."""
    yield shared_airflow.services()
    run = [item for item in request.session.items if not item.get_closest_marker("skip")]
    askers = [item for item in run if "services" in getattr(item, "fixturenames", ())]
    if askers[-1].getparent(pytest.Module) is request.node:
        shared_airflow.end()


@pytest.fixture(scope="session")
def green_night(shared_airflow: SharedAirflow) -> PlayedNight:
    """Play the first night of all papers: the tables are empty, and the press has no fault."""
    services = shared_airflow.services()
    run_id, state = services.night()
    return PlayedNight(run_id, state, [*services.press.log])


@pytest.fixture(scope="session")
def red_night(shared_airflow: SharedAirflow, green_night: PlayedNight) -> PlayedNight:
    """Play a later night: Cà Mau fails, an article of Cần Thơ does, Hải Phòng refuses, and Nghệ An has two new ones."""
    services = shared_airflow.services()
    services.press.clear()
    services.press.clear_log()
    services.press.switch("baocamau", "http_500")
    services.press.switch("baocantho", "http_500", "0")
    services.press.switch("baohaiphong", "robots_refusal")
    services.press.switch("baonghean", "new", "2")
    services.rows("UPDATE ops.url SET next_due_at = now() WHERE outlet_key = 'baocantho' RETURNING url_key")
    run_id, state = services.night()
    services.press.clear()
    return PlayedNight(run_id, state, [*services.press.log])
