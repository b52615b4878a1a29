"""`baotinh metrics` as a person and as Prometheus meet it: printed, in a file, on a port, and beside `up`."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import forked
import httpx
import psycopg
import pytest
from commands import Baotinh
from scrape import Scrape

from crawler.configuration import Settings
from crawler.local.backup import newest_backup_at
from crawler.local.failure import LocalFailure
from crawler.local.numbers import serve_numbers
from crawler.local.ports import free_port
from crawler.local.postgres import PostgresServer

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
DOWN = "postgresql://baotinh:a-secret@127.0.0.1:1/baotinh"


@pytest.fixture
def home(conn: psycopg.Connection, server: PostgresServer) -> dict[str, str]:
    """Give the environment of a home whose embedded server runs."""
    return BARE | {"BAOTINH_HOME": str(server.home), "BAOTINH_OUTLETS": "crawled"}


@pytest.fixture
def port() -> int:
    return free_port([])


def test_it_prints_the_numbers(baotinh: Baotinh, home: dict[str, str]) -> None:
    done = baotinh("metrics", environment=home)
    assert (done.returncode, done.stderr) == (0, "")
    found = Scrape(done.stdout)
    assert found.value("baotinh_up") == 1
    assert found.value("baotinh_database_free_bytes") > 0
    assert len(found.by_outlet("baotinh_outlet_articles")) == 6


def test_without_the_database_it_prints_what_it_can_and_says_why(baotinh: Baotinh, tmp_path: Path) -> None:
    done = baotinh("metrics", environment=BARE | {"BAOTINH_HOME": str(tmp_path), "DATABASE_URL": DOWN})
    assert done.returncode == 1
    assert Scrape(done.stdout).value("baotinh_up") == 0
    assert "the database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "a-secret" not in done.stdout + done.stderr


def test_it_writes_a_file_whole_or_not_at_all(baotinh: Baotinh, home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "baotinh.prom"
    file.write_text("before")
    assert baotinh("metrics", "--write", str(file), environment=home).returncode == 0
    assert Scrape(file.read_text()).value("baotinh_up") == 1
    assert [*tmp_path.iterdir()] == [file]
    done = baotinh("metrics", "--write", str(tmp_path / "none" / "b.prom"), environment=home)
    assert done.returncode == 1
    assert "b.prom cannot be written: No such file or directory" in done.stderr
    down = baotinh("metrics", "--write", str(file), environment=home | {"DATABASE_URL": DOWN})
    assert down.returncode == 1
    assert Scrape(file.read_text()).value("baotinh_up") == 0


def test_it_serves_them_until_ctrl_c(home: dict[str, str], port: int) -> None:
    running = forked.baotinh("metrics", "--serve", str(port), environment=home)
    try:
        answer = _answer(running, port)
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert Scrape(answer.text).value("baotinh_up") == 1
        # A client that says nothing sensible and hangs up leaves no trace.
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"\0\xff\r\n\r\n")
        assert httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).status_code == 200
    finally:
        running.terminate()
    assert running.wait(30) == 0
    assert f"http://127.0.0.1:{port}/metrics" in running.stdout
    assert running.stderr == ""


def _answer(running: forked.Forked, port: int) -> httpx.Response:
    deadline = time.monotonic() + 60
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30)
        except httpx.ConnectError:
            assert running.returncode is None, running.stderr
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--serve", "here"], "is no port"),
        (["--serve", "127.0.0.1:0"], "is no port"),
        (["--serve", "9464", "--write", "x.prom"], "exclude each other"),
    ],
)
def test_wrong_options_are_refused(baotinh: Baotinh, arguments: list[str], said: str) -> None:
    done = baotinh("metrics", *arguments, environment=BARE)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_a_taken_port_is_one_line_that_names_the_holder(baotinh: Baotinh, home: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        done = baotinh("metrics", "--serve", str(number), environment=home)
    assert done.returncode == 1
    assert f"cannot be served on 127.0.0.1:{number}" in done.stderr
    assert "(pid " in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=str(tmp_path), outlets="baoangiang")


def test_beside_up_it_answers_from_before_the_server_is_there_until_the_end(settings: Settings, port: int) -> None:
    said: list[str] = []
    with serve_numbers(settings, "127.0.0.1", port, said.append):
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text
        assert Scrape(text).value("baotinh_up") == 0
        with pytest.raises(LocalFailure, match="cannot be served"), serve_numbers(settings, "127.0.0.1", port, print):
            pass
    assert said[0] == f"metrics: http://127.0.0.1:{port}/metrics"
    assert "does not run" in said[1]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


def test_the_newest_backup_is_the_newest_whole_one(tmp_path: Path) -> None:
    assert newest_backup_at(tmp_path) is None
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, age in (("a.dump", 500), ("b.dump", 100), ("c.dump.part", 0)):
        (folder / name).touch()
        _age(folder / name, age)
    found = newest_backup_at(tmp_path)
    assert found is not None
    assert 99 < time.time() - found.timestamp() < 200


def _age(file: Path, seconds: float) -> None:
    os.utime(file, (time.time() - seconds,) * 2)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_promtool_finds_nothing_wrong(baotinh: Baotinh, home: dict[str, str]) -> None:
    text = baotinh("metrics", environment=home).stdout
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
