"""A paper whose reader no real page has proven: its own nights prove it, and a relaunch takes the proof back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from sample_dates import SEPTEMBER

from crawler.archive import Archive, WarcWriter
from crawler.outlets import outlet_by_key
from crawler.pipeline.load import load_outlet
from crawler.sample_press import SamplePress
from crawler.sample_press.invented_article import InventedArticle

pytestmark = pytest.mark.slow

KEY = "baohatinh"  # of a family whose selectors follow other people's scrapers
START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
ARTICLES_A_NIGHT = 24


class Paper:
    """A paper of the sample press, its nights written into an archive: what its channels and new articles answer."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.outlet = archive, outlet_by_key(KEY)
        self.press, self.known = SamplePress(newest_at=SEPTEMBER), set[str]()

    def night(self, number: int) -> None:
        self.press.switch(KEY, "new", str(ARTICLES_A_NIGHT * (number + 1)))
        writer, at = WarcWriter(self.archive, KEY, f"night-{number}"), START + timedelta(days=number)
        for url in (*(channel.url for channel in self.outlet.channels), *(each.url for each in self._new_articles())):
            parts, at = urlsplit(url), at + timedelta(seconds=1)
            reply = self.press.answer(parts.hostname or "", parts.path, parts.query)
            writer.write_exchange(
                url=url,
                method="GET",
                request_headers=[],
                status=reply.status,
                reason="OK",
                response_headers=[("Content-Type", reply.headers.get("Content-Type", "text/html; charset=utf-8"))],
                body=reply.body,
                fetched_at=at,
            )
        writer.seal()

    def _new_articles(self) -> Iterator[InventedArticle]:
        for article in self.press.announced(KEY)[:ARTICLES_A_NIGHT]:
            if article.url not in self.known:
                self.known.add(article.url)
                yield article


def proof(conn: psycopg.Connection) -> tuple[str, str | None]:
    ((state, by),) = conn.execute("SELECT state, proven_by FROM news.proof WHERE outlet_key = %s", [KEY]).fetchall()
    return state, by


def test_its_nights_prove_it_and_a_relaunch_takes_the_proof_back(conn: psycopg.Connection, archive: Archive) -> None:
    assert not outlet_by_key(KEY).crawled
    paper = Paper(archive)
    states = []
    for number in range(4):
        paper.night(number)
        load_outlet(conn, archive, KEY, print)
        states.append(proof(conn))
    assert states[:2] == [("on trial", None)] * 2
    assert states[3] == ("proven", "its nights")
    assert conn.execute("SELECT bool_and(is_proven) FROM news.articles").fetchall() == [(True,)]
    written = conn.execute("SELECT * FROM ops.outlet_proof ORDER BY field").fetchall()
    conn.execute(
        "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.field_reading, ops.outlet_proof CASCADE"
    )
    load_outlet(conn, archive, KEY, print)
    assert conn.execute("SELECT * FROM ops.outlet_proof ORDER BY field").fetchall() == written
    paper.press.switch(KEY, "without", "headline,published_at,lead")
    paper.night(4)
    load_outlet(conn, archive, KEY, print)
    assert proof(conn) == ("refuted", None)
