"""The calls of Airflow's REST API that the demo, the doctor and the tests need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

NIGHTLY = "nightly"


@dataclass(frozen=True)
class TaskState:
    """One task of a run; `name` is what the UI shows for a mapped task, `index` is -1 for one that is not mapped."""

    task: str
    index: int
    name: str
    state: str | None
    tries: int


class AirflowApi:
    """A client that is logged in. Each method raises httpx.HTTPError if Airflow refuses or does not answer."""

    def __init__(self, url: str, user: str, password: str) -> None:
        transport = httpx.HTTPTransport(retries=3)
        self._client = httpx.Client(base_url=url, timeout=30, transport=transport)
        login = self._client.post("/auth/token", json={"username": user, "password": password})
        login.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {login.json()['access_token']}"

    def call(self, verb: str, path: str, json: Mapping[str, Any] | None = None, **query: Any) -> Any:
        """Send one request below /api/v2 and return its JSON."""
        response = self._client.request(verb, f"/api/v2/{path}", json=json, params=query)
        response.raise_for_status()
        return response.json() if response.content else None

    def has_dag(self) -> bool:
        """Return True if Airflow has read the night's DAG."""
        return self._client.get(f"/api/v2/dags/{NIGHTLY}").status_code == httpx.codes.OK

    def trigger(self, outlets: Sequence[str] = ()) -> str:
        """Start the night by hand and return its run id; without `outlets` it crawls all."""
        run = self.call("POST", f"dags/{NIGHTLY}/dagRuns", {"logical_date": None, "conf": {"outlets": [*outlets]}})
        return str(run["dag_run_id"])

    def give_up_unfinished(self) -> list[str]:
        """Mark the unfinished runs as failed and return their ids: the DAG allows one run at a time."""
        runs = self.call("GET", f"dags/{NIGHTLY}/dagRuns", state=["queued", "running"])["dag_runs"]
        for run in runs:
            self.call("PATCH", f"dags/{NIGHTLY}/dagRuns/{run['dag_run_id']}", {"state": "failed"})
        return [str(run["dag_run_id"]) for run in runs]

    def run_state(self, run_id: str) -> str:
        """Return the run's state: queued, running, success or failed."""
        return str(self.call("GET", f"dags/{NIGHTLY}/dagRuns/{run_id}")["state"])

    def tasks(self, run_id: str) -> list[TaskState]:
        """Return every task of the run; a mapped task counts once for each outlet."""
        tasks = self.call("GET", f"dags/{NIGHTLY}/dagRuns/{run_id}/taskInstances", limit=1000)["task_instances"]
        return [
            TaskState(t["task_id"], t["map_index"], t["rendered_map_index"] or "", t["state"], t["try_number"])
            for t in tasks
        ]

    def log(self, run_id: str, task: TaskState) -> str:
        """Return the log of a task's last try as text."""
        path = f"dags/{NIGHTLY}/dagRuns/{run_id}/taskInstances/{task.task}/logs/{task.tries}"
        lines = self.call("GET", path, map_index=task.index, full_content=True)["content"]
        return "\n".join(str(line.get("event", "")) if isinstance(line, dict) else str(line) for line in lines)

    def set_state(self, run_id: str, task: str, index: int, state: str) -> None:
        """Set the state of a task, as an operator does in the UI."""
        self.call("PATCH", f"dags/{NIGHTLY}/dagRuns/{run_id}/taskInstances/{task}/{index}", {"new_state": state})

    def clear(self, run_id: str, task: str, index: int) -> None:
        """Run a task and all tasks after it again."""
        self.call(
            "POST",
            f"dags/{NIGHTLY}/clearTaskInstances",
            {
                "dry_run": False,
                "dag_run_id": run_id,
                "task_ids": [[task, index]],
                "include_downstream": True,
                "only_failed": False,
                "reset_dag_runs": True,
            },
        )
