"""Real pages, served under their own addresses, go the whole path by the project's commands: rows equal the gold."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from commands import Baotinh

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import identify, outlet_by_url
from crawler.sample_press import SamplePress, serving

Command = Callable[..., str]
PAGES = Path(__file__).parents[3] / "shared" / "pages"
GOLD = {
    found.key: (path, gold)
    for path in sorted(PAGES.glob("*.html"))
    if (found := outlet_by_url((gold := json.loads(path.with_suffix(".json").read_text("utf8")))["url"]))
    and found.status == "active"  # no night asks an archive
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not GOLD, reason=f"no real pages beside the project ({PAGES.name}/ is absent)"),
]


@pytest.fixture(scope="module")
def night(server: PostgresServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """Crawl and load every outlet that has a real page; yield the command in that night's environment."""
    with serving(SamplePress(PAGES)) as url:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": "0.05",
            "BAOTINH_HOME": str(tmp_path_factory.mktemp("state")),
        }

        def command(*arguments: str) -> str:
            done = baotinh(*arguments, environment=environment)
            assert done.returncode == 0, f"{arguments}: {done.stderr[-2000:]}"
            return done.stdout

        for key in GOLD:
            command("crawl", key, "--run", "one-night")
            command("load", key)
            command("check", key, "--run", "one-night")
        yield command


def article(conn: psycopg.Connection, key: str, columns: str, table: str) -> list[tuple]:
    """Return what a table holds of the outlet's real page, in order (the press adds articles of its own)."""
    identity = identify(GOLD[key][1]["url"])
    assert identity is not None
    query = f"SELECT {columns} FROM news.{table} WHERE article_id = %s"
    return conn.execute(query, [identity.article_id]).fetchall()  # type: ignore[arg-type]


@pytest.mark.parametrize("key", GOLD)
def test_the_rows_equal_the_gold(night: Command, server: PostgresServer, key: str) -> None:
    gold = GOLD[key][1]
    with connect(server.url) as conn:
        [(headline, lead, section, published, agency)] = article(
            conn,
            key,
            "headline, lead, section_path, published_at AT TIME ZONE 'Asia/Ho_Chi_Minh', source_agency",
            "article_record",
        )
        assert (headline, lead, section, agency) == (
            gold["title"],
            gold["lead"],
            gold["section"],
            gold["source_credit"],
        )
        [(body,)] = article(conn, key, "body", "article_text")
        assert [" ".join(b.split()) for b in body] == [" ".join(b.split()) for b in gold["body"]]
        assert published.isoformat()[:16] == gold["published_at"][:16]
        names = article(conn, key, "name", "article_byline")
        assert [n.casefold() for (n,) in names] == [a.casefold() for a in gold["authors"]]
        images = article(conn, key, "url, caption, credit", "article_image")
        assert [url for url, _, _ in images] == gold["images"]
        assert [caption for _, caption, _ in images if caption] == gold["captions"]
        assert [credit for _, _, credit in images if credit] == gold.get("credits", [])
        assert article(conn, key, "tags", "article_record") == [(gold["tags"],)] or "tags" in gold["skip"]


def test_a_second_night_asks_for_no_article_and_changes_no_row(night: Command, server: PostgresServer) -> None:
    written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE schemaname = 'news'"
    with connect(server.url) as conn:
        before = conn.execute(written).fetchone()
        for key in GOLD:
            assert "0 fetched" in night("crawl", key)
            night("load", key)
        conn.execute("SELECT pg_stat_clear_snapshot()")
        assert conn.execute(written).fetchone() == before


def test_a_rebuild_from_the_archive_alone_gives_the_same_digest(night: Command, server: PostgresServer) -> None:
    digest = night("digest").strip()
    with connect(server.url) as conn:
        conn.execute("DROP SCHEMA news CASCADE")
        conn.execute("DROP SCHEMA ops CASCADE")
        conn.execute("DROP SCHEMA public CASCADE")
        conn.execute("CREATE SCHEMA public")
    assert f"digest {digest}" in night("rebuild")
    assert night("digest").strip() == digest


def test_a_busy_site_is_left_alone(server: PostgresServer, baotinh: Baotinh, tmp_path: Path) -> None:
    with connect(server.url) as conn:
        conn.execute("SELECT pg_advisory_lock(hashtextextended('site:baodanang.vn', 0))")
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_HOME": str(tmp_path),
            "BAOTINH_SAMPLE_PRESS": "http://127.0.0.1:9",
        }
        done = baotinh("crawl", "baodanang", environment=environment)
    assert done.returncode == 75
    assert "another crawl of baodanang.vn is running" in done.stderr
