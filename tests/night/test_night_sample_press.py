"""A night of all six papers against the sample press, judged by the truth of its articles and by its own log."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue
from crawler.press import Press, serving

DELAY = 0.1


def baotinh(environment: dict[str, str], *arguments: str) -> None:
    code = "from crawler.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr[-1500:]}"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Press, PostgresServer]]:
    home = tmp_path_factory.mktemp("home")
    press, server = Press(), PostgresServer(home)
    with serving(press) as url:
        environment = os.environ | {
            "DATABASE_URL": server.start(), "BAOTINH_HOME": str(home), "BAOTINH_PRESS": url, "BAOTINH_DELAY": str(DELAY)
        }  # fmt: skip
        baotinh(environment, "migrate")
        for key in catalogue():
            baotinh(environment, "crawl", key)
            baotinh(environment, "load", key)
        yield press, server
    server.stop()


@pytest.mark.parametrize("key", catalogue())
def test_every_announced_article_is_a_row_and_says_what_the_paper_said(
    night: tuple[Press, PostgresServer], key: str
) -> None:
    press, server = night
    with connect(server.url) as conn:
        rows = conn.execute(
            "SELECT native_id, headline, lead, body, source_agency FROM news.article JOIN news.article_text"
            " USING (article_id) WHERE outlet_key = %s",
            [key],
        ).fetchall()
    wanted = {(str(s.number), s.headline, s.lead, tuple(p.text for p in s.body), s.agency) for s in press.truth(key)}
    assert len(wanted) >= 10
    assert {(n, h, lead, tuple(body), agency) for n, h, lead, body, agency in rows} == wanted


def test_no_site_sees_two_requests_at_once_or_a_gap_under_the_delay(night: tuple[Press, PostgresServer]) -> None:
    log = night[0].log
    assert max(entry.in_flight for entry in log) == 1
    for group in {entry.group for entry in log}:
        times = sorted(entry.started for entry in log if entry.group == group)
        assert min(b - a for a, b in pairwise(times)) >= DELAY
