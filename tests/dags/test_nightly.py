"""The DAG as Airflow reads it: whole, scheduled as promised, light to import."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import screenshots

from crawler.outlets import nightly_outlets
from crawler.resources import shipped

# Airflow takes seconds to import: each question is asked in a copy of one process that has done so.
COPY = """
import json, os, sys
import airflow.sdk

def is_copy():
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
    return pid == 0
"""

READ = """
from airflow.dag_processing import dagbag
for environment in json.loads(sys.argv[2]):
    if is_copy():
        os.environ.update(environment)
        break
else:
    sys.exit()
bag = dagbag.DagBag(sys.argv[1])
dag = bag.dags["nightly"]
outlets = dag.params.get_param("outlets")
print(json.dumps({
    "errors": bag.import_errors,
    "dags": sorted(bag.dags),
    "hours": [one.expression for one in dag.timetable.timetables],
    "zones": sorted({str(one.timezone) for one in dag.timetable.timetables}),
    "run_types": sorted(kind.value for kind in dag.allowed_run_types),
    "catchup": dag.catchup,
    "max_active_runs": dag.max_active_runs,
    "tasks": {t.task_id: sorted(t.upstream_task_ids) for t in dag.tasks},
    "fails_the_run": {t.task_id: not t.is_teardown or t.on_failure_fail_dagrun for t in dag.tasks},
    "deadlines": [[d.name, d.interval.total_seconds(), d.callback.path] for d in dag.deadline],
    "retries": {t.task_id: t.retries for t in dag.tasks},
    "choices": outlets.schema["items"]["enum"],
    "names": outlets.schema["values_display"],
}, default=str))
"""

IMPORT = """
import runpy
known = set(sys.modules)
for file in sys.argv[1:]:
    if is_copy():
        runpy.run_path(file)
        print(json.dumps(sorted({m.split(".")[0] for m in set(sys.modules) - known})))
        break
"""
SETTINGS = {"BAOTINH_OUTLETS": "baodaklak,sggp", "BAOTINH_NIGHT_AT": "13:05,01:30"}


def run(code: str, home: Path, *arguments: object) -> list[Any]:
    """Run the code in a process that has Airflow; return what it printed in each line, read from JSON."""
    environment = os.environ | {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    done = subprocess.run(
        [sys.executable, "-c", COPY + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line[:1] in "[{"]


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Return the DAG as it is read without settings, and with those above."""
    return run(READ, tmp_path_factory.mktemp("airflow"), shipped("dags"), json.dumps([{}, SETTINGS]))


@pytest.fixture(scope="module")
def nightly(readings: list[dict[str, object]]) -> dict[str, object]:
    return readings[0]


def test_every_file_is_read_without_an_error(nightly: dict[str, object]) -> None:
    assert (nightly["errors"], nightly["dags"]) == ({}, ["archive", "nightly", "reparse"])


def test_it_runs_at_half_past_one_in_viet_nam_one_at_a_time_and_makes_up_for_nothing(
    nightly: dict[str, object],
) -> None:
    assert (nightly["hours"], nightly["zones"]) == (["30 1 * * *"], ["Asia/Ho_Chi_Minh"])
    assert (nightly["catchup"], nightly["max_active_runs"]) == (False, 1)


def test_it_is_offered_by_hand_and_never_for_days_that_are_past(nightly: dict[str, object]) -> None:
    assert nightly["run_types"] == ["asset_materialization", "manual", "scheduled"]


def test_each_outlet_goes_through_crawl_load_and_check_and_the_report_waits_for_all(
    nightly: dict[str, object],
) -> None:
    tasks = nightly["tasks"]
    assert isinstance(tasks, dict)
    assert "outlet_night.crawl" in tasks["outlet_night.load"]
    assert "outlet_night.load" in tasks["outlet_night.check"]
    assert "outlet_night.check" in tasks["report"]
    assert "outlet_night.check" in tasks["stories"]
    assert {"report", "stories"} <= {*tasks["alert"]}
    assert nightly["retries"] == {
        "choose": 2,
        "outlet_night.crawl": 2,
        "outlet_night.load": 2,
        "outlet_night.check": 2,
        "stories": 2,
        "loaded": 2,
        "report": 2,
        "alert": 2,
    }


def test_a_message_that_nobody_took_makes_no_night_red(nightly: dict[str, object]) -> None:
    fails = nightly["fails_the_run"]
    assert isinstance(fails, dict)
    assert [task for task, does in fails.items() if not does] == ["alert"]


def test_a_night_that_is_not_done_by_five_is_told_of(nightly: dict[str, object]) -> None:
    assert nightly["deadlines"] == [["done within 3.5 hours", 3.5 * 3600, "crawler.pipeline.deadline.tell_late"]]


def test_the_form_offers_every_living_outlet_by_name(nightly: dict[str, object]) -> None:
    active = {key: o.name for key, o in nightly_outlets("all").items()}
    assert nightly["choices"] == [*active]
    assert nightly["names"] == active


def test_settings_name_the_papers_and_the_hours(readings: list[dict[str, object]]) -> None:
    found = readings[1]
    assert (found["choices"], found["hours"]) == (["baodaklak", "sggp"], ["30 1 * * *", "5 13 * * *"])


@pytest.mark.parametrize("name", screenshots.NAMES)
def test_the_readmes_screenshots_are_those_of_this_version(nightly: dict[str, object], name: str) -> None:
    tasks = nightly["tasks"]
    assert isinstance(tasks, dict)
    file = screenshots.FOLDER / f"{name}.png"
    assert screenshots.shown(file) == screenshots.shows(tasks), f"make them anew: {screenshots.AGAIN}"
    assert file.stat().st_size < screenshots.LARGEST_BYTES


def test_the_files_import_nothing_heavy(tmp_path: Path) -> None:
    files = [shipped("dags") / name for name in ("nightly.py", "archive.py", "reparse.py")]
    imported = run(IMPORT, tmp_path, *files)
    assert len(imported) == len(files)
    for modules in imported:
        assert "crawler" in modules
        assert not {"scrapy", "twisted", "psycopg", "lxml", "bs4", "feedparser", "warcio", "uvicorn"} & {*modules}
