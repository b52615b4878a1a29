"""The whole path on one machine: PostgreSQL, sample press, Airflow, one night, and what came of it."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import httpx
from psycopg.conninfo import conninfo_to_dict

from crawler.database import connect, migrate
from crawler.local.airflow import AirflowFailed, AirflowServer
from crawler.local.airflow_api import AirflowApi, TaskState
from crawler.local.databases import metadata_url
from crawler.local.failure import LocalFailure
from crawler.local.postgres import PostgresServer
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


@dataclass
class Clock:
    """Where the time goes: the seconds of each step, in order."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block under this name."""
        before = time.monotonic()
        yield
        self.steps.append((name, time.monotonic() - before))

    def __str__(self) -> str:
        total = sum(seconds for _, seconds in self.steps)
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.steps) + f"; in all {total:.1f} s"


@dataclass(frozen=True)
class Services:
    """What runs: the databases' URLs, the press and Airflow."""

    url: str
    analyst_url: str
    press: Press
    airflow: AirflowServer


def demo(home: Path, say: Say, *, leave: bool = False, switches: Sequence[str] = ()) -> bool:
    """Run one night of the sample press and tell what it brought; True where the run succeeded.

    With `leave` it ends after the run, else it stays up until SIGINT or SIGTERM. Raises DemoFailed.
    """
    clock, stopped = Clock(), threading.Event()
    with ExitStack() as stack:
        stack.enter_context(_stop_signals(stopped))
        stack.enter_context(_only_one(home))
        services = stack.enter_context(_services(home, switches, clock, say))
        with clock.step("the night"):
            try:
                good = _night(services.airflow.api(), say, stopped)
            except httpx.HTTPError as error:
                raise DemoFailed(f"Airflow did not answer: {error}; its logs are in {home}/airflow") from None
        if good is None:
            say("stopped before the night was over")
            return False
        _tell(services, good, say)
        say(f"\nTime: {clock}")
        if not leave:
            say("\nCtrl-C stops everything; what was loaded stays for the next start.")
            _watch(services.airflow, stopped)
            say("stopping …")
    return good


@contextmanager
def _services(home: Path, switches: Sequence[str], clock: Clock, say: Say) -> Iterator[Services]:
    """Bring everything up in order, and down in the opposite one."""
    with ExitStack() as stack:
        with clock.step("PostgreSQL"):
            url, metadata, analyst = _databases(home, stack)
            applied = migrate(url)
        say(f"PostgreSQL is ready{f' ({len(applied)} migrations applied)' if applied else ''}")
        press = Press()
        _switch(press, switches)
        address = stack.enter_context(serving(press))
        say(f"The sample press plays six papers at {address}")
        environment = {
            "DATABASE_URL": url, "BAOTINH_HOME": str(home), "BAOTINH_PRESS": address,
            "BAOTINH_DELAY": str(PRESS_DELAY_SECONDS),
        }  # fmt: skip
        airflow = AirflowServer(home, metadata, environment)
        stack.callback(airflow.stop)
        with clock.step("Airflow"):
            airflow.start(say)
        say(f"Airflow is healthy at {airflow.url}")
        yield Services(url, analyst, press, airflow)


def _switch(press: Press, switches: Sequence[str]) -> None:
    for wanted in switches:
        try:
            press.switch_by_text(wanted)
        except (UnknownSwitch, ValueError) as error:
            raise DemoFailed(f"--switch {wanted}: {error}") from None


def _databases(home: Path, stack: ExitStack) -> tuple[str, str, str]:
    """Return the URLs of the data, of Airflow's metadata and of an analyst: embedded, or where DATABASE_URL says."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given, metadata_url(given), given
    server = PostgresServer(home)
    stack.callback(server.stop)
    url = server.start()
    return url, server.airflow_url, server.analyst_url


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


def _tell(services: Services, good: bool, say: Say) -> None:
    with connect(services.analyst_url) as conn:
        say("\nArticles by paper:")
        for row in conn.execute(_ROWS):
            say("  {:14} {:>5} articles, {:>5} revisions, newest {}, last verdict {}".format(*row))
        say(f"\nA sample query:\n{SAMPLE_QUERY};")
        for row in conn.execute(SAMPLE_QUERY.encode()):
            say("  " + " | ".join(str(value) for value in row))
    user, password = services.airflow.login()
    say(f"\nAirflow's UI: {services.airflow.url}  user {user}  password {password}")
    say(f"An analyst's URL: {services.analyst_url}")
    say(f"psql: {psql_line(services.analyst_url)}")
    if not good:
        say("\nThe night is red: the grid in the UI shows which paper, its task `check` says why.")


_ROWS = """
    SELECT o.outlet_key, count(a.article_id), coalesce(sum(a.revision_count), 0), max(a.published_on),
        (SELECT v.verdict FROM news.coverage AS v WHERE v.outlet_key = o.outlet_key ORDER BY v.day DESC LIMIT 1)
    FROM news.outlet AS o LEFT JOIN news.article AS a USING (outlet_key)
    GROUP BY o.outlet_key ORDER BY o.outlet_key"""


def psql_line(url: str) -> str:
    """Return the shell line that opens psql on this URL."""
    given = conninfo_to_dict(url)
    words = [f"{name}={given[name]}" for name in ("host", "port", "dbname", "user") if given.get(name)]
    secret = f"PGPASSWORD='{given['password']}' " if given.get("password") else ""
    return f"{secret}psql '{' '.join(words)}'"


def _watch(airflow: AirflowServer, stopped: threading.Event) -> None:
    """Stay until a signal comes. Raises AirflowFailed where one of Airflow's processes dies meanwhile."""
    while not stopped.wait(2):
        if dead := airflow.dead():
            raise AirflowFailed(f"Airflow's {dead[0]} ended by itself; its log is {airflow.log(dead[0])}")


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the home: two demos on one folder would share a server and a port."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoFailed(f"another demo runs on {home}; stop it, or give this one its own --home") from None
        yield


@contextmanager
def _stop_signals(stopped: threading.Event) -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into an orderly end; a second one changes nothing, since the end is already under way."""

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
