"""The doctor's checks of Airflow: whether it runs and is healthy, and whether the next night is scheduled."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from crawler.configuration import Settings
from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import NIGHTLY
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.doctor.machine import ZONE
from crawler.local.home import holder_of
from crawler.local.status import unhealthy_parts


def check_airflow(settings: Settings) -> Findings:
    """Check that everything is up and healthy, then the schedule."""
    home = Path(settings.home)
    holder = holder_of(home)
    if holder is None:
        yield fault("airflow", f"nothing runs on {home}", "`baotinh up --detach`")
        return
    if not holder.ready:
        yield fault("airflow", "it is still starting", "wait a minute")
        return
    unhealthy = unhealthy_parts(holder.ui)
    for message in unhealthy:
        yield fault("airflow", message, "`baotinh logs` shows each process's last lines; down and up again helps")
    if not unhealthy:
        yield ok("airflow", f"healthy at {holder.ui}")
        yield from _check_schedule(home)


def _check_schedule(home: Path) -> Findings:
    try:
        api = AirflowServer(home, "", {}).api()
        if not api.has_dag():
            yield fault("schedule", f"the DAG {NIGHTLY} was not read", "`baotinh logs dag-processor`")
            return
        dag = api.call("GET", f"dags/{NIGHTLY}")
    except (httpx.HTTPError, LookupError, json.JSONDecodeError) as error:
        yield fault(
            "schedule",
            f"Airflow's API refuses us: {error}",
            "delete airflow/passwords.json in the home, then `baotinh down` and `baotinh up --detach`",
        )
        return
    if dag["is_paused"]:
        yield fault("schedule", f"the DAG {NIGHTLY} is paused", "switch it on in Airflow's UI")
    else:
        next_night = datetime.fromisoformat(dag["next_dagrun_run_after"]).astimezone(ZoneInfo(ZONE))
        yield ok("schedule", f"next night at {next_night:%Y-%m-%d %H:%M}, Việt Nam's time")
