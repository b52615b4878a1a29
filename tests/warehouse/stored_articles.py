"""Articles written into the tables as the loader writes them, without pages and without an archive."""

import psycopg
from one_article import rows

from crawler.article import Article
from crawler.outlets import catalogue
from crawler.warehouse.articles import write_articles
from crawler.warehouse.revision_history import RevisionHistory, Version
from crawler.warehouse.takedown.takedowns import read_takedowns

DAY = "2026-10-01T00:00:00+00:00"


def outlet_space(key: str) -> str:
    return catalogue()[key].id_spaces[-1].id_space


def store(conn: psycopg.Connection, found: list[Article]) -> None:
    conn.execute("INSERT INTO ops.parser_build (build) VALUES ('x') ON CONFLICT DO NOTHING")
    [[build_id]] = rows(conn, "SELECT parser_build_id FROM ops.parser_build WHERE build = 'x'")
    chains = {}
    for n, article in enumerate(found):
        version = Version(f"00000000-0000-0000-0000-{n:012}", DAY, article.url, article, 0)
        chains[article.article_id] = RevisionHistory([version], DAY)
    with conn.transaction():
        write_articles(conn, chains, build_id, read_takedowns(conn))
