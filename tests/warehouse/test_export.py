"""Articles as files that DuckDB and pandas read, with a manifest; and how one is cited."""

import csv
import hashlib
import json
import os
from datetime import date
from pathlib import Path

import duckdb
import pandas
import psycopg
import pytest
from commands import Baotinh
from one_article import SLUG, answered, capture, load, rows

from crawler.archive import Archive
from crawler.local.postgres import PostgresServer
from crawler.outlets import BadAddress, identify
from crawler.warehouse import NoSuchArticle, cite, suppress
from crawler.warehouse.export import BATCH, BadExport, Filters, export

OTHER = "https://baocamau.vn/cau-moi-thong-xe-a41234.html"
NAMES = ["parquet", "csv", "jsonl"]


@pytest.fixture
def two(conn: psycopg.Connection, archive: Archive) -> psycopg.Connection:
    """Load two articles of two papers, the one in two revisions."""
    load(
        conn,
        archive,
        [
            capture(archive, 0),
            capture(archive, 1, level="2,4"),
            capture(archive, 2, url=OTHER, key="baocamau", headline='Cầu mới, "thông xe"'),
        ],
    )
    return conn


def read(form: str, file: Path) -> list[tuple]:
    """Read headline, day and lead with DuckDB, whatever the format."""
    reader = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}[form]
    return duckdb.sql(f"SELECT headline, published_on::date, lead FROM {reader}('{file}') ORDER BY 1").fetchall()


@pytest.mark.parametrize("form", NAMES)
def test_duckdb_reads_what_the_tables_hold(two: psycopg.Connection, tmp_path: Path, form: str) -> None:
    made = export(two, tmp_path / "out", form, Filters())  # type: ignore[arg-type]
    file = tmp_path / "out" / made.file
    assert read(form, file) == rows(two, "SELECT headline, published_on, lead FROM news.articles ORDER BY headline")
    assert (made.rows, made.sha256) == (2, hashlib.sha256(file.read_bytes()).hexdigest())
    again = export(two, tmp_path / "again", form, Filters())  # type: ignore[arg-type]
    assert again.sha256 == made.sha256


def test_no_cell_of_a_spreadsheet_is_a_formula(two: psycopg.Connection, tmp_path: Path) -> None:
    signs = ("=", "+", "-", "@", "\t", "\r")
    for number, start in enumerate(signs):
        headline = f"{start}HYPERLINK(1)"
        two.execute("UPDATE news.article_record SET headline = %s", [headline])
        made = export(two, tmp_path / str(number), "csv", Filters())
        with (tmp_path / str(number) / made.file).open(encoding="utf8", newline="") as stream:
            row, _ = csv.DictReader(stream)
        assert row["headline"] == f"'{headline}"
        assert not [value for value in row.values() if value.startswith(signs)]


def test_pandas_reads_the_columns_of_the_dictionary_with_their_types(two: psycopg.Connection, tmp_path: Path) -> None:
    made = export(two, tmp_path / "out", "parquet", Filters(), full_text=True)
    frame = pandas.read_parquet(tmp_path / "out" / made.file)
    described = rows(
        two,
        "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = 'news.articles'::regclass AND attnum > 0 ORDER BY attnum",
    )
    assert [*frame.columns] == [name for name, _ in described]
    assert [(c.name, c.meaning) for c in made.columns] == described
    assert [str(frame.dtypes[name]) for name in ("article_id", "word_count", "published_at")] == [
        "int64",
        "int32",
        "datetime64[us, Asia/Ho_Chi_Minh]",
    ]
    assert [*frame["tags"].map(list)] == [[], []]
    assert frame["body"].str.contains("thu hoạch sớm").all()


def test_the_body_is_left_out_unless_it_is_asked_for(two: psycopg.Connection, tmp_path: Path) -> None:
    made = export(two, tmp_path / "out", "csv", Filters())
    text = (tmp_path / "out" / made.file).read_text("utf8")
    assert "body" not in next(csv.reader(text.splitlines()))
    assert "thu hoạch sớm" not in text
    assert "Nước lũ lên nhanh trong ba ngày qua." in text
    assert not json.loads((tmp_path / "out" / "manifest.json").read_text("utf8"))["full_text"]


def test_a_spreadsheet_opens_the_csv_as_utf8_and_finds_no_formula(two: psycopg.Connection, tmp_path: Path) -> None:
    two.execute("UPDATE news.article_record SET headline = '=HYPERLINK(1)' WHERE outlet_key = 'baocamau'")
    two.execute("UPDATE news.article_record SET kicker = '-5 độ' WHERE outlet_key = 'baocamau'")
    made = export(two, tmp_path / "out", "csv", Filters(outlet="baocamau"))
    content = (tmp_path / "out" / made.file).read_bytes()
    assert content.startswith("\ufeff".encode())
    [row] = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert (row["headline"], row["kicker"]) == ("'=HYPERLINK(1)", "'-5 độ")
    assert pandas.read_csv(tmp_path / "out" / made.file)["article_id"].tolist() == [int(row["article_id"])]


def test_the_words_of_a_search_choose_the_rows(two: psycopg.Connection, tmp_path: Path) -> None:
    made = export(two, tmp_path / "out", "jsonl", Filters(query='"về sớm"', section="kinh te"))
    assert (made.rows, 'query "về sớm"' in made.cite_as) == (1, True)
    with pytest.raises(BadExport, match="is not understood"):
        export(two, tmp_path / "none", "jsonl", Filters(query="!"))


def test_the_manifest_says_what_was_asked_and_how_to_cite_it(two: psycopg.Connection, tmp_path: Path) -> None:
    made = export(two, tmp_path / "out", "jsonl", Filters(since=date(2026, 11, 1), province="an giang"), full_text=True)
    kept = json.loads((tmp_path / "out" / "manifest.json").read_text("utf8"))
    assert {name: value for name, value in kept["filters"].items() if value} == {
        "since": "2026-11-01",
        "province": "an giang",
    }
    assert (kept["rows"], kept["full_text"], kept["version"][:8]) == (1, True, "baotinh ")
    assert "consent" in kept["terms"]
    for said in ("since 2026-11-01", "province an giang", "1 rows", made.sha256, kept["queried_at"]):
        assert said in kept["cite_as"]


CHOSEN = [
    (Filters(outlet="baocamau"), ['Cầu mới, "thông xe"']),
    (Filters(province="An Giang"), ["Nước lũ về sớm"]),
    (Filters(until=date(2026, 11, 19)), []),
    (Filters(since=date(2026, 11, 20), until=date(2026, 11, 20)), ['Cầu mới, "thông xe"', "Nước lũ về sớm"]),
]


def test_filters(two: psycopg.Connection, tmp_path: Path) -> None:
    for number, (filters, headlines) in enumerate(CHOSEN):
        made = export(two, tmp_path / str(number), "parquet", filters)
        assert [row[0] for row in read("parquet", tmp_path / str(number) / made.file)] == headlines, filters


def test_a_takedown_is_in_no_export_even_where_the_database_came_back_from_an_older_copy(
    two: psycopg.Connection, archive: Archive, tmp_path: Path, server: PostgresServer, baotinh: Baotinh
) -> None:
    suppress(two, archive, "article", SLUG, "asked by its author")
    made = export(two, tmp_path / "out", "jsonl", Filters(), full_text=True)
    assert made.rows == 1
    assert "Nước lũ về sớm" not in (tmp_path / "out" / made.file).read_text("utf8")
    # The copy knows nothing of the takedown; the archive does.
    two.execute("TRUNCATE ops.suppression, ops.warc_file, ops.reading CASCADE")
    load(two, archive, [archive.sealed("baoangiang")[0]])
    assert rows(two, "SELECT count(*) FROM news.article_record") == [(2,)]
    home = tmp_path / "home"
    home.mkdir()
    (home / "archive").symlink_to(archive.root)
    environment = os.environ | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(home)}
    done = baotinh("export", str(tmp_path / "late"), "--format", "csv", environment=environment)
    assert done.returncode == 0, done.stderr
    assert "wrote 1 articles" in done.stdout
    assert "Nước lũ về sớm" not in (tmp_path / "late" / "articles.csv").read_text("utf8")


def test_it_is_written_whole_or_not_at_all(two: psycopg.Connection, tmp_path: Path) -> None:
    def fail(_rows: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(two, tmp_path / "out", "parquet", Filters(), progress=fail)
    assert [*tmp_path.glob("out*")] == []
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "left").touch()  # by one that was killed
    export(two, tmp_path / "out", "parquet", Filters())
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["articles.parquet", "manifest.json"]
    with pytest.raises(BadExport, match="left as it is"):
        export(two, tmp_path / "out", "parquet", Filters())


def test_more_than_one_batch_is_written_and_told(two: psycopg.Connection, tmp_path: Path) -> None:
    two.execute(
        """
        INSERT INTO news.article_record
        SELECT (jsonb_populate_record(a, jsonb_build_object('article_id', n, 'native_id', 'x' || n))).*
        FROM news.article_record AS a CROSS JOIN generate_series(1, %s) AS n WHERE a.outlet_key = 'baocamau'""",
        [BATCH],
    )
    told: list[tuple[int, int]] = []
    made = export(two, tmp_path / "out", "parquet", Filters(), progress=lambda *at: told.append(at))
    assert told == [(BATCH, BATCH + 2), (BATCH + 2, BATCH + 2)]
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'out' / made.file}'").fetchall() == [(BATCH + 2,)]


def test_a_province_that_is_none_and_a_login_without_full_text_are_told(
    two: psycopg.Connection, tmp_path: Path, server: PostgresServer
) -> None:
    with pytest.raises(BadExport, match="no province 'Atlantis'"):
        export(two, tmp_path / "out", "csv", Filters(province="Atlantis"))
    PostgresServer(server.home, analyst_text=False).start()
    try:
        with (
            psycopg.connect(server.analyst_url, autocommit=True) as analyst,
            pytest.raises(BadExport, match="may not read full text"),
        ):
            export(analyst, tmp_path / "out", "csv", Filters(), full_text=True)
    finally:
        PostgresServer(server.home).start()
    assert [*tmp_path.glob("out*")] == []


def test_a_citation_names_the_capture_its_time_its_file_and_the_hash(two: psycopg.Connection) -> None:
    found = cite(two, SLUG)
    [[record, text_hash, file]] = rows(
        two,
        "SELECT v.record_id::text, a.text_hash, w.name FROM news.article_record AS a"
        " JOIN news.article_revision AS v ON v.article_id = a.article_id AND v.revision = 2"
        " JOIN ops.capture AS c USING (record_id) JOIN ops.warc_file AS w USING (warc_id)",
    )
    assert (found.record_id, found.text_hash, found.warc_file) == (f"urn:uuid:{record}", text_hash, file)
    assert (found.revision, found.captured_at, found.url) == (2, "2026-11-22T01:30:00+07:00", SLUG)
    for said in ("Minh Hòa", "“Nước lũ về sớm”", "20/11/2026", SLUG, record, text_hash, "captured 2026-11-22T01:30:00"):
        assert said in found.words
    assert cite(two, str(found.article_id)) == found
    first = cite(two, SLUG, 1)
    assert (first.captured_at, first.text_hash != text_hash) == ("2026-11-21T01:30:00+07:00", True)


def test_a_removal_by_the_paper_is_part_of_it(conn: psycopg.Connection, archive: Archive) -> None:
    load(conn, archive, [capture(archive, 0), answered(archive, 1, 404), answered(archive, 3, 404)])
    assert cite(conn, SLUG).gone_between == ("2026-11-21T01:30:00+07:00", "2026-11-22T01:30:00+07:00")


@pytest.mark.parametrize("scope", ["article", "url", "outlet"])
def test_what_was_removed_on_request_says_so_and_nothing_else(
    conn: psycopg.Connection, archive: Archive, scope: str
) -> None:
    load(conn, archive, [capture(archive, 0)])
    suppress(conn, archive, scope, "baoangiang" if scope == "outlet" else SLUG, "asked by Lan Anh")
    found = cite(conn, SLUG)
    identity = identify(SLUG)
    assert identity is not None
    assert found == cite(conn, str(identity.article_id))
    assert "removed from this archive on request" in found.words
    assert found.removed_on_request_at is not None
    assert "Lan Anh" not in found.words
    assert (found.url, found.record_id, found.text_hash) == (None, None, None)


def test_what_nobody_knows_is_an_error(two: psycopg.Connection) -> None:
    for unknown in ("12", SLUG.replace("500001", "500009")):
        with pytest.raises(NoSuchArticle, match="not in the tables"):
            cite(two, unknown)
    with pytest.raises(NoSuchArticle, match="revision 9 of"):
        cite(two, SLUG, 9)
    with pytest.raises(BadAddress):
        cite(two, "https://example.org/x")


def test_the_commands_by_hand(
    two: psycopg.Connection, tmp_path: Path, server: PostgresServer, baotinh: Baotinh
) -> None:
    environment = os.environ | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(tmp_path)}
    done = baotinh("cite", SLUG, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "Nước lũ về sớm" in done.stdout
    assert json.loads(baotinh("cite", SLUG, "--json", environment=environment).stdout)["revision"] == 2
    failed = baotinh("cite", "12", environment=environment)
    assert (failed.returncode, failed.stderr.startswith("baotinh: 12: not in the tables")) == (1, True)
    refused = baotinh("export", str(tmp_path / "x"), "--province", "Kiên Giang", environment=environment)
    assert refused.returncode == 2
    assert "since 2025-07-01 it is part of" in " ".join(refused.stderr.replace("│", " ").split())
    printed = baotinh("dictionary", environment=environment).stdout
    assert printed.startswith("# Data dictionary")
