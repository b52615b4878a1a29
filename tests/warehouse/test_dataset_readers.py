"""A dataset as others' tools read it, as it is: DuckDB, pandas, polars, `datasets`, frictionless, Datasette."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas
import polars
import psycopg
import pytest
from one_article import capture, load, rows

from crawler.archive import Archive
from crawler.database import connect
from crawler.enrichment import find_mentions
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue
from crawler.warehouse.dataset import Selection, write_dataset

OTHER = "https://baocamau.vn/cau-moi-thong-xe-a41234.html"


@pytest.fixture(scope="module")
def loaded(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    with connect(server.url) as conn:
        sync_catalogue(conn)
        edited = [capture(archive, 0), capture(archive, 1, level="2,4")]
        load(
            conn, archive, [*edited, capture(archive, 2, url=OTHER, key="baocamau", headline="Cầu mới ở xã Hồ Thị Kỷ")]
        )
        find_mentions(conn)
        # One article without a day: its month has a name of its own, and columns with a null stay integers.
        conn.execute(
            "UPDATE news.article_record SET published_at = NULL, published_on = NULL, published_precision = NULL,"
            " tags = '{cầu,đường}' WHERE outlet_key = 'baocamau'"
        )
        yield conn


@pytest.fixture(scope="module")
def folder(loaded: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("dataset") / "out"
    write_dataset(loaded, into, Selection())
    return into


@pytest.fixture(scope="module")
def articles(loaded: psycopg.Connection) -> list[tuple[object, ...]]:
    return rows(loaded, "SELECT article_id, headline FROM news.articles ORDER BY article_id")


def test_duckdb_reads_it(folder: Path, articles: list[tuple[object, ...]]) -> None:
    query = f"SELECT article_id, headline FROM '{folder}/articles/**/*.parquet' ORDER BY 1"
    assert duckdb.sql(query).fetchall() == articles
    assert (folder / "articles/baocamau/undated.parquet").exists()


def test_pandas_reads_it(folder: Path, articles: list[tuple[object, ...]]) -> None:
    frame = pandas.read_parquet(folder / "articles").sort_values("article_id")
    assert [*zip(frame["article_id"], frame["headline"], strict=True)] == articles
    assert str(frame.dtypes["article_id"]) == "int64"
    assert str(frame.dtypes["published_at"]) == "datetime64[us, Asia/Ho_Chi_Minh]"


def test_polars_reads_it(folder: Path, articles: list[tuple[object, ...]]) -> None:
    frame = polars.scan_parquet(folder / "articles/**/*.parquet").sort("article_id").collect()
    assert frame.select("article_id", "headline").rows() == articles
    assert frame.schema["tags"] == polars.List(polars.String)


def test_datasets_reads_it_by_the_names_of_the_card(
    folder: Path, articles: list[tuple[object, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    read = datasets.load_dataset(str(folder), "articles", split="train", cache_dir=str(tmp_path)).sort("article_id")
    assert [*zip(read["article_id"], read["headline"], strict=True)] == articles
    units = datasets.load_dataset(str(folder), "units", split="train", cache_dir=str(tmp_path))
    assert units.num_rows > 10_000


def test_frictionless_finds_the_package_valid_and_a_damaged_file_not(folder: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert (report.flatten(["title", "type", "note"]), len(report.tasks) > 8) == ([], True)
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    with (damaged / "proof/proof.parquet").open("ab") as file:
        file.write(b"x")
    report = frictionless.Package(str(damaged / "datapackage.json")).validate()
    assert {(one.name, error.type) for one in report.tasks for error in one.errors} == {
        ("proof", "hash-count"),
        ("proof", "byte-count"),
    }


def test_frictionless_finds_the_rows_as_the_schemas_say(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    described = json.loads((folder / "datapackage.json").read_text("utf8"))
    tables = []
    for one in described["resources"]:
        schema = json.loads((folder / one["schema"]).read_text("utf8"))
        # It hands lists on as arrays of NumPy, and then knows none of its own types in them.
        columns = [column | {"type": "any"} if column["type"] == "array" else column for column in schema["fields"]]
        if one["subject"] not in ("units", "field_quality"):
            named = {name: one[name] for name in ("name", "path", "format")}
            tables.append(named | {"type": "table", "schema": schema | {"fields": columns}})
    report = frictionless.Package.from_descriptor({"resources": tables}, basepath=str(folder)).validate()
    assert sorted(map(tuple, report.flatten(["name", "fieldName", "type", "note"]))) == []
    assert {task.name for task in report.tasks} >= {"articles-baocamau-undated", "versions-baoangiang-2026-11"}


def test_datasette_opens_the_sqlite_file_with_facets_and_search(folder: Path, loaded: psycopg.Connection) -> None:
    app = pytest.importorskip("datasette.app")
    opened = app.Datasette(
        [str(folder / "baotinh.sqlite")], metadata=json.loads((folder / "datasette.json").read_text("utf8"))
    )

    async def get(path: str) -> dict[str, object]:
        answer = await opened.client.get(path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def look() -> tuple[dict[str, object], ...]:
        return (
            await get("/baotinh/articles.json?_shape=objects"),
            await get("/baotinh/articles.json?_search=cau&_shape=objects"),
            await get("/baotinh/articles.json?_facet_array=tags"),
        )

    everything, one, tagged = asyncio.run(look())
    assert everything["filtered_table_rows_count"] == 2
    facets = everything["facet_results"]
    assert {*facets} == {"province", "outlet", "section", "kind"}
    assert [row["outlet_key"] for row in one["rows"]] == ["baocamau"]
    assert {choice["value"] for choice in tagged["facet_results"]["tags"]["results"]} == {"cầu", "đường"}
    [(name,)] = rows(loaded, "SELECT name FROM news.outlet WHERE outlet_key = 'baocamau'")
    assert name in {choice["value"] for choice in facets["outlet"]["results"]}
