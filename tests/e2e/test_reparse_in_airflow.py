"""The re-parse in a real Airflow: it asks with its report; a refusal changes nothing, an approval loads in parts."""

import re
import time
from typing import Any

import pytest
from night_services import Services
from older_parser import KEY, generated, load_as_older

from crawler.archive import Archive
from crawler.database import connect
from crawler.pipeline.reparse import outdated_files
from crawler.warehouse import digest, sync_catalogue

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
SECONDS_TO_READ = 5
RUNS = "dags/reparse/dagRuns"


@pytest.fixture(scope="module")
def loaded(services: Services, shared_airflow: Any) -> Services:
    shared_airflow.emptied()
    archive = Archive(services.home / "archive")
    with connect(services.url) as conn:
        sync_catalogue(conn)
        generated(archive, 40, 5)
        load_as_older(conn, archive)
    return services


def started(services: Services) -> tuple[str, str]:
    """Trigger the DAG, wait until it asks, and return its run id and what it asks with."""
    run = services.api.call("POST", RUNS, {"logical_date": None, "conf": {"outlets": [KEY]}})["dag_run_id"]
    asked = f"{RUNS}/{run}/taskInstances/approve/-1"
    services.wait_for("the question", lambda: services.api.call("GET", asked)["state"] == "awaiting_input")
    return str(run), str(services.api.call("GET", f"{asked}/hitlDetails")["body"])


def ended(services: Services, run: str, answer: str) -> dict[str, set[str]]:
    """Answer the question, wait for the run's end, and return the states of its tasks.

    Airflow fails a task that is answered before its scheduler has seen it pause, which no state shows: people
    take longer.
    """
    time.sleep(SECONDS_TO_READ)
    given = {"chosen_options": [answer], "params_input": {}}
    services.api.call("PATCH", f"{RUNS}/{run}/taskInstances/approve/-1/hitlDetails", given)
    services.wait_for("the end", lambda: services.api.call("GET", f"{RUNS}/{run}")["state"] in ("success", "failed"))
    states: dict[str, set[str]] = {}
    for task in services.api.call("GET", f"{RUNS}/{run}/taskInstances")["task_instances"]:
        states.setdefault(task["task_id"], set()).add(task["state"])
    return states


def test_it_asks_with_the_report_a_refusal_changes_nothing_and_an_approval_loads(loaded: Services) -> None:
    with connect(loaded.url) as conn:
        before, waiting = digest(conn), len(outdated_files(conn, KEY))
        run, report = started(loaded)
        assert "lead" in report
        assert re.search(r"articles: [1-9]\d* gained, [1-9]\d* lost", report)
        states = ended(loaded, run, "Reject")
        assert states["load"] == {"skipped"}
        assert (digest(conn), len(outdated_files(conn, KEY))) == (before, waiting) == (before, 5)

        run, _ = started(loaded)
        assert ended(loaded, run, "Approve")["load"] == {"success"}
        assert outdated_files(conn, KEY) == []
        assert digest(conn) != before

        # Nothing is left to do: no question, and pink.
        run = loaded.api.call("POST", RUNS, {"logical_date": None, "conf": {"outlets": [KEY]}})["dag_run_id"]
        loaded.wait_for("the end", lambda: loaded.api.call("GET", f"{RUNS}/{run}")["state"] == "success")
        assert loaded.api.call("GET", f"{RUNS}/{run}/taskInstances/choose/-1")["state"] == "skipped"
