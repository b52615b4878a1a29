"""What a dead crawl left open is sealed by who holds the site, and by nobody else: files' locks do not reach far."""

from pathlib import Path

from commands import Baotinh

from crawler.archive import Archive, WarcWriter
from crawler.database import connect, site_lock
from crawler.local.postgres import PostgresServer

KEY = "baodanang"


def left_open(archive: Archive) -> Path:
    """Leave a file as a crawl of another machine has it: open, and without a lock that could be seen here."""
    writer = WarcWriter(archive, KEY, "elsewhere")
    writer.write_metadata("note", {"of": "another machine"})
    writer._stream.close()
    return writer.path.with_name(writer.path.name + ".open")


def test_a_load_leaves_alone_what_another_machine_may_be_writing(
    baotinh: Baotinh, server: PostgresServer, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive")
    file = left_open(archive)
    environment = {"DATABASE_URL": server.url, "BAOTINH_HOME": str(tmp_path)}
    with connect(server.url) as elsewhere:
        assert site_lock(elsewhere, "baodanang.vn")
        done = baotinh("load", KEY, environment=environment)
        assert (done.returncode, done.stdout) == (0, f"{KEY}: nothing new to load\n"), done.stderr
        assert file.exists()
    done = baotinh("load", KEY, environment=environment)
    assert (done.returncode, file.exists(), len(archive.sealed(KEY))) == (0, False, 1), done.stderr


def test_a_crawl_seals_it_before_its_own_and_a_dry_one_does_not(
    baotinh: Baotinh, server: PostgresServer, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive")
    file = left_open(archive)
    environment = {
        "DATABASE_URL": server.url,
        "BAOTINH_HOME": str(tmp_path),
        "BAOTINH_SAMPLE_PRESS": "http://127.0.0.1:9",
        "BAOTINH_DELAY": "0",
    }
    baotinh("crawl", KEY, "--dry-run", environment=environment)
    assert (file.exists(), archive.sealed(KEY)) == (True, [])
    baotinh("crawl", KEY, environment=environment)
    assert not file.exists()
    assert archive.sealed(KEY)[0].name == file.name.removesuffix(".open")
