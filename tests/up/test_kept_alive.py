"""A night that goes on by itself: PostgreSQL killed five times under it, then everything at once."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import httpx
import psutil
import psycopg
import pytest
from operator_home import Operator, operator, until

from crawler.local.airflow import AirflowServer
from crawler.local.airflow_api import AirflowApi
from crawler.sample_press import SamplePress, serving

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(1200)]

PAPERS = ("baocamau", "baodanang")
# The night lasts until the last kill, and is quick from then on.
SLOW_SECONDS = "2"
GOES_ON_SECONDS = 60


@dataclass
class Night:
    """A home that is up, with a night of two papers of the sample press."""

    someone: Operator
    press: SamplePress
    run_id: str = ""

    @property
    def api(self) -> AirflowApi:
        return AirflowServer(self.someone.home, "", {}).api()

    def begin(self) -> None:
        for key in PAPERS:
            self.press.switch(key, "slow", SLOW_SECONDS)
            self.press.switch(key, "new", "3")
        self.run_id = self.api.trigger()
        self.wait_for_requests(3)

    def wait_for_requests(self, count: int) -> None:
        """Wait until the night has asked so many times more: it goes on."""
        asked = len(self.press.log)
        until(f"{count} more requests", lambda: len(self.press.log) >= asked + count)

    def assert_ends_complete(self) -> None:
        for key in PAPERS:
            self.press.clear(key)
            self.press.switch(key, "new", "3")
        until("the end of the night", lambda: self.state() in ("success", "failed"), 480)
        assert self.state() == "success", self.someone.said.read_text()
        with psycopg.connect(self.someone.server.url) as conn:
            loaded = dict(conn.execute("SELECT outlet_key, count(*) FROM news.article_record GROUP BY 1").fetchall())
            verdicts = dict(
                conn.execute("SELECT outlet_key, verdict FROM ops.check_result WHERE run_id = %s", [self.run_id])
            )
        assert loaded == {key: len(self.press.truth(key)) for key in PAPERS}
        assert set(verdicts) == set(PAPERS)
        assert "red" not in verdicts.values()

    def state(self) -> str:
        with suppress(psycopg.OperationalError), psycopg.connect(self.someone.server.airflow_url) as conn:
            row = conn.execute("SELECT state FROM dag_run WHERE run_id = %s", [self.run_id]).fetchone()
            return row[0] if row else ""
        return ""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    press = SamplePress()
    with serving(press) as address:
        settings = {
            "BAOTINH_SAMPLE_PRESS": address,
            "BAOTINH_DELAY": "0.2",
            "BAOTINH_OUTLETS": ",".join(PAPERS),
            "BAOTINH_NIGHT_AT": "13:30,01:30",
            "BAOTINH_PARALLELISM": "4",
        }
        with operator(tmp_path_factory.mktemp("night") / "home", settings) as someone:
            someone.comes_up()
            yield Night(someone, press)


def test_its_hours_are_those_of_the_setting_and_no_backfill_is_offered(night: Night) -> None:
    assert "scheduled for 01:30 and 13:30, Việt Nam's time" in night.someone.said.read_text()
    dag = night.api.call("GET", "dags/nightly")
    assert dag["is_backfillable"] is False
    assert night.api.call("GET", "dags/archive")["is_backfillable"] is False
    day = {"dag_id": "nightly", "from_date": "2026-11-01T00:00:00Z", "to_date": "2026-11-02T00:00:00Z"}
    with pytest.raises(httpx.HTTPStatusError) as refused:
        night.api.call("POST", "backfills", {**day, "max_active_runs": 1})
    assert refused.value.response.is_client_error


def test_postgresql_killed_five_times_in_ten_minutes_and_the_night_ends_complete(night: Night) -> None:
    began = time.monotonic()
    night.begin()
    for count in range(1, 6):
        night.someone.kill_postmaster()
        until(
            f"end number {count}",
            lambda count=count: night.someone.said.read_text().count("PostgreSQL ended by itself") == count,  # type: ignore[misc]
        )
        until("PostgreSQL", night.someone.server.is_running)
        if count < 5:
            night.wait_for_requests(2)
    killed = time.monotonic() - began
    night.assert_ends_complete()
    print(f"five deaths within {killed:.0f} s, the night's end after {time.monotonic() - began:.0f} s")
    assert killed < 600


def test_everything_killed_at_once_and_the_night_goes_on_within_a_minute(night: Night) -> None:
    night.begin()
    processes = [night.someone.running(), *night.someone.airflow()]
    # At once, as a power cut does it: a task that outlived its command by a moment would report a failure, and the try
    # after one waits longer.
    for end in (psutil.Process.suspend, psutil.Process.kill):
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                end(process)
    with suppress(ProcessLookupError, OSError):
        os.kill(int((night.someone.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    until("the end of everything", lambda: not night.someone.airflow() and not night.someone.server.is_running())
    asked, began = len(night.press.log), time.monotonic()
    running = night.someone.start()
    until("up", lambda: running.poll() is not None or night.someone.ready(running))
    assert running.poll() is None, night.someone.said.read_text()
    ready = time.monotonic() - began
    until("the next request of the night", lambda: len(night.press.log) > asked)
    took = time.monotonic() - began
    print(f"up after {ready:.0f} s, the night goes on after {took:.0f} s")
    assert took - ready <= GOES_ON_SECONDS
    night.assert_ends_complete()
