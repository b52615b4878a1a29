"""The archive in a bucket: delivered, loaded, taken down and checked there as in a folder, and killed at every step."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from one_article import SLUG, capture
from s3_server import KEYS, S3Server, moto, nanio
from test_removal import EMPTY, TEXT, some_files

from crawler.archive import Archive, deliver, read_readings
from crawler.archive.delivery import NotDelivered
from crawler.archive.store import children, delete_earlier_versions, store_at, writing
from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor.archive import check_bucket
from crawler.local.doctor.finding import Finding
from crawler.local.fixity import check_fixity
from crawler.local.postgres import PostgresServer
from crawler.pipeline.load import load_outlet
from crawler.sites import parser_build
from crawler.warehouse import digest, finish_removals, read_takedowns, remaining_captures, remove_from_file, suppress
from crawler.warehouse.takedown.archive_list import listed_takedowns

KEY = "baoangiang"


@pytest.fixture(scope="module")
def disk_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    folder = tmp_path_factory.mktemp("nanio")
    (folder / "papers").mkdir()
    with nanio(folder) as server:
        yield server


@pytest.fixture
def s3(disk_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    return named(disk_server, monkeypatch)


def named(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """Name the server in the environment, as an operator does; clients of another are forgotten."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture(params=["memory", "file", "s3"])
def bucket(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """Give an archive of each kind of store."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    places = {
        "memory": f"memory://{tmp_path.name}",
        "file": f"file://{tmp_path}/far",
        "s3": f"s3://papers/{tmp_path.name}",
    }
    return Archive(tmp_path / "near", places[request.param])


@pytest.fixture
def in_s3(s3: S3Server, tmp_path: Path) -> Archive:
    return Archive(tmp_path / "near", f"s3://papers/{tmp_path.name}")


def loaded(conn: psycopg.Connection, archive: Archive) -> str:
    conn.execute(EMPTY)
    load_outlet(conn, archive, KEY, lambda _: None)
    return digest(conn)


def twin(archive: Archive, folder: Path) -> Archive:
    """Return an archive in a folder with the same sealed files, none of them delivered yet."""
    shutil.copytree(archive.root / "warc", folder / "warc")
    return Archive(folder)


def text_of(folder: Path) -> str:
    """Return all that lies in a folder of a bucket, with what is packed unpacked."""
    import gzip

    import zstandard

    unpacked = {
        ".gz": gzip.decompress,
        ".zst": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
    }
    files = [path for path in folder.glob("**/*") if path.is_file()]
    return "".join(unpacked.get(path.suffix, bytes)(path.read_bytes()).decode("utf8", "replace") for path in files)


def test_the_same_digest_from_a_folder_and_from_a_bucket(
    conn: psycopg.Connection, bucket: Archive, tmp_path: Path
) -> None:
    some_files(bucket)
    capture(bucket, 5, level="2,4")
    folder = twin(bucket, tmp_path / "folder")
    assert loaded(conn, folder) == loaded(conn, bucket)
    assert [path.name for path in bucket.sealed(KEY)] == [path.name for path in folder.sealed(KEY)]
    assert not [path for path in bucket.root.rglob("*") if path.is_file()]  # nothing is left on this machine
    # An edit that a newer build finds makes the loader read earlier captures again, out of the bucket.
    conn.execute("UPDATE ops.parser_build SET build = gen_random_uuid()::text")
    later = capture(bucket, 9, level="3,0")
    for suffix in ("", ".sha256"):
        shutil.copy(f"{later}{suffix}", folder.root / "warc" / KEY)
    load_outlet(conn, bucket, KEY, lambda _: None)
    assert digest(conn) == loaded(conn, folder)
    assert [r.url for r in read_readings(bucket, bucket.sealed(KEY)[-1], parser_build())] == [SLUG]


def test_a_takedown_leaves_nothing_in_the_bucket(conn: psycopg.Connection, bucket: Archive, tmp_path: Path) -> None:
    some_files(bucket)
    folder = twin(bucket, tmp_path / "folder")
    loaded(conn, bucket)
    assert TEXT in text_of(bucket.store)
    suppress(conn, bucket, "article", SLUG, "asked")
    for path in bucket.sealed(KEY):
        remove_from_file(conn, bucket, path, read_takedowns(conn))
    assert TEXT not in text_of(bucket.store)
    assert remaining_captures(conn) == 0
    assert check_fixity(bucket.sealed(KEY), print) == 0
    assert [(t.scope, t.reason) for t in listed_takedowns(bucket)] == [("article", "asked")]
    after = loaded(conn, bucket)
    loaded(conn, folder)
    suppress(conn, folder, "article", SLUG, "asked")
    assert loaded(conn, folder) == after


def test_two_machines_that_take_down_at_once_lose_no_entry(server: PostgresServer, bucket: Archive) -> None:
    def take_down(address: str) -> None:
        with connect(server.url) as conn:
            suppress(conn, bucket, "url", address, "asked")

    with ThreadPoolExecutor(6) as machines:
        [*machines.map(take_down, [f"https://baoangiang.com.vn/a{n}.html" for n in range(6)])]
    assert len(listed_takedowns(bucket)) == 6


def test_what_is_damaged_in_the_bucket_is_told_and_set_aside(
    conn: psycopg.Connection, server: PostgresServer, bucket: Archive
) -> None:
    capture(bucket, 0)
    deliver(bucket, KEY)
    (path,) = bucket.sealed(KEY)
    good = path.read_bytes()
    with writing(path) as stream:
        stream.write(good[:-1])
    told: list[str] = []
    assert check_fixity([path], told.append) == 1
    load_outlet(conn, bucket, KEY, told.append)
    assert (
        f"{KEY}: {path.name} is set aside: it is not what was sealed: bring it back from a copy of the archive" in told
    )


def test_a_file_that_differs_on_its_way_is_not_sealed_there_and_stays_here(bucket: Archive) -> None:
    path = capture(bucket, 0)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(NotDelivered, match=path.name):
        deliver(bucket, KEY)
    assert (bucket.sealed(KEY), path.exists()) == ([], True)


def test_a_second_delivery_brings_nothing_back_that_was_taken_down_meanwhile(
    conn: psycopg.Connection, bucket: Archive, tmp_path: Path
) -> None:
    some_files(bucket)
    late = twin(bucket, tmp_path / "late").root  # a machine that died before it deleted what it had delivered
    loaded(conn, bucket)
    suppress(conn, bucket, "article", SLUG, "asked")
    for path in bucket.sealed(KEY):
        remove_from_file(conn, bucket, path, read_takedowns(conn))
    shutil.copytree(late / "warc", bucket.root / "warc", dirs_exist_ok=True)
    load_outlet(conn, bucket, KEY, lambda _: None)
    assert TEXT not in text_of(bucket.store)


# The process dies by -9 where the object of the n-th write is about to appear, or has.
KILLER = """
import os, signal, sys
from pathlib import Path
from typing import Any
import crawler.archive.store as store
from crawler.archive import Archive, deliver
from crawler.database import connect
from crawler.warehouse import read_takedowns, remove_from_file
work, when, left, root, place, url = sys.argv[1:]
left = int(left)
import s3fs
real = s3fs.core.S3File.commit
def commit(file):
    global left
    left -= 1
    if not left and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(file)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
s3fs.core.S3File.commit = commit
archive = Archive(Path(root), place)
if work == "deliver":
    deliver(archive, "baoangiang")
else:
    with connect(url) as conn:
        for path in archive.sealed("baoangiang"):
            remove_from_file(conn, archive, path, read_takedowns(conn))
"""


def killed(work: str, point: str, archive: Archive, server: PostgresServer) -> None:
    place = f"s3://{archive.store.path}"  # type: ignore[attr-defined]
    dead = subprocess.run(
        [sys.executable, "-c", KILLER, work, *point.split(), str(archive.root), place, server.url],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert dead.returncode == -signal.SIGKILL, dead.stderr


def points(*steps: int) -> list[Any]:
    """Return the points before and after these steps; CI dies before the odd ones and after the even ones."""
    return [
        pytest.param(f"{when} {n}", marks=[] if (when == "before") == bool(n % 2) else pytest.mark.long)
        for n in steps
        for when in ("before", "after")
    ]


# Of each file the index, the file itself, its checksum.
@pytest.mark.faults
@pytest.mark.parametrize("point", points(1, 2, 3, 5))
def test_a_delivery_that_was_killed_is_completed_by_the_next(
    conn: psycopg.Connection, server: PostgresServer, in_s3: Archive, tmp_path: Path, point: str
) -> None:
    some_files(in_s3)
    folder = twin(in_s3, tmp_path / "folder")
    killed("deliver", point, in_s3, server)
    assert check_fixity(in_s3.sealed(KEY), print) == 0  # what is seen there is whole
    assert loaded(conn, in_s3) == loaded(conn, folder)
    assert len(in_s3.sealed(KEY)) == 3


# Of each file its readings, the new index and checksum beside it, the file itself, and both again in their places.
@pytest.mark.faults
@pytest.mark.parametrize("point", points(1, 2, 3, 4, 5, 6))
def test_a_removal_that_was_killed_is_completed_by_the_next(
    conn: psycopg.Connection, server: PostgresServer, in_s3: Archive, point: str
) -> None:
    some_files(in_s3)
    loaded(conn, in_s3)
    suppress(conn, in_s3, "article", SLUG, "asked")
    killed("remove", point, in_s3, server)
    finish_removals(conn, in_s3, KEY)
    for path in in_s3.sealed(KEY):
        remove_from_file(conn, in_s3, path, read_takedowns(conn))
    assert TEXT not in text_of(in_s3.store)
    assert check_fixity(in_s3.sealed(KEY), print) == 0
    assert not [path.name for path in children(in_s3.store / "warc" / KEY) if path.name.endswith(".new")]


def test_a_versioned_bucket_keeps_no_earlier_version_of_what_was_taken_down(
    conn: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with moto() as server:
        named(server, monkeypatch)
        client = store_at("s3://versions/archive").fs  # type: ignore[attr-defined]
        client.mkdir("versions")
        client.call_s3("put_bucket_versioning", Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
        archive = Archive(tmp_path, "s3://versions/archive")
        some_files(archive)
        loaded(conn, archive)
        suppress(conn, archive, "article", SLUG, "asked")
        for path in archive.sealed(KEY):
            remove_from_file(conn, archive, path, read_takedowns(conn))
        versions = client.call_s3("list_object_versions", Bucket="versions")["Versions"]
        old = [version["Key"] for version in versions if not version["IsLatest"]]
        assert not [key for key in old if key.endswith((".warc.gz", ".cdxj", ".zst"))]
        assert TEXT not in text_of(archive.store)
        gone = archive.store / "gone"
        with writing(gone) as stream:
            stream.write(b"once")
        gone.unlink()
        delete_earlier_versions(gone)
        assert "archive/gone" not in str(client.call_s3("list_object_versions", Bucket="versions"))


def test_the_doctor_writes_into_the_bucket_and_says_why_it_cannot(bucket: Archive, tmp_path: Path) -> None:
    def finding(store: str) -> Finding:
        (found,) = check_bucket(Settings(home=str(tmp_path), archive_store=store))
        return found

    assert finding(str(bucket.store)).level == "ok"
    assert not (bucket.store / "doctor").exists()
    (tmp_path / "no-folder").touch()
    fault = finding(f"file://{tmp_path}/no-folder/archive")
    assert (fault.level, "cannot be written" in fault.message) == ("fault", True)


def test_a_bucket_that_does_not_answer_is_one_line_and_the_step_begins_again(
    server: PostgresServer, baotinh: object, s3: S3Server, tmp_path: Path
) -> None:
    environment = {
        "BAOTINH_HOME": str(tmp_path),
        "DATABASE_URL": server.url,
        "BAOTINH_ARCHIVE_STORE": f"s3://papers/{tmp_path.name}",
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        **KEYS,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "1",
    }
    done = baotinh("load", KEY, environment=environment)  # type: ignore[operator]
    assert done.returncode == 75
    assert "the archive's bucket does not answer, and this step begins again" in done.stderr
    assert "Traceback" not in done.stderr
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in done.stderr
