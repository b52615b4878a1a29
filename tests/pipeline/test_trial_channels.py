"""Which channels a paper on trial is asked by: its entry's, those that announced, and a few candidates a night."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from crawler.archive import Archive
from crawler.outlets import outlet_by_key
from crawler.outlets.trial_channels import learned_channel, with_learned_channels
from crawler.pipeline.trial import with_taught_channels
from crawler.warehouse import sync_catalogue

OUTLET = outlet_by_key("baohatinh")  # its entry has the front page already
SITE = "https://baohatinh.vn"
SITEMAP = "learned sitemap /sitemap.xml"
SECTION = "learned listing /kinh-te?trang={page}"
START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


@pytest.fixture
def nights(conn: psycopg.Connection) -> psycopg.Connection:
    sync_catalogue(conn)
    for night in range(3):
        conn.execute(
            "INSERT INTO ops.run (run_id, first_seen_at, kind) VALUES (%s, %s, 'night')",
            [f"night-{night}", START + timedelta(days=night)],
        )
    return conn


def note(conn: psycopg.Connection, night: int, channel: str, items: int) -> None:
    conn.execute(
        "INSERT INTO ops.channel_read (run_id, outlet_key, channel, certainty, status, items, read_at) "
        "VALUES (%s, %s, %s, 'guessed', 'ok', %s, %s)",
        [f"night-{night}", OUTLET.key, channel, items, START + timedelta(days=night)],
    )


def learned(conn: psycopg.Connection, archive: Archive, *, seeks: bool = True) -> list[str]:
    """Return the names of the channels beside the entry's."""
    stated = {channel.name for channel in OUTLET.channels}
    tonight = with_taught_channels(conn, archive, OUTLET, seeks=seeks).channels
    return [channel.name for channel in tonight if channel.name not in stated]


def test_the_usual_addresses_are_tried_first(nights: psycopg.Connection, archive: Archive) -> None:
    assert learned(nights, archive) == [SITEMAP]
    assert learned(nights, archive, seeks=False) == []


def test_what_announces_is_kept_and_what_does_not_is_dropped(nights: psycopg.Connection, archive: Archive) -> None:
    note(nights, 0, SITEMAP, 0)
    note(nights, 0, SECTION, 12)
    assert learned(nights, archive) == [SECTION, SITEMAP]  # tried once more
    note(nights, 1, SITEMAP, 0)
    assert learned(nights, archive) == [SECTION]
    note(nights, 1, SECTION, 0)
    assert learned(nights, archive, seeks=False) == []


def test_a_name_says_all_of_a_learned_channel() -> None:
    channel = learned_channel("listing", f"{SITE}/kinh-te?trang={{page}}")
    assert channel.name == SECTION
    assert with_learned_channels(OUTLET, ["rss-home", SECTION]).channels[-1] == channel
    assert with_learned_channels(OUTLET, ["rss-home", "learned junk /x"]) == OUTLET
