"""What each login may do, and nothing else: the analyst with and without full text, and the tasks' login."""

from collections.abc import Iterator

import psycopg
import pytest
from one_article import capture, load
from psycopg import sql

from crawler.archive import Archive
from crawler.database import connect, grant, site_lock, site_unlock
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

PARAGRAPH = "Bà con vùng đê bao thu hoạch sớm lúa vụ ba để tránh thiệt hại."


@pytest.fixture(scope="module")
def filled(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> PostgresServer:
    """Load two revisions of one article as the tasks do, with the tasks' login."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    with connect(server.loader_url) as conn:
        sync_catalogue(conn)
        load(conn, archive, [capture(archive, 0), capture(archive, 1, level="2,4")])
        conn.execute("INSERT INTO ops.suppression (scope, key_hash, reason) VALUES ('url', 1, 'asked by Lan Anh')")
    return server


@pytest.fixture
def analyst(filled: PostgresServer) -> Iterator[psycopg.Connection]:
    with connect(filled.analyst_url) as conn:
        yield conn


@pytest.fixture
def without_text(filled: PostgresServer) -> Iterator[psycopg.Connection]:
    """Start the server again as an operator does who keeps full text from the analyst."""
    PostgresServer(filled.home, analyst_text=False).start()
    try:
        with connect(filled.analyst_url) as conn:
            yield conn
    finally:
        PostgresServer(filled.home).start()


def readable(conn: psycopg.Connection) -> list[sql.Identifier]:
    rows = conn.execute(
        """
        SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('news', 'ops') AND c.relkind IN ('r', 'v') AND has_table_privilege(c.oid, 'SELECT')"""
    )
    return [sql.Identifier(*row) for row in rows]


def tables_that_say(conn: psycopg.Connection, words: str) -> list[str]:
    query = sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE %s")
    found = [t for t in readable(conn) if conn.execute(query.format(t), [f"%{words}%"]).fetchone() != (0,)]
    return [t.as_string() for t in found]


def test_with_full_text_every_table_of_news_is_read(analyst: psycopg.Connection) -> None:
    [[count]] = analyst.execute(
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'news'::regnamespace"
    ).fetchall()
    assert sum(".".join(t._obj).startswith("news.") for t in readable(analyst)) == count
    assert '"news"."articles"' in tables_that_say(analyst, PARAGRAPH)
    [[body]] = analyst.execute("SELECT body FROM news.articles").fetchall()
    assert PARAGRAPH in body


def test_without_it_no_table_says_a_paragraph_and_the_rest_is_there(without_text: psycopg.Connection) -> None:
    assert tables_that_say(without_text, PARAGRAPH) == []
    assert '"news"."articles"' in tables_that_say(without_text, "Nước lũ lên nhanh trong ba ngày qua.")
    assert without_text.execute("SELECT headline, body FROM news.articles").fetchall() == [("Nước lũ về sớm", None)]
    assert without_text.execute("SELECT body FROM news.article_version").fetchall() == [(None,), (None,)]
    assert without_text.execute("SELECT changed, is_silent FROM news.change").fetchall() == [(["body"], True)]
    assert without_text.execute("SELECT body FROM news.article_as_of(now())").fetchall() == [(None,)]
    [[snippet]] = without_text.execute("SELECT snippet FROM news.search('thu hoạch sớm')").fetchall()
    assert "<b>thu</b> <b>hoạch</b> <b>sớm</b>" in snippet
    for table in ("article_text", "article_search", "article_revision"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            without_text.execute(f"SELECT * FROM news.{table}")  # type: ignore[arg-type]


def test_who_asked_for_a_takedown_is_not_told(analyst: psycopg.Connection) -> None:
    assert tables_that_say(analyst, "Lan Anh") == []
    for query in ("ops.suppression", "ops.quarantine", "ops.problem"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute(f"SELECT * FROM {query}")  # type: ignore[arg-type]
    analyst.execute("SELECT record_id, field, code FROM ops.problem")
    analyst.execute("SELECT verdict FROM ops.crawl")


FORBIDDEN = (
    "DELETE FROM news.unit",
    "INSERT INTO news.unit_successor VALUES ('1', '2')",
    "UPDATE news.article_record SET url = ''",
    "TRUNCATE news.coverage",
    "CREATE TABLE public.mine (n int)",
    "CREATE TABLE news.mine (n int)",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION f() RETURNS int RETURN 1",
    "SELECT pg_read_file('/etc/hostname')",
    "COPY (SELECT 1) TO '/tmp/x'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_logical_emit_message(false, 'x', repeat('y', 1000000))",
    "SELECT pg_logical_emit_message(true, 'x', 'y'::bytea)",
    "SET temp_file_limit = -1",
    "SET ROLE baotinh",
    "ALTER ROLE analyst SUPERUSER",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_reload_conf()",
)


@pytest.mark.parametrize("query", FORBIDDEN)
def test_an_analyst_changes_nothing_even_where_the_defaults_are_switched_off(
    analyst: psycopg.Connection, query: str
) -> None:
    analyst.execute("SET default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute(query)  # type: ignore[arg-type]


def test_an_analyst_gets_into_no_other_database(filled: PostgresServer) -> None:
    """A session in template1 keeps `CREATE DATABASE` waiting, and large objects in it fill the disk."""
    for database in ("template1", "postgres", "airflow"):
        with pytest.raises(psycopg.OperationalError, match=f'permission denied for database "{database}"'):
            psycopg.connect(filled.analyst_url.rpartition("/")[0] + f"/{database}")


LOCKS = """
    SELECT count(*) FILTER (WHERE has_function_privilege(oid, 'EXECUTE')), count(*) FROM pg_proc
    WHERE proname ~ 'advisory' AND pronamespace = 'pg_catalog'::regnamespace"""


def test_no_analyst_holds_the_lock_that_keeps_a_crawl_or_a_load_waiting(filled: PostgresServer) -> None:
    """Neither in a database that was there before they were refused it, once the server was started again."""
    with connect(filled._url("postgres", "baotinh")) as admin:
        admin.execute("GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC")
    with connect(filled.analyst_url) as conn:
        assert site_lock(conn, "baoangiang.com.vn", patience=1)
    PostgresServer(filled.home).start()
    with connect(filled.analyst_url) as conn:
        for patience in (0, 1):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                site_lock(conn, "baoangiang.com.vn", patience)
        assert conn.execute(LOCKS).fetchone() == (0, 21)
    for url in (filled.loader_url, filled.url):
        with connect(url) as conn, connect(filled.loader_url) as other:
            assert conn.execute(LOCKS).fetchone() == (21, 21)
            assert site_lock(conn, "baoangiang.com.vn")
            assert not site_lock(other, "baoangiang.com.vn", patience=0.1)
            site_unlock(conn, "baoangiang.com.vn")
            assert site_lock(other, "baoangiang.com.vn")


def test_an_analyst_is_bounded(analyst: psycopg.Connection, filled: PostgresServer) -> None:
    shown = (
        "SELECT current_setting('statement_timeout'), current_setting('temp_file_limit'), rolconnlimit FROM pg_roles"
    )
    assert analyst.execute(f"{shown} WHERE rolname = 'analyst'").fetchone() == ("1min", "2GB", 20)
    for database in ("airflow", "postgres"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(filled.analyst_url.rsplit("/", 1)[0] + f"/{database}")


@pytest.mark.parametrize(
    "query", ["DROP TABLE news.article_record", "CREATE TABLE news.mine (n int)", "ALTER TABLE news.unit ADD x int"]
)
def test_the_tasks_login_makes_and_drops_no_table(filled: PostgresServer, query: str) -> None:
    with connect(filled.loader_url) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute(query)  # type: ignore[arg-type]


def test_a_server_with_the_old_login_alone_is_read_as_before(filled: PostgresServer) -> None:
    with connect(filled._url("postgres", "baotinh")) as admin:
        admin.execute("ALTER ROLE baotinh_analyst RENAME TO gone")
        try:
            with connect(filled.url) as owner:
                grant(owner)
            with connect(filled.analyst_url) as conn:
                [[body]] = conn.execute("SELECT body FROM news.articles").fetchall()
                assert PARAGRAPH in body
        finally:
            admin.execute("ALTER ROLE gone RENAME TO baotinh_analyst")
    with connect(filled.url) as owner:
        grant(owner)
