"""Fields that vanish from a paper's pages: the facts of the night's verdict show them, and the rule names them."""

from pathlib import Path

import psycopg
import pytest
from one_article import START, load
from sample_dates import SEPTEMBER

from crawler.archive import Archive, WarcWriter
from crawler.outlets import outlet_by_key
from crawler.quality.facts import run_facts
from crawler.quality.field_health import VITAL, FieldHealth, field_findings
from crawler.quality.foreign_lines import foreign_line_findings, own_bodies
from crawler.sample_press import SamplePress
from crawler.sample_press.lost_fields import FIELDS, GARBLED_FIELDS

pytestmark = pytest.mark.slow

FAMILIES = {"fck": "baoangiang", "onecms": "baodanang", "zce": "baohatinh"}


def night(conn: psycopg.Connection, archive: Archive, press: SamplePress, key: str, day: int) -> dict[str, FieldHealth]:
    """Archive and load a night's channels and articles as the press answers them; return the facts by field."""
    outlet, run = outlet_by_key(key), f"night-{day}"
    writer = WarcWriter(archive, key, run)
    feeds = [channel.url for channel in outlet.channels if channel.kind == "rss"][:1]
    articles = [article.url for article in press.announced(key)][: 14 if day == 0 else 10]
    for n, url in enumerate([*feeds, *articles]):
        host, _, path = url.removeprefix("https://").partition("/")
        reply = press.answer(host, f"/{path}")
        assert reply.status == 200, url
        writer.write_exchange(
            url=url,
            method="GET",
            request_headers=[],
            status=200,
            reason="-",
            response_headers=[*reply.headers.items()],
            body=reply.body,
            fetched_at=START.replace(day=START.day + day, second=n, microsecond=345678),
        )
    writer.write_metadata(
        "crawl-end",
        {"reason": "finished", "started_at": f"2026-11-{20 + day}T18:30:00Z", "ended_at": None, "stats": {}},
    )
    load(conn, archive, [writer.seal()])
    return {health.field: health for health in run_facts(conn, key, run).fields}


def credited(press: SamplePress, key: str, newest: int) -> int:
    """Count those of the newest articles that credit a source."""
    return sum(bool(article.agency) for article in press.announced(key)[:newest])


@pytest.fixture(params=FAMILIES.values(), ids=FAMILIES)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("field", GARBLED_FIELDS)
def test_a_field_that_pages_print_wrongly_is_named(
    conn: psycopg.Connection, tmp_path: Path, key: str, field: str
) -> None:
    """The channels, or the page's head, say something else."""
    archive, press = Archive(tmp_path), SamplePress(newest_at=SEPTEMBER)
    night(conn, archive, press, key, 0)
    press.switch(key, "new", "10")
    press.switch(key, "garbled", field)
    [finding] = field_findings(night(conn, archive, press, key, 1).values())
    assert finding.text.startswith(f"{field}: ")
    assert finding.colour == ("red" if field in VITAL else "amber")
    assert finding.code == "field-contradicted"


def test_a_credit_in_a_box_of_a_new_name_is_seen_and_told(conn: psycopg.Connection, tmp_path: Path, key: str) -> None:
    """As after a relaunch: what the reader finds no more stands on the page, so that one night tells it."""
    archive, press = Archive(tmp_path), SamplePress(newest_at=SEPTEMBER)
    first = night(conn, archive, press, key, 0)["source_credit"].tonight
    assert (first.filled, first.unread) == (credited(press, key, 14), 0)
    for day in (1, 2, 3):  # after a dozen articles with a credit, three lost ones are no chance
        press.switch(key, "new", f"{day}0")
        night(conn, archive, press, key, day)
    press.switch(key, "new", "40")
    press.switch(key, "moved_credit")
    facts = night(conn, archive, press, key, 4)
    tonight = facts["source_credit"].tonight
    assert (tonight.filled, tonight.unread) == (0, credited(press, key, 10))
    assert tonight.unread_url is not None
    assert [f.text.split(",")[0] for f in field_findings(facts.values())] == [
        f"source_credit: read in 0 of {tonight.unread} new articles that show it"
    ]


def test_a_box_of_headlines_that_was_read_as_text_is_named(conn: psycopg.Connection, tmp_path: Path, key: str) -> None:
    archive, press = Archive(tmp_path), SamplePress(newest_at=SEPTEMBER)
    night(conn, archive, press, key, 0)
    assert [*foreign_line_findings(own_bodies(conn, key, "night-0"))] == []
    press.switch(key, "new", "10")
    press.switch(key, "box_in_text")
    night(conn, archive, press, key, 1)
    [finding] = foreign_line_findings(own_bodies(conn, key, "night-1"))
    assert (finding.colour, finding.code) == ("red", "field-contradicted")
    assert "in 0 of 10 new bodies, before in" in finding.text


@pytest.mark.parametrize("field", FIELDS)
def test_a_lost_field_is_a_fact_of_the_night_and_named(
    conn: psycopg.Connection, tmp_path: Path, key: str, field: str
) -> None:
    archive, press = Archive(tmp_path), SamplePress(newest_at=SEPTEMBER)
    first = night(conn, archive, press, key, 0)
    assert [*field_findings(first.values())] == []
    assert first["headline"].tonight.read == 14
    press.switch(key, "new", "10")
    press.switch(key, "without", field)
    name = "body" if field in ("own_body", "readable_body") else field
    second = night(conn, archive, press, key, 1)
    before, tonight = second[name].before[0], second[name].tonight
    assert before == first[name].tonight
    assert before.filled > 0
    assert tonight.filled == 0
    assert tonight.lost_url is not None
    found = [f for f in field_findings(second.values()) if f.text.startswith(f"{name}:")]
    if not found and name not in VITAL:
        press.switch(key, "new", "20")
        third = night(conn, archive, press, key, 2)
        found = [f for f in field_findings(third.values()) if f.text.startswith(f"{name}:")]
    if field != "source_credit":  # in every third article: after one sound night, two without it prove too little
        assert [(f.colour, f.code) for f in found] == [("red" if name in VITAL else "amber", "field-lost")]
        assert "the layout's signature" in found[0].text
    assert second["section" if field != "section" else "headline"].tonight.filled == tonight.read
