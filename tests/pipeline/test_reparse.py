"""A better parser over what is loaded: the report is the whole truth, and the loads leave what a rebuild would."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
import psycopg
import pytest
from older_parser import KEY, generated, load_as_older, older_reading
from test_removal import EMPTY

from crawler.archive import Archive, captures
from crawler.article import ArticleRead, Reading
from crawler.contributor.replay_json import joined
from crawler.database import connect, site_lock
from crawler.local.postgres import PostgresServer
from crawler.outlets import outlet_by_key
from crawler.pipeline.load import load_outlet
from crawler.pipeline.reparse import MOST_PARTS, LoadedFile, OtherBuild, outdated_files, parts_of, reload
from crawler.sites import parser_build, read
from crawler.warehouse import digest, read_takedowns, remove_from_file, suppress


def environment(server: PostgresServer, archive: Archive) -> Mapping[str, str]:
    names = {"DATABASE_URL": server.url, "BAOTINH_HOME": str(archive.root.parent)}
    return {k: v for k, v in os.environ.items() if not k.startswith("BAOTINH_")} | names


@pytest.fixture
def archive(tmp_path: Any) -> Archive:
    return Archive(tmp_path / "archive")


def by_hand(archive: Archive) -> tuple[Counter[tuple[str, ...]], int]:
    """Compare every page of the archive as both parsers read it, without the program's own comparison."""
    counts: Counter[tuple[str, ...]] = Counter()
    pages = 0
    for path in archive.sealed():
        for capture in captures(path):
            if capture.kind == "response":
                pages += 1
                counts.update(differences(older_reading(capture.page), read(capture.page, outlet_by_key(KEY))))
    return counts, pages


def differences(old: Reading, new: Reading) -> list[tuple[str, ...]]:
    was, is_now = isinstance(old.result, ArticleRead), isinstance(new.result, ArticleRead)
    if was != is_now:
        return [("article gained" if is_now else "article lost",)]
    if not isinstance(old.result, ArticleRead) or not isinstance(new.result, ArticleRead):
        return []
    before, after = msgspec.to_builtins(old.result.article), msgspec.to_builtins(new.result.article)
    return [
        (name, "gained" if not before[name] else "lost" if not after[name] else "changed")
        for name in after
        if before[name] != after[name]
    ]


def rebuilt(conn: psycopg.Connection, archive: Archive) -> str:
    conn.execute(EMPTY)
    load_outlet(conn, archive, KEY, lambda _: None)
    return digest(conn)


def in_parts(baotinh: Any, environment: Mapping[str, str], *, every: int) -> tuple[list[dict[str, Any]], Any]:
    """Ask for the parts as the DAG does, with so many files each, and compare each in a command of its own."""

    def answer(*arguments: str) -> Any:
        done = baotinh(*arguments, environment=environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    (whole,) = answer("reparse-parts", KEY)
    files = whole["files"]
    parts = [whole | {"files": files[n : n + every]} for n in range(0, len(files), every)]
    compared = [answer("reparse-compare", KEY, *part["files"], "--build", part["build"]) for part in parts]
    return parts, joined(compared, 2)


@pytest.mark.parametrize(
    ("articles", "files", "every"), [(60, 5, 2), pytest.param(4_300, 12, 4, marks=[pytest.mark.slow, pytest.mark.long])]
)
def test_the_report_is_a_comparison_by_hand_and_the_loads_leave_what_a_rebuild_leaves(  # noqa: PLR0917
    conn: psycopg.Connection,
    server: PostgresServer,
    archive: Archive,
    baotinh: Any,
    articles: int,
    files: int,
    every: int,
) -> None:
    generated(archive, articles, files)
    load_as_older(conn, archive)
    before = digest(conn)
    given = environment(server, archive)
    parts, report = in_parts(baotinh, given, every=every)

    expected, pages = by_hand(archive)
    told = Counter({(field, change): n for (_, field, change), n in report.field_counts.items() if field != "problems"})
    assert report.pages == pages > articles * 1.15
    assert told == {key: n for key, n in expected.items() if len(key) == 2}
    assert (report.articles_gained, report.articles_lost) == (expected["article gained",], expected["article lost",])
    assert min(report.articles_gained, report.articles_lost, *told.values()) > 0
    assert digest(conn) == before  # a comparison changes nothing

    # Killed by -9 after some files, in the middle of a file; then in parts, in another order.
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "crawler", "reparse", KEY, "--yes"],
        env=given,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    loaded = (line for line in process.stdout if ".warc.gz: " in line)
    assert [next(loaded) for _ in range(2)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < len(outdated_files(conn, KEY)) < files
    for part in reversed(parts):
        assert reload(conn, archive, KEY, part["files"], parser_build(), print)
    after, revisions = digest(conn), conn.execute("SELECT count(*) FROM news.article_revision").fetchone()
    assert outdated_files(conn, KEY) == []
    assert after == rebuilt(conn, archive) != before
    assert revisions == conn.execute("SELECT count(*) FROM news.article_revision").fetchone()
    done = baotinh("reparse", KEY, environment=given)
    assert "nothing to do" in done.stdout


def test_a_night_goes_first_and_another_build_is_refused(
    conn: psycopg.Connection, server: PostgresServer, archive: Archive
) -> None:
    generated(archive, 6, 2)
    load_as_older(conn, archive)
    names = [file.name for file in outdated_files(conn, KEY)]
    with pytest.raises(OtherBuild, match="start it again"):
        reload(conn, archive, KEY, names, "yet another", print)
    told: list[str] = []
    with connect(server.url) as night:
        assert site_lock(night, outlet_by_key(KEY).politeness_group)
        assert not reload(conn, archive, KEY, names, parser_build(), told.append)
        assert told == [f"{KEY}: a crawl of {outlet_by_key(KEY).politeness_group} is running, and goes first"]
        assert len(outdated_files(conn, KEY)) == 2
    assert reload(conn, archive, KEY, names, parser_build(), told.append)


def test_what_is_taken_down_is_no_difference_and_does_not_come_back(
    conn: psycopg.Connection, server: PostgresServer, archive: Archive, baotinh: Any
) -> None:
    generated(archive, 26, 2)
    load_as_older(conn, archive)
    suppress(conn, archive, "person", "TÁC GIẢ NHI", "asked")
    for path in archive.sealed(KEY):
        remove_from_file(conn, archive, path, read_takedowns(conn))
    _, report = in_parts(baotinh, environment(server, archive), every=5)
    assert "tác giả nhi" not in str(report).casefold()
    names = [file.name for file in outdated_files(conn, KEY)]
    assert reload(conn, archive, KEY, names, parser_build(), print)
    assert conn.execute("SELECT count(*) FROM news.article_byline WHERE name ILIKE '%giả nhi'").fetchone() == (0,)


def test_only_the_months_that_are_asked_for(conn: psycopg.Connection, archive: Archive) -> None:
    generated(archive, 13, 13)  # from 20 November 2026 on
    load_as_older(conn, archive)
    assert len(outdated_files(conn, KEY)) == 13
    assert len(outdated_files(conn, KEY, ["2026-12"])) == 3
    assert outdated_files(conn, KEY, ["2026-10"]) == []


def test_parts_hold_some_thousand_pages_of_one_paper_and_are_never_too_many() -> None:
    def files(count: int, captures: int) -> list[LoadedFile]:
        return [LoadedFile(f"f{n}", "older", captures) for n in range(count)]

    parts = parts_of({"a": files(7, 2_000), "b": files(1, 9_000), "c": files(1, 10)})
    assert [(part["outlet"], len(part["files"])) for part in parts] == [  # type: ignore[arg-type]
        *[("a", 2)] * 3,
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]
    assert len(parts_of({key: files(5_000, 4_900) for key in "abcdef"})) <= MOST_PARTS
