"""The past: for each chosen paper and month of publication, fetch what is not archived yet, then load it.

Nothing schedules it: trigger it and say which papers and months. One month of one paper is asked for at a time; it
makes room for a night that waits for the paper, and goes on by itself. A month that is done is passed over, so the same
range can be triggered again. Pink: no channel of the paper goes back that far, and the task's log says how far they go.
"""

# A task ends as its command did: `sys.exit` leaves the command's own words at the end of the log, and no traceback.

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, task, task_group
from airflow.sdk.exceptions import AirflowRescheduleException, AirflowSkipException

from crawler.article import BadMonth, parts
from crawler.local.task_process import run_baotinh
from crawler.outlets import catalogue

NAMES = {key: outlet.name for key, outlet in catalogue().items()}
AGAIN = 75
OUT_OF_REACH = 69
# Airflow renders it before the task runs, so that the grid names paper and month from the first second.
PART = "{{ names[task.op_kwargs['outlet']] }} {{ task.op_kwargs['month'] }}"
MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"


@dag(
    dag_id="archive",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1,  # one site has one lock, and the other slots stay the night's
    is_paused_upon_creation=False,
    # Lighter than the night's tasks, which weigh what hangs on them: they have the first free slot.
    default_args={"weight_rule": "absolute", "priority_weight": 1},
    doc_md=__doc__,
    tags=["baotinh"],
    user_defined_macros={"names": NAMES},
    params={
        "outlets": Param(
            type="array",
            minItems=1,
            items={"type": "string", "enum": [*NAMES]},
            examples=[*NAMES],
            values_display=NAMES,
            title="Outlets",
            description="Whose past to fetch.",
        ),
        "since": Param(type="string", pattern=MONTH, title="Since", description="The oldest month, such as 2015-01."),
        "until": Param(
            None,
            type=["string", "null"],
            pattern=MONTH,
            title="Until",
            description="The newest month, such as 2015-12; left empty, the present one.",
        ),
    },
)
def archive() -> None:
    """Crawl and load each month of each paper."""

    @task
    def choose(params: dict[str, Any]) -> list[dict[str, str]]:
        try:
            return parts(params["outlets"], params["since"], params["until"])
        except BadMonth as error:
            sys.exit(str(error))

    @task_group
    def outlet_month(outlet: str, month: str) -> None:
        @task(map_index_template=PART, retries=2, execution_timeout=timedelta(hours=4))
        def crawl(outlet: str, month: str, run_id: str | None = None) -> None:
            months = ["--since", month, "--until", month]
            status = run_baotinh(["crawl", outlet, *months, "--run", f"archive-{run_id}"])
            if status == AGAIN:
                raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=60))  # type: ignore[no-untyped-call]
            if status == OUT_OF_REACH:
                raise AirflowSkipException(f"{NAMES[outlet]}: no channel goes back to {month}")
            if status:
                sys.exit(status)

        # What the search for a month out of reach brought is loaded as well.
        @task(map_index_template=PART, retries=2, trigger_rule="none_failed")
        def load(outlet: str, month: str) -> None:
            if status := run_baotinh(["load", outlet]):
                sys.exit(status)

        crawl(outlet=outlet, month=month) >> load(outlet=outlet, month=month)

    outlet_month.expand_kwargs(choose())  # type: ignore[call-arg, misc]


archive()
