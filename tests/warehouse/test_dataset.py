"""Datasets: every subject by paper and month, brought up to date file by file, and a sample that the ids draw."""

import hashlib
import json
import os
import sqlite3
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest
from commands import Baotinh
from one_article import SLUG, capture, load, rows

from crawler.archive import Archive
from crawler.enrichment import find_mentions
from crawler.local.postgres import PostgresServer
from crawler.outlets import identify
from crawler.warehouse import suppress
from crawler.warehouse.dataset import Selection, write_dataset
from crawler.warehouse.dataset.subjects import SUBJECTS
from crawler.warehouse.export import BadExport, Filters

OTHER = "https://baocamau.vn/cau-moi-thong-xe-a41234.html"
HEADLINE = 'Cầu mới, "thông xe" tại phường An Xuyên'
BODY = "Bà con vùng đê bao thu hoạch sớm"


@pytest.fixture
def two(conn: psycopg.Connection, archive: Archive) -> psycopg.Connection:
    """Load two articles of two papers, the one in two revisions, and find what they mention."""
    night_by_night = [
        capture(archive, 0),
        capture(archive, 1, level="2,4"),
        capture(archive, 2, url=OTHER, key="baocamau", headline=HEADLINE),
    ]
    load(conn, archive, night_by_night)
    find_mentions(conn)
    return conn


def contents(folder: Path) -> dict[str, int]:
    """Return when each Parquet file of a dataset was written."""
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*.parquet")}


def held(folder: Path, subject: str) -> int:
    files = [*folder.glob(f"{subject}/**/*.parquet")]
    if not files:
        return 0
    [(count,)] = duckdb.sql(f"SELECT count(*) FROM '{folder}/{subject}/**/*.parquet'").fetchall()
    return int(count)


def article_id(url: str) -> int:
    identity = identify(url)
    assert identity is not None
    return identity.article_id


def test_each_subject_holds_what_the_tables_hold(two: psycopg.Connection, tmp_path: Path) -> None:
    made = write_dataset(two, tmp_path / "out", Selection())
    for subject in SUBJECTS:
        assert [(held(tmp_path / "out", subject.name),)] == rows(two, f"SELECT count(*) FROM {subject.relation}")
    assert {"articles/baoangiang/2026-11.parquet", "versions/baocamau/2026-11.parquet"} <= {*made.written}
    assert held(tmp_path / "out", "versions") == 3
    assert held(tmp_path / "out", "places") > 0
    for path in (tmp_path / "out").rglob("*"):
        assert not path.is_file() or BODY.encode() not in path.read_bytes()
    [(text,)] = duckdb.sql(f"SELECT lead FROM '{tmp_path}/out/articles/baoangiang/*.parquet'").fetchall()
    assert text == "Nước lũ lên nhanh trong ba ngày qua."


def test_only_what_changed_is_written_again(two: psycopg.Connection, archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first = write_dataset(two, folder, Selection())
    before = contents(folder)
    nothing = write_dataset(two, folder, Selection())
    assert (nothing.written, nothing.removed, nothing.unchanged) == ([], [], len(first.written))
    assert (nothing.digest, contents(folder)) == (first.digest, before)
    two.execute("UPDATE news.article_record SET tags = '{bão}' WHERE outlet_key = 'baocamau'")
    tagged = write_dataset(two, folder, Selection())
    assert tagged.written == ["articles/baocamau/2026-11.parquet"]
    assert [path for path, at in contents(folder).items() if at != before[path]] == tagged.written
    load(two, archive, [capture(archive, 3, level="2,9")])
    edited = write_dataset(two, folder, Selection())
    assert {"articles/baoangiang/2026-11.parquet", "versions/baoangiang/2026-11.parquet"} <= {*edited.written}
    assert not any("baocamau" in path for path in edited.written)
    assert write_dataset(two, tmp_path / "anew", Selection()).digest == edited.digest


def test_what_is_taken_down_leaves_the_dataset_and_the_sqlite_file(
    two: psycopg.Connection, archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    write_dataset(two, folder, Selection(full_text=True))
    assert b"MINH" in (folder / "versions/baoangiang/2026-11.parquet").read_bytes()
    suppress(two, archive, "article", SLUG, "asked by its author")
    after = write_dataset(two, folder, Selection(full_text=True))
    assert "articles/baoangiang/2026-11.parquet" in after.removed
    assert not [*folder.glob("*/baoangiang/2026-11.parquet")]
    assert duckdb.sql(f"SELECT count(*) FROM '{folder}/articles/**/*.parquet'").fetchall() == [(1,)]
    with sqlite3.connect(folder / "baotinh.sqlite") as db:
        assert db.execute("SELECT headline FROM articles").fetchall() == [(HEADLINE,)]
        assert db.execute("SELECT count(*) FROM versions").fetchall() == [(1,)]
        assert db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'som'").fetchall() == [(0,)]
        assert db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'cau'").fetchall() == [(1,)]


def test_a_killed_update_is_finished_by_the_next(two: psycopg.Connection, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    whole = write_dataset(two, folder, Selection())
    two.execute("UPDATE news.article_record SET tags = '{bão}'")
    with pytest.raises(KeyboardInterrupt):
        write_dataset(two, folder, Selection(), _interrupt)
    (folder / "articles/baocamau/2026-12.parquet.part").touch()
    done = write_dataset(two, folder, Selection())
    assert {*done.written} == {path for path in whole.written if path.startswith("articles/")}
    assert done.removed == ["articles/baocamau/2026-12.parquet.part"]
    with pytest.raises(KeyboardInterrupt):
        write_dataset(two, tmp_path / "new", Selection(), _interrupt)
    assert [*tmp_path.glob("new*")] == []


def _interrupt(_done: int, _all: int) -> None:
    raise KeyboardInterrupt


CHOSEN = [
    (Filters(query='"về sớm"'), 1),
    (Filters(query='"thông xe" -lũ'), 0),  # the lead of both speaks of it
    (Filters(query='"thông xe"'), 1),
    (Filters(province="Cà Mau"), 1),
    (Filters(section="Kinh tế", since=date(2026, 11, 20), until=date(2026, 11, 20)), 2),
    (Filters(until=date(2026, 11, 19)), 0),
]


def test_the_search_chooses_the_articles_of_every_subject(two: psycopg.Connection, tmp_path: Path) -> None:
    for number, (filters, count) in enumerate(CHOSEN):
        folder = tmp_path / str(number)
        made = write_dataset(two, folder, Selection(filters))
        assert made.articles == held(folder, "articles") == count, filters
        outlets = {path.split("/")[1] for path in made.written if path.startswith(("articles", "versions", "bylines"))}
        assert len(outlets) == count, filters
        kept = json.loads((folder / "datapackage.json").read_text("utf8"))
        assert kept["selection"]["filters"] == filters.chosen()


def test_a_sample_is_drawn_by_the_ids_alone(two: psycopg.Connection, tmp_path: Path) -> None:
    lots = sorted((article_id(url) % 1_000_000, url) for url in (SLUG, OTHER))
    share = (lots[0][0] + 1) / 1_000_000
    write_dataset(two, tmp_path / "out", Selection(sample=share))
    assert duckdb.sql(f"SELECT url FROM '{tmp_path}/out/articles/**/*.parquet'").fetchall() == [(lots[0][1],)]
    assert f"article_id % 1000000 < {lots[0][0] + 1}" in (tmp_path / "out" / "README.md").read_text("utf8")
    assert write_dataset(two, tmp_path / "none", Selection(sample=lots[0][0] / 1_000_000)).articles == 0


def test_another_folder_and_another_selection_are_left_as_they_are(two: psycopg.Connection, tmp_path: Path) -> None:
    write_dataset(two, tmp_path / "out", Selection())
    with pytest.raises(BadExport, match="another selection"):
        write_dataset(two, tmp_path / "out", Selection(full_text=True))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(BadExport, match="no dataset of baotinh"):
        write_dataset(two, tmp_path / "mine", Selection())
    (tmp_path / "out" / "baotinh.sqlite").write_bytes(b"no database, and long enough to be seen as none" * 9)
    with pytest.raises(BadExport, match=r"baotinh.sqlite cannot be written .* or remove it"):
        write_dataset(two, tmp_path / "out", Selection())
    (tmp_path / "out" / "baotinh.sqlite").unlink()
    assert write_dataset(two, tmp_path / "out", Selection()).written == []
    with sqlite3.connect(tmp_path / "out" / "baotinh.sqlite") as db:
        assert db.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
    with pytest.raises(BadExport, match="has no word"):
        write_dataset(two, tmp_path / "none", Selection(Filters(query='"!"')))
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert not (tmp_path / "none").exists()


def test_full_text_only_where_the_operator_allows_it(
    two: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    write_dataset(two, tmp_path / "owner", Selection(full_text=True))
    [(body,)] = duckdb.sql(f"SELECT body FROM '{tmp_path}/owner/articles/baocamau/*.parquet'").fetchall()
    assert BODY in body
    PostgresServer(server.home, analyst_text=False).start()
    try:
        with psycopg.connect(server.analyst_url, autocommit=True) as analyst:
            with pytest.raises(BadExport, match="may not read full text"):
                write_dataset(analyst, tmp_path / "text", Selection(full_text=True))
            made = write_dataset(analyst, tmp_path / "leads", Selection(Filters(query='"về sớm"')))
    finally:
        PostgresServer(server.home).start()
    assert made.articles == 1
    assert not (tmp_path / "text").exists()


def test_the_card_says_rights_coverage_proof_and_digest(two: psycopg.Connection, tmp_path: Path) -> None:
    two.execute(
        "INSERT INTO news.coverage (outlet_key, day, announced, fetched, loaded, refused, failed, verdict)"
        " VALUES ('baocamau', '2026-11-22', 4, 3, 3, 1, 0, 'green')"
    )
    made = write_dataset(two, tmp_path / "out", Selection())
    card = (tmp_path / "out" / "README.md").read_text("utf8")
    sums = (tmp_path / "out" / "SHA256SUMS").read_bytes()
    assert made.digest == hashlib.sha256(sums).hexdigest()
    assert made.cite_as in card
    assert "publishing them again needs their consent" in card
    [line] = [line for line in card.splitlines() if "`baocamau`" in line]
    assert "| 1 | 2026-11-20 to 2026-11-20 | 1 | 4 | 3 (75%) | 1 |" in line
    [(state,)] = rows(two, "SELECT state FROM news.proof WHERE outlet_key = 'baocamau'")
    assert f"| {state} |" in line
    for line in sums.decode().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / path).read_bytes()).hexdigest() == digest


def test_the_command_by_hand(two: psycopg.Connection, tmp_path: Path, server: PostgresServer, baotinh: Baotinh) -> None:
    environment = os.environ | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(tmp_path)}
    asked = ("export", str(tmp_path / "out"), "--format", "dataset", "--outlet", "baocamau", "--query", '"thông xe"')
    done = baotinh(*asked, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "1 articles; wrote" in done.stdout
    assert "cite: Báo Tỉnh" in done.stdout
    again = baotinh(*asked, environment=environment)
    assert "wrote 0 files, removed 0" in again.stdout
    refused = baotinh("export", str(tmp_path / "x"), "--sample", "0.5", environment=environment)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "--sample is for --format dataset" in refused.stderr
