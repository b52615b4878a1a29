"""The night: each outlet is crawled, loaded and checked independently; then articles that papers copied from each other
are found, and a report says which outlets are red.

Trigger it by hand to choose outlets. The log of a red `check` says what is missing. Clearing a task of an outlet runs
it and all tasks after it again, which is always safe.
"""

# `sys.exit` ends a task as its command ended: the log ends with the command's own message, not with a traceback.

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (  # type: ignore[attr-defined]  # three names are missing in its stub
    Asset,
    AssetAlias,
    AsyncCallback,
    CronTriggerTimetable,
    DeadlineAlert,
    DeadlineReference,
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
from crawler.outlets import nightly_outlets
from crawler.pipeline.deadline import tell_late
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
# From 01:30 on until 05:00. The triggerer calls it: a late night may hold every slot that tasks have.
NOT_DONE_IN_TIME = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_LOGICAL_DATE,
    interval=timedelta(hours=3, minutes=30),
    callback=AsyncCallback(tell_late),
    name="done by 05:00",
)
NIGHT = Asset("nightly", uri="baotinh://nightly")


@dag(
    dag_id="nightly",
    schedule=CronTriggerTimetable("30 1 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=SCHEDULED_FROM,
    catchup=False,
    max_active_runs=1,
    deadline=NOT_DONE_IN_TIME,
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
            status = run_baotinh(["crawl", outlet, "--run", str(run_id)])
            if status == TRY_AGAIN:
                raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=30))  # type: ignore[no-untyped-call]
            if status:
                sys.exit(status)

        @task(map_index_template=PAPER, retries=2, retry_exponential_backoff=2.0)
        def load(outlet: str) -> None:
            if status := run_baotinh(["load", outlet]):
                sys.exit(status)

        # It also judges failed crawls and loads: a red outlet then has a verdict that says why.
        @task(
            map_index_template=PAPER,
            trigger_rule="all_done",
            outlets=[LOADED],
            retries=2,
            retry_policy=RETRY_WITHOUT_VERDICT,
        )
        def check(outlet: str, run_id: str | None = None) -> Any:
            if status := run_baotinh(["check", outlet, "--run", str(run_id)]):
                sys.exit(status)
            yield Metadata(Asset(outlet, uri=f"baotinh://news/{outlet}"), {"run_id": run_id}, alias=LOADED)

        crawl(outlet=outlet) >> load(outlet=outlet) >> check(outlet=outlet)

    # Papers copy from each other: the search for copies waits until all papers are loaded, or have failed.
    @task(trigger_rule="all_done", retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def stories() -> None:
        if status := run_baotinh(["stories"]):
            sys.exit(status)

    @task(outlets=[NIGHT], retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def report(keys: list[str], run_id: str | None = None) -> None:
        if status := run_baotinh(["report", "--run", str(run_id), *keys]):
            sys.exit(status)

    # It is red where its message could not be delivered, and the night is what its papers are.
    @task(retries=2, retry_policy=RETRY_WITHOUT_VERDICT, execution_timeout=timedelta(minutes=30))
    def alert(keys: list[str] | None, run_id: str | None = None, ti: Any = None) -> None:
        states = ti.get_task_states(dag_id=ti.dag_id, task_ids=["stories"], run_ids=[run_id]).get(run_id, {})
        failed = ["--failed", "stories"] if states.get("stories") in {"failed", "upstream_failed"} else []
        if status := run_baotinh(["alert", "--run", str(run_id), *failed, *(keys or [])]):
            sys.exit(status)

    outlets = choose()
    night = outlet_night.expand(outlet=outlets)
    reported = report(outlets).as_teardown(on_failure_fail_dagrun=True)  # type: ignore[arg-type]
    night >> [copies := stories(), reported]
    [copies, reported] >> alert(outlets).as_teardown(on_failure_fail_dagrun=False)  # type: ignore[arg-type]


nightly()
