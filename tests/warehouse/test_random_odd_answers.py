"""Two hundred random odd answers among the articles of six papers: each costs itself, and nothing else."""

import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import forked
import psutil
import pytest
from odd_answers import OddAnswer, odd_answer
from sample_dates import SEPTEMBER

from crawler.archive import Archive, WarcWriter
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import crawled_outlets, identify
from crawler.sample_press import SamplePress
from crawler.sample_press.invented_article import InventedArticle

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PAPERS = [*crawled_outlets().values()]
ODD_A_PAPER = 34  # 204 of six papers
START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
MOST_MEMORY = 600 << 20
REASONS = ["OK", "", "x" * 5000]
Article = tuple[str, str, str]  # paper, number, headline


class Night:
    """One paper's WARC file, with an answer a second."""

    def __init__(self, archive: Archive, key: str) -> None:
        self.writer, self.at = WarcWriter(archive, key, "night-1"), START

    def write(self, url: str, answer: OddAnswer, reason: str = "OK", truncated: str | None = None) -> None:
        self.at += timedelta(seconds=1)
        self.writer.write_exchange(
            url=url,
            method="GET",
            request_headers=[],
            status=answer.status,
            reason=reason,
            response_headers=answer.headers,
            body=answer.body,
            fetched_at=self.at,
            truncated=truncated,
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@pytest.fixture(scope="module")
def articles(home: Path) -> set[Article]:
    """Archive the sample press's articles, then odd answers at their addresses and at others; return the articles."""
    chance, press, wanted = random.Random(13), SamplePress(newest_at=SEPTEMBER), set[Article]()
    for outlet in PAPERS:
        night = Night(Archive(home / "archive"), outlet.key)
        numbered = {number.native_id: each for each in press.truth(outlet.key) if (number := identify(each.url))}
        wanted |= {(outlet.key, number, each.headline) for number, each in numbered.items()}
        pages = {number: page_of(press, each) for number, each in numbered.items()}
        for number, each in numbered.items():
            night.write(each.url, OddAnswer(200, pages[number], [("Content-Type", "text/html; charset=utf-8")]))
        for n in range(ODD_A_PAPER):
            number = chance.choice([*numbered])
            url = numbered[number].url if n % 2 else numbered[number].url.replace(number, f"9{n:04}")
            answer = odd_answer(chance, pages[number])
            night.write(url, answer, chance.choice(REASONS), chance.choice([None, None, None, "length", "disconnect"]))
        night.writer.seal()
    return wanted


def page_of(press: SamplePress, article: InventedArticle) -> bytes:
    host, _, path = article.url.removeprefix("https://").partition("/")
    return press.answer(host, f"/{path}").body


@contextmanager
def peak_memory(process: psutil.Process) -> Iterator[list[int]]:
    """Give a list that holds the largest memory of a process and its children, without what they share, so far."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            with suppress(psutil.Error):
                family = [process, *process.children(recursive=True)]
                peak[0] = max(peak[0], sum(each.memory_full_info().pss for each in family))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def test_they_cost_no_article_and_a_rebuild_gives_the_same(
    server: PostgresServer, home: Path, articles: set[Article]
) -> None:
    environment = os.environ | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(home)}
    digests = []
    for command in (*(["load", outlet.key] for outlet in PAPERS), ["rebuild"], ["digest"]):
        process = forked.baotinh(*command, environment=environment)
        with peak_memory(psutil.Process(process.process.pid)) as peak:
            done = process.completed(600)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), f"{command}: {done.stderr[-2000:]}"
        assert peak[0] <= MOST_MEMORY, f"{command}: {peak[0] >> 20} MB"
        digests.append(done.stdout.strip().splitlines()[-1].split()[-1])
    assert digests[-1] == digests[-2]
    with connect(server.url) as conn:
        loaded = conn.execute(
            "SELECT outlet_key, native_id, v.headline FROM news.article_record AS a JOIN news.article_version AS v"
            " USING (article_id) WHERE v.revision = 1"
        ).fetchall()
        ((read,),) = conn.execute("SELECT count(*) FROM ops.reading WHERE outcome <> 'article'").fetchall()
    assert set(loaded) >= articles
    assert read > len(PAPERS) * ODD_A_PAPER / 4  # most odd answers were seen as such
