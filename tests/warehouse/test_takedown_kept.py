"""By the commands: a takedown outlives a backup made before it, DROP DATABASE, restore and rebuild; one digest."""

import psycopg
import pytest
from commands import Baotinh
from one_article import SLUG
from template_server import recreate_database
from test_removal import PRINT, TEXT, everything, load_what_waits, some_files

from crawler.archive import Archive
from crawler.database import connect, site_lock
from crawler.local.postgres import PostgresServer
from crawler.outlets import outlet_by_key
from crawler.warehouse import suppress

pytestmark = pytest.mark.slow

PERSON = "Minh Hòa"


def test_a_takedown_outlives_restore_and_rebuild_and_the_digest_is_one(
    baotinh: Baotinh, server: PostgresServer, archive: Archive
) -> None:
    home = archive.root
    archive = Archive(home / "archive")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "DATABASE_URL": server.url,
        "BAOTINH_HOME": str(home),
    }

    def run(*arguments: str, status: int = 0) -> str:
        done = baotinh(*arguments, environment=environment)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    some_files(archive)
    run("load", "baoangiang")
    copy = home / "before.dump"
    run("backup", str(copy))

    listed = run("suppress", "article", SLUG, "--dry-run")
    assert "Nước lũ về sớm" in listed
    assert PRINT in listed
    assert "would remove 4 captures" in listed
    assert TEXT in everything(archive)
    said = run("suppress", "article", SLUG, "--reason", "asked by its author")
    assert "4 captures" in said
    assert "removed from 2 of 3 files; 4 readings" in said  # of its page, copy and redirect; a title in the feed's
    again = run("suppress", "article", SLUG, "--reason", "asked again")
    assert "is taken down since" in again
    assert "archive: 0 captures" in again
    run("suppress", "person", PERSON, "--reason", "asked by that person")
    run("load", "baoangiang")
    digest = run("digest")
    assert "all as they were sealed" in run("fixity")
    record = run("takedowns")
    assert "4 captures" in record
    assert "asked by its author" in record

    run("restore", str(copy))  # the article is in the copy
    run("load", "baoangiang")
    assert (run("digest"), run("takedowns")) == (digest, record)
    recreate_database(server)
    run("restore", str(copy))
    run("load", "baoangiang")
    assert (run("digest"), run("takedowns")) == (digest, record)
    recreate_database(server)
    assert run("rebuild").splitlines()[-1] == f"digest {digest.strip()}"
    assert (run("digest"), run("takedowns")) == (digest, record)
    with connect(server.url) as conn:
        assert conn.execute("SELECT native_id FROM news.article_record").fetchall() == [("500002",)]
        assert conn.execute("SELECT count(*) FROM news.article_byline").fetchone() == (0,)
    assert TEXT not in everything(archive)


def test_a_removal_left_undone_is_told_and_finished(
    baotinh: Baotinh, server: PostgresServer, conn: psycopg.Connection, archive: Archive
) -> None:
    home = archive.root
    archive = Archive(home / "archive")
    some_files(archive)
    load_what_waits(conn, archive)
    suppress(conn, archive, "article", SLUG, "asked")  # as a command that died before it reached the files
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "DATABASE_URL": server.url,
        "BAOTINH_HOME": str(home),
    }
    told = baotinh("takedowns", environment=environment)
    assert (told.returncode, "2 captures of these are still in the archive" in told.stdout) == (1, True), told.stdout
    assert site_lock(conn, outlet_by_key("baoangiang").politeness_group)  # as a crawl does
    done = baotinh("takedowns", "--finish", environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "baoangiang: a crawl is running; what it fetches of it is removed when" in done.stdout
    assert TEXT not in everything(archive)
