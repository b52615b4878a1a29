"""Faults are planted one by one; the doctor finds each under its name and says what to do."""

import ssl
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

import msgspec
import psycopg
import pytest

from crawler.archive import Archive
from crawler.configuration import Settings
from crawler.database import connect, migrate
from crawler.local import network
from crawler.local.doctor import Finding, database, examine, machine, papers
from crawler.local.postgres import PostgresServer
from crawler.outlets import crawled_outlets
from crawler.processes import MARK
from crawler.sample_press import SamplePress, serving
from crawler.warehouse import sync_catalogue

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def settings(server: PostgresServer, tmp_path: Path) -> Settings:
    with connect(server.url) as conn:
        sync_catalogue(conn)
        conn.execute("TRUNCATE ops.capture, ops.warc_file, ops.run CASCADE")
    return Settings(home=str(tmp_path), database_url=server.url, sample_press=NOBODY, outlets="crawled")


def found(settings: Settings, check: str) -> list[Finding]:
    return [f for f in examine(settings) if f.check == check]


def the_fault(settings: Settings, check: str) -> tuple[str, str]:
    (fault,) = [f for f in found(settings, check) if f.level == "fault"]
    assert fault.remedy in str(fault)
    return fault.message, fault.remedy


def changed(settings: Settings, **values: object) -> Settings:
    return msgspec.structs.replace(settings, **values)


def test_nothing_planted_nothing_found_but_that_nothing_runs(settings: Settings) -> None:
    assert [f.check for f in examine(settings) if f.level == "fault"] == ["airflow"]


def test_nothing_runs(settings: Settings) -> None:
    said, remedy = the_fault(settings, "airflow")
    assert (f"nothing runs on {settings.home}" in said, remedy) == (True, "`baotinh up --detach`")


def test_no_contact(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "nightly_outlets", lambda _: {})
    said, remedy = the_fault(changed(settings, sample_press=None), "settings")
    assert "no contact is set" in said
    assert "BAOTINH_CONTACT" in remedy


def test_a_paper_of_the_night_that_is_none(settings: Settings) -> None:
    said, remedy = the_fault(changed(settings, outlets="baoangiang,baokhongco"), "settings")
    assert "names baokhongco" in said
    assert "BAOTINH_OUTLETS" in remedy


def test_an_archive_that_cannot_be_written(settings: Settings) -> None:
    (Path(settings.home) / "archive").write_text("a file where the folder should be")
    said, remedy = the_fault(settings, "archive")
    assert "cannot be written" in said
    assert "BAOTINH_HOME" in remedy


def test_a_disk_that_is_full(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 1 << 60)
    said, remedy = the_fault(settings, "disk")
    assert "MB are free on the disk of" in said
    assert "free some space" in remedy


def test_a_disk_that_will_be_full_soon(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Path(settings.home) / "archive" / "old"
    old.parent.mkdir()
    old.write_bytes(b"x" * 1000)
    import os

    os.utime(old, (time.time() - 86_400 * 3,) * 2)
    monkeypatch.setattr(machine, "growth_of", lambda *_: replace(real(*_), new=1 << 50))
    said, _ = the_fault(settings, "disk")
    assert "at the archive's pace full in 0 days" in said


real = machine.growth_of


def test_a_zone_that_is_not_known(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ZONE", "Asia/Nowhere")
    said, remedy = the_fault(settings, "time zone")
    assert "Asia/Nowhere is not known" in said
    assert "tzdata" in remedy


def test_a_database_that_is_down(settings: Settings) -> None:
    nowhere = changed(settings, database_url="postgresql://x:y@127.0.0.1:1/none")
    said, remedy = the_fault(nowhere, "database")
    assert "the database does not answer" in said
    assert "correct DATABASE_URL" in remedy
    assert the_fault(changed(settings, database_url=None), "database")[1] == "`baotinh up --detach`"


def test_a_migration_that_waits(settings: Settings, server: PostgresServer) -> None:
    with connect(server.url) as conn:
        conn.execute("DROP VIEW news.silent_edit")
    message, remedy = the_fault(settings, "migrations")
    assert message == "1 wait: news.silent_edit"
    assert "baotinh migrate" in remedy
    assert migrate(server.url) == ["news.silent_edit"]


def test_a_database_of_an_earlier_version(settings: Settings, server: PostgresServer) -> None:
    with connect(server.url) as conn:
        conn.execute("ALTER TABLE ops.schema_object RENAME TO aside")
    try:
        message, remedy = the_fault(settings, "migrations")
    finally:
        with connect(server.url) as conn:
            conn.execute("ALTER TABLE ops.aside RENAME TO schema_object")
    assert message == "this database is of an earlier version, whose tables cannot be carried over"
    assert "baotinh rebuild" in remedy


def plant_capture(url: str, when: str) -> None:
    with connect(url) as conn:
        conn.execute("INSERT INTO ops.run VALUES ('r', now())")
        conn.execute(
            "INSERT INTO ops.warc_file (name, outlet_key, run_id, bytes, sha256)"
            " VALUES ('baocamau-20261124T010203000000-r.warc.gz', 'baocamau', 'r', 1, '')"
        )
        conn.execute(
            psycopg.sql.SQL(
                "INSERT INTO ops.capture SELECT uuidv7(), now() + {}::interval, 1, 200, warc_id, 0, 1"
                " FROM ops.warc_file"
            ).format(when)
        )


def test_a_clock_behind_the_newest_capture(settings: Settings, server: PostgresServer) -> None:
    plant_capture(server.url, "2 days")
    said, remedy = the_fault(settings, "clock")
    assert "the newest capture is of" in said
    assert "timedatectl" in remedy


def test_a_loaded_file_that_is_not_in_the_archive(settings: Settings, server: PostgresServer) -> None:
    plant_capture(server.url, "-2 days")
    said, remedy = the_fault(settings, "archive")
    assert said == "baocamau-20261124T010203000000-r.warc.gz was loaded, and is not in the archive any more"
    assert "from a copy of the archive" in remedy


def test_no_network_is_said_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = [
        msgspec.structs.replace(o, hosts=[msgspec.structs.replace(h, host=f"{o.key}.invalid") for h in o.hosts[:1]])
        for o in crawled_outlets().values()
    ]
    monkeypatch.setattr(papers, "nightly_outlets", lambda _: {o.key: o for o in moved})
    said, remedy = the_fault(changed(settings, sample_press=None, contact="a@b.vn"), "network")
    assert "no network" in said
    assert "DNS" in remedy


class Later(datetime):
    """A clock that is five minutes ahead of the database's."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Later":
        return cls.fromtimestamp(time.time() + 300, tz)


def test_a_clock_apart_from_the_databases(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "datetime", Later)
    said, remedy = the_fault(settings, "clock")
    assert "on the database's machine" in said
    assert "set-ntp" in remedy


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[int]:
    """Serve TLS on localhost with a certificate that nobody vouches for."""
    pem = tmp_path / "pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-days",
            "2",
            "-keyout",
            pem,
            "-out",
            tmp_path / "crt",
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", pem)
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                context.wrap_socket(listener.accept()[0], server_side=True)
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_certificate_that_nobody_vouches_for(
    settings: Settings, self_signed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = network.ask_hosts(["localhost"], self_signed)
    monkeypatch.setattr(papers, "ask_hosts", lambda names: answer)
    monkeypatch.setattr(papers, "ask_robots_txt", lambda *_: None)
    said, remedy = the_fault(changed(settings, sample_press=None, contact="a@b.vn"), "hosts")
    assert said == "localhost: its certificate is not valid: self-signed certificate"
    assert "browser" in remedy


def test_a_robots_txt_that_answers_with_an_error(settings: Settings) -> None:
    press = SamplePress()
    press.switch("baocamau", "robots_500")
    with serving(press) as address:
        faults = [f for f in found(changed(settings, sample_press=address), "robots") if f.level == "fault"]
        assert [f.level for f in found(changed(settings, sample_press=address), "robots")].count("ok") == len(
            crawled_outlets()
        ) - 1
    assert [f.message for f in faults] == ["baocamau: robots.txt answers 503, which refuses everything (RFC 9309)"]
    assert "it is obeyed" in faults[0].remedy


def test_a_file_of_a_crawl_that_died(settings: Settings) -> None:
    file = Archive(Path(settings.home) / "archive").warc_path("baocamau", "baocamau-20261124T010203000000-r.warc.gz")
    file.parent.mkdir(parents=True)
    file.with_name(file.name + ".open").write_bytes(b"")
    said, remedy = the_fault(settings, "leftovers")
    assert f"{file.name}.open was left by a crawl that died" in said
    assert "`baotinh load baocamau`" in remedy


def test_processes_of_a_start_that_died(settings: Settings) -> None:
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], env={MARK: f"{settings.home}/airflow"}
    )
    try:
        said, remedy = the_fault(settings, "leftovers")
    finally:
        sleeper.kill()
        sleeper.wait()
    assert (said, remedy) == ("1 processes of Airflow were left by a start that died", "`baotinh down`")


def test_a_password_that_others_can_read(settings: Settings) -> None:
    file = Path(settings.home) / "airflow" / "passwords.json"
    file.parent.mkdir()
    file.write_text("{}")
    file.chmod(0o644)
    said, remedy = the_fault(settings, "secrets")
    assert f"{file} can be read by others" in said
    subprocess.run(remedy.split(), check=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert found(settings, "secrets")[0].level == "ok"
