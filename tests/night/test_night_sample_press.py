"""A night of the crawled papers against the sample press, judged by the truth of its articles and by its own log."""

import os
from collections.abc import Iterator
from itertools import pairwise

import pytest
from commands import Baotinh

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import crawled_outlets, identify
from crawler.sample_press import SamplePress, serving

pytestmark = pytest.mark.slow

# All papers of a night, and two of other kinds: a hexadecimal id, a body in a script.
KEYS = [*crawled_outlets(), "baodaklak", "baoquangngai"]
DELAY = 0.1


@pytest.fixture(scope="module")
def press(server: PostgresServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamplePress]:
    """Crawl and load each paper; yield the press that they were."""
    found = SamplePress()
    with serving(found) as url:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": str(DELAY),
            "BAOTINH_HOME": str(tmp_path_factory.mktemp("state")),
        }
        for key in KEYS:
            for step in ("crawl", "load"):
                done = baotinh(step, key, environment=environment)
                assert done.returncode == 0, f"{step} {key}: {done.stderr[-1500:]}"
        yield found


@pytest.mark.parametrize("key", KEYS)
def test_every_announced_article_is_a_row_and_says_what_the_paper_said(
    press: SamplePress, server: PostgresServer, key: str
) -> None:
    with connect(server.url) as conn:
        rows = conn.execute(
            "SELECT native_id, headline, lead, body, source_agency FROM news.article_record JOIN news.article_text"
            " USING (article_id) WHERE outlet_key = %s",
            [key],
        ).fetchall()
    wanted = {
        (found.native_id, s.headline, s.lead, tuple(p.text for p in s.body), s.agency)
        for s in press.truth(key)
        if (found := identify(s.url))
    }
    assert len(wanted) >= 10
    assert {(n, h, lead, tuple(body), agency) for n, h, lead, body, agency in rows} == wanted


@pytest.mark.parametrize("key", KEYS)
def test_the_officials_and_documents_that_it_names_are_rows(
    press: SamplePress, server: PostgresServer, key: str
) -> None:
    stories = {found.native_id: s for s in press.truth(key) if (found := identify(s.url))}
    of_paper = "JOIN news.article_record AS a USING (article_id) WHERE a.outlet_key = %s"
    with connect(server.url) as conn:
        officials = conn.execute(
            f"SELECT native_id, office, organ, m.name, part FROM news.official_mention AS m {of_paper}", [key]
        ).fetchall()
        documents = conn.execute(f"SELECT native_id, number FROM news.document_reference {of_paper}", [key]).fetchall()
    assert {"lead", "body", "caption"} == {part for *_, part in officials}
    assert {tuple(row) for *row, _ in officials} == {
        (n, o.office, o.organ, o.name) for n, s in stories.items() for o in s.officials
    }
    assert set(documents) == {(n, number) for n, s in stories.items() for number in s.documents}
    assert len(officials) >= len(stories) / 2


def test_no_site_sees_two_requests_at_once_or_a_gap_under_the_delay(press: SamplePress) -> None:
    log = press.log
    assert max(entry.in_flight for entry in log) == 1
    for group in {entry.group for entry in log}:
        times = sorted(entry.started for entry in log if entry.group == group)
        assert min(b - a for a, b in pairwise(times)) >= DELAY
