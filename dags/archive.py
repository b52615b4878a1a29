"""The backfill: for each chosen paper and month of publication, fetch what is not archived yet, then load it.

It has no schedule: trigger it and choose papers and months. It fetches one month of one paper at a time; it gives way
to a night that waits for the paper, then continues by itself. A month that is done is skipped, so the same range can
be triggered again. Pink: no channel of the paper goes back to that month; the task's log says how far they go.
"""

import sys
from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task, task_group
from airflow.sdk.exceptions import AirflowSkipException

from crawler.article import BadMonth, backfill_parts
from crawler.outlets import catalogue
from crawler.pipeline.dag_form import BEHIND_THE_NIGHT, MONTH, choice_of_papers
from crawler.pipeline.exit_status import OUT_OF_REACH
from crawler.pipeline.task import end_task, run_baotinh

NAMES = {key: outlet.name for key, outlet in catalogue().items()}
# Airflow renders this before the task runs, so that the grid shows paper and month from the start.
PAPER_AND_MONTH = "{{ names[task.op_kwargs['outlet']] }} {{ task.op_kwargs['month'] }}"


@dag(
    dag_id="archive",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1,  # a site has one lock; the other slots stay free for the night
    is_paused_upon_creation=False,
    default_args=BEHIND_THE_NIGHT,
    doc_md=__doc__,
    tags=["baotinh"],
    user_defined_macros={"names": NAMES},
    params={
        "outlets": Param(
            type="array",
            minItems=1,
            **choice_of_papers(NAMES),
            description="Which papers to fetch old months of.",
        ),
        "since": Param(type="string", pattern=MONTH, title="Since", description="The oldest month, such as 2015-01."),
        "until": Param(
            None,
            type=["string", "null"],
            pattern=MONTH,
            title="Until",
            description="The newest month, such as 2015-12; left empty, the current month.",
        ),
    },
)
def archive() -> None:
    """Crawl and load each month of each paper."""

    @task
    def choose(params: dict[str, Any]) -> list[dict[str, str]]:
        try:
            return backfill_parts(params["outlets"], params["since"], params["until"])
        except BadMonth as error:
            sys.exit(str(error))

    @task_group
    def outlet_month(outlet: str, month: str) -> None:
        @task(map_index_template=PAPER_AND_MONTH, retries=2, execution_timeout=timedelta(hours=4))
        def crawl(outlet: str, month: str, run_id: str | None = None) -> None:
            months = ["--since", month, "--until", month]
            status = run_baotinh(["crawl", outlet, *months, "--run", f"archive-{run_id}"])
            if status == OUT_OF_REACH:
                raise AirflowSkipException(f"{NAMES[outlet]}: no channel goes back to {month}")
            end_task(status)

        # It also loads what was fetched in search of a month that no channel goes back to.
        @task(map_index_template=PAPER_AND_MONTH, retries=2, trigger_rule="none_failed")
        def load(outlet: str, month: str) -> None:
            end_task(run_baotinh(["load", outlet]))

        crawl(outlet=outlet, month=month) >> load(outlet=outlet, month=month)

    outlet_month.expand_kwargs(choose())  # type: ignore[call-arg, misc]


archive()
