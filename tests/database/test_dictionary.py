"""The data dictionary is the database's own words, whole, and the page in docs/ is the same."""

import re
from pathlib import Path

import pytest

import crawler
from crawler.database import Undocumented, connect, dictionary
from crawler.local.postgres import PostgresServer

PAGE = Path(crawler.__file__).parent.parent / "docs" / "dictionary.md"


def test_the_page_is_what_the_database_says(server: PostgresServer) -> None:
    with connect(server.url) as conn:
        assert dictionary(conn) == PAGE.read_text("utf8"), "run: baotinh dictionary > docs/dictionary.md"


def test_every_table_view_and_column_of_news_is_in_it() -> None:
    text = PAGE.read_text("utf8")
    for wanted in (
        "table `news.article_record`",
        "view `news.articles`",
        "view `news.change`",
        "type `news.search_hit`",
        "`news.search(query text",
    ):
        assert wanted in text
    for line in text.splitlines():
        if line.startswith("| `"):
            assert re.fullmatch(r"\| `.+` \| .+ \| .{2,} \|", line), line


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("ALTER TABLE news.article_record ADD dateline text", "news.article_record.dateline"),
        ("CREATE TABLE ops.note (n int)", "ops.note, ops.note.n"),
        ("CREATE VIEW news.short AS SELECT 1 AS n", "news.short, news.short.n"),
        ("CREATE FUNCTION news.one() RETURNS int RETURN 1", "news.one()"),
        ("COMMENT ON COLUMN news.articles.body IS NULL", "news.articles.body"),
        ("ALTER TYPE news.search_hit ADD ATTRIBUTE mark text", "news.search_hit.mark"),
    ],
)
def test_what_has_no_comment_is_named(server: PostgresServer, query: str, named: str) -> None:
    with connect(server.url) as conn, conn.transaction(force_rollback=True):
        conn.execute(query)  # type: ignore[arg-type]
        with pytest.raises(Undocumented, match=re.escape(f"no comment on {named}:")):
            dictionary(conn)
