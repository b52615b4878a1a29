"""The night: every outlet is crawled, loaded and checked by itself; then one report tells what is red."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    Asset,
    AssetAlias,
    CronTriggerTimetable,
    Metadata,
    Param,
    dag,
    get_current_context,
    task,
    task_group,
)
from airflow.sdk.exceptions import AirflowFailException, AirflowRescheduleException

from crawler.configuration import settings
from crawler.local.task_process import run_baotinh
from crawler.outlets import catalogue

NAMES = {key: outlet.name for key, outlet in catalogue().items() if outlet.status == "active"}
SITE_BUSY = 75
# Without it, starting Airflow at noon would at once run the night that was missed.
SCHEDULED_FROM = settings().schedule_from or datetime(2026, 11, 1, tzinfo=UTC)
LOADED = AssetAlias("loaded-outlet")
NIGHT = Asset("nightly", uri="baotinh://nightly")


def command(verb: str, outlet: str, *more: str) -> int:
    """Run one command for one outlet; the UI shows the mapped task under the paper's name."""
    context: Any = get_current_context()
    context["outlet"] = NAMES.get(outlet, outlet)
    return run_baotinh([verb, outlet, *more])


def need(status: int, verb: str) -> None:
    """Fail the task where its command did; the log above says why."""
    if status:
        raise RuntimeError(f"`baotinh {verb}` ended with status {status}; its last lines are above")


@dag(
    dag_id="nightly",
    schedule=CronTriggerTimetable("30 1 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=SCHEDULED_FROM,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    doc_md=__doc__,
    tags=["baotinh"],
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

    @task
    def choose(params: dict[str, Any] | None = None) -> list[str]:
        return (params or {}).get("outlets") or [*NAMES]

    @task_group
    def outlet_night(outlet: str) -> None:
        @task(map_index_template="{{ outlet }}", retries=2, retry_exponential_backoff=2.0)
        def crawl(outlet: str, run_id: str | None = None) -> str:
            status = command("crawl", outlet, "--run", str(run_id))
            if status == SITE_BUSY:
                raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=30))
            need(status, "crawl")
            return outlet

        @task(map_index_template="{{ outlet }}", retries=2, retry_exponential_backoff=2.0)
        def load(outlet: str) -> None:
            need(command("load", outlet), "load")

        # It judges failed crawls and loads too: a red outlet has a verdict that says why.
        @task(map_index_template="{{ outlet }}", trigger_rule="all_done", outlets=[LOADED])
        def check(outlet: str, run_id: str | None = None) -> Any:
            if command("check", outlet, "--run", str(run_id)):
                raise AirflowFailException(f"{NAMES.get(outlet, outlet)} is red; the findings are above")
            yield Metadata(Asset(outlet, uri=f"baotinh://news/{outlet}"), {"run_id": run_id}, alias=LOADED)

        crawl(outlet) >> load(outlet) >> check(outlet)

    @task(outlets=[NIGHT])
    def report(keys: list[str], run_id: str | None = None) -> None:
        if run_baotinh(["report", "--run", str(run_id), *keys]):
            raise AirflowFailException("the night is red; the papers are named above")

    chosen = choose()
    outlet_night.expand(outlet=chosen) >> report(chosen).as_teardown(on_failure_fail_dagrun=True)


nightly()
