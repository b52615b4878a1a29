"""The DAG of old months: what its form takes, and a whole run of it against the sample press."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sample_dates import SEPTEMBER

from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue
from crawler.resources import shipped
from crawler.sample_press import SamplePress, serving

READ = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import ParamValidationError
bag = DagBag(sys.argv[1])
dag = bag.dags["archive"]

def takes(name, value):
    try:
        dag.params.get_param(name).resolve(value)
    except ParamValidationError:
        return False
    return True

print(json.dumps({
    "errors": bag.import_errors,
    "timetable": type(dag.timetable).__name__,
    "limits": [dag.max_active_runs, dag.max_active_tasks],
    "upstream": {t.task_id: sorted(t.upstream_task_ids) for t in dag.tasks},
    "choices": dag.params.get_param("outlets").schema["items"]["enum"],
    "takes": [takes(name, value) for name, value in json.loads(sys.argv[2])],
}))
"""

RUN = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
run = DagBag(sys.argv[1]).dags["archive"].test(run_conf=json.loads(sys.argv[2]))
tasks = sorted((t.task_id, t.rendered_map_index or "", t.state) for t in run.get_task_instances())
print(json.dumps({"state": run.state, "tasks": tasks}))
"""


def python(code: str, given: object, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, str(shipped("dags")), json.dumps(given)],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
        env=environment,
    )


def said(done: "subprocess.CompletedProcess[str]") -> dict[str, object]:
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def airflow(tmp_path: Path) -> dict[str, str]:
    ours = {"AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    return os.environ | ours | {"AIRFLOW__CORE__DAGS_FOLDER": str(shipped("dags"))}


def test_it_is_started_by_hand_takes_one_part_at_a_time_and_its_form_refuses_what_is_no_month(
    airflow: dict[str, str],
) -> None:
    right = [("outlets", ["sggp"]), ("since", "2015-01"), ("until", "2015-12"), ("until", None)]
    wrong = [("outlets", []), ("outlets", ["baokhongco"]), ("since", "2015-13"), ("since", "1/2015"), ("until", "soon")]
    found = said(python(READ, right + wrong, airflow))
    assert found["takes"] == [True] * len(right) + [False] * len(wrong)
    assert (found["errors"], found["timetable"], found["limits"]) == ({}, "NullTimetable", [1, 1])
    assert found["choices"] == [*catalogue()]
    upstream = found["upstream"]
    assert isinstance(upstream, dict)
    assert "outlet_month.crawl" in upstream["outlet_month.load"]


@pytest.mark.e2e
def test_a_run_loads_the_months_says_by_name_what_is_out_of_reach_and_refuses_a_range_that_ends_before_it_begins(
    airflow: dict[str, str], conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=airflow, check=True, capture_output=True)
    press = SamplePress(newest_at=SEPTEMBER)
    press.switch("sggp", "past", "4")
    with serving(press) as url:
        environment = airflow | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": "0.02",
            "BAOTINH_HOME": str(tmp_path),
        }
        found = said(python(RUN, {"outlets": ["sggp"], "since": "2026-04", "until": "2026-06"}, environment))
        backwards = python(RUN, {"outlets": ["sggp"], "since": "2026-04", "until": "2026-03"}, environment)
    name = catalogue()["sggp"].name
    crawled = {"2026-06": "success", "2026-05": "success", "2026-04": "skipped"}
    assert found["state"] == "success"
    assert found["tasks"] == sorted(
        [
            ["choose", "", "success"],
            *(["outlet_month.crawl", f"{name} {month}", state] for month, state in crawled.items()),
            *(["outlet_month.load", f"{name} {month}", "success"] for month in crawled),
        ]
    )
    assert conn.execute("SELECT count(*) FROM news.article_record WHERE outlet_key = 'sggp'").fetchone() == (16,)
    assert "the months begin with 2026-04 and end with 2026-03" in backwards.stdout + backwards.stderr
    assert max(entry.in_flight for entry in press.log) == 1
