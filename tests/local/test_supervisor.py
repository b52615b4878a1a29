"""The supervisor's counting, with servers that die when a test says so and a clock that the test moves."""

import errno
from pathlib import Path

import pytest

from crawler.local.failure import LocalFailure
from crawler.local.postgres_failure import PostgresBeyondHelp
from crawler.local.supervisor import (
    COMPANION_SECONDS,
    LONGEST_WAIT_SECONDS,
    QUIET_SECONDS,
    ServiceDied,
    Supervisor,
)

AIRFLOW = ("scheduler", "dag-processor", "triggerer", "api-server")


class Home:
    """A home whose servers end when a test says so; it is looked at every two seconds of its own clock."""

    database = "PostgreSQL"

    def __init__(self) -> None:
        self.now = 0.0
        self.said: list[str] = []
        self.started: list[tuple[float, str]] = []
        self.down: list[str] = []
        self.refusal: Exception | None = None
        self.supervisor = Supervisor(self, self.said.append, lambda: self.now)

    def dead(self) -> list[str]:
        return sorted(self.down, key=lambda name: name != self.database)

    def start_again(self, name: str) -> None:
        if name == self.database and self.refusal:
            raise self.refusal
        assert self.database not in self.down or name == self.database, f"{name} was started without its database"
        self.down.remove(name)
        self.started.append((self.now, name))

    def log(self, name: str) -> Path:
        return Path("/logs") / name

    def kill(self, *names: str) -> None:
        self.down.extend(names)
        self.supervisor.look()

    def go_on(self, seconds: float) -> None:
        for _ in range(int(seconds / 2)):
            self.now += 2
            self.supervisor.look()

    def waits(self, name: str) -> list[str]:
        return [line for line in self.said if line.startswith(f"{name} ended by itself, for the")]


@pytest.fixture
def home() -> Home:
    return Home()


def test_a_death_of_the_database_and_what_it_takes_along_are_one_cause(home: Home) -> None:
    home.kill("PostgreSQL", "scheduler")
    home.go_on(20)
    home.kill("triggerer", "dag-processor")
    assert home.down == []
    assert [name for _, name in home.started] == ["PostgreSQL", "scheduler", "triggerer", "dag-processor"]
    assert [line for line in home.said if "ended by itself" in line] == [
        "PostgreSQL ended by itself; it is started again"
    ]
    assert len([line for line in home.said if "ended with it" in line]) == 3


def test_five_deaths_of_the_database_in_ten_minutes_end_nothing_and_each_is_waited_for_longer(home: Home) -> None:
    for _ in range(5):
        home.kill("PostgreSQL", *AIRFLOW[:3])
        home.go_on(100)
        assert home.down == []
    assert [int(line.split(" in ")[-1].split()[0]) for line in home.waits("PostgreSQL")] == [2, 4, 8, 16]
    assert home.waits("scheduler") == []
    assert sum(name == "scheduler" for _, name in home.started) == 5


def test_a_cause_that_keeps_recurring_is_tried_at_the_longest_wait_for_ever_and_told_each_time(home: Home) -> None:
    for count in range(1, 21):
        home.kill("PostgreSQL")
        home.go_on(LONGEST_WAIT_SECONDS + 2)
        assert (home.down, len(home.said)) == ([], count)
    assert "end number 20 since" in home.said[-1]
    assert "it is tried every 5 minutes" in home.said[-1]
    assert "/logs/PostgreSQL says why; `baotinh doctor`" in home.said[-1]
    last, before = home.started[-1][0], home.started[-2][0]
    assert last - before >= LONGEST_WAIT_SECONDS


def test_after_a_quiet_time_an_end_is_a_first_one_again(home: Home) -> None:
    for _ in range(4):
        home.kill("PostgreSQL")
        home.go_on(20)
    home.go_on(QUIET_SECONDS)
    home.kill("PostgreSQL")
    assert home.said[-1] == "PostgreSQL ended by itself; it is started again"
    assert home.down == []


def test_a_process_that_dies_twice_of_one_cause_has_a_cause_of_its_own(home: Home) -> None:
    home.kill("PostgreSQL", "triggerer")
    home.go_on(4)
    for _ in range(3):
        home.kill("triggerer")
        home.go_on(10)
    assert home.waits("triggerer") == [
        "triggerer ended by itself, for the 2nd time; it is started again in 2 s",
        "triggerer ended by itself, for the 3rd time; it is started again in 4 s",
    ]
    assert home.waits("PostgreSQL") == []


def test_a_process_that_dies_long_after_the_database_came_back_is_no_companion(home: Home) -> None:
    home.kill("PostgreSQL")
    home.go_on(COMPANION_SECONDS + 2)
    home.kill("scheduler")
    assert home.said[-1] == "scheduler ended by itself; it is started again"


def test_a_crash_loop_beside_a_healthy_database_does_not_delay_the_database(home: Home) -> None:
    for _ in range(12):
        home.kill("triggerer")
        home.go_on(LONGEST_WAIT_SECONDS)
    home.kill("PostgreSQL")
    assert (home.now, "PostgreSQL") in home.started


def test_a_database_that_cannot_start_yet_is_tried_again_and_airflow_waits_for_it(home: Home) -> None:
    home.refusal = LocalFailure("PostgreSQL did not start: still in use\nits log")
    home.kill("PostgreSQL", *AIRFLOW)
    home.go_on(30)
    assert home.started == []
    assert "PostgreSQL could not be started (PostgreSQL did not start: still in use), for the 2nd time" in "\n".join(
        home.said
    )
    home.refusal = None
    home.go_on(60)
    assert [name for _, name in home.started] == ["PostgreSQL", *AIRFLOW]


@pytest.mark.parametrize(
    "refusal",
    [PostgresBeyondHelp("its data is damaged: restore a copy"), OSError(errno.ENOSPC, "No space left on device")],
)
def test_what_cannot_mend_itself_ends_it_with_what_to_do(home: Home, refusal: Exception) -> None:
    home.refusal = refusal
    with pytest.raises(ServiceDied, match=r"restore a copy|free some space"):
        home.kill("PostgreSQL")


def test_an_error_that_may_pass_does_not_end_it(home: Home) -> None:
    home.refusal = OSError(errno.EAGAIN, "Resource temporarily unavailable")
    home.kill("PostgreSQL")
    home.go_on(4)
    home.refusal = None
    home.go_on(20)
    assert home.down == []
