"""The night: each outlet is crawled, loaded and checked independently; then articles that papers copied from each other
are found, and a report says which outlets are red.

Trigger it by hand to choose outlets. The log of a red `check` says what is missing. Clearing a task of an outlet runs
it and all tasks after it again, which is always safe.
"""

# `sys.exit` ends a task as its command ended: the log ends with the command's own message, not with a traceback.

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    Asset,
    AssetAlias,
    ExceptionRetryPolicy,
    Metadata,
    MultipleCronTriggerTimetable,
    Param,
    RetryAction,
    RetryRule,
    dag,
    task,
    task_group,
)
from airflow.sdk.exceptions import AirflowRescheduleException

from crawler.configuration import settings
from crawler.outlets import nightly_outlets
from crawler.pipeline.exit_status import TRY_AGAIN
from crawler.pipeline.task import run_baotinh

NAMES = {key: outlet.name for key, outlet in nightly_outlets(settings().outlets).items()}
# Without it, a start of Airflow at noon would at once run the night that was missed.
SCHEDULED_FROM = settings().schedule_from or datetime(2026, 11, 1, tzinfo=UTC)
# Airflow renders this before the task runs, so that the grid shows the paper from the start.
PAPER = "{{ names[task.op_kwargs['outlet']] }}"
# A command that ended has given its verdict, which a retry would not change; a task that died with its machine is tried
# again.
RETRY_WITHOUT_VERDICT = ExceptionRetryPolicy([RetryRule(SystemExit, RetryAction.FAIL, reason="the verdict stands")])
LOADED = AssetAlias("loaded-outlet")
NIGHT = Asset("nightly", uri="baotinh://nightly")


def end_as(status: int) -> None:
    """End a task as its command ended; where it could not do its work now, the same try begins again soon."""
    if status == TRY_AGAIN:
        raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=30))  # type: ignore[no-untyped-call]
    if status:
        sys.exit(status)


@dag(
    dag_id="nightly",
    schedule=MultipleCronTriggerTimetable(*settings().night_crons, timezone="Asia/Ho_Chi_Minh"),
    # A night cannot be run for a day that is past, since it reads what the papers announce now: no backfill is offered.
    allowed_run_types=["scheduled", "manual", "asset_materialization"],  # type: ignore[list-item]
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
            description="Which papers to crawl; if none is chosen, all.",
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
            execution_timeout=timedelta(hours=4),  # 14,000 requests at one a second: no paper's night is longer
        )
        def crawl(outlet: str, run_id: str | None = None) -> None:
            end_as(run_baotinh(["crawl", outlet, "--run", str(run_id)]))

        @task(map_index_template=PAPER, retries=2, retry_exponential_backoff=2.0)
        def load(outlet: str) -> None:
            end_as(run_baotinh(["load", outlet]))

        # It also judges failed crawls and loads: a red outlet then has a verdict that says why.
        @task(
            map_index_template=PAPER,
            trigger_rule="all_done",
            outlets=[LOADED],
            retries=2,
            retry_policy=RETRY_WITHOUT_VERDICT,
        )
        def check(outlet: str, run_id: str | None = None) -> Any:
            end_as(run_baotinh(["check", outlet, "--run", str(run_id)]))
            yield Metadata(Asset(outlet, uri=f"baotinh://news/{outlet}"), {"run_id": run_id}, alias=LOADED)

        crawl(outlet=outlet) >> load(outlet=outlet) >> check(outlet=outlet)

    # Papers copy from each other: the search for copies waits until all papers are loaded, or have failed.
    @task(trigger_rule="all_done", retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def stories() -> None:
        end_as(run_baotinh(["stories"]))

    @task(outlets=[NIGHT], retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def report(keys: list[str], run_id: str | None = None) -> None:
        end_as(run_baotinh(["report", "--run", str(run_id), *keys]))

    outlets = choose()
    night = outlet_night.expand(outlet=outlets)
    night >> stories()
    night >> report(outlets).as_teardown(on_failure_fail_dagrun=True)  # type: ignore[arg-type]


nightly()
