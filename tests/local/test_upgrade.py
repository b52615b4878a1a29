"""A newer version meets an older database: a copy before the change, whole migrations or none, three copies kept."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crawler.database import connect, migrate, migrations, pending
from crawler.local.backup import restore
from crawler.local.postgres import PostgresServer
from crawler.local.upgrade import upgrade
from crawler.resources import shipped


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
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'news' AND table_name = 'article'"
            " AND is_nullable = 'NO' AND column_name <> 'article_id'"
        ).fetchall():
            conn.execute(
                psycopg.sql.SQL("ALTER TABLE news.article ALTER {} DROP NOT NULL").format(
                    psycopg.sql.Identifier(column)
                )
            )
        conn.execute("INSERT INTO news.article (article_id) VALUES (7)")


def add(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.sql").write_text(f"-- depends: 0005_announcements\n{text}")


def test_a_copy_is_made_first_and_holds_what_was_there(url: str, newer: Path, tmp_path: Path) -> None:
    plant_article(url)
    add(newer, "0900_lossy", "DELETE FROM news.article;")
    said: list[str] = []
    assert pending(url) == ["0900_lossy"]
    assert upgrade(url, tmp_path, said.append) == ["0900_lossy"]
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("before-0900_lossy-")
    assert str(copy) in said[0]
    with connect(url) as conn:
        assert conn.execute("SELECT count(*) FROM news.article").fetchone() == (0,)
    restore(url, copy)
    with connect(url) as conn:
        assert conn.execute("SELECT article_id FROM news.article").fetchall() == [(7,)]
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
    with connect(url) as conn:
        conn.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 1)")
    add(newer, "0900_more", "CREATE TABLE ops.more (n int);")
    assert migrate(url) == ["0900_more"]
