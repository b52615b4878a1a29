"""A bad state of the machine is told of once when it begins, also over a restart of `up`."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.configuration import Settings
from crawler.local import alarms
from crawler.local.alarms import QUIET_SECONDS, Alarms

DAY = 86_400


class Commands:
    """Stands for Airflow's processes: it notes which commands were started, in processes that end as they are told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, ...]] = []
        self.status = 0

    def baotinh_command(self, *arguments: str) -> "subprocess.Popen[bytes]":
        self.started.append(arguments)
        return subprocess.Popen([sys.executable, "-c", f"raise SystemExit({self.status})"])

    def log(self, name: str) -> Path:
        return Path(f"{name}.log")

    def told(self) -> list[tuple[str, str]]:
        found = [(arguments[2], arguments[4]) for arguments in self.started]
        self.started.clear()
        return found


@pytest.fixture
def commands() -> Commands:
    return Commands()


def watch(home: Path, commands: Commands, said: list[str] | None = None, **settings: str) -> Alarms:
    values = {"alert_to": "json://127.0.0.1:9/"} | settings
    return Alarms(Settings(home=str(home), **values), commands, (said or []).append)  # type: ignore[arg-type]


def minute_passes(watcher: Alarms) -> None:
    watcher._next_check = 0
    watcher.do_due_work()


def test_a_full_disk_is_told_of_once_and_again_when_it_was_free_for_long(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = watch(tmp_path, commands)
    minute_passes(watcher)
    assert commands.told() == []
    with monkeypatch.context() as full:
        full.setattr(alarms, "LEAST_FREE_BYTES", 1 << 60)
        for _ in range(3):
            minute_passes(watcher)
        minute_passes(watch(tmp_path, commands))
        ((kind, text),) = commands.told()
        assert kind == "disk"
        assert f"MB are free on the disk of {tmp_path}: free some space" in text
        later = time.time() + QUIET_SECONDS + 1
        full.setattr(alarms.time, "time", lambda: later)
        minute_passes(watcher)
        assert [kind for kind, _ in commands.told()] == ["disk"]


def test_an_old_copy_is_told_of_and_a_home_without_one_counts_from_its_first_start(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    first_start = tmp_path / "airflow" / "secrets.json"
    first_start.parent.mkdir()
    first_start.touch()
    minute_passes(watch(tmp_path, commands))
    assert commands.told() == []
    os.utime(first_start, (time.time() - 20 * DAY,) * 2)
    minute_passes(watch(tmp_path, commands))
    assert commands.told() == [("backup", f"the newest copy of the database of {tmp_path} is 20 days old or missing")]


def test_servers_that_end_over_and_over_are_told_of_once_and_a_single_end_is_not(
    tmp_path: Path, commands: Commands
) -> None:
    watcher = watch(tmp_path, commands)
    for _ in range(2):
        watcher.server_ended("PostgreSQL")
    assert commands.told() == []
    for _ in range(4):
        watcher.server_ended("scheduler")
    ((kind, text),) = commands.told()
    assert kind == "services"
    assert "scheduler ended by itself" in text


def test_giving_up_is_told_of_besides_and_waits_until_it_is_sent(tmp_path: Path, commands: Commands) -> None:
    said: list[str] = [""]
    commands.status = 1
    watcher = watch(tmp_path, commands, said)
    for _ in range(3):
        watcher.server_ended("PostgreSQL")
    watcher.up_gives_up("the port is taken")
    assert commands.told()[1] == ("services", f"`baotinh up` on {tmp_path} has given up: the port is taken")
    assert said[-1] == "a message was not delivered; alert.log says why"
    watcher.stop()


def test_nothing_is_started_where_there_is_nobody_to_tell(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "LEAST_FREE_BYTES", 1 << 60)
    watcher = Alarms(Settings(home=str(tmp_path)), commands, print)  # type: ignore[arg-type]
    minute_passes(watcher)
    assert commands.told() == []
