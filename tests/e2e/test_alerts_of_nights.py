"""The night tells somebody, by a real Airflow: at its deadline, at its end, and with nobody there to listen."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from night_services import DELAY, Services
from receiving import WebServer, web_server
from template_server import TemplateServer

from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import NIGHTLY
from crawler.resources import shipped
from crawler.sample_press import SamplePress, serving

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(900)]
PAPER = "baoangiang"


@dataclass
class Told:
    """What runs, and the receiver of its messages."""

    services: Services
    web: WebServer

    def night(self) -> tuple[str, str]:
        """Run a night as the schedule does, with a date; return its run id and how it ended."""
        asked = {"logical_date": datetime.now(UTC).isoformat(), "conf": {"outlets": [PAPER]}}
        run_id = str(self.services.api.call("POST", f"dags/{NIGHTLY}/dagRuns", asked)["dag_run_id"])
        return run_id, self.services.end_of(run_id, 400)

    def alert_state(self, run_id: str) -> str | None:
        return next(task.state for task in self.services.api.tasks(run_id) if task.task == "alert")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Start everything, with a night that should be done within a second."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(shipped("dags"), home / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    file = home / "dags" / "nightly.py"
    text = file.read_text("utf8")
    assert "timedelta(hours=3, minutes=30)" in text
    file.write_text(text.replace("timedelta(hours=3, minutes=30)", "timedelta(seconds=1)"), "utf8")
    press = SamplePress()
    with TemplateServer(home) as tables, serving(press) as press_url, web_server() as web:
        tables.renew()
        environment = {
            "DATABASE_URL": tables.postgres.url,
            "BAOTINH_HOME": str(home),
            "BAOTINH_SAMPLE_PRESS": press_url,
            "BAOTINH_DELAY": str(DELAY),
            "BAOTINH_OUTLETS": PAPER,
            "BAOTINH_ALERT_TO": web.address,
            "BAOTINH_ALERT_ON": "night",
            "BAOTINH_HEARTBEAT_URL": f"{web.url}/ping/bi-mat",
            "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
        }
        airflow = AirflowServer(home, tables.postgres.airflow_url, environment)
        services = Services(home, tables.postgres, press, press_url, airflow, tables.postgres.url)
        with services.up():
            yield Told(services, web)


def test_a_late_night_is_told_of_while_it_runs_and_its_end_once(told: Told) -> None:
    run_id, state = told.night()
    assert (state, told.alert_state(run_id)) == ("success", "success")
    late, end = told.web.posted
    assert late["title"] == "Báo Tỉnh: the night is not done yet (1 of 1 papers are open)"
    assert late["message"].startswith(f"The run {run_id} is still not done")
    assert end["title"].startswith("Báo Tỉnh: 1 ")
    assert end["message"].startswith(f"Run {run_id}\n")
    assert told.web.asked == ["/ping/bi-mat"]


def test_with_the_receiver_dead_the_night_ends_as_its_papers_are_and_the_task_shows_it(told: Told) -> None:
    told.web.stumbles = 1000
    run_id, state = told.night()
    assert (state, told.alert_state(run_id)) == ("success", "failed")
    waiting = told.services.rows("SELECT kind FROM ops.alert WHERE run_id = %s AND delivered_at IS NULL", run_id)
    assert sorted(waiting) == [("late",), ("night",)]
    assert told.web.asked == ["/ping/bi-mat"]
    logs = "".join(file.read_text(errors="replace") for file in (told.services.home / "airflow").rglob("*.log"))
    assert "not delivered: address 1 (json://)" in logs
    assert not any(secret in logs for secret in ("bi-mat", "khoa-rat-mat"))
