"""Whether Airflow could read this version's DAGs: a DAG with an error ends the start, with that error."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import httpx

from crawler.local.airflow import LOOK_SECONDS
from crawler.local.airflow_api import AirflowApi
from crawler.local.failure import LocalFailure

DAG_IDS = ("nightly", "archive", "reparse")
# A machine with other work on both cores took 40 s; a DAG that hangs is given up by Airflow itself after 30 s.
PATIENCE_SECONDS = 120


class BrokenDag(LocalFailure):
    """Airflow cannot read a DAG; the text names its file and ends with the error."""


def wait_for_dags(api: AirflowApi, since: datetime) -> None:
    """Return when Airflow has read every DAG after `since`. Raises BrokenDag, httpx.HTTPError.

    What it knows from an earlier start does not count: the files may be others now.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while unread := [dag_id for dag_id in DAG_IDS if not _is_read(api, dag_id, since)]:
        for error in api.call("GET", "importErrors")["import_errors"]:
            if datetime.fromisoformat(error["timestamp"]) >= since:
                lines = str(error["stack_trace"]).strip().splitlines()
                raise BrokenDag(f"Airflow cannot read the DAG file {error['filename']}: {lines[-1] if lines else '?'}")
        if time.monotonic() > deadline:
            raise BrokenDag(
                f"Airflow has not read {', '.join(unread)} within {PATIENCE_SECONDS} s; "
                "`baotinh logs dag-processor` may say why"
            )
        time.sleep(LOOK_SECONDS)


def _is_read(api: AirflowApi, dag_id: str, since: datetime) -> bool:
    try:
        parsed = api.call("GET", f"dags/{dag_id}")["last_parsed_time"]
    except httpx.HTTPStatusError as error:
        if error.response.status_code == httpx.codes.NOT_FOUND:
            return False
        raise
    return parsed is not None and datetime.fromisoformat(parsed).astimezone(UTC) >= since
