"""The night: every outlet is crawled, loaded and checked by itself; then copies of each other's articles are found,
and one report tells what is red.

Trigger it by hand to choose outlets. A red `check` says in its log what is missing; clearing a task of an outlet
runs it and all after it again, which is always safe.
"""

# A task ends as its command did: `sys.exit` leaves the command's own words at the end of the log, and no traceback.

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    Asset,
    AssetAlias,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    Metadata,
    Param,
    RetryAction,
    RetryRule,
    dag,
    task,
    task_group,
)
from airflow.sdk.exceptions import AirflowRescheduleException

from crawler.configuration import settings
from crawler.local.task_process import run_baotinh
from crawler.outlets import nightly as papers

NAMES = {key: outlet.name for key, outlet in papers(settings().outlets).items()}
SITE_BUSY = 75
# Without it, starting Airflow at noon would at once run the night that was missed.
SCHEDULED_FROM = settings().schedule_from or datetime(2026, 11, 1, tzinfo=UTC)
# Airflow renders it before the task runs, so that the grid names the paper from the first second.
PAPER = "{{ names[task.op_kwargs['outlet']] }}"
# A command that ended by itself has said its word; a task that was lost with its machine has not, and is tried again.
ITS_WORD_STANDS = ExceptionRetryPolicy([RetryRule(SystemExit, RetryAction.FAIL, reason="the verdict stands")])
LOADED = AssetAlias("loaded-outlet")
NIGHT = Asset("nightly", uri="baotinh://nightly")


@dag(
    dag_id="nightly",
    schedule=CronTriggerTimetable("30 1 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=SCHEDULED_FROM,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    doc_md=__doc__,
    tags=["baotinh"],
    user_defined_macros={"names": NAMES},
    params={
        "outlets": Param(
            [],
            type=["array", "null"],
            items={"type": "string", "enum": [*NAMES]},
            examples=[*NAMES],
            values_display=NAMES,
            title="Outlets",
            description="Which papers to crawl; none chosen means all.",
        )
    },
)
def nightly() -> None:
    """Crawl, load and check each outlet; report at the end."""

    @task(retries=2)
    def choose(params: dict[str, Any] | None = None) -> list[str]:
        return (params or {}).get("outlets") or [*NAMES]

    @task_group
    def outlet_night(outlet: str) -> None:
        @task(
            map_index_template=PAPER,
            retries=2,
            retry_exponential_backoff=2.0,
            execution_timeout=timedelta(hours=4),  # 14,000 requests at one a second: no night of one paper is longer
        )
        def crawl(outlet: str, run_id: str | None = None) -> None:
            status = run_baotinh(["crawl", outlet, "--run", str(run_id)])
            if status == SITE_BUSY:
                raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=30))  # type: ignore[no-untyped-call]
            if status:
                sys.exit(status)

        @task(map_index_template=PAPER, retries=2, retry_exponential_backoff=2.0)
        def load(outlet: str) -> None:
            if status := run_baotinh(["load", outlet]):
                sys.exit(status)

        # It judges failed crawls and loads too: a red outlet has a verdict that says why.
        @task(
            map_index_template=PAPER,
            trigger_rule="all_done",
            outlets=[LOADED],
            retries=2,
            retry_policy=ITS_WORD_STANDS,
        )
        def check(outlet: str, run_id: str | None = None) -> Any:
            if status := run_baotinh(["check", outlet, "--run", str(run_id)]):
                sys.exit(status)
            yield Metadata(Asset(outlet, uri=f"baotinh://news/{outlet}"), {"run_id": run_id}, alias=LOADED)

        crawl(outlet=outlet) >> load(outlet=outlet) >> check(outlet=outlet)

    # Copies run from paper to paper, so they are looked for when all papers are loaded, red ones or not.
    @task(trigger_rule="all_done", retries=2, retry_policy=ITS_WORD_STANDS)
    def stories() -> None:
        if status := run_baotinh(["stories"]):
            sys.exit(status)

    @task(outlets=[NIGHT], retries=2, retry_policy=ITS_WORD_STANDS)
    def report(keys: list[str], run_id: str | None = None) -> None:
        if status := run_baotinh(["report", "--run", str(run_id), *keys]):
            sys.exit(status)

    chosen = choose()
    night = outlet_night.expand(outlet=chosen)
    night >> stories()
    night >> report(chosen).as_teardown(on_failure_fail_dagrun=True)  # type: ignore[arg-type]


nightly()
