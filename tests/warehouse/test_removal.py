"""A takedown leaves no word of the article in WARC files, readings and rows, and says on record what it removed."""

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import zstandard
from one_article import FEED, SLUG, START, article_page, exchange, feed, load, readings, rows
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive, WarcWriter, captures, change_readings, checksum, read_capture, write_readings
from crawler.archive import removal as files
from crawler.article import url_key
from crawler.local.postgres import PostgresServer
from crawler.outlets import identify
from crawler.warehouse import (
    BadTakedown,
    digest,
    finish_removals,
    read_takedowns,
    remaining_captures,
    remove_from_file,
    restore_takedowns,
    suppress,
    survey_takedown,
    takedown_scope,
    unloaded,
)

MOVED = "https://baoangiang.com.vn/nuoc-lu-ve-som-hon-a500001.html"
OTHER = "https://baoangiang.com.vn/cau-moi-thong-xe-a500002.html"
PRINT = "https://baoangiang.com.vn/in-bai/500001"
SHORT = "https://baoangiang.com.vn/r/77"
TEXT = "ở mức 2,1 m"
OPS = (
    "SELECT to_jsonb(c) - 'warc_id' FROM ops.capture AS c ORDER BY record_id",
    "SELECT to_jsonb(r) - 'parser_build_id' FROM ops.reading AS r ORDER BY record_id",
    "SELECT to_jsonb(r) - 'warc_id' FROM ops.removed_capture AS r ORDER BY record_id",
    "SELECT to_jsonb(u) FROM ops.url AS u ORDER BY url_key",
    "SELECT record_id, field, code, detail FROM ops.problem ORDER BY 1, 2, 3, 4",
    "SELECT name, bytes, sha256 FROM ops.warc_file ORDER BY 1",
    "SELECT scope, key_hash, captures, files, bytes, removed_at FROM ops.takedown ORDER BY 1, 2",
)
EMPTY = (
    "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run, ops.problem,"
    " ops.suppression CASCADE"
)


def some_files(archive: Archive) -> list[Path]:
    """Archive an article under four addresses among others, over three nights."""
    first, second, third = (WarcWriter(archive, "baoangiang", f"run-{n}") for n in range(3))
    exchange(first, 0, url="https://baoangiang.com.vn/robots.txt", body=b"User-agent: *")
    exchange(first, 0.01, url=FEED, body=feed(SLUG, OTHER))
    exchange(first, 0.1, body=article_page(byline="SONG NHI"), etag='"1"')
    exchange(first, 0.2, url=OTHER, body=article_page(level="9", headline="Cầu mới thông xe"))
    copy = article_page().replace(b"</head>", f"<link rel='canonical' href='{SLUG}'></head>".encode())
    exchange(second, 1, url=PRINT, body=copy)
    exchange(second, 1.1, url=MOVED, status=304)
    second.write_exchange(
        url=SHORT,
        method="GET",
        request_headers=[],
        status=301,
        reason="-",
        body=b"",
        response_headers=[("Location", "/nuoc-lu-ve-som-a500001.html")],
        fetched_at=START,
    )
    exchange(third, 2, url=OTHER, status=304)
    return [writer.seal() for writer in (first, second, third)]


def load_what_waits(conn: psycopg.Connection, archive: Archive) -> None:
    finish_removals(conn, archive, "baoangiang")
    for path in unloaded(conn, archive, "baoangiang", "build-1"):
        remove_from_file(conn, archive, path, read_takedowns(conn))
        write_readings(archive, path, "build-1", readings(path))
        load(conn, archive, [path])


def take_down(conn: psycopg.Connection, archive: Archive, scope: str, key: str) -> list[int]:
    suppress(conn, archive, scope, key, "asked by its author")
    return [
        remove_from_file(conn, archive, path, read_takedowns(conn)).captures for path in archive.sealed("baoangiang")
    ]


def everything(archive: Archive) -> str:
    """Return all that the archive's files say, decompressed."""
    said = []
    for path in archive.root.rglob("*"):
        if path.name.endswith(".warc.gz"):
            with path.open("rb") as stream:
                said += [
                    str(r.rec_headers) + str(r.http_headers or "") + r.content_stream().read().decode("utf8", "replace")
                    for r in ArchiveIterator(stream, check_digests="raise")
                ]
        elif path.name.endswith(".zst"):
            with zstandard.open(path, "rt", encoding="utf8") as text:
                said.append(text.read())
        elif path.is_file():
            said.append(path.read_text("utf8"))
    return "\n".join(said)


def assert_sound(archive: Archive) -> None:
    for path in archive.sealed():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == checksum(path)
        index = path.with_name(path.name + ".cdxj").read_text("utf8")
        for found in captures(path):
            assert f'"offset": "{found.offset}"' in index
            assert f'"length": "{found.length}"' in index
    assert not [*archive.root.rglob("*.new")]
    assert not [*archive.root.rglob("*.part")]


def state(conn: psycopg.Connection) -> list[object]:
    return [rows(conn, query) for query in OPS]


def test_an_article_leaves_files_readings_and_rows_and_a_rebuild_is_the_same(
    conn: psycopg.Connection, archive: Archive
) -> None:
    paths = some_files(archive)
    load_what_waits(conn, archive)
    untouched = paths[2].read_bytes()
    ids = {c.url: c.record_id for path in paths for c in captures(path)}
    assert TEXT in everything(archive)
    found = takedown_scope(conn, archive, "article", SLUG)
    assert [headline for _, headline in found.articles] == ["Nước lũ về sớm"]
    listed = [c.url for path in paths for c, _ in survey_takedown(path, found.takedown).to_remove]
    assert sorted(listed) == sorted([SLUG, PRINT, MOVED, SHORT])

    assert take_down(conn, archive, "article", SLUG) == [1, 3, 0]
    assert_sound(archive)
    assert paths[2].read_bytes() == untouched
    said = everything(archive)
    assert "ở mức 9 m" in said
    assert [text for text in (TEXT, "Nước lũ về sớm", PRINT, MOVED, SHORT) if text in said] == []
    assert [c.url for path in paths for c in captures(path) if c.kind != "metadata"] == [
        "https://baoangiang.com.vn/robots.txt",
        FEED,
        OTHER,
        OTHER,
    ]
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]
    assert remaining_captures(conn) == 0

    # Each citation by record id is answered: removed on request, and when.
    for url in (SLUG, PRINT, MOVED, SHORT):
        record = ids[url].removeprefix("<urn:uuid:").rstrip(">")
        ((name, offset),) = rows(
            conn,
            f"""
            SELECT w.name, c."offset" FROM ops.removed_capture JOIN ops.capture AS c USING (record_id)
            JOIN ops.warc_file AS w ON w.warc_id = c.warc_id WHERE record_id = '{record}'""",
        )
        stone = next(c for c in captures(archive.warc_path("baoangiang", name)) if c.offset == offset)
        assert stone.payload["record_id"] == ids[url]
        assert stone.payload["reason"] == "removed on request"
    ((captured, held, reason),) = rows(conn, "SELECT captures, files, reason FROM ops.takedown")
    assert (captured, held, reason) == (4, 2, "asked by its author")

    load_what_waits(conn, archive)
    before, kept = digest(conn), state(conn)
    assert sum(take_down(conn, archive, "article", SLUG)) == 0
    assert state(conn) == kept
    conn.execute(EMPTY)
    restore_takedowns(conn, archive)
    load_what_waits(conn, archive)
    assert digest(conn) == before
    assert state(conn) == kept


def test_an_address_goes_and_the_others_stay(conn: psycopg.Connection, archive: Archive) -> None:
    some_files(archive)
    load_what_waits(conn, archive)
    assert take_down(conn, archive, "url", SLUG) == [1, 1, 0]  # and the redirect to it
    load_what_waits(conn, archive)
    assert rows(conn, "SELECT native_id FROM news.article_record") == [("500002",)]  # no page of the other address
    assert PRINT in everything(archive)
    kept = state(conn)
    conn.execute(EMPTY)
    restore_takedowns(conn, archive)
    load_what_waits(conn, archive)
    assert state(conn) == kept


def test_an_outlet_leaves_nothing_but_its_robots_txt(conn: psycopg.Connection, archive: Archive) -> None:
    paths = some_files(archive)
    load_what_waits(conn, archive)
    assert take_down(conn, archive, "outlet", "baoangiang") == [3, 3, 1]
    assert {c.url for path in paths for c in captures(path) if c.kind != "metadata"} == {
        "https://baoangiang.com.vn/robots.txt"
    }
    assert_sound(archive)
    assert "Nước" not in everything(archive)
    assert rows(conn, "SELECT count(*) FROM news.article_record") == [(0,)]
    assert remaining_captures(conn) == 0


def test_a_capture_of_it_that_comes_later_goes_when_its_file_is_loaded(
    conn: psycopg.Connection, archive: Archive
) -> None:
    suppress(conn, archive, "article", SLUG, "asked")
    paths = some_files(archive)  # a crawl that began before the takedown
    load_what_waits(conn, archive)
    assert [c.url for path in paths for c in captures(path) if c.kind == "response"][2:] == [OTHER]
    assert rows(conn, "SELECT outcome, count(*) FROM ops.reading GROUP BY 1 ORDER BY 1") == [
        ("article", 1),
        ("suppressed", 1),
        ("unchanged", 2),
    ]
    assert remaining_captures(conn) == 0


def test_titles_of_what_is_taken_down_leave_the_readings_of_channels(
    conn: psycopg.Connection, archive: Archive
) -> None:
    paths = some_files(archive)
    load_what_waits(conn, archive)
    take_down(conn, archive, "article", SLUG)
    titles: dict[str, str | None] = {}

    def look(reading: object) -> object:
        if announced := getattr(reading.result, "announced", None):  # type: ignore[attr-defined]
            titles.update({a.url: a.title for a in announced})
        return reading

    change_readings(archive, paths[0], look)  # type: ignore[arg-type]
    assert titles == {SLUG: None, OTHER: "Tin 1"}


def signed(conn: psycopg.Connection, archive: Archive) -> None:
    writer = WarcWriter(archive, "baoangiang", "run-0")
    exchange(writer, 0, body=article_page(byline="SONG NHI - LAN ANH"))
    exchange(writer, 1, body=article_page(byline="LAN ANH", level="3"))
    writer.seal()
    load_what_waits(conn, archive)


def test_a_persons_name_leaves_every_revision_and_the_readings_and_the_pages_stay(
    conn: psycopg.Connection, archive: Archive
) -> None:
    signed(conn, archive)
    conn.execute("UPDATE news.article_record SET source_credit = 'Song Nhi (Theo VOV)'")
    assert len(takedown_scope(conn, archive, "person", "song nhi").articles) == 1
    assert take_down(conn, archive, "person", "Song  NHI") == [0]
    load_what_waits(conn, archive)
    everywhere = "SELECT v::text FROM news.article_version AS v UNION ALL SELECT i::text FROM news.article_image AS i"
    said = " ".join(text for (text,) in rows(conn, everywhere)).casefold()
    assert "lan anh" in said
    assert "song nhi" not in said
    (path,) = archive.sealed()
    assert any("SONG NHI" in c.page.text for c in captures(path) if c.kind == "response")
    with zstandard.open(archive.readings_path("build-1", path.name), "rt", encoding="utf8") as text:
        assert "song nhi" in text.read().casefold()  # written raw by this test's load: what `remove` is for
    assert remove_from_file(conn, archive, path, read_takedowns(conn)).readings == 1
    with zstandard.open(archive.readings_path("build-1", path.name), "rt", encoding="utf8") as text:
        kept = text.read().casefold()
    assert "song nhi" not in kept
    assert "lan anh" in kept


@pytest.mark.parametrize(
    ("scope", "key", "said"),
    [
        ("article", "123", "no article of this number is known here"),
        ("url", "https://example.org/a", "no outlet of the catalogue has this host"),
        ("person", "  ", "the name is empty"),
        ("author", "x", "no scope of a takedown: url, article, person or outlet"),
        ("outlet", "baoangian", "baoangian"),
    ],
)
def test_what_names_nothing_is_told_so(
    conn: psycopg.Connection, archive: Archive, scope: str, key: str, said: str
) -> None:
    with pytest.raises(BadTakedown, match=said):
        takedown_scope(conn, archive, scope, key)


def test_half_a_line_of_the_list_is_no_takedown_and_does_not_spoil_the_next(
    conn: psycopg.Connection, archive: Archive
) -> None:
    suppress(conn, archive, "url", SLUG, "asked")
    with (archive.root / "suppression.jsonl").open("a", encoding="utf8") as stream:
        stream.write('{"scope": "article", "key_')
    assert restore_takedowns(conn, archive) == 0
    suppress(conn, archive, "article", OTHER, "asked")
    found = identify(OTHER)
    assert found is not None
    assert rows(conn, "SELECT scope, key_hash FROM ops.suppression ORDER BY 1") == [
        ("article", found.article_id),
        ("url", url_key(SLUG)),
    ]


@pytest.fixture
def held(conn: psycopg.Connection, archive: Archive) -> psycopg.Connection:
    some_files(archive)
    load_what_waits(conn, archive)
    suppress(conn, archive, "article", SLUG, "asked")
    return conn


def test_rows_that_a_killed_step_left_behind_are_brought_up_to_the_file(
    held: psycopg.Connection, archive: Archive
) -> None:
    path = archive.sealed()[0]
    files.remove_captures(path, path, survey_takedown(path, read_takedowns(held)).to_remove)  # the rows were never told
    ((offset, record),) = rows(
        held, f'SELECT "offset", record_id::text FROM ops.capture WHERE url_key = {url_key(OTHER)} AND status = 200'
    )
    assert read_capture(path, offset, record).url == OTHER  # by its id, wherever it lies now
    assert finish_removals(held, archive, "baoangiang") == 1
    ((offset,),) = rows(held, f"SELECT \"offset\" FROM ops.capture WHERE record_id = '{record}'")
    assert read_capture(path, offset).url == OTHER
    assert finish_removals(held, archive, "baoangiang") == 0


# The process dies by -9 before the n-th call of one function, or after it.
KILLER = """
import os, signal, sys
from pathlib import Path
import crawler.archive.removal as files, crawler.warehouse.takedown.removal as rows
from crawler.archive import Archive
from crawler.database import connect
from crawler.warehouse import read_takedowns
name, when, left, url, root = sys.argv[1:]
owner, left = {"replace": Path, "_move_rows": rows}.get(name, files), int(left)
real = getattr(owner, name)
def call(*given, **named):
    global left
    left -= 1
    if not left and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = real(*given, **named)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
setattr(owner, name, call)
archive = Archive(Path(root))
with connect(url) as conn:
    for path in archive.sealed("baoangiang"):
        rows.remove_from_file(conn, archive, path, read_takedowns(conn))
"""


# `replace` renames: the readings (before 1), the WARC file (before 2), its index (before 3), its checksum (before 4).
@pytest.mark.faults
@pytest.mark.parametrize(
    "point",
    [
        "_write_tombstone after 1",
        "describe before 1",
        *(f"replace before {n}" for n in (1, 2, 3, 4, 6)),
        "_move_rows before 1",
        "_move_rows after 1",
    ],
)
def test_a_removal_that_was_killed_is_completed_by_the_next(
    held: psycopg.Connection, server: PostgresServer, archive: Archive, point: str
) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", KILLER, *point.split(), server.url, str(archive.root)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    for path in archive.sealed():  # nothing lost: each file is whole, the old one or the new one
        with path.open("rb") as stream:
            read_back = [r.content_stream().read() for r in ArchiveIterator(stream, check_digests="raise")]
        assert len(read_back) >= 3
    for path in archive.sealed():
        remove_from_file(held, archive, path, read_takedowns(held))
    assert_sound(archive)
    assert TEXT not in everything(archive)
    assert rows(held, "SELECT captures, files FROM ops.takedown") == [(4, 2)]
    assert remaining_captures(held) == 0
    load_what_waits(held, archive)
    before, kept = digest(held), state(held)
    held.execute(EMPTY)
    restore_takedowns(held, archive)
    load_what_waits(held, archive)
    assert (digest(held), state(held)) == (before, kept)
