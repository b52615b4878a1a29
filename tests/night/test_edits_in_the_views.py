"""A changed paragraph, a changed headline, a removed article, a changed sidebar: the first three show in the views."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from commands import Baotinh
from psycopg import sql

from crawler.local.postgres import PostgresServer
from crawler.outlets import identify
from crawler.sample_press import SamplePress, serving

pytestmark = pytest.mark.slow

KEY = "baoangiang"
EDITS = {"reworded": 1, "retitled": 2, "gone": 3, "sidebar": 4}


def a_day_passes(conn: psycopg.Connection) -> None:
    """Let all that the tables know have happened a day earlier, so that a removal can be seen twice a day apart."""
    columns = conn.execute(
        """
        SELECT table_schema, table_name, array_agg(column_name::text)
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema IN ('news', 'ops') AND data_type = 'timestamp with time zone'
          AND table_type = 'BASE TABLE' AND column_name NOT IN ('published_at', 'modified_at')
        GROUP BY table_schema, table_name"""
    ).fetchall()
    for schema, table, names in columns:
        earlier = sql.SQL(", ").join(
            sql.SQL("{0} = {0} - interval '25 hours'").format(sql.Identifier(n)) for n in names
        )
        conn.execute(sql.SQL("UPDATE {} SET {}").format(sql.Identifier(schema, table), earlier))


@pytest.fixture
def press() -> SamplePress:
    return SamplePress()


@pytest.fixture
def night(
    press: SamplePress, server: PostgresServer, conn: psycopg.Connection, baotinh: Baotinh, tmp_path: Path
) -> Iterator[Callable[[], None]]:
    with serving(press) as url:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": "0.02",
            "BAOTINH_HOME": str(tmp_path),
        }

        def run() -> None:
            for step in ("crawl", "load"):
                done = baotinh(step, KEY, environment=environment)
                assert done.returncode == 0, f"{step}: {done.stderr[-1500:]}"
            a_day_passes(conn)

        yield run


def test_exactly_the_first_three_show(press: SamplePress, conn: psycopg.Connection, night: Callable[[], None]) -> None:
    def seen(query: str) -> list[tuple[object, ...]]:
        return conn.execute(query.encode()).fetchall()

    night()
    before = {name: press.truth(KEY)[position] for name, position in EDITS.items()}
    article = {name: identity.article_id for name, s in before.items() if (identity := identify(s.url))}
    for view in ("change", "headline_change", "removal", "paragraph_change"):
        assert seen(f"SELECT * FROM news.{view}") == []

    for name, position in EDITS.items():
        press.switch(KEY, name, str(position))
    press.clear_log()
    night()
    assert before["sidebar"].path in {entry.path for entry in press.log if entry.status == 200}
    night()

    assert sorted(seen("SELECT article_id, changed FROM news.change")) == sorted(
        [(article["reworded"], ["body"]), (article["retitled"], ["headline"])]
    )
    old = before["reworded"].body[-1].text
    assert seen("SELECT article_id, change, text_before, text_after FROM news.paragraph_change") == [
        (article["reworded"], "changed", old, f"{old} Việc này vừa được làm rõ.")
    ]
    headline = before["retitled"].headline
    assert seen("SELECT article_id, headline_before, headline_after FROM news.headline_change") == [
        (article["retitled"], headline, f"{headline}: điều cần biết")
    ]
    assert seen('SELECT article_id, headline, after < "before" FROM news.removal') == [
        (article["gone"], before["gone"].headline, True)
    ]
    assert seen("SELECT revision_count, count(*) FROM news.article_record GROUP BY 1 ORDER BY 1") == [(1, 12), (2, 2)]
