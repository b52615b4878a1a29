"""The re-parse: after an update that reads pages better, what is loaded is compared with what this version reads in
the same archived pages, and loaded again if you approve it.

It has no schedule: trigger it, choose papers and months (those in which the pages were fetched). First every page is
compared; then `approve` waits for you under **Required Actions**, with the report: articles and fields gained, lost and
changed, with examples. Reject: nothing is changed. Approve: the files are loaded again, part by part; a part that was
stopped goes on where it was when it is cleared. A night goes before it: a part waits while its paper is crawled.

Pink: there was nothing to do, or it was rejected.
"""

from typing import Any

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from crawler.configuration import settings
from crawler.outlets import catalogue
from crawler.pipeline.dag_form import BEHIND_THE_NIGHT, MONTH, choice_of_papers
from crawler.pipeline.task import answer_of_baotinh, end_task, run_baotinh

NAMES = {key: outlet.name for key, outlet in catalogue().items()}
# Airflow renders this before the task runs, so that the grid shows the paper and its first file from the start.
PART = "{{ names[task.op_kwargs['outlet']] }} {{ task.op_kwargs['files'][0] }}"
# Half of the tasks that run at once: the rest stay free for a night that begins meanwhile.
PARTS_AT_ONCE = max(1, (settings().parallelism or 4) // 2)
EXAMPLES = 2
MOST_LETTERS = 60_000


@dag(
    dag_id="reparse",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=PARTS_AT_ONCE,
    is_paused_upon_creation=False,
    default_args=BEHIND_THE_NIGHT,
    doc_md=__doc__,
    tags=["baotinh"],
    user_defined_macros={"names": NAMES},
    params={
        "outlets": Param(
            [],
            type=["array", "null"],
            **choice_of_papers(NAMES),
            description="Which papers to read again; if none is chosen, all.",
        ),
        "since": Param(
            None,
            type=["string", "null"],
            pattern=MONTH,
            title="Since",
            description="The first month of fetching, such as 2026-01; left empty, all months.",
        ),
        "until": Param(
            None,
            type=["string", "null"],
            pattern=MONTH,
            title="Until",
            description="The last month of fetching; left empty, the current month.",
        ),
    },
)
def reparse() -> None:
    """Compare in parts, ask, load in parts."""

    @task(retries=2)
    def choose(params: dict[str, Any]) -> list[dict[str, Any]]:
        months = [f"--{name}={params[name]}" for name in ("since", "until") if params[name]]
        parts: list[dict[str, Any]] = answer_of_baotinh(["reparse-parts", *months, *(params["outlets"] or [])])
        if not parts:
            raise AirflowSkipException("this version has read every loaded file of these papers and months")
        return parts

    @task(map_index_template=PART, retries=2)
    def compare(outlet: str, files: list[str], build: str) -> dict[str, Any]:
        answer: dict[str, Any] = answer_of_baotinh(["reparse-compare", outlet, *files, "--build", build])
        return answer

    @task
    def report(parts: list[dict[str, Any]]) -> str:
        from crawler.contributor.replay_json import joined  # noqa: PLC0415 - a DAG file imports nothing heavy
        from crawler.contributor.replay_text import as_text  # noqa: PLC0415

        whole = joined(parts, EXAMPLES)
        lines = [f"articles: {whole.articles_gained} gained, {whole.articles_lost} lost", *as_text(whole)]
        print("\n".join(lines))
        if not whole.differing and not whole.left_out:
            raise AirflowSkipException("no page is read otherwise than it is loaded")
        return "\n".join(lines)[:MOST_LETTERS]

    @task(map_index_template=PART, retries=2)
    def load(outlet: str, files: list[str], build: str) -> None:
        end_task(run_baotinh(["reparse-load", outlet, *files, "--build", build]))

    parts = choose()  # type: ignore[call-arg, misc]
    text = report(compare.expand_kwargs(parts))  # type: ignore[arg-type]
    approve = ApprovalOperator(
        task_id="approve",
        subject="Load these pages again as this version reads them?",
        body="```\n{{ ti.xcom_pull(task_ids='report') }}\n```",
    )
    text >> approve >> load.expand_kwargs(parts)


reparse()
