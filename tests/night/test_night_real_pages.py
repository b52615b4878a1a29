"""Real pages, served under their own addresses, go the whole path by the project's commands: rows equal the gold."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import psycopg
import pytest

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import outlet_of

PAGES = Path(__file__).parents[3] / "shared" / "pages"
GOLD = {
    found.key: (path, gold)
    for path in sorted(PAGES.glob("*.html"))
    if (found := outlet_of((gold := json.loads(path.with_suffix(".json").read_text("utf8")))["url"]))
}
pytestmark = pytest.mark.skipif(not GOLD, reason=f"no real pages beside the project ({PAGES.name}/ is absent)")


@pytest.fixture(scope="module")
def press() -> Iterator[str]:
    """Serve each page at its path on its host, and a front page that links to it at every other address."""
    pages = {urlsplit(gold["url"]).path: path.read_bytes() for path, gold in GOLD.values()}
    by_host = {urlsplit(gold["url"]).hostname: gold["url"] for _, gold in GOLD.values()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = by_host[self.headers["Host"]]
            listing = (
                f'<ul class="cate-content-list-item"><li class="item"><div class="b-content"><a href="{url}">x</a>'
            )
            listing += f'</div></li></ul><h3 class="b-grid__title"><a href="{url}">x</a></h3>'
            body = pages.get(self.path, f"<html><body>{listing}</body></html>".encode())
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def night(press: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PostgresServer, dict[str, str]]]:
    """Migrate, then crawl and load every outlet that has a real page."""
    home = tmp_path_factory.mktemp("home")
    server = PostgresServer(home)
    environment = os.environ | {
        "DATABASE_URL": server.start(), "BAOTINH_HOME": str(home), "BAOTINH_PRESS": press, "BAOTINH_DELAY": "0.05"
    }  # fmt: skip
    baotinh("migrate", environment=environment)
    for key in GOLD:
        baotinh("crawl", key, environment=environment)
        baotinh("load", key, environment=environment)
    yield server, environment
    server.stop()


def baotinh(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from crawler.cli import main; main()", *arguments],
        capture_output=True, text=True, check=False, timeout=120, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stderr[-2000:]}"
    return done.stdout


def row(conn: psycopg.Connection, key: str, columns: str) -> tuple:
    found = conn.execute(
        f"SELECT {columns} FROM news.article JOIN news.article_text USING (article_id) WHERE outlet_key = %s", [key]
    ).fetchall()  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("key", GOLD)
def test_the_rows_equal_the_gold(night: tuple[PostgresServer, dict[str, str]], key: str) -> None:
    gold = GOLD[key][1]
    with connect(night[0].url) as conn:
        headline, lead, body, section, published, agency = row(
            conn, key, "headline, lead, body, section_path, published_at AT TIME ZONE 'Asia/Ho_Chi_Minh', source_agency"
        )
        assert (headline, lead, section, agency) == (
            gold["title"],
            gold["lead"],
            gold["section"],
            gold["source_credit"],
        )
        assert [" ".join(b.split()) for b in body] == [" ".join(b.split()) for b in gold["body"]]
        assert published.isoformat()[:16] == gold["published_at"][:16]
        names = conn.execute(
            "SELECT name FROM news.article_byline JOIN news.article USING (article_id)"
            " WHERE outlet_key = %s ORDER BY seq",
            [key],
        ).fetchall()
        assert [n.casefold() for (n,) in names] == [a.casefold() for a in gold["authors"]]
        images = conn.execute(
            "SELECT i.url FROM news.article_image AS i JOIN news.article USING (article_id)"
            " WHERE outlet_key = %s ORDER BY seq",
            [key],
        ).fetchall()
        assert [u for (u,) in images] == gold["images"]


def test_a_second_night_asks_for_no_article_and_changes_no_row(night: tuple[PostgresServer, dict[str, str]]) -> None:
    written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE schemaname = 'news'"
    with connect(night[0].url) as conn:
        before = conn.execute(written).fetchone()
        for key in GOLD:
            assert "0 fetched" in baotinh("crawl", key, environment=night[1])
            baotinh("load", key, environment=night[1])
        conn.execute("SELECT pg_stat_clear_snapshot()")
        assert conn.execute(written).fetchone() == before


def test_a_rebuild_from_the_archive_alone_gives_the_same_digest(night: tuple[PostgresServer, dict[str, str]]) -> None:
    server, environment = night
    digest = baotinh("digest", environment=environment).strip()
    with connect(server.url) as conn:
        conn.execute("DROP SCHEMA news CASCADE")
        conn.execute("DROP SCHEMA ops CASCADE")
        conn.execute("DROP SCHEMA public CASCADE")
        conn.execute("CREATE SCHEMA public")
    assert f"digest {digest}" in baotinh("rebuild", environment=environment)
    assert baotinh("digest", environment=environment).strip() == digest


def test_a_busy_site_is_left_alone(night: tuple[PostgresServer, dict[str, str]]) -> None:
    with connect(night[0].url) as conn:
        conn.execute("SELECT pg_advisory_lock(hashtextextended('site:baodanang.vn', 0))")
        done = subprocess.run(
            [sys.executable, "-c", "from crawler.cli import main; main()", "crawl", "baodanang"],
            capture_output=True, text=True, check=False, timeout=60, env=night[1],
        )  # fmt: skip
    assert done.returncode == 75
    assert "another crawl of baodanang.vn is running" in done.stderr
