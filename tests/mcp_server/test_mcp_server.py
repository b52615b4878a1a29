"""The tools of `baotinh mcp` as the SDK's own client meets them, by the analyst's login, on a small loaded database."""

import asyncio
import os
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from mcp import Client, StdioServerParameters
from one_article import SLUG, capture, load, rows

from crawler.archive import Archive
from crawler.database import connect
from crawler.enrichment import find_mentions
from crawler.local.postgres import PostgresServer
from crawler.mcp_server import server as tools_of
from crawler.warehouse import cite, sync_catalogue

NUMBER = "46/2025/NQ-HĐND"
CITED = f"Nghị quyết số {NUMBER}"
OTHER = "https://baocamau.vn/cau-moi-thong-xe-a41234.html"
LATER = "https://baoangiang.com.vn/nghi-quyet-moi-a500002.html"


@pytest.fixture(scope="module")
def loaded(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Load three articles that cite a resolution: that of Cà Mau at 08:15, one an hour, and one a day later."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    with connect(server.url) as conn:
        sync_catalogue(conn)
        nights = [
            capture(archive, 0, headline=f"Thảo luận {CITED}"),
            capture(archive, 1, url=OTHER, key="baocamau", headline=f"Thông qua {CITED}"),
            capture(archive, 2, url=LATER, headline=f"Triển khai {CITED}"),
        ]
        load(conn, archive, nights)
        for url, hours in ((SLUG, 1), (LATER, 24)):
            conn.execute(
                "UPDATE news.article_record SET published_at = published_at + make_interval(hours => %s),"
                " published_on = (published_at + make_interval(hours => %s))::date WHERE url = %s",
                [hours, hours, url],
            )
        find_mentions(conn)
        yield conn


@pytest.fixture(scope="module")
def url(loaded: psycopg.Connection, server: PostgresServer) -> str:
    return server.analyst_url


def ask(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool with the SDK's client, and return its answer as it stands in the message."""

    async def call() -> dict[str, Any]:
        async with Client(server) as client:
            answer = await client.call_tool(tool, arguments)
            assert not answer.is_error, answer.content
            return dict(answer.structured_content or {})

    return asyncio.run(call())


def refusal(url: str, tool: str, **arguments: Any) -> str:
    async def call() -> str:
        async with Client(tools_of(url)) as client:
            answer = await client.call_tool(tool, arguments)
            assert answer.is_error
            return str(answer.content[0].text)

    return asyncio.run(call())


def test_the_command_lists_read_only_tools_and_says_who_cited_a_document_first(
    loaded: psycopg.Connection, server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "crawler", "mcp"],
        env=dict(os.environ) | {"DATABASE_URL": server.analyst_url, "BAOTINH_HOME": str(home)},
    )

    async def talk() -> tuple[list[Any], dict[str, Any]]:
        async with Client(command) as client:
            listed = await client.list_tools()
            answer = await client.call_tool("document", {"number": NUMBER})
            return listed.tools, dict(answer.structured_content or {})

    tools, answer = asyncio.run(talk())
    assert [tool.name for tool in tools] == ["search", "article", "document", "coverage", "schema"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert (answer["articles"], answer["newspapers"], answer["first_is_a_tie"]) == (3, 2, False)
    [first] = answer["first"]
    assert first["url"] == OTHER
    assert first["citation"] == cite(loaded, OTHER).words
    assert [row["url"] for row in answer["citing"]] == [SLUG, LATER]


def test_a_tie_is_said(loaded: psycopg.Connection, url: str) -> None:
    # Of an article whose hour is unknown nobody can say that it was not the first of its day.
    loaded.execute("UPDATE news.article_record SET published_precision = 'day' WHERE url = %s", [SLUG])
    try:
        answer = ask(tools_of(url), "document", number=NUMBER.lower(), kind="nghị quyết")
    finally:
        loaded.execute("UPDATE news.article_record SET published_precision = 'minute' WHERE url = %s", [SLUG])
    assert answer["first_is_a_tie"]
    assert {row["url"] for row in answer["first"]} == {OTHER, SLUG}
    assert [row["url"] for row in answer["citing"]] == [LATER]


def test_search_finds_as_news_search_does(loaded: psycopg.Connection, url: str) -> None:
    answer = ask(tools_of(url), "search", query='"thông qua"', province="Cà Mau")
    assert answer["articles_as_typed"] == 1
    [hit] = answer["hits"]
    assert hit["url"] == OTHER
    assert hit["article_id"] == str(rows(loaded, "SELECT article_id FROM news.search('\"thông qua\"')")[0][0])
    assert ask(tools_of(url), "search", query="lũ", how_many=2)["articles_as_typed"] == 3
    assert len(ask(tools_of(url), "search", query="lũ", how_many=2)["hits"]) == 2


def test_an_article_comes_with_its_citation_and_its_documents(loaded: psycopg.Connection, url: str) -> None:
    answer = ask(tools_of(url), "article", article=OTHER)
    assert answer["citation"] == cite(loaded, OTHER).words
    assert answer["headline"] == f"Thông qua {CITED}"
    assert "thu hoạch sớm" in answer["body"]
    assert [document["number"] for document in answer["documents"]] == [NUMBER]
    assert ask(tools_of(url), "article", article=OTHER, revision=1)["changed"] == []


def test_coverage_and_schema(loaded: psycopg.Connection, url: str) -> None:
    loaded.execute(
        "INSERT INTO news.coverage (outlet_key, day, announced, fetched, loaded, refused, failed, verdict)"
        " VALUES ('baocamau', '2026-11-21', 4, 3, 3, 0, 1, 'red') ON CONFLICT DO NOTHING"
    )
    [paper] = ask(tools_of(url), "coverage", outlet="baocamau", since="2026-11-01")["newspapers"]
    assert (paper["announced"], paper["loaded"], paper["articles_published_in_these_days"]) == (4, 3, 1)
    assert paper["nights_not_green"] == ["2026-11-21: red"]
    assert paper["reader"] == rows(loaded, "SELECT state FROM news.proof WHERE outlet_key = 'baocamau'")[0][0]
    relations = {row["name"]: row["meaning"] for row in ask(tools_of(url), "schema")["relations"]}
    assert relations["news.articles"].startswith("Start here")
    columns = {row["name"]: row["type"] for row in ask(tools_of(url), "schema", relation="news.articles")["columns"]}
    assert (columns["article_id"], columns["tags"]) == ("bigint", "text[]")


def test_what_cannot_be_answered_is_one_sentence(url: str) -> None:
    assert "no article here cites" in refusal(url, "document", number="1/2020/QĐ-UBND")
    assert "no province 'Atlantis'" in refusal(url, "search", query="lũ", province="Atlantis")
    assert "has no word" in refusal(url, "search", query='"!"')
    assert refusal(url, "article", article="12").endswith("12: not in the tables")
    assert "neither an article's address nor an article_id" in refusal(url, "article", article="https://example.org/x")
    assert "no table or view 'news.secrets'" in refusal(url, "schema", relation="news.secrets")
    assert "less than or equal to 50" in refusal(url, "search", query="lũ", how_many=51)
    assert "does not answer" in refusal("postgresql://nobody@127.0.0.1:1/x", "schema")


def test_no_text_where_the_operator_keeps_it_and_nothing_can_be_written(
    loaded: psycopg.Connection, server: PostgresServer
) -> None:
    from crawler.mcp_server.questions import Questions

    PostgresServer(server.home, analyst_text=False).start()
    try:
        answer = ask(tools_of(server.analyst_url), "article", article=OTHER)
    finally:
        PostgresServer(server.home).start()
    assert (answer["body"], answer["lead"]) == (None, "Nước lũ lên nhanh trong ba ngày qua.")
    # Even by the owner's login.
    with pytest.raises(ValueError, match="read-only transaction"), Questions(server.url)._reader() as conn:
        conn.execute("DELETE FROM news.article_record")
