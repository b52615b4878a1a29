"""A newer version meets an older database: a copy before the change, whole migrations or none, three copies kept."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from commands import Baotinh

from crawler.database import connect, migrate, migrations, pending
from crawler.local.backup import restore
from crawler.local.postgres import PostgresServer
from crawler.local.upgrade import upgrade
from crawler.resources import shipped

pytestmark = pytest.mark.slow


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give this version's SQL as a later version has it: the test adds files."""
    folder = tmp_path / "sql"
    shutil.copytree(shipped("sql"), folder)
    monkeypatch.setattr(migrations, "shipped", lambda name: folder)
    return folder / "migrations"


@pytest.fixture
def url(server: PostgresServer) -> Iterator[str]:
    """Give a migrated database of its own."""
    admin = server._url("postgres", "postgres")
    with psycopg.connect(admin, autocommit=True) as conn:
        conn.execute("DROP DATABASE IF EXISTS older")
        conn.execute("CREATE DATABASE older OWNER baotinh")
    found = server.url.rsplit("/", 1)[0] + "/older"
    migrate(found)
    yield found
    with psycopg.connect(admin, autocommit=True) as conn:
        conn.execute("DROP DATABASE older WITH (FORCE)")


def plant_article(url: str) -> None:
    """Write a row that is worth a copy, whatever the table's other columns want."""
    with connect(url) as conn:
        for (column,) in conn.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'news' AND table_name = 'article_record'"
            " AND is_nullable = 'NO' AND column_name <> 'article_id'"
        ).fetchall():
            conn.execute(
                psycopg.sql.SQL("ALTER TABLE news.article_record ALTER {} DROP NOT NULL").format(
                    psycopg.sql.Identifier(column)
                )
            )
        conn.execute("INSERT INTO news.article_record (article_id) VALUES (7)")


def add(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.sql").write_text(text)


def test_a_copy_is_made_first_and_holds_what_was_there(url: str, newer: Path, tmp_path: Path) -> None:
    plant_article(url)
    add(newer, "0900_lossy", "DELETE FROM news.article_record;")
    said: list[str] = []
    assert pending(url) == ["0900_lossy"]
    assert upgrade(url, tmp_path, said.append) == ["0900_lossy"]
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("before-0900_lossy-")
    assert str(copy) in said[0]
    with connect(url) as conn:
        assert conn.execute("SELECT count(*) FROM news.article_record").fetchone() == (0,)
    restore(url, copy)
    with connect(url) as conn:
        assert conn.execute("SELECT article_id FROM news.article_record").fetchall() == [(7,)]
    assert pending(url) == ["0900_lossy"]


def test_nothing_pending_or_nothing_to_lose_makes_no_copy(url: str, newer: Path, tmp_path: Path) -> None:
    assert upgrade(url, tmp_path, print) == []
    add(newer, "0900_more", "CREATE TABLE ops.more (n int);")
    assert upgrade(url, tmp_path, print) == ["0900_more"]
    assert not (tmp_path / "backups").exists()


def test_three_copies_are_kept_and_an_operators_own_files_are_not_touched(
    url: str, newer: Path, tmp_path: Path
) -> None:
    plant_article(url)
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mine.dump").touch()
    (folder / "before-half.dump.part").touch()
    for n in range(4):
        old = folder / f"before-{n}.dump"
        old.touch()
        os.utime(old, (n, n))
    add(newer, "0900_more", "CREATE TABLE ops.more (n int);")
    upgrade(url, tmp_path, print)
    names = sorted(file.name for file in folder.iterdir())
    assert names[0].startswith("before-0900_more-")
    assert names[1:] == ["before-2.dump", "before-3.dump", "mine.dump"]


def test_a_copy_that_fails_stops_the_upgrade(url: str, newer: Path, tmp_path: Path) -> None:
    plant_article(url)
    (tmp_path / "backups").write_text("a file where the folder should be")
    add(newer, "0900_more", "CREATE TABLE ops.more (n int);")
    with pytest.raises(OSError, match="backups"):
        upgrade(url, tmp_path, print)
    assert pending(url) == ["0900_more"]


def test_a_migration_that_fails_half_way_leaves_nothing_and_can_be_tried_again(url: str, newer: Path) -> None:
    add(newer, "0900_half", "CREATE TABLE ops.half (n int); SELECT 1/0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(url)
    add(newer, "0900_half", "CREATE TABLE ops.half (n int);")
    assert migrate(url) == ["0900_half"]


def test_a_lock_that_a_killed_migration_left_is_no_hindrance(url: str, newer: Path) -> None:
    add(newer, "0900_more", "CREATE TABLE ops.more (n int);")
    assert migrate(url) == ["0900_more"]
    with connect(url) as conn:
        conn.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 1)")
    add(newer, "0901_column", "-- depends: 0900_more\nALTER TABLE ops.more ADD m int;")
    assert migrate(url) == ["0901_column"]


OF_AN_EARLIER_VERSION = {
    "tables and the mark of old migrations": "CREATE SCHEMA news; CREATE SCHEMA ops; CREATE TABLE news.article (n int);"
    " CREATE TABLE _yoyo_migration (migration_hash text, migration_id text, applied_at_utc timestamp);"
    " INSERT INTO _yoyo_migration VALUES ('x', '0001_units', now())",
    "tables alone": "CREATE SCHEMA news; CREATE TABLE news.article (n int)",
    "other tables of this way": "CREATE SCHEMA ops; CREATE TABLE ops.schema_object (name text, sha256 text);"
    " INSERT INTO ops.schema_object VALUES ('tables', 'of another text')",
}


@pytest.mark.parametrize("made", OF_AN_EARLIER_VERSION.values(), ids=OF_AN_EARLIER_VERSION)
def test_an_older_database_is_refused_in_one_line_that_says_what_to_do(url: str, made: str, baotinh: Baotinh) -> None:
    empty = "DROP SCHEMA IF EXISTS news, ops, internal CASCADE"
    with connect(url) as conn:
        conn.execute(f"{empty}; {made}".encode())
        done = baotinh("migrate", environment=os.environ | {"DATABASE_URL": url})
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("baotinh: this database is of an earlier version, whose tables cannot be carried over:")
        for words in ("then `baotinh rebuild`", f"-c '{empty}'`", "move the folder `postgres` out of the home"):
            assert words in line
        conn.execute(empty.encode())
    assert migrate(url) == ["tables"]
    assert migrate(url) == []


def test_another_word_in_a_comment_is_no_other_version(url: str, newer: Path) -> None:
    file = newer.parent / "schema" / "02_units.sql"
    file.write_text(f"-- More about it.\n{file.read_text('utf8').replace('Rank:', 'Its rank:')}", "utf8")
    assert migrate(url) == []


def test_migrations_are_applied_to_an_empty_database_too(url: str, newer: Path) -> None:
    """Also where this database had them before, and was emptied."""
    add(newer, "0001_more", "CREATE TABLE ops.more (n int);")
    assert migrate(url) == ["0001_more"]
    with connect(url) as conn:
        conn.execute("DROP SCHEMA news, ops, internal CASCADE")
        assert pending(url) == ["tables"]
        assert migrate(url) == ["tables"]
        assert conn.execute("SELECT to_regclass('ops.more') IS NOT NULL").fetchone() == (True,)


@pytest.mark.parametrize("step", ["make_tables", "seed", "make_definitions", "grant"])
def test_a_migrate_that_ends_anywhere_goes_on_where_it_was(
    url: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with connect(url) as conn:
        conn.execute("DROP SCHEMA news, ops, internal CASCADE")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, step, end)
        with pytest.raises(KeyboardInterrupt):
            migrate(url)
    assert migrate(url)
    assert migrate(url) == []
    with connect(url) as conn:
        assert conn.execute("SELECT count(*) FROM news.articles").fetchone() == (0,)
        assert conn.execute("SELECT count(*) > 14000 FROM news.unit").fetchone() == (True,)
