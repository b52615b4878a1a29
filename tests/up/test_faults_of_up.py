"""What happens to a machine that runs for years: each fault ends in a clear message or a clean recovery."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from operator_home import Operator, operator, until

from crawler.local.airflow import AirflowServer
from crawler.local.home import LEAST_FREE_BYTES, holder_of
from crawler.local.postgres import PostgresServer

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture
def someone(tmp_path: Path) -> Iterator[Operator]:
    with operator(tmp_path / "home") as found:
        yield found


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """Give a home on which each test finds what the ones before it left."""
    with operator(tmp_path_factory.mktemp("shared") / "home") as found:
        yield found


@pytest.fixture
def veteran(shared: Operator) -> Operator:
    """Give a home that was up before."""
    if not shared.last_up:
        shared.comes_up()
    shared.run("down")
    shared.assert_nothing_runs()
    return shared


@pytest.mark.long
def test_a_start_killed_during_initdb(shared: Operator) -> None:
    running = shared.start()
    until("initdb", lambda: list(shared.data.parent.glob("data-part-*/PG_VERSION")))
    shared.kill(running)
    assert not shared.data.exists()
    shared.comes_up()
    assert not list(shared.data.parent.glob("data-part-*"))


def test_dead_servers_are_started_again_and_a_second_up_is_refused(shared: Operator) -> None:
    running = shared.still_up()
    second = shared.run("up")
    assert second.returncode == 1
    assert f"already runs on {shared.home}" in second.stderr
    assert f"(pid {running.pid})" in second.stderr
    assert shared.run("up", "--detach").returncode == 1

    (scheduler,) = [p for p in shared.airflow("airflow scheduler") if os.getsid(p.pid) == p.pid]
    scheduler.kill()
    until("another scheduler", lambda: "scheduler ended by itself" in shared.said.read_text())
    assert not psutil.pid_exists(scheduler.pid)
    shared.assert_healthy()

    before = shared.server.url
    shared.kill_postmaster()
    until("another PostgreSQL", lambda: "PostgreSQL ended by itself" in shared.said.read_text())
    until("an answer", lambda: shared.run("psql", "-Atc", "SELECT 1").stdout == "1\n", 60)
    assert shared.server.url == before
    shared.assert_healthy()

    running.send_signal(signal.SIGTERM)
    assert running.wait(120) == 0
    shared.assert_nothing_runs()


@pytest.mark.long
def test_a_start_killed_during_airflows_migration(someone: Operator) -> None:
    running = someone.start()
    until("airflow db migrate", lambda: "Creating Airflow database tables" in someone.log("db-migrate"))
    someone.kill(running)
    assert not (someone.home / "airflow" / "migrated").exists()
    someone.comes_up()


@pytest.mark.long
def test_a_killed_supervisor_takes_airflow_along_and_the_next_up_takes_over_its_server(veteran: Operator) -> None:
    running = veteran.comes_up()
    assert len(veteran.airflow()) >= 4
    someones_own = veteran.server._postmaster_pid()
    veteran.kill(running)
    assert holder_of(veteran.home) is None
    assert "PostgreSQL does: `baotinh down` stops it" in veteran.run("status").stdout
    running = veteran.comes_up()
    assert veteran.server._postmaster_pid() == someones_own
    veteran.kill(running)
    done = veteran.run("down")
    assert "stopped what was left: PostgreSQL" in done.stdout
    veteran.assert_nothing_runs()


@pytest.mark.long
def test_the_doctor_finds_a_paused_night_on_a_home_that_is_well_otherwise(veteran: Operator) -> None:
    running = veteran.comes_up()
    well = veteran.run("doctor")
    assert (well.returncode, "no fault" in well.stdout) == (0, True), well.stdout
    assert re.search(r"ok +schedule +next night at \d{4}-\d\d-\d\d 01:30, Việt Nam's time", well.stdout)
    AirflowServer(veteran.home, "", {}).api().call("PATCH", "dags/nightly", {"is_paused": True})
    ill = veteran.run("doctor")
    assert ill.returncode == 1
    assert re.search(r"fault schedule +the DAG nightly is paused\n +-> switch it on in Airflow's UI", ill.stdout)
    AirflowServer(veteran.home, "", {}).api().call("PATCH", "dags/nightly", {"is_paused": False})
    assert veteran.run("down").returncode == 0
    assert running.wait(10) == 0


@pytest.mark.long
def test_the_postmaster_killed_while_nobody_watches(veteran: Operator) -> None:
    running = veteran.comes_up()
    veteran.kill(running)
    veteran.kill_postmaster()
    running = veteran.comes_up()
    running.send_signal(signal.SIGINT)
    assert running.wait(120) == 0


@pytest.mark.long
def test_a_stale_pid_file_and_taken_ports(veteran: Operator, busy_port: int) -> None:
    me = psutil.Process()
    stale = {"verb": "up", "pid": me.pid, "created": me.create_time() - 3600, "since": "2026-01-01T00:00:00+00:00"}
    (veteran.home / "running.json").write_text(json.dumps(stale))
    (veteran.data / "postmaster.pid").write_text(f"{me.pid}\n{veteran.data}\n0\n{busy_port}\n")
    (veteran.home / "postgres" / "port").write_text(f"{busy_port}\n")
    (veteran.home / "airflow" / "port").write_text(f"{busy_port}\n")
    assert "Not running" in veteran.run("status").stdout
    running = veteran.comes_up()
    assert busy_port not in (veteran.server.port, int(holder_of(veteran.home).ui.rsplit(":", 1)[1]))  # type: ignore[union-attr]
    assert veteran.run("down").returncode == 0
    running.wait(10)
    veteran.assert_nothing_runs()


def test_a_port_that_was_asked_for_and_is_taken(someone: Operator, busy_port: int) -> None:
    said = someone.refused(BAOTINH_UI_PORT=str(busy_port))
    assert f"port {busy_port} on 127.0.0.1, wanted for Airflow's UI, is taken by" in said
    assert f"(pid {os.getpid()})" in said
    assert "set BAOTINH_UI_PORT to another port" in said


def test_a_folder_that_is_none_of_ours_is_not_touched(someone: Operator) -> None:
    precious = someone.home / "postgres" / "data" / "thesis.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("years of work")
    (someone.home / "postgres" / "location").write_text(f"{precious.parent}\n")
    said = someone.refused()
    assert f"{precious.parent} is no data folder of PostgreSQL, and nothing in it was touched" in said
    assert precious.read_text() == "years of work"


def test_a_folder_of_another_major_version(someone: Operator) -> None:
    someone.server.start()
    someone.server.stop()
    (someone.data / "PG_VERSION").write_text("17\n")
    said = someone.refused()
    assert "was written by PostgreSQL 17, and this installation has 18: restore a backup" in said


@pytest.mark.long
def test_the_data_of_another_installation(someone: Operator) -> None:
    someone.server.start()
    someone.server.stop()
    for file in (someone.home / "postgres").glob("*.password"):
        file.unlink()
    said = someone.refused()
    assert "holds the data of another installation" in said
    assert "Put its *.password files there too" in said


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount 420 MB where the server's user can reach them."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="baotinh-disk-", dir="/var/tmp"))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=420m,mode=755", "none", folder], check=False).returncode:
        folder.rmdir()
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def fill(folder: Path, leave: int) -> Path:
    """Take all but so many bytes, in ever smaller steps, since others write there too."""
    file, step, size = folder / "filler", 64 << 20, 0
    with file.open("wb") as stream:
        while step >= 4096:
            if shutil.disk_usage(folder).free < leave + step:
                step //= 2
                continue
            with suppress(OSError):
                os.posix_fallocate(stream.fileno(), size, step)
                size += step
    return file


@pytest.mark.long
def test_a_full_disk(small_disk: Path) -> None:
    with operator(small_disk / "home") as someone:
        filler = fill(small_disk, LEAST_FREE_BYTES - (50 << 20))
        assert "MB are free on the disk of" in someone.refused()
        filler.unlink()

        # Full in the middle of initdb, which writes 40 MB.
        running = someone.start()
        until("initdb", lambda: list(small_disk.rglob("data-part-*/PG_VERSION")))
        filler = fill(small_disk, 0)
        assert running.wait(120) == 1
        said = someone.said.read_text()
        assert "The disk is full: free some space and start again" in said
        assert "Traceback" not in said
        someone.assert_nothing_runs()
        filler.unlink()

        # Full while everything runs: it goes on by itself, or says why not and comes up again.
        running = someone.comes_up()
        filler = fill(small_disk, 0)
        with suppress(subprocess.TimeoutExpired):
            running.wait(20)
        filler.unlink()
        if running.poll() is None:
            someone.assert_healthy()
        else:
            assert "Traceback" not in someone.said.read_text()
            running = someone.comes_up()
        assert someone.run("down").returncode == 0
        running.wait(10)
        someone.assert_nothing_runs()


def test_the_server_of_a_home_is_found_by_its_folder_not_by_a_reused_number(tmp_path: Path) -> None:
    first, second = PostgresServer(tmp_path / "first"), PostgresServer(tmp_path / "second")
    try:
        first.start()
        second.start()
        second.stop()
        shutil.copyfile(first.data / "postmaster.pid", second.data / "postmaster.pid")
        assert not second.is_running()
        second.start()
        assert first.is_running()
        assert second.is_running()
    finally:
        first.destroy()
        second.destroy()
