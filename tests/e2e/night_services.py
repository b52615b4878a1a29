"""What runs during the nights of this folder's tests, and the questions that they ask it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from crawler.database import connect
from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import AirflowApi, TaskState
from crawler.local.postgres import PostgresServer
from crawler.press import Press

DELAY = 0.2
PATIENCE = 150


@dataclass
class Services:
    """What runs, and the questions that a test asks it."""

    home: Path
    server: PostgresServer
    press: Press
    press_url: str
    airflow: AirflowServer
    api: AirflowApi

    def wait_for(self, what: str, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
            time.sleep(0.3)

    def end_of(self, run_id: str) -> str:
        self.wait_for(f"the end of {run_id}", lambda: self.api.run_state(run_id) in ("success", "failed"))
        return self.api.run_state(run_id)

    def night(self, *outlets: str) -> tuple[str, str]:
        """Trigger a night through the REST API and return its run id and how it ended."""
        run_id = self.api.trigger(outlets)
        return run_id, self.end_of(run_id)

    def task(self, run_id: str, step: str, index: int = 0) -> TaskState:
        name = step if step in ("choose", "report") else f"outlet_night.{step}"
        return next(t for t in self.api.tasks(run_id) if t.task == name and t.index in (index, -1))

    def rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with connect(self.server.url) as conn:
            return conn.execute(psycopg.sql.SQL(query), values).fetchall()  # type: ignore[arg-type]

    @property
    def environment(self) -> dict[str, str]:
        return self.airflow.environment()
