"""Nights of a sample press paper that no saved page has proven, written into an archive without HTTP."""

from datetime import UTC, datetime, timedelta

import psycopg
from nights_without_http import NightWithoutHttp
from press_on_trial import RenamedClass
from sample_dates import SEPTEMBER

from crawler.archive import Archive, WarcWriter
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sample_press import SamplePress

KEY = "baohatinh"  # of a family whose selectors follow other people's scrapers
# Between two seconds, as every real capture is.
START = datetime(2026, 11, 20, 18, 30, microsecond=345678, tzinfo=UTC)
ARTICLES_A_NIGHT = 24


class Paper:
    """The paper, and its nights: what its channels and new articles answer; old ones are asked again if named."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.outlet = archive, outlet_by_key(KEY)
        self.press, self.asked = SamplePress(newest_at=SEPTEMBER), set[str]()
        self.renamed = RenamedClass(self.press, self.outlet)
        self.is_rebuilt = False

    def answer(self, url: str, at: datetime) -> SavedPage:
        return self.renamed.answer(url, at) if self.is_rebuilt else self.renamed.plain_answer(url, at)

    def night(self, number: int, *again: str) -> None:
        self.press.switch(KEY, "new", str(ARTICLES_A_NIGHT * (number + 1)))
        writer, at = WarcWriter(self.archive, KEY, f"night-{number}"), START + timedelta(days=number)
        crawl = NightWithoutHttp(self.answer, self.outlet, at, self.asked, ARTICLES_A_NIGHT)
        for _ in crawl.pages(writer, *again):
            pass
        writer.seal()


def proof(conn: psycopg.Connection) -> tuple[str, str | None]:
    ((state, by),) = conn.execute("SELECT state, proven_by FROM news.proof WHERE outlet_key = %s", [KEY]).fetchall()
    return state, by


def forget(conn: psycopg.Connection) -> None:
    """Empty the tables that a load fills, so that it begins from the archive alone."""
    conn.execute(
        "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.field_reading, ops.outlet_proof CASCADE"
    )
