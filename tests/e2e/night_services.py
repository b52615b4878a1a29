"""What runs during the nights of this folder's tests, and the questions that they ask it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psycopg

from crawler.database import connect
from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import AirflowApi, TaskState
from crawler.local.postgres import PostgresServer
from crawler.sample_press import SamplePress
from crawler.sample_press.request_log import LogEntry

DELAY = 0.2
# On two cores that ten others wanted too, a night took 120 s.
PATIENCE = 280


@dataclass
class Services:
    """What runs, and the questions that a test asks it."""

    home: Path
    server: PostgresServer
    press: SamplePress
    press_url: str
    airflow: AirflowServer
    url: str
    api: AirflowApi = field(init=False)

    @contextmanager
    def up(self) -> Iterator[None]:
        """Start Airflow and wait until it knows the night; stop it at the end."""
        try:
            self.airflow.start()
            self.api = self.airflow.api()
            self.wait_for("the DAG", self.api.has_dag)
            yield
        finally:
            self.airflow.stop()

    def wait_for(self, what: str, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
            time.sleep(1)  # each look costs the API, and so the night, a tenth of a second

    def end_of(self, run_id: str, seconds: float = PATIENCE) -> str:
        self.wait_for(f"the end of {run_id}", lambda: self._has_ended(run_id), seconds)
        return self.api.run_state(run_id)

    def _has_ended(self, run_id: str) -> bool:
        """Ask Airflow's table: its API would need a tenth of a second for each answer."""
        with psycopg.connect(self.airflow.metadata_url) as conn:
            asked = conn.execute("SELECT state FROM dag_run WHERE run_id = %s", [run_id]).fetchone()
        return asked in (("success",), ("failed",))

    def night(self, *outlets: str) -> tuple[str, str]:
        """Trigger a night through the REST API and return its run id and how it ended."""
        run_id = self.api.trigger(outlets)
        return run_id, self.end_of(run_id)

    def task(self, run_id: str, step: str, index: int = 0) -> TaskState:
        name = step if step in ("choose", "report") else f"outlet_night.{step}"
        return next(t for t in self.api.tasks(run_id) if t.task == name and t.index in (index, -1))

    def rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with connect(self.url) as conn:
            return conn.execute(psycopg.sql.SQL(query), values).fetchall()  # type: ignore[arg-type]

    @property
    def environment(self) -> dict[str, str]:
        return self.airflow.environment()


@dataclass(frozen=True)
class PlayedNight:
    """A night that was triggered, how it ended, and the press's log of it."""

    run_id: str
    state: str
    requests: list[LogEntry]


def assert_polite(requests: Sequence[LogEntry], delay: float) -> None:
    """No site saw two requests at once, nor one sooner than the delay after the one before."""
    assert requests
    assert max(entry.in_flight for entry in requests) == 1
    for group in {entry.group for entry in requests}:
        times = sorted(entry.started for entry in requests if entry.group == group)
        gaps = [b - a for a, b in pairwise(times)]
        assert min(gaps, default=delay) >= delay, group
