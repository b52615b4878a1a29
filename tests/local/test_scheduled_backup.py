"""Copies of the database that `up` makes by itself: when one is due, how many are kept, and what is told of them."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from patience import until

from crawler.configuration import Settings
from crawler.local import scheduled_backup
from crawler.local.airflow import AirflowServer
from crawler.local.backup import newest_backup_at, prune_copies
from crawler.local.doctor.database import check_backup
from crawler.local.postgres import PostgresServer
from crawler.local.scheduled_backup import ScheduledBackup
from crawler.local.services import Databases, Services

HOUR = 3600


def plant(home: Path, name: str, hours: float) -> Path:
    file = home / "backups" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"dump")
    os.utime(file, (time.time() - hours * HOUR,) * 2)
    return file


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def keeper(
    server: PostgresServer, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], ScheduledBackup]:
    monkeypatch.setattr(scheduled_backup, "_MINUTE", 0)
    monkeypatch.setattr(scheduled_backup, "has_articles", lambda url: True)

    def make(hours: int = 24) -> ScheduledBackup:
        databases = Databases(server.url, server.loader_url, server.airflow_url, server.analyst_url, server)
        # The tasks of a home know only the loader, which may not read every table.
        airflow = AirflowServer(tmp_path, server.airflow_url, {"DATABASE_URL": server.loader_url})
        settings = Settings(home=str(tmp_path), backup_hours=hours, backups=2)
        return ScheduledBackup(settings, Services(databases, airflow), said.append)

    return make


def test_a_copy_is_made_when_the_newest_is_old_and_the_newest_ones_are_kept(
    keeper: Callable[[], ScheduledBackup], tmp_path: Path, said: list[str]
) -> None:
    kept = [plant(tmp_path, name, 99) for name in ("before-0001.dump", "by-hand.dump")]
    old = [plant(tmp_path, f"scheduled-{n}.dump", 100 - n) for n in range(3)]
    unfinished = plant(tmp_path, "scheduled-killed.dump.part", 1)
    copies = keeper()
    copies.do_due_work()
    until("the copy", lambda: copies.do_due_work() or said)
    assert said[0].startswith("a copy of the database was written: "), said
    assert all(file.exists() for file in [*kept, old[2]])
    assert not any(file.exists() for file in [*old[:2], unfinished])
    (new,) = {*(tmp_path / "backups").glob("scheduled-2*.dump")} - {*old}
    assert new.read_bytes().startswith(b"PGDMP")
    newest = newest_backup_at(tmp_path)
    assert newest is not None
    assert datetime.now(UTC) - newest < timedelta(minutes=5)
    copies.do_due_work()
    assert len(said) == 1


@pytest.mark.parametrize("hours", [0, 24])
def test_no_copy_is_made_when_none_is_due(hours: int, keeper: Callable[..., ScheduledBackup], tmp_path: Path) -> None:
    if hours:
        plant(tmp_path, "scheduled-1.dump", hours - 1)
    copies = keeper(hours)
    copies.do_due_work()
    assert copies._copy is None


def test_a_copy_that_fails_is_told_and_tried_again_an_hour_later(
    keeper: Callable[..., ScheduledBackup], said: list[str], server: PostgresServer
) -> None:
    copies = keeper()
    copies._running.databases = Databases("postgresql://x:y@127.0.0.1:1/none", "", "", "", server)
    copies.start()
    until("its end", lambda: copies.do_due_work() or said)
    assert said[0].startswith("the copy of the database failed, and is tried again in an hour: ")
    assert copies._next_check > time.monotonic() + HOUR - 60
    log = copies._running.airflow.log("backup").read_text()
    assert "Traceback" not in log
    assert "baotinh: pg_dump failed" in log


def test_a_copy_never_fills_the_disk(
    keeper: Callable[..., ScheduledBackup], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled_backup, "LEAST_FREE_BYTES", 1 << 60)
    copies = keeper()
    copies.start()
    assert copies._copy is None
    assert "has no space for one; free some" in said[0]


def test_only_the_newest_of_a_kind_are_kept(tmp_path: Path) -> None:
    files = [plant(tmp_path, f"before-{n}.dump", 10 - n) for n in range(4)]
    other = plant(tmp_path, "scheduled-0.dump", 99)
    prune_copies(tmp_path / "backups", 3)
    assert [file.exists() for file in [*files, other]] == [False, True, True, True, True]


def test_the_doctor_knows_the_age_of_the_newest_copy(
    server: PostgresServer, conn: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=str(tmp_path), database_url=server.url)

    def found(settings: Settings = settings) -> tuple[str, str, str]:
        (finding,) = check_backup(settings)
        return finding.level, finding.message, finding.remedy

    assert found() == ("ok", "no articles yet: there is nothing to copy", "")
    monkeypatch.setattr("crawler.local.doctor.database.has_articles", lambda url: True)
    assert newest_backup_at(tmp_path) is None
    level, message, remedy = found()
    assert (level, message) == ("fault", f"there is no copy of the database in {tmp_path}/backups")
    assert "`baotinh logs backup`" in remedy
    plant(tmp_path, "before-1.dump", 24 * 5)
    level, message, remedy = found()
    assert (level, "5 days old" in message) == ("fault", True)
    assert f'`baotinh backup "{tmp_path}/backups/by-hand.dump"` makes one now' in remedy
    plant(tmp_path, "scheduled-1.dump", 30)
    assert found()[0] == "ok"
    assert found(Settings(home=str(tmp_path), database_url=server.url, backup_hours=0))[0] == "note"
