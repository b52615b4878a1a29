"""The whole path on one machine: PostgreSQL, sample press, Airflow, one night, and what came of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx
from psycopg.conninfo import conninfo_to_dict

from crawler.configuration import settings
from crawler.database import connect
from crawler.local.airflow_api import AirflowApi, TaskState
from crawler.local.failure import LocalFailure
from crawler.local.home import need_room, only_one, stop_signals
from crawler.local.services import Clock, Services, keep, services
from crawler.outlets import nightly
from crawler.press import Press, UnknownSwitch, serving

# The sample press lies on loopback and is nobody's server: a fifth of a second still shows politeness at work.
PRESS_DELAY_SECONDS = 0.2
RUN_MINUTES = 15
SAMPLE_QUERY = """\
SELECT province, published_on, headline
FROM news.articles
WHERE body ILIKE '%mùa mưa%'
ORDER BY published_at DESC
LIMIT 5"""

Say = Callable[[str], None]


class DemoFailed(LocalFailure):
    """The demo cannot go on; the text says what happened and what to do."""


def demo(
    home: Path, say: Say, *, leave: bool = False, switches: Sequence[str] = (), outlets: str | None = None
) -> bool:
    """Run one night of the sample press and tell what it brought; True where the run succeeded.

    `outlets` chooses the papers as the setting of this name does, and goes before it. With `leave` it ends after the
    run, else it stays up until SIGINT or SIGTERM. Raises DemoFailed, UnknownOutlet.
    """
    clock, stopped, press = Clock(), threading.Event(), Press()
    chosen = outlets or settings().outlets
    papers = [*nightly(chosen)]
    _switch(press, switches)
    with ExitStack() as stack:
        stack.enter_context(stop_signals(stopped))
        stack.enter_context(only_one(home, "demo"))
        need_room(home)
        address = stack.enter_context(serving(press))
        say(f"The sample press plays {len(papers)} papers at {address}")
        played = {
            "BAOTINH_PRESS": address, "BAOTINH_DELAY": str(PRESS_DELAY_SECONDS), "BAOTINH_OUTLETS": chosen,
        }  # fmt: skip
        running = stack.enter_context(services(home, say, clock, environment=played))
        with clock.step("the night"):
            try:
                good = _night(running.airflow.api(), say, stopped)
            except httpx.HTTPError as error:
                raise DemoFailed(f"Airflow did not answer: {error}; its logs are in {home}/airflow") from None
        if good is None:
            say("stopped before the night was over")
            return False
        _tell(running, papers, good, say)
        say(f"\nTime: {clock}")
        if not leave:
            say("\nCtrl-C stops everything; what was loaded stays for the next start.")
            keep(running, stopped, say)
            say("stopping …")
    return good


def _switch(press: Press, switches: Sequence[str]) -> None:
    for wanted in switches:
        try:
            press.switch_by_text(wanted)
        except (UnknownSwitch, ValueError) as error:
            raise DemoFailed(f"--switch {wanted}: {error}") from None


def _night(api: AirflowApi, say: Say, stopped: threading.Event) -> bool | None:
    """Trigger the night and tell each paper's progress; None where a signal ended the waiting."""
    deadline = time.monotonic() + RUN_MINUTES * 60
    while not api.has_dag():
        _wait(stopped, deadline)
        if stopped.is_set():
            return None
    for left in api.give_up_unfinished():
        say(f"Gave up {left}, which an earlier start left unfinished")
    run = api.trigger()
    say(f"The DAG nightly runs: {run}")
    told: set[tuple[str, str, str | None]] = set()
    while not stopped.is_set():
        state = api.run_state(run)
        for task in api.tasks(run):
            _tell_task(task, told, say)
        if state in ("success", "failed"):
            say(f"The night ended: {state}")
            return state == "success"
        _wait(stopped, deadline)
    return None


def _wait(stopped: threading.Event, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise DemoFailed(f"the night did not end within {RUN_MINUTES} minutes; Airflow's UI shows where it hangs")
    stopped.wait(0.5)


def _tell_task(task: TaskState, told: set[tuple[str, str, str | None]], say: Say) -> None:
    """Say once when a paper's step has ended."""
    seen = (task.task, str(task.index), task.state)
    if task.index >= 0 and task.state in ("success", "failed", "up_for_retry", "upstream_failed") and seen not in told:
        told.add(seen)
        step = task.task.rsplit(".", 1)[-1]
        say(f"  {step:5} {task.state.replace('_', ' '):15} {task.name}")


def _tell(running: Services, papers: list[str], good: bool, say: Say) -> None:
    with connect(running.databases.analyst) as conn:
        found = conn.execute(_ROWS, [papers]).fetchall()
        say(f"\nArticles by paper, {len({province for *_, province in found})} provinces:")
        for row in found:
            say("  {:14} {:>5} articles, {:>5} revisions, newest {}, last verdict {}, {}".format(*row))
        say(f"\nA sample query:\n{SAMPLE_QUERY};")
        for row in conn.execute(SAMPLE_QUERY.encode()):
            say("  " + " | ".join(str(value) for value in row))
    user, password = running.airflow.login()
    say(f"\nAirflow's UI: {running.airflow.url}  user {user}  password {password}")
    say(f"An analyst's URL: {running.databases.analyst}")
    say(f"psql: {psql_line(running.databases.analyst)}")
    if not good:
        say("\nThe night is red: the grid in the UI shows which paper, its task `check` says why.")


_ROWS = """
    SELECT o.outlet_key, count(a.article_id), coalesce(sum(a.revision_count), 0), max(a.published_on),
        (SELECT v.verdict FROM news.coverage AS v WHERE v.outlet_key = o.outlet_key ORDER BY v.day DESC LIMIT 1), u.name
    FROM news.outlet AS o
    JOIN news.unit AS u ON u.code = o.province_code AND u.level = 'province' AND upper_inf(u.valid)
    LEFT JOIN news.article_record AS a USING (outlet_key)
    WHERE o.outlet_key = ANY(%s)
    GROUP BY u.name, o.outlet_key ORDER BY o.outlet_key"""


def psql_line(url: str) -> str:
    """Return the shell line that opens psql on this URL."""
    given = conninfo_to_dict(url)
    words = [f"{name}={given[name]}" for name in ("host", "port", "dbname", "user") if given.get(name)]
    secret = f"PGPASSWORD='{given['password']}' " if given.get("password") else ""
    return f"{secret}psql '{' '.join(words)}'"
