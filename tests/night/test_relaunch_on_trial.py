"""A proven paper is rebuilt: red the same night, on trial again, and mended by what `repair` proposes."""

from typing import Any

import psycopg
import pytest
from msgspec.structs import replace
from paper_nights import KEY, Paper, forget, proof
from press_on_trial import in_catalogue

from crawler.archive import Archive
from crawler.contributor.repair import propose_repair
from crawler.pipeline.load import load_outlet
from crawler.quality.facts import run_facts
from crawler.quality.verdict import judge

pytestmark = pytest.mark.slow

PROVEN_AFTER = 4  # nights
READ_AGAIN = 5  # old articles that are fetched in the new layout too
ROWS = """
    SELECT a.url, a.headline, a.lead, a.published_at, t.body, a.extraction, a.revision_count
    FROM news.article_record AS a JOIN news.article_text AS t USING (article_id) ORDER BY a.url"""


def rows(conn: psycopg.Connection) -> dict[str, dict[str, Any]]:
    cursor = conn.execute(ROWS)
    names = [column.name for column in cursor.description or ()]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def test_a_rebuilt_paper_is_told_and_mended(conn: psycopg.Connection, archive: Archive) -> None:
    paper = Paper(archive)
    for number in range(PROVEN_AFTER):
        paper.night(number)
    load_outlet(conn, archive, KEY, print)
    assert proof(conn) == ("proven", "its nights")
    before = rows(conn)

    paper.is_rebuilt = True
    paper.night(PROVEN_AFTER, *list(before)[:READ_AGAIN])
    load_outlet(conn, archive, KEY, print)
    assert proof(conn) == ("refuted", None)
    verdict = judge(run_facts(conn, KEY, f"night-{PROVEN_AFTER}"))
    (told,) = [finding for finding in verdict.findings if finding.code == "other-layout"]
    assert (verdict.colour, told.colour) == ("red", "red")
    assert "not in the layout of zce/" in told.text

    proposal = propose_repair([*reversed(archive.sealed(KEY))], paper.outlet, examples=1)
    with in_catalogue(replace(paper.outlet, profile=proposal.profile)):
        forget(conn)
        load_outlet(conn, archive, KEY, print)
    after = rows(conn)
    true = {article.url: article for article in paper.press.announced(KEY)}
    assert len(after) == (PROVEN_AFTER + 1) * 24
    assert {row["revision_count"] for row in after.values()} == {1}
    assert {row["extraction"] for url, row in after.items() if url not in before} == {"learned"}
    for url, row in after.items():
        article = true[url]
        assert (row["headline"], row["lead"]) == (article.headline, article.lead)
        assert row["published_at"].replace(second=0) == article.published_at.replace(second=0, microsecond=0)
        assert row["body"] == [block.text for block in article.body]
