"""The night: each outlet is crawled, loaded and checked independently; then articles that papers copied from each other
are found, and a report says which outlets are red.

A `check` is green where the paper is complete, **pink (skipped) where it is amber or closed**, as its name says, and
red where the paper is not complete; so is the `report` for all papers. The log of a `check` says what is missing.

Trigger it by hand to choose outlets. Clearing a task of an outlet runs it and all tasks after it again, which is always
safe.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (  # type: ignore[attr-defined]  # three names are missing in its stub
    Asset,
    AssetAlias,
    AsyncCallback,
    DeadlineAlert,
    DeadlineReference,
    ExceptionRetryPolicy,
    MultipleCronTriggerTimetable,
    Param,
    RetryAction,
    RetryRule,
    dag,
    get_current_context,
    task,
    task_group,
)
from airflow.sdk.exceptions import AirflowSkipException

from crawler.configuration import settings
from crawler.outlets import nightly_outlets
from crawler.pipeline.dag_form import choice_of_papers
from crawler.pipeline.deadline import tell_late
from crawler.pipeline.exit_status import AMBER, CLOSED
from crawler.pipeline.task import answer_of_baotinh, end_task, run_baotinh

NAMES = {key: outlet.name for key, outlet in nightly_outlets(settings().outlets).items()}
# Without it, a start of Airflow at noon would at once run the night that was missed.
SCHEDULED_FROM = settings().schedule_from or datetime(2026, 11, 1, tzinfo=UTC)
# Airflow renders this before the task runs, so that the grid shows the paper from the start.
PAPER = "{{ names[task.op_kwargs['outlet']] }}"
# Rendered again when the task has ended; Airflow has no state between success and failure but "skipped".
PAPER_AND_VERDICT = "{{ verdict ~ ': ' if verdict is defined else '' }}" + PAPER
VERDICTS = {AMBER: "amber", CLOSED: "closed"}
# A command that ended has given its verdict, which a retry would not change; a task that died with its machine is tried
# again.
RETRY_WITHOUT_VERDICT = ExceptionRetryPolicy([RetryRule(SystemExit, RetryAction.FAIL, reason="the verdict stands")])
LOADED = AssetAlias("loaded-outlet")
# For the usual start at 01:30 that is 05:00. The triggerer calls it: a late night may hold every slot that tasks have.
NOT_DONE_IN_TIME = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_LOGICAL_DATE,
    interval=timedelta(hours=3, minutes=30),
    callback=AsyncCallback(tell_late),
    name="done within 3.5 hours",
)
NIGHT = Asset("nightly", uri="baotinh://nightly")


def end_as(status: int) -> None:
    """End a task as its command ended: amber and closed as skipped, under the name of the verdict."""
    if verdict := VERDICTS.get(status):
        get_current_context()["verdict"] = verdict  # type: ignore[typeddict-unknown-key]
        raise AirflowSkipException(verdict)
    end_task(status, again_after=30)


@dag(
    dag_id="nightly",
    schedule=MultipleCronTriggerTimetable(*settings().night_crons, timezone="Asia/Ho_Chi_Minh"),
    # A night cannot be run for a day that is past, since it reads what the papers announce now: no backfill is offered.
    allowed_run_types=["scheduled", "manual", "asset_materialization"],  # type: ignore[list-item]
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
            **choice_of_papers(NAMES),
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
            map_index_template=PAPER_AND_VERDICT, trigger_rule="all_done", retries=2, retry_policy=RETRY_WITHOUT_VERDICT
        )
        def check(outlet: str, run_id: str | None = None) -> None:
            end_as(run_baotinh(["check", outlet, "--run", str(run_id), "--colour-status"]))

        crawl(outlet=outlet) >> load(outlet=outlet) >> check(outlet=outlet)

    # Papers copy from each other: the search for copies waits until all papers are loaded, or have failed.
    @task(trigger_rule="all_done", retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def stories() -> None:
        end_as(run_baotinh(["stories"]))

    # An event for each paper of which something that was due is in the tables, and is not red; one for a night
    # without a red paper.
    @task(trigger_rule="all_done", outlets=[LOADED], retries=2)
    def loaded(keys: list[str], run_id: str | None = None, outlet_events: Any = None) -> None:
        summary = answer_of_baotinh(["report", "--run", str(run_id), "--json", *keys])
        for outlet in summary["loaded"]:
            asset = Asset(outlet, uri=f"baotinh://news/{outlet}")
            outlet_events[LOADED].add(asset, extra={"run_id": run_id})
        if not summary["red"]:
            outlet_events[LOADED].add(NIGHT, extra={"run_id": run_id})

    @task(retries=2, retry_policy=RETRY_WITHOUT_VERDICT)
    def report(keys: list[str], run_id: str | None = None) -> None:
        end_as(run_baotinh(["report", "--run", str(run_id), "--colour-status", *keys]))

    # It is red where its message could not be delivered, and the night is what its papers are.
    @task(retries=2, retry_policy=RETRY_WITHOUT_VERDICT, execution_timeout=timedelta(minutes=30))
    def alert(keys: list[str] | None, run_id: str | None = None, ti: Any = None) -> None:
        states = ti.get_task_states(dag_id=ti.dag_id, task_ids=["stories"], run_ids=[run_id]).get(run_id, {})
        failed = ["--failed", "stories"] if states.get("stories") in {"failed", "upstream_failed"} else []
        end_task(run_baotinh(["alert", "--run", str(run_id), *failed, *(keys or [])]))

    outlets = choose()
    night = outlet_night.expand(outlet=outlets)
    reported = report(outlets).as_teardown(on_failure_fail_dagrun=True)  # type: ignore[arg-type]
    night >> [copies := stories(), loaded(outlets), reported]  # type: ignore[arg-type]
    [copies, reported] >> alert(outlets).as_teardown(on_failure_fail_dagrun=False)  # type: ignore[arg-type]


nightly()
