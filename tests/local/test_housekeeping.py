"""What a machine that runs for years does by itself, and what it says of itself."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import Baotinh

from crawler.archive import Archive, WarcWriter
from crawler.configuration import Settings
from crawler.database import connect
from crawler.local import logs, status
from crawler.local.fixity import check
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
DAY = 86_400


def test_a_large_log_goes_on_in_an_empty_file_that_the_program_still_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 10)
    file = tmp_path / "airflow" / "processes" / "scheduler.log"
    file.parent.mkdir(parents=True)
    with file.open("ab", buffering=0) as program:
        program.write(b"one long line\n")
        assert logs.rotate(tmp_path) == ["scheduler"]
        program.write(b"next\n")
        assert logs.rotate(tmp_path) == []
    assert file.read_text() == "next\n"
    assert file.with_name("scheduler.log.1").read_text() == "one long line\n"
    assert [*logs.logs(tmp_path)] == ["scheduler"]


def test_old_logs_of_tasks_are_deleted_with_their_folders_and_nothing_else(tmp_path: Path) -> None:
    root = tmp_path / "airflow" / "logs"
    for name, age in (("dag_id=nightly/run_id=old/a.log", 61), ("dag_id=nightly/run_id=new/a.log", 59)):
        file = root / name
        file.parent.mkdir(parents=True)
        file.touch()
        os.utime(file, (time.time() - age * DAY,) * 2)
    kept = tmp_path / "archive" / "old.warc.gz"
    kept.parent.mkdir()
    kept.touch()
    os.utime(kept, (0, 0))
    assert logs.prune(tmp_path, 60) == 1
    assert [p.name for p in (root / "dag_id=nightly").iterdir()] == ["run_id=new"]
    assert kept.exists()


def sealed(folder: Path, run: str) -> Path:
    writer = WarcWriter(Archive(folder / "archive"), "baocamau", run)
    writer.write_metadata("crawl-end", {"reason": "finished"})
    return writer.seal()


def test_a_damaged_file_and_one_without_a_checksum_are_found(baotinh: Baotinh, tmp_path: Path) -> None:
    good, damaged, unknown = (sealed(tmp_path, name) for name in ("good", "damaged", "unknown"))
    environment = BARE | {"BAOTINH_HOME": str(tmp_path)}
    assert baotinh("fixity", environment=environment).returncode == 0
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\1")
    unknown.with_name(unknown.name + ".sha256").unlink()
    done = baotinh("fixity", environment=environment)
    assert done.returncode == 1
    assert f"{damaged}: is not what was sealed" in done.stdout
    assert f"{unknown}: has no checksum beside it" in done.stdout
    assert good.name not in done.stdout
    assert "3 files" in done.stdout
    assert "2 bad" in done.stdout
    said: list[str] = []
    assert check(Archive(tmp_path / "none"), said.append) == 0


@pytest.fixture
def settings(server: PostgresServer, tmp_path: Path) -> Settings:
    with connect(server.url) as conn:
        sync_catalogue(conn)
        conn.execute("TRUNCATE ops.check_result")
    return Settings(home=str(tmp_path), database_url=server.url)


def shown(settings: Settings) -> str:
    lines, good = status.status(settings)
    assert not good  # nothing runs here
    return "\n".join(lines)


def test_status_tells_last_nights_verdicts_the_worst_first(settings: Settings, server: PostgresServer) -> None:
    assert "Last night: no run was checked yet" in shown(settings)
    night = datetime(2026, 11, 23, 20, tzinfo=UTC)
    with connect(server.url) as conn:
        for key, verdict, findings, at in (
            ("baocamau", "red", ["old news"], night - timedelta(days=1)),
            ("baoangiang", "green", [], night),
            ("baocantho", "amber", ["1 page is odd"], night),
            ("baonghean", "red", ["no channel announced an article"], night),
        ):
            conn.execute(
                "INSERT INTO ops.check_result VALUES (%s, %s, %s, %s, %s)",
                [f"scheduled__{at:%Y-%m-%d}", key, verdict, findings, at],
            )
    lines = shown(settings).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("Last run scheduled__2026-11-23"))
    assert lines[place].endswith("1 green, 1 amber, 1 red")
    assert lines[place + 1 : place + 4] == [
        "  red   baonghean      no channel announced an article", "  amber baocantho      1 page is odd", ""
    ]  # fmt: skip


def test_status_forecasts_the_disk_from_what_the_last_28_days_brought(settings: Settings) -> None:
    assert "a forecast needs a day of growth" in shown(settings)
    for age, size in ((100, 50), (20, 28)):
        file = Path(settings.home) / "archive" / f"{age}.warc.gz"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"0" * (size << 20))
        os.utime(file, (time.time() - age * DAY,) * 2)
    found = status.growth_of(Path(settings.home) / "archive", time.time())
    assert (found.size, found.new, found.days) == (78 << 20, 28 << 20, 28)
    assert found.daily == 1 << 20
    text = shown(settings)
    assert "archive         78.0 MB,       30.0 MB a month" in text
    assert "at the pace of the last 28 days" in text


def test_a_home_that_never_was_is_told_so(baotinh: Baotinh, tmp_path: Path) -> None:
    environment = BARE | {"BAOTINH_HOME": str(tmp_path / "none")}
    done = baotinh("status", environment=environment)
    assert done.returncode == 1
    assert "`baotinh up` starts everything" in done.stdout
    assert "nothing runs on" in baotinh("down", environment=environment).stdout
    for command in (["psql", "-c", "SELECT 1"], ["logs", "scheduler"], ["backup", "x"]):
        done = baotinh(*command, environment=environment)
        assert done.returncode == 1
        assert done.stderr.startswith("baotinh: ")
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()
