"""The demo: PostgreSQL, the sample press, Airflow and one night on one machine, then the rows that it brought."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

import httpx
from psycopg.conninfo import conninfo_to_dict

from crawler.database import connect
from crawler.local.airflow_api import AirflowApi, TaskState
from crawler.local.failure import LocalFailure
from crawler.local.home import hold_home, require_free_space, stop_signals
from crawler.local.private import write_private
from crawler.local.services import Say, Services, Stopwatch, services
from crawler.local.supervisor import supervise
from crawler.outlets import nightly_outlets
from crawler.sample_press import SamplePress, UnknownSwitch, serving

# The sample press runs on 127.0.0.1 and is nobody's server: a fifth of a second is enough to show the delay.
PRESS_DELAY_SECONDS = 0.2
RUN_MINUTES = 15
SAMPLE_QUERY = """\
SELECT province, published_on, headline
FROM news.articles
WHERE body ILIKE '%mùa mưa%'
ORDER BY published_at DESC
LIMIT 5"""


class DemoFailed(LocalFailure):
    """The demo cannot go on; the text says what happened and what to do."""


# A first look takes a minute; `--outlets all` shows a paper of each province.
DEMO_OUTLETS = "crawled"


def demo(
    home: Path, say: Say, *, leave: bool = False, switches: Sequence[str] = (), outlets: str | None = None
) -> bool:
    """Run one night of the sample press and say what it brought; return True if the run succeeded.

    `outlets` chooses the papers as the setting of this name does; the setting itself is for real nights. With `leave`
    it ends after the run; without it, everything stays up until SIGINT or SIGTERM. Raises DemoFailed, UnknownOutlet.
    """
    stopwatch, stopped = Stopwatch(), threading.Event()
    chosen = outlets or DEMO_OUTLETS
    papers = [*nightly_outlets(chosen)]
    _apply_switches(SamplePress(), switches)  # a wrong one is refused before anything starts
    with ExitStack() as stack:
        stack.enter_context(stop_signals(stopped))
        stack.enter_context(hold_home(home, "demo"))
        require_free_space(home)
        press = SamplePress(newest_at=_newest_at(home))
        _apply_switches(press, switches)
        address = stack.enter_context(serving(press))
        say(f"The sample press plays {len(papers)} papers at {address}")
        environment = {
            "BAOTINH_SAMPLE_PRESS": address,
            "BAOTINH_DELAY": str(PRESS_DELAY_SECONDS),
            "BAOTINH_OUTLETS": chosen,
        }
        running = stack.enter_context(services(home, say, stopwatch, environment=environment))
        with stopwatch.measure("the night"):
            try:
                succeeded = _run_night(running.airflow.api(), say, stopped)
            except httpx.HTTPError as error:
                raise DemoFailed(f"Airflow did not answer: {error}; its logs are in {home}/airflow") from None
        if succeeded is None:
            say("stopped before the night was over")
            return False
        _report_night(running, papers, succeeded, say)
        say(f"\nTime: {stopwatch}")
        if not leave:
            say("\nCtrl-C stops everything; what was loaded stays for the next start.")
            supervise(running, stopped, say)
            say("stopping …")
    return succeeded


def _newest_at(home: Path) -> datetime:
    """Return when the sample papers' newest articles appeared: for a home always the evening before its first demo."""
    file = home / "sample-press"
    with suppress(OSError, ValueError):
        return datetime.fromisoformat(file.read_text().strip())
    newest_at = SamplePress().newest_at
    write_private(file, f"{newest_at.isoformat()}\n")
    return newest_at


def _apply_switches(sample_press: SamplePress, switches: Sequence[str]) -> None:
    for switch in switches:
        try:
            sample_press.switch_by_text(switch)
        except (UnknownSwitch, ValueError) as error:
            raise DemoFailed(f"--switch {switch}: {error}") from None


def _run_night(api: AirflowApi, say: Say, stopped: threading.Event) -> bool | None:
    """Trigger the night and say how each paper's steps end; return None if a signal ended the waiting."""
    deadline = time.monotonic() + RUN_MINUTES * 60
    for unfinished in api.give_up_unfinished():
        say(f"Gave up {unfinished}, which an earlier start left unfinished")
    run = api.trigger()
    say(f"The DAG nightly runs: {run}")
    reported: set[tuple[str, str, str | None]] = set()
    while not stopped.is_set():
        state = api.run_state(run)
        for task in api.tasks(run):
            _report_task(task, reported, say)
        if state in ("success", "failed"):
            say(f"The night ended: {state}")
            return state == "success"
        _wait_or_fail(stopped, deadline)
    return None


def _wait_or_fail(stopped: threading.Event, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise DemoFailed(f"the night did not end within {RUN_MINUTES} minutes; Airflow's UI shows where it hangs")
    stopped.wait(2)  # each look costs the API, and so the night, a tenth of a second


def _report_task(task: TaskState, reported: set[tuple[str, str, str | None]], say: Say) -> None:
    """Say once that a paper's step has ended."""
    key = (task.task, str(task.index), task.state)
    if (
        task.index >= 0
        and task.state in ("success", "skipped", "failed", "up_for_retry", "upstream_failed")
        and key not in reported
    ):
        reported.add(key)
        step = task.task.rsplit(".", 1)[-1]
        say(f"  {step:5} {task.state.replace('_', ' '):15} {task.name}")


def _report_night(running: Services, papers: list[str], succeeded: bool, say: Say) -> None:
    with connect(running.databases.analyst) as conn:
        rows = conn.execute(_ARTICLES_BY_PAPER, [papers]).fetchall()
        say(f"\nArticles by paper, {len({province for *_, province in rows})} provinces:")
        for row in rows:
            say("  {:14} {:>5} articles, {:>5} revisions, newest {}, last verdict {}, {}".format(*row))
        say(f"\nA sample query:\n{SAMPLE_QUERY};")
        for row in conn.execute(SAMPLE_QUERY.encode()):
            say("  " + " | ".join(str(value) for value in row))
    user, password = running.airflow.login()
    say(f"\nAirflow's UI: {running.airflow.url}  user {user}  password {password}")
    say(f"An analyst's URL: {running.databases.analyst}")
    say(f"psql: {psql_line(running.databases.analyst)}")
    if not succeeded:
        say("\nThe night is red: the grid in the UI shows which paper, its task `check` says why.")


_ARTICLES_BY_PAPER = """
    SELECT o.outlet_key, count(a.article_id), coalesce(sum(a.revision_count), 0), max(a.published_on),
        (SELECT v.verdict FROM news.coverage AS v WHERE v.outlet_key = o.outlet_key ORDER BY v.day DESC LIMIT 1), u.name
    FROM news.outlet AS o
    JOIN news.unit AS u ON u.code = o.province_code AND u.level = 'province' AND upper_inf(u.valid)
    LEFT JOIN news.article_record AS a USING (outlet_key)
    WHERE o.outlet_key = ANY(%s)
    GROUP BY u.name, o.outlet_key ORDER BY o.outlet_key"""


def psql_line(url: str) -> str:
    """Return the shell line that opens psql on this URL."""
    parameters = conninfo_to_dict(url)
    words = [f"{name}={parameters[name]}" for name in ("host", "port", "dbname", "user") if parameters.get(name)]
    password = f"PGPASSWORD='{parameters['password']}' " if parameters.get("password") else ""
    return f"{password}psql '{' '.join(words)}'"
