"""A real mail server and a real webhook get exactly one message a night; a dead one holds up no night, and is named."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from commands import Baotinh
from receiving import MailServer, WebServer, mail_server, nobodys_port, web_server
from summaries import DEAD, GREEN, LOST, night, paper
from typer.testing import CliRunner, Result

from crawler.alerts import heartbeat, outbox
from crawler.alerts.message import Message
from crawler.cli import app
from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor import examine
from crawler.local.postgres import PostgresServer
from crawler.local.status import status
from crawler.outlets import nightly_outlets
from crawler.pipeline import check
from crawler.quality import Summary

NOBODY = "http://127.0.0.1:9"
REFUSED = "address 1 (json://): A Connection error occurred sending JSON notification to ***."
Alert = Callable[..., Result]
ALL_GREEN = [paper(key) for key in nightly_outlets("baohatinh,baocamau")]


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as found:
        yield found


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait milliseconds where an operator's machine waits seconds."""
    monkeypatch.setattr(outbox, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(heartbeat, "FIRST_WAIT_SECONDS", 0.01)


@pytest.fixture
def alert(server: PostgresServer, conn: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alert:
    """Run `baotinh alert` here, about a night that is made by hand."""
    conn.execute("TRUNCATE ops.alert")
    monkeypatch.setenv("DATABASE_URL", server.url)
    monkeypatch.setenv("BAOTINH_HOME", str(tmp_path))
    monkeypatch.setenv("BAOTINH_OUTLETS", "baohatinh,baocamau")

    def run(*arguments: str, summary: Summary | None = None, **settings: str) -> Result:
        monkeypatch.setattr(check, "report_night", lambda *_: summary)
        for name, value in settings.items():
            monkeypatch.setenv(f"BAOTINH_{name.upper()}", value)
        return CliRunner().invoke(app, ["alert", *arguments])

    return run


def kept(conn: psycopg.Connection) -> list[tuple[object, ...]]:
    return conn.execute(
        "SELECT kind, run_id, delivered_at IS NOT NULL, tries FROM ops.alert ORDER BY alert_id"
    ).fetchall()


def test_three_runs_of_the_step_send_one_mail_and_one_webhook_with_the_words(
    alert: Alert, conn: psycopg.Connection, mail: MailServer, web: WebServer
) -> None:
    for _ in range(3):
        done = alert("--run", "night-1", summary=night(LOST, DEAD), alert_to=f"{mail.address}, {web.address}")
        assert done.exit_code == 0, done.output
    assert mail.recipients == ["toasoan@example.org"]
    (posted,) = web.posted
    assert mail.mails[0]["Subject"] == posted["title"] == "Báo Tỉnh: 2 red (1 new)"
    for text in (mail.text(), posted["message"]):
        assert text.index("Báo Cà Mau (new): the site does not answer") < text.index(
            "Báo An Giang: 3 of 3 new articles"
        )
        assert "docs/runbook.md#new-articles-lost" in text
    assert kept(conn) == [("night", "night-1", True, 2)]


def test_steps_that_run_at_once_send_one_message(
    server: PostgresServer, conn: psycopg.Connection, web: WebServer, baotinh: Baotinh, tmp_path: Path
) -> None:
    """As the command itself, about a run in which no paper was checked, in the language of the setting."""
    conn.execute("TRUNCATE ops.alert")
    environment = os.environ | {
        "DATABASE_URL": server.loader_url,
        "BAOTINH_HOME": str(tmp_path),
        "BAOTINH_ALERT_TO": web.address,
        "BAOTINH_ALERT_LANGUAGE": "vi",
    }
    with ThreadPoolExecutor() as pool:
        ends = pool.map(
            lambda _: baotinh("alert", "--run", "night-1", "baoangiang", "sggp", environment=environment), range(3)
        )
        assert [(done.returncode, done.stderr) for done in ends] == [(0, "")] * 3
    (posted,) = web.posted
    assert posted["title"].startswith("Báo Tỉnh: 2 đỏ")
    assert (
        "- Sài Gòn Giải Phóng (mới): không được kiểm tra trong lần chạy này → docs/runbook.md#not-checked"
        in posted["message"]
    )


def test_a_dead_receiver_ends_in_one_line_is_named_and_gets_both_messages_when_it_is_back(
    alert: Alert, conn: psycopg.Connection, server: PostgresServer, mail: MailServer, tmp_path: Path
) -> None:
    port = nobodys_port()
    webhook = f"json://bot:bi-mat@127.0.0.1:{port}/khoa-rat-mat"
    done = alert("--run", "night-1", summary=night(LOST), alert_to=f"{webhook}, {mail.address}")
    assert done.exit_code == 1
    again = "; it is sent again with the next message (`baotinh doctor`)\n"
    assert done.stderr == f"baotinh: not delivered: {REFUSED}{again}"
    assert len(mail.mails) == 1
    assert kept(conn) == [("night", "night-1", False, 6)]

    settings = Settings(home=str(tmp_path), database_url=server.url, sample_press=NOBODY, alert_to=webhook)
    (fault,) = [found for found in examine(settings) if found.check == "alerts"]
    assert fault.level == "fault"
    assert fault.message.startswith("1 message is not delivered since ")
    assert fault.message.endswith(f": {REFUSED}")
    assert "`baotinh alert --test`" in fault.remedy
    lines = status(settings).lines
    (line,) = [line for line in lines if line.startswith("Not delivered since ")]
    assert "Báo Tỉnh: 1 red: address 1 (json://)" in line

    with web_server(port) as back:
        done = alert("--run", "night-2", summary=night(GREEN, run_id="night-2"))
        assert (done.exit_code, len(back.posted), len(mail.mails)) == (0, 1, 1)
        assert back.posted[0]["message"].startswith("Run night-1\n")
    assert kept(conn) == [("night", "night-1", True, 7)]
    (found,) = [found for found in examine(settings) if found.check == "alerts"]
    assert (found.level, found.message) == ("ok", "1 addresses, and every message was delivered")
    secrets = ("bi-mat", "khoa-rat-mat")
    row = conn.execute("SELECT string_agg(t::text, ' ') FROM ops.alert AS t").fetchone()
    everything = " ".join([done.output, fault.message, *lines, str(row)])
    assert not any(secret in everything for secret in secrets)


def test_a_receiver_that_stumbles_is_asked_again_in_the_same_run(
    alert: Alert, conn: psycopg.Connection, web: WebServer
) -> None:
    web.stumbles = 3
    done = alert("--run", "night-1", summary=night(LOST), alert_to=web.address)
    assert (done.exit_code, len(web.posted), web.stumbles) == (0, 1, 0)
    assert kept(conn) == [("night", "night-1", True, 4)]


def test_a_quiet_night_is_told_of_only_where_that_is_wanted(alert: Alert, web: WebServer) -> None:
    done = alert("--run", "night-1", summary=night(GREEN), alert_to=web.address)
    assert (done.exit_code, done.stdout) == (0, "night-1: nothing to tell (BAOTINH_ALERT_ON is red)\n")
    assert web.posted == []
    assert alert("--run", "night-1", summary=night(GREEN), alert_on="night").exit_code == 0
    assert [posted["title"] for posted in web.posted] == ["Báo Tỉnh: 1 green"]


def test_without_addresses_nobody_is_told_and_the_night_ends_well(alert: Alert, conn: psycopg.Connection) -> None:
    done = alert("--run", "night-1", summary=night(LOST))
    assert (done.exit_code, done.stdout) == (0, "nobody is told: BAOTINH_ALERT_TO is not set\n")
    assert kept(conn) == []


def test_the_watcher_is_called_after_a_complete_night_and_after_no_other(alert: Alert, web: WebServer) -> None:
    watcher = f"{web.url}/ping/bi-mat"
    assert alert("--run", "by-hand", summary=night(GREEN), heartbeat_url=watcher).exit_code == 0
    assert alert("--run", "night-0", summary=night(GREEN, paper("baocamau", None))).exit_code == 0
    assert web.asked == []
    done = alert("--run", "night-1", summary=night(*ALL_GREEN))
    assert (done.exit_code, web.asked) == (0, ["/ping/bi-mat"])
    assert "the heartbeat was taken" in done.stdout


def test_the_watcher_is_not_called_where_a_message_is_not_delivered(alert: Alert, web: WebServer) -> None:
    dead = f"json://127.0.0.1:{nobodys_port()}/"
    done = alert("--run", "night-1", summary=night(GREEN, DEAD), alert_to=dead, heartbeat_url=f"{web.url}/ping/bi-mat")
    assert (done.exit_code, web.asked) == (1, [])


def test_a_watcher_that_refuses_is_told_without_its_address(alert: Alert, web: WebServer) -> None:
    web.status = 404
    done = alert("--run", "night-1", summary=night(*ALL_GREEN), heartbeat_url=f"{web.url}/ping/bi-mat")
    assert (done.exit_code, len(web.asked)) == (1, heartbeat.ATTEMPTS)
    assert done.stderr == "baotinh: the heartbeat was not taken: HTTP status 404\n"


def test_a_late_night_is_told_once_beside_the_message_of_its_end(alert: Alert, web: WebServer) -> None:
    late = night(GREEN, paper("sggp", None))
    for _ in range(2):
        assert alert("--late", "night-1", summary=late, alert_to=web.address).exit_code == 0
    assert alert("--run", "night-1", summary=night(LOST)).exit_code == 0
    assert [posted["title"] for posted in web.posted] == [
        "Báo Tỉnh: the night is not done yet (1 of 2 papers are open)",
        "Báo Tỉnh: 1 red",
    ]


def test_a_machine_without_a_database_tells_that_and_keeps_what_nobody_took(
    alert: Alert, conn: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PostgresServer
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x:y@127.0.0.1:1/none")
    port = nobodys_port()
    about = ("--about", "services", "--text", "`baotinh up` has given up")
    assert alert(*about, alert_to=f"json://127.0.0.1:{port}/").exit_code == 1
    assert (tmp_path / outbox.ASIDE).exists()
    with web_server(port) as back:
        assert alert(*about).exit_code == 0
        assert [posted["message"] for posted in back.posted] == ["`baotinh up` has given up"]
        monkeypatch.setenv("DATABASE_URL", server.url)
        assert alert().exit_code == 0
        assert len(back.posted) == 2
    assert kept(conn) == [("services", None, True, 1)]
    assert not (tmp_path / outbox.ASIDE).exists()


def test_a_test_message_says_of_each_address_whether_it_was_taken(
    alert: Alert, web: WebServer, mail: MailServer
) -> None:
    dead = f"json://bi-mat@127.0.0.1:{nobodys_port()}/"
    done = alert("--test", alert_to=f"{web.address} {dead} {mail.address}", alert_language="vi")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "taken by address 1 (json://)",
        f"not taken by {REFUSED}".replace("1", "2"),
        "taken by address 3 (mailto://)",
    ]
    assert done.stderr == "baotinh: 1 of 3 addresses did not take the test message\n"
    assert web.posted[0]["title"] == mail.mails[0]["Subject"] == "Báo Tỉnh: thư thử"


@pytest.mark.parametrize(
    "arguments", [("alert", "--test"), ("alert", "--run", "night-1"), ("up",), ("alert", "--about", "disk")]
)
def test_a_wrong_address_is_refused_at_the_start(baotinh: Baotinh, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = baotinh(
        *arguments,
        environment=os.environ | {"BAOTINH_HOME": str(tmp_path), "BAOTINH_ALERT_TO": "json://127.0.0.1 slack://bi-mat"},
    )
    assert done.returncode == 1
    assert "alert_to (BAOTINH_ALERT_TO): address 2 (slack://) is not one that Apprise can use" in done.stderr
    assert "bi-mat" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_message_that_was_cut_short_on_a_full_disk_stops_no_other(
    alert: Alert, conn: psycopg.Connection, tmp_path: Path, web: WebServer
) -> None:
    outbox.keep_aside(tmp_path, Message("disk", "Báo Tỉnh: the disk is almost full", "1 MB"))
    with (tmp_path / outbox.ASIDE).open("a") as file:
        file.write('{"kind": "dis')
    assert alert(alert_to=web.address).exit_code == 0
    assert [posted["message"] for posted in web.posted] == ["1 MB"]


def test_the_tasks_login_records_and_an_analyst_reads_no_addresses(
    server: PostgresServer, conn: psycopg.Connection
) -> None:
    conn.execute("TRUNCATE ops.alert")
    with connect(server.loader_url) as loader:
        assert outbox.record(loader, Message("night", "s", "t", "night-1"))
        assert not outbox.record(loader, Message("night", "s", "t", "night-1"))
    with connect(server.analyst_url) as analyst:
        assert analyst.execute("SELECT subject FROM ops.alert").fetchall() == [("s",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute("SELECT taken_by FROM ops.alert")
