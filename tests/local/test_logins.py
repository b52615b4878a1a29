"""A login for each person: what one tries against another or its own limits fails, or does not last."""

import json
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest
import sqlalchemy
from patience import until
from sqlalchemy.ext.automap import automap_base
from typer.testing import CliRunner

from crawler.cli import app
from crawler.configuration import read_configuration
from crawler.database import connect
from crawler.local.backup import BackupFailed, backup, restore
from crawler.local.doctor.logins import check_logins
from crawler.local.logins import roles
from crawler.local.logins.analysts import BadAnalyst
from crawler.local.logins.databases import OWNER
from crawler.local.logins.guard import Guard, usual_bounds
from crawler.local.logins.login import Login
from crawler.local.logins.people import People
from crawler.local.logins.scram import proves, verifier_of
from crawler.local.postgres import PostgresServer
from crawler.local.server_account import packaged_binaries
from crawler.resources import shipped

LOOK_SECONDS = 0.2
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.fixture(scope="module")
def people(server: PostgresServer) -> Iterator[People]:
    people = People(server.admin_url(OWNER), server.analysts)
    yield people
    for one in people.file.read():
        people.remove(one.name, with_tables=True)
    assert people.file.read() == []


@pytest.fixture(scope="module")
def nga(server: PostgresServer, people: People) -> str:
    return server.url_for("nga", people.add("nga", full_text=True, may_build=False))


@pytest.fixture(scope="module")
def binh(server: PostgresServer, people: People) -> str:
    return server.url_for("binh", people.add("binh", full_text=False, may_build=True))


@pytest.fixture
def told(server: PostgresServer) -> Iterator[list[str]]:
    """Let a guard with tight bounds look, as `up` does, and give what it says."""
    told: list[str] = []
    bounds = replace(usual_bounds(), statement_seconds=1.5, transaction_seconds=2.5, login_bytes=120 << 20)
    guard, ended = Guard(server.admin_url, lambda _: server.logins(), told.append, bounds), threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            guard.do_due_work()

    guard.do_due_work()
    thread = threading.Thread(target=look)
    thread.start()
    yield told
    ended.set()
    thread.join()
    guard.stop()


def drift(server: PostgresServer) -> dict[str, list[str]]:
    with connect(server.admin_url()) as admin:
        every = {login.name: [*roles.differences_of(admin, login)] for login in server.logins()}
    return {name: differences for name, differences in every.items() if differences}


def test_a_verifier_proves_its_password_and_no_other() -> None:
    verifier = verifier_of("a-password")
    assert proves(verifier, "a-password")
    assert not proves(verifier, "another")
    assert proves(verifier, verifier)
    assert not proves(verifier_of("a-password"), verifier)
    assert not proves(None, "a-password")


@pytest.mark.parametrize("name", ["Nga", "1a", "baotinh_x", "postgres", "news", "pg_x", "a-b", "x" * 32, "", 'a"b'])
def test_a_name_that_no_login_can_have(people: People, name: str) -> None:
    with pytest.raises(BadAnalyst, match="cannot be a login"):
        people.add(name, full_text=False, may_build=False)


def test_each_person_reads_with_rights_and_limits_of_its_own(server: PostgresServer, nga: str, binh: str) -> None:
    shown = "SELECT current_setting(%s)"
    for url, text in ((nga, True), (binh, False)):
        with connect(url) as conn:
            assert conn.execute("SELECT count(*) > 0 FROM news.unit").fetchone() == (True,)
            assert conn.execute("SELECT news.may_read_text()").fetchone() == (text,)
            assert conn.execute(shown, ["statement_timeout"]).fetchone() == ("1min",)
            assert conn.execute(shown, ["temp_file_limit"]).fetchone() == ("1GB",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute("SET temp_file_limit = -1")
    with pytest.raises(BadAnalyst, match="has a login already"):
        People(server.admin_url(OWNER), server.analysts).add("nga", full_text=True, may_build=True)
    with connect(server.admin_url()) as admin:
        admin.execute("CREATE ROLE theirs")
        try:
            with pytest.raises(BadAnalyst, match="that baotinh did not make"):
                People(server.admin_url(OWNER), server.analysts).add("theirs", full_text=True, may_build=True)
        finally:
            admin.execute("DROP ROLE theirs")


def test_the_sixth_connection_of_one_person_is_refused_and_another_person_gets_in(nga: str, binh: str) -> None:
    held = [psycopg.connect(nga) for _ in range(5)]
    with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
        psycopg.connect(nga)
    with connect(binh) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)
    for conn in held:
        conn.close()


HOSTILE = (
    "ALTER ROLE nga PASSWORD 'x'",
    "ALTER ROLE nga SET statement_timeout = 0",
    "ALTER ROLE nga RESET ALL",
    "ALTER ROLE nga IN DATABASE baotinh SET search_path = 'x'",
    "ALTER ROLE nga IN DATABASE baotinh SET work_mem = '1TB'",
)


@pytest.mark.parametrize("query", HOSTILE)
def test_while_the_guard_looks_nobody_changes_its_own_login(
    server: PostgresServer, nga: str, told: list[str], query: str
) -> None:
    with psycopg.connect(nga, autocommit=True) as conn:
        conn.execute("SET statement_timeout = 0; SET default_transaction_read_only = off")
        with pytest.raises(psycopg.OperationalError, match="terminating connection"):
            conn.execute(query)  # type: ignore[arg-type]
    assert drift(server) == {}
    with connect(nga) as conn:
        assert conn.execute("SELECT current_setting('statement_timeout')").fetchone() == ("1min",)
    until("a message", lambda: told)
    assert told == [
        "the login nga tried to change the password or the settings of a login: its session is ended",
    ]


@pytest.mark.parametrize(
    "query",
    ["ALTER ROLE binh PASSWORD 'x'", "ALTER ROLE binh SET work_mem = '1GB'", "SET ROLE binh", "GRANT nga TO binh"],
)
def test_nobody_changes_the_login_of_another(nga: str, binh: str, query: str) -> None:
    with connect(nga) as conn:
        conn.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(query)  # type: ignore[arg-type]
        assert conn.execute("SELECT pg_cancel_backend(pg_backend_pid() + 1)").fetchone() == (False,)


@pytest.mark.parametrize("by", ["start", "guard"])
def test_what_was_changed_while_nobody_looked_is_told_and_set_back(
    server: PostgresServer, nga: str, by: str, request: pytest.FixtureRequest
) -> None:
    with connect(nga) as conn:
        conn.execute("SET default_transaction_read_only = off")
        conn.execute("ALTER ROLE nga SET statement_timeout = 0")
        conn.execute("ALTER ROLE nga IN DATABASE baotinh SET search_path = 'x'")
        conn.execute("ALTER ROLE nga PASSWORD 'x'")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(nga)
    changes = drift(server)["nga"]
    assert changes == [
        "another password",
        "statement_timeout = 0 instead of 60s",
        "settings in database baotinh: search_path",
    ]
    if by == "start":
        PostgresServer(server.home).start()
    else:
        told = request.getfixturevalue("told")
        until("a message", lambda: told)
        assert told == [f"the login nga was changed and is set back: {'; '.join(changes)}"]
    assert drift(server) == {}
    with connect(nga) as conn:
        assert conn.execute("SHOW search_path").fetchone() == ('"$user", public',)


def test_the_operator_adds_and_rotates_while_the_guard_looks(
    server: PostgresServer, people: People, told: list[str]
) -> None:
    old = server.url_for("an", people.add("an", full_text=False, may_build=False))
    with psycopg.connect(old, autocommit=True) as conn:
        new = server.url_for("an", people.rotate("an"))
        with pytest.raises(psycopg.OperationalError):
            conn.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(old)
    with connect(new) as conn:
        assert conn.execute("SELECT current_user").fetchone() == ("an",)
    assert people.remove("an", with_tables=False) == []
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(new)
    assert told == []


def test_a_password_that_the_operator_renews_during_a_look_is_not_set_back(
    server: PostgresServer, people: People
) -> None:
    people.add("an", full_text=False, may_build=False)
    told: list[str] = []
    passwords: list[str] = []

    def logins(_: psycopg.Connection) -> list[Login]:
        before = server.logins()
        if not passwords:
            passwords.append(people.rotate("an"))
        return before

    guard = Guard(server.admin_url, logins, told.append, usual_bounds())
    guard.do_due_work()
    guard.stop()
    assert told == []
    with connect(server.url_for("an", passwords[0])) as conn:
        assert conn.execute("SELECT current_user").fetchone() == ("an",)
    people.remove("an", with_tables=False)


SORT = "SELECT count(*) FROM (SELECT md5(n::text) AS m FROM generate_series(1, 50000000) AS n ORDER BY m) AS s"


def test_no_sort_takes_the_memory_whatever_work_mem_it_sets(nga: str, binh: str, told: list[str]) -> None:
    with psycopg.connect(nga, autocommit=True) as conn:
        pid = conn.info.backend_pid
        conn.execute("SET work_mem = '1TB'; SET statement_timeout = 0")
        with pytest.raises(psycopg.OperationalError, match="terminating connection"):
            conn.execute(SORT)
    until("the session's end", lambda: not psutil.pid_exists(pid))
    with connect(binh) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)
    until("a message", lambda: told)
    assert "of memory with all its sessions" in told[0] or "one statement for more than" in told[0]


def test_the_kernel_bounds_a_process_even_where_no_guard_looks(nga: str, server: PostgresServer) -> None:
    with connect(nga) as conn:
        limits = Path(f"/proc/{conn.info.backend_pid}/limits").read_text()
        assert [line.split()[3] for line in limits.splitlines() if line.startswith("Max data size")] == [str(1 << 30)]
        conn.execute("SET work_mem = '1TB'")
        with pytest.raises(psycopg.errors.OutOfMemory):
            conn.execute("SELECT length(repeat('x', 1000000000) || repeat('y', 70000000))")
        assert conn.execute("SELECT 1").fetchone() == (1,)


def test_five_endless_statements_of_one_end_while_the_other_gets_its_answers(
    nga: str, binh: str, told: list[str]
) -> None:
    ends: list[str] = []

    def run_for_ever() -> None:
        with psycopg.connect(nga, autocommit=True) as conn:
            conn.execute("SET statement_timeout = 0; SET max_parallel_workers_per_gather = 8")
            try:
                conn.execute("SELECT count(*) FROM generate_series(1, 1e15::bigint) AS a")
            except psycopg.OperationalError as error:
                ends.append(str(error))

    threads = [threading.Thread(target=run_for_ever) for _ in range(5)]
    for thread in threads:
        thread.start()
    answers = 0
    with connect(binh) as conn:
        while any(thread.is_alive() for thread in threads):
            assert conn.execute("SELECT count(*) FROM news.unit").fetchone() != (0,)
            answers += 1
            time.sleep(0.05)
    assert [end.split(" due", maxsplit=1)[0] for end in ends] == ["terminating connection"] * 5
    assert answers
    assert [line for line in told if "one statement for more than 2 s" in line]


def test_a_transaction_is_not_held_open_for_ever(nga: str, told: list[str]) -> None:
    conn = psycopg.connect(nga)
    conn.execute("SET idle_in_transaction_session_timeout = 0")
    conn.execute("SELECT FROM news.unit LIMIT 1")
    until("a message", lambda: told)
    assert "held one transaction open" in told[0]
    with pytest.raises(psycopg.OperationalError):
        conn.execute("SELECT 1")


def test_readers_leave_connections_to_the_night(server: PostgresServer) -> None:
    with connect(server.admin_url()) as admin:
        admin.execute("ALTER ROLE analyst CONNECTION LIMIT -1")
    held: list[psycopg.Connection] = []
    with pytest.raises(psycopg.OperationalError, match="remaining connection slots are reserved"):
        held.extend(psycopg.connect(server.analyst_url) for _ in range(100))
    with connect(server.url) as owner, connect(server.loader_url), connect(server.airflow_url):
        assert owner.execute("SELECT 1").fetchone() == (1,)
    for conn in held:
        conn.close()
    PostgresServer(server.home).start()
    assert drift(server) == {}


def test_one_who_builds_has_a_schema_that_others_do_not_read(
    server: PostgresServer, nga: str, binh: str, people: People, tmp_path: Path
) -> None:
    with connect(binh) as conn:
        conn.execute("CREATE TABLE binh.counts AS SELECT outlet_key, count(*) FROM news.articles GROUP BY 1")
        conn.execute("CREATE VIEW heads AS SELECT headline FROM news.articles")
        assert conn.execute("SELECT to_regclass('binh.heads') IS NOT NULL").fetchone() == (True,)
        for query in ("CREATE TABLE news.mine (n int)", "CREATE SCHEMA more", "CREATE TABLE public.mine (n int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(query)  # type: ignore[arg-type]
    with connect(nga) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("SELECT * FROM binh.counts")
    backup(server.url, tmp_path / "copy.dump")
    with pytest.raises(BackupFailed, match=r"stands on: view binh\.heads of binh\. "):
        restore(server.url, tmp_path / "copy.dump")
    with pytest.raises(BadAnalyst, match=r"binh owns 2 tables, views or functions \(binh.counts, binh.heads\)"):
        people.remove("binh", with_tables=False)


def test_sqlalchemy_reflects_news_and_its_references(nga: str, binh: str) -> None:
    for url in (nga, binh):
        engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        base = automap_base()
        base.prepare(engine, reflection_options={"schema": "news"})
        names = [*base.classes.keys()]
        assert {"article_record", "outlet", "unit", "numbering"} <= {*names}
        engine.dispose()


def test_the_commands(server: PostgresServer, people: People, tmp_path: Path) -> None:
    home = ["--home", str(server.home)]

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["analyst", *arguments, *home])
        return done.exit_code, done.stdout

    status, url = run("add", "lan", "--text", "no")
    assert status == 0
    with connect(url.strip()) as conn:
        assert conn.execute("SELECT current_user, news.may_read_text()").fetchone() == ("lan", False)
    file = tmp_path / "lan.url"
    status, said = run("rotate", "lan", "--into", str(file))
    assert (status, stat.S_IMODE(file.stat().st_mode)) == (0, 0o600)
    new = file.read_text().strip()
    assert new.split(":")[2] not in said
    with connect(new):
        pass
    assert "lan                  headlines and leads" in run("list")[1]
    assert run("remove", "lan") == (0, "lan cannot log in any more\n")
    assert "lan" not in run("list")[1]


def test_a_server_of_several_makes_the_same_login(server: PostgresServer) -> None:
    script = shipped("sql") / "roles" / "analyst.sql"
    command = [packaged_binaries() / "psql", "-q", "-d", server.admin_url(OWNER), "-f", script]
    with connect(server.admin_url(OWNER)) as admin:
        try:
            subprocess.run(command, env={"NAME": "mai"}, check=True)
            admin.execute("ALTER ROLE mai IN DATABASE baotinh SET search_path = 'x'")
            subprocess.run(command, env={"NAME": "mai"}, check=True)
            assert [*roles.differences_of(admin, Login("mai", "none yet", True))] == ["another password"]
            [finding] = check_logins(read_configuration(server.home).settings)
            assert finding.message == "mai may read, and `baotinh analyst` did not make it"
        finally:
            People(server.admin_url(OWNER), server.analysts).remove("mai", with_tables=False)
    with pytest.raises(BadAnalyst, match="there is no login mai"):
        People(server.admin_url(OWNER), server.analysts).remove("mai", with_tables=False)


def test_the_doctor_names_a_login_that_was_changed(server: PostgresServer, nga: str) -> None:
    settings = read_configuration(server.home).settings
    assert [finding.level for finding in check_logins(settings)] == ["ok"]
    with connect(nga) as conn:
        conn.execute("SET default_transaction_read_only = off")
        conn.execute("ALTER ROLE nga SET statement_timeout = 0")
    assert [f.message for f in check_logins(settings)] == ["nga: statement_timeout = 0 instead of 60s"]
    PostgresServer(server.home).start()
    assert [finding.level for finding in check_logins(settings)] == ["ok"]


def test_the_file_of_logins_is_private_and_holds_no_password(server: PostgresServer, nga: str) -> None:
    file = server.folder / "analysts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert {one["name"] for one in json.loads(text)} >= {"nga"}
    assert nga.split(":")[2].rpartition("@")[0] not in text
