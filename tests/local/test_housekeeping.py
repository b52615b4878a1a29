"""What a machine that runs for years does by itself, and what it says of itself."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from commands import Baotinh

from crawler.archive import Archive, WarcWriter
from crawler.configuration import Settings
from crawler.database import connect
from crawler.local import logs, status, tables
from crawler.local.airflow import AirflowServer
from crawler.local.doctor.database import check_tables
from crawler.local.doctor.machine import check_housekeeping
from crawler.local.fixity import check_fixity
from crawler.local.housekeeping import Housekeeping, _airflow_environment, housekeep
from crawler.local.housekeeping_record import HousekeepingRecord, last_housekeeping, write_record
from crawler.local.postgres import PostgresServer
from crawler.local.services import Databases, Services
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
    assert [*logs.log_files(tmp_path)] == ["scheduler"]


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
    assert logs.prune_task_logs(root, 60) == 1
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
    assert check_fixity([], lambda _: None) == 0


def test_a_takedown_that_was_killed_is_no_damage_and_its_remedy_is_named(tmp_path: Path) -> None:
    file = sealed(tmp_path, "half")
    file.with_name(file.name + ".sha256.new").write_text("0  x\n")
    file.write_bytes(file.read_bytes() + b"\0")
    said: list[str] = []
    assert check_fixity([file], said.append) == 1
    assert "`baotinh load baocamau` completes it" in said[0]


def round_of(baotinh: Baotinh, home: Path, **environment: str) -> tuple[int, str, HousekeepingRecord]:
    done = baotinh("housekeeping", environment=BARE | {"BAOTINH_HOME": str(home)} | environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, last_housekeeping(home)


def test_a_round_keeps_a_record_and_says_what_failed(baotinh: Baotinh, tmp_path: Path) -> None:
    assert str(last_housekeeping(tmp_path)) == "was never run"
    old = tmp_path / "airflow" / "logs" / "a.log"
    old.parent.mkdir(parents=True)
    old.touch()
    os.utime(old, (time.time() - 8 * DAY,) * 2)
    status_, said, done = round_of(baotinh, tmp_path, BAOTINH_LOG_DAYS="7")
    assert (status_, done.number, done.logs, done.failed) == (1, 1, 1, ["airflow db clean"])
    assert "airflow db clean: no Airflow of this home runs" in said
    assert not old.exists()
    (tmp_path / "housekeeping.json").write_text("{")
    assert last_housekeeping(tmp_path).number == 0


def test_every_file_is_read_within_a_month_of_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [sealed(tmp_path, f"run-{n}") for n in range(7)]
    files[3].write_bytes(files[3].read_bytes() + b"\0")
    monkeypatch.setattr("crawler.local.housekeeping.FIXITY_ROUNDS", 3)
    done = [housekeep(Settings(home=str(tmp_path)), None, lambda _: None) for _ in range(3)]
    assert sum(d.files for d in done) == 7
    assert sum(d.damaged for d in done) == 1
    assert [d.number for d in done] == [1, 2, 3]


@pytest.mark.faults
def test_up_lets_airflow_forget_its_old_rows_and_keep_the_new(server: PostgresServer, settings: Settings) -> None:
    airflow = AirflowServer(server.home, server.airflow_url, {"BAOTINH_LOG_DAYS": "60"})
    airflow.folder.mkdir(mode=0o700)
    airflow._migrate()
    said: list[str] = []
    databases = Databases(server.url, server.url, server.airflow_url, server.analyst_url, server)
    upkeep = Housekeeping(server.home, Services(databases, airflow), said.append)
    with psycopg.connect(server.airflow_url, autocommit=True) as conn:
        conn.execute(
            "INSERT INTO log (dttm, event)"
            " VALUES (now() - interval '61 days', 'old'), (now() - interval '59 days', 'new')"
        )
        upkeep.start_round()
        while not said:
            time.sleep(0.2)
            upkeep.do_due_work()
        events = [event for (event,) in conn.execute("SELECT event FROM log WHERE event IN ('old', 'new')")]
    assert events == ["new"], airflow.log("housekeeping").read_text()
    assert said[0].startswith("housekeeping 20")
    assert "failed" not in said[0]
    found = Settings(home=str(server.home))
    assert said[0].replace("housekeeping", "Housekeeping") in "\n".join(status.status(found).lines)
    # By hand, without the variables of `up`, the same Airflow is found.
    by_hand = _airflow_environment(found, None)
    assert by_hand is not None
    assert (
        by_hand["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == airflow.environment()["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    )


def test_a_round_that_dies_is_noted_and_waits_for_tomorrow(tmp_path: Path) -> None:
    class Dying(AirflowServer):
        def baotinh_command(self, *arguments: str) -> "subprocess.Popen[bytes]":
            return subprocess.Popen([sys.executable, "-c", "import os; os.abort()"])

    said: list[str] = []
    nothing = Databases("", "", "", "", None)
    upkeep = Housekeeping(tmp_path, Services(nothing, Dying(tmp_path, "", {})), said.append)
    upkeep.start_round()
    while not said:
        time.sleep(0.05)
        upkeep.do_due_work()
    assert "failed: the whole round" in said[0]
    assert time.time() - last_housekeeping(tmp_path).at < DAY
    upkeep.stop()


def test_status_and_doctor_tell_how_the_tables_fare(settings: Settings, server: PostgresServer) -> None:
    assert "news.outlet" in shown(settings)
    with connect(server.url) as conn:
        assert [*tables.vacuum_problems(conn)] == []
        conn.execute("CREATE TABLE ops.waste (n integer) WITH (autovacuum_enabled = off)")
        conn.execute("INSERT INTO ops.waste SELECT generate_series(1, 30000)")
        conn.execute("DELETE FROM ops.waste")
        conn.execute("SELECT pg_stat_force_next_flush()")
        try:
            ((said, remedy),) = tables.vacuum_problems(conn)
            assert said.startswith("ops.waste: 30,000 dead rows")
            assert "VACUUM (ANALYZE) ops.waste" in remedy
            assert any("30,000 dead rows" in f.message for f in check_tables(settings))
            conn.execute("VACUUM (ANALYZE) ops.waste")
            conn.execute("SELECT pg_stat_force_next_flush()")
            assert [*tables.vacuum_problems(conn)] == []
        finally:
            conn.execute("DROP TABLE ops.waste")


def test_the_doctor_tells_of_housekeeping_that_stopped_or_found_damage(tmp_path: Path) -> None:
    def level() -> list[str]:
        return [f.level for f in check_housekeeping(Settings(home=str(tmp_path)))]

    assert level() == ["ok"]
    for at, damaged, failed, wanted in (
        (time.time(), 0, [], "ok"),
        (time.time() - 5 * DAY, 0, [], "fault"),
        (time.time(), 1, [], "fault"),
        (time.time(), 0, ["airflow db clean"], "fault"),
    ):
        write_record(tmp_path, HousekeepingRecord(at=at, damaged=damaged, failed=failed))
        assert level() == [wanted]


@pytest.fixture
def settings(server: PostgresServer, tmp_path: Path) -> Settings:
    with connect(server.url) as conn:
        sync_catalogue(conn)
        conn.execute("TRUNCATE ops.check_result, ops.finding, ops.crawl")
    return Settings(home=str(tmp_path), database_url=server.url)


def shown(settings: Settings) -> str:
    found = status.status(settings)
    assert not found.is_well  # nothing runs here
    return "\n".join(found.lines)


def test_status_tells_last_nights_verdicts_the_worst_first(settings: Settings, server: PostgresServer) -> None:
    assert "Last night: no run was checked yet" in shown(settings)
    night = datetime(2026, 11, 23, 20, tzinfo=UTC)
    with connect(server.url) as conn:
        for key, verdict, text, at in (
            ("baocamau", "red", "old news", night - timedelta(days=1)),
            ("baoangiang", "green", "", night),
            ("baocantho", "amber", "1 page is odd", night),
            ("baonghean", "red", "no channel announced an article", night),
            ("baolongan", "closed", "robots.txt forbids all", night),
        ):
            key_of_check = [f"scheduled__{at:%Y-%m-%d}", key]
            conn.execute("INSERT INTO ops.check_result VALUES (%s, %s, %s, 9, 4, %s)", [*key_of_check, verdict, at])
            if text:
                conn.execute(
                    "INSERT INTO ops.finding VALUES (%s, %s, 1, %s, 'some-page', %s)", [*key_of_check, verdict, text]
                )
        conn.execute("UPDATE ops.check_result SET checked_at = now() WHERE run_id = 'scheduled__2026-11-22'")
        old = [night - timedelta(days=1)]
        conn.execute("INSERT INTO ops.run VALUES ('scheduled__2026-11-22', %s)", old)
        conn.execute(
            "INSERT INTO ops.crawl VALUES ('scheduled__2026-11-22', 'baocamau', 'finished', %s, %s, '{}')", old * 2
        )
    lines = shown(settings).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("Last night scheduled__2026-11-23"))
    assert lines[place + 1] == "1 red, 1 closed, 1 amber, 1 green of 4 papers: baonghean"
    papers = [line.split()[0] for line in lines[place + 2 :] if re.match(r"(red|closed|amber|green) ", line)]
    assert papers == ["red", "closed", "amber", "green"]
    findings = [line.strip() for line in lines[place:] if line.startswith("        ")]
    assert findings[:2] == ["no channel announced an article", "-> docs/runbook.md#some-page"]
    night_json = status.status(settings).as_json()["night"]
    assert (night_json["run_id"], night_json["red"]) == ("scheduled__2026-11-23", ["baonghean"])


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
