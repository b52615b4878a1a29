"""The API: every article once by keyset, ids as text, CSV for spreadsheets, SQL that gives the same rows."""

import csv
import io

import httpx
import psycopg
import pytest
from one_article import rows
from sample_room import endless

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.web.filters import Filters
from crawler.web.resources import RESOURCES
from crawler.web.security import REQUESTS_AT_ONCE, Allowance


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_pages_of_a_search_hold_every_article_once(
    visitor: httpx.Client, server: PostgresServer, limit: int
) -> None:
    ids, after = [], ""
    while True:
        page = visitor.get("/api/v1/articles", params={"limit": limit, "after": after}).json()
        ids += [row["article_id"] for row in page["items"]]
        if not (after := page["next"]):
            break
    with connect(server.url) as conn:
        assert sorted(ids) == sorted(str(n) for (n,) in rows(conn, "SELECT article_id FROM news.article_record"))


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/v1/article.csv", params={"article_id": endless().article_id})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert int(row["article_id"]) == endless().article_id
    assert len(row["headline"]) < 32_767
    from crawler.web.answers import as_csv

    assert as_csv([{"x": "=HYPERLINK(1)"}]).decode("utf-8-sig").splitlines()[1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    "path",
    [
        "articles?q=l%C3%BAa&sort=newest&month=2026-09",
        "articles?q=c%C3%A1&sort=best",
        "articles?outlet=baocamau&author=x",
        "articles?place=province:96",
        "facets?q=c%C3%A1",
        "attention?by=week",
        "coverage?until=2026-10-02",
        "alerts",
        "tonight",
    ],
)
def test_the_sql_of_an_answer_gives_the_same_rows(visitor: httpx.Client, server: PostgresServer, path: str) -> None:
    name, _, query = path.partition("?")
    items = visitor.get(f"/api/v1/{path}").json()["items"]
    text = visitor.get(f"/api/v1/{name}.sql?{query}").text
    with connect(server.analyst_url) as conn:
        setting, _, question = text.partition("\n")
        conn.execute(setting.encode())
        assert len(conn.execute(question.encode()).fetchall()) == len(items)


def test_a_value_is_never_part_of_the_sql(visitor: httpx.Client) -> None:
    for name in Filters.model_fields:
        answer = visitor.get("/api/v1/articles", params={name: "x'; DROP TABLE news.story; --"})
        assert answer.status_code in (200, 400, 422), (name, answer.text)
    assert visitor.get("/api/v1/copies", params={"article_id": "1"}).json() == {"items": [], "next": None}


def test_openapi_names_every_resource_with_what_its_address_may_hold(visitor: httpx.Client) -> None:
    described = visitor.get("/api/openapi.json").json()
    for name, resource in RESOURCES.items():
        operation = described["paths"][f"/api/v1/{name}"]["get"]
        assert {p["name"] for p in operation.get("parameters", [])} == {*resource.parameters.model_fields}, name
        assert operation["description"]
        assert f"/api/v1/{name}.csv" in described["paths"]


def test_a_query_that_takes_too_long_is_stopped_and_said(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.web.answers.ask", _slow)
    monkeypatch.setattr("crawler.web.reader.STATEMENT_SECONDS", 0.05)
    answer = visitor.get("/api/v1/tonight")
    assert answer.status_code == 503
    assert answer.json()["error"] == "too_long"


def _slow(conn: psycopg.Connection, question: object) -> list[dict[str, object]]:
    conn.execute("SELECT pg_sleep(30)")
    return []


def test_one_visitor_may_ask_so_much_and_after_a_while_again() -> None:
    now = 0.0
    allowance = Allowance(None, clock=lambda: now)  # type: ignore[arg-type]
    assert all(allowance._takes("a") for _ in range(int(REQUESTS_AT_ONCE)))
    assert not allowance._takes("a")
    assert allowance._takes("b")
    now = 10.0
    assert allowance._takes("a")
