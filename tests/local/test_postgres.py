"""The embedded server: passwords, locale, reuse, stale files and a refused version."""

import os
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.local.postgres_failure import PostgresBeyondHelp, PostgresFailed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    # pytest's folders are 0700, so as root this is also the case of a home the server's user cannot reach.
    running = PostgresServer(tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    data = running.data
    running.destroy()
    assert not running.is_running()
    assert not data.parent.exists()
    assert not running.folder.exists()


def test_vietnamese_letters_have_their_case(server: PostgresServer) -> None:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT lower('ĐỒNG THÁP'), 'Đồng' ILIKE 'đỒNG', 'ĐỒNG' ~* 'đồng', current_setting('data_checksums')"
        ).fetchone()
    assert row == ("đồng tháp", True, True, "on")


def test_airflow_has_a_database_of_its_own(server: PostgresServer) -> None:
    with psycopg.connect(server.airflow_url) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == ("airflow", "airflow")


def test_who_reads_by_hand_has_the_days_of_viet_nam_and_our_own_programs_utc(server: PostgresServer) -> None:
    shown = "SELECT timestamptz '2026-09-30 17:30+00'::date::text, current_setting('TimeZone')"
    with psycopg.connect(server.analyst_url) as by_hand:
        assert by_hand.execute(shown).fetchall() == [("2026-10-01", "Asia/Ho_Chi_Minh")]
    with connect(server.url) as own:
        assert own.execute(shown).fetchall() == [("2026-09-30", "UTC")]


def test_the_owner_is_no_superuser_and_may_drop_and_make_its_database(server: PostgresServer) -> None:
    admin = server.url.rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        assert connection.execute("SELECT current_setting('is_superuser'), current_user").fetchone() == (
            "off",
            "baotinh",
        )
        connection.execute("DROP DATABASE baotinh")
        connection.execute("CREATE DATABASE baotinh")
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT pg_read_file('/etc/hostname')")


def test_an_analyst_reads_old_and_new_tables_and_writes_none(server: PostgresServer) -> None:
    assert migrate(server.url)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE news.later AS SELECT 1 AS n")
    with psycopg.connect(server.analyst_url, autocommit=True) as connection:
        for table in ("news.articles", "ops.url", "news.later"):
            connection.execute(f"SELECT count(*) FROM {table}")  # type: ignore[arg-type]
        assert connection.execute("SELECT current_setting('statement_timeout')").fetchone() == ("1min",)
        connection.execute("SET default_transaction_read_only = off")
        for query in ("DELETE FROM news.unit", "CREATE TABLE public.mine (n int)", "CREATE TABLE news.mine (n int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(query)  # type: ignore[arg-type]


def test_a_server_without_the_role_is_migrated_as_well(server: PostgresServer) -> None:
    with psycopg.connect(server._url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE elsewhere OWNER baotinh")
        connection.execute("ALTER ROLE analyst RENAME TO somebody")
        try:
            assert migrate(server.url.rsplit("/", 1)[0] + "/elsewhere")
        finally:
            connection.execute("ALTER ROLE somebody RENAME TO analyst")


def test_a_wrong_password_is_refused(server: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://baotinh:wrong@127.0.0.1:{server.port}/baotinh")


def test_passwords_are_private_files(server: PostgresServer) -> None:
    files = list(server.folder.glob("*.password"))
    assert len(files) == 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_two_starts_at_once_put_no_password_into_the_log_which_nobody_else_reads(server: PostgresServer) -> None:
    """Whichever of them fails or waits: its statement has no password, and a failed one stands in the log."""
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET log_statement = 'all'")
        admin.execute("SELECT pg_reload_conf()")
        for role in ("baotinh", "baotinh_loader", "analyst"):
            admin.execute(f"ALTER ROLE {role} PASSWORD NULL")  # type: ignore[arg-type]
    with ThreadPoolExecutor(4) as pool:
        urls = [*pool.map(lambda _: PostgresServer(server.home).start(), range(4))]
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM RESET log_statement")
        admin.execute("SELECT pg_reload_conf()")
    assert {*urls} == {server.url}
    log = server.log.read_text()
    assert log.count("PASSWORD 'SCRAM-SHA-256$4096:") == 3
    assert not [file.name for file in server.folder.glob("*.password") if file.read_text().strip() in log]
    assert stat.S_IMODE(server.log.stat().st_mode) == 0o600


def test_second_start_reuses_the_running_server(server: PostgresServer) -> None:
    second = PostgresServer(server.home)
    assert second.start() == server.url
    assert not second.started_here


def test_killed_server_comes_back_with_its_rows(server: PostgresServer) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Cà Mau' AS name")
    os.kill(int((server.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    again = PostgresServer(server.home)
    with psycopg.connect(again.start()) as connection:
        assert connection.execute("SELECT name FROM kept").fetchone() == ("Cà Mau",)


def test_another_programs_process_id_is_not_a_server(server: PostgresServer) -> None:
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not server.is_running()
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_never_was_is_destroyed_without_a_word(tmp_path: Path) -> None:
    PostgresServer(tmp_path / "none").destroy()
    assert not (tmp_path / "none").exists()


def test_other_major_version_is_refused(server: PostgresServer) -> None:
    marker = server.data / "PG_VERSION"
    kept = marker.read_text()
    marker.write_text("17\n")
    try:
        with pytest.raises(PostgresFailed, match="written by PostgreSQL 17"):
            PostgresServer(server.home).start()
    finally:
        marker.write_text(kept)


def test_damaged_data_is_told_from_a_start_that_may_succeed_later(tmp_path: Path) -> None:
    damaged = PostgresServer(tmp_path)
    try:
        damaged.start()
        damaged.stop()
        control = damaged.data / "global" / "pg_control"
        control.write_bytes(b"\0" * control.stat().st_size)
        with pytest.raises(PostgresBeyondHelp, match=r"Its data is damaged: .*`baotinh restore`") as refused:
            damaged.start()
        assert str(damaged.data) in str(refused.value)
    finally:
        damaged.destroy()
