"""Announcements: the article addresses that channels named; a run is measured by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg

from crawler.article import Announced, ChannelRead, Identity, Reading, url_key
from crawler.database.merge import upsert
from crawler.outlets import BadAddress, identify, normal_url, outlet_by_key
from crawler.warehouse.storable import storable
from crawler.warehouse.takedown.takedowns import Takedowns

LONGEST_NUMBER = 18  # digits that a bigint always takes


@dataclass(frozen=True)
class Announcement:
    """One article address in one reading of one channel; `hidden` is True where it is taken down."""

    url_key: int
    url: str
    identity: Identity
    channel: str
    at: datetime
    title: str | None
    published_at: str | None
    description: str | None
    hidden: bool

    @property
    def article_id(self) -> int:
        """Return the article that the address names."""
        return self.identity.article_id


def announcements(
    outlet_key: str, readings: Iterable[Reading], takedowns: Takedowns, walked: Mapping[str, str]
) -> list[Announcement]:
    """Return every article address that the channels of a file named, oldest first; no word of what is taken down.

    `walked` gives by a page's address the channel whose walk it belonged to: a sitemap does not say which index named
    it.
    """
    identified = (
        _announcement(outlet_key, r, walked.get(normal_url(r.url), r.result.channel), item, takedowns)
        for r in readings
        if isinstance(r.result, ChannelRead)
        for item in r.result.announced
    )
    return sorted((a for a in identified if a is not None), key=lambda a: (a.at, a.title or ""))


def write_announcements(conn: psycopg.Connection, run_id: str, outlet_key: str, announced: list[Announcement]) -> None:
    """Write which addresses the run's channels named, and when each channel named one first, with those words.

    `announced` is in the order of time. What is taken down is not asked for, so no run is measured by it.
    """
    upsert(
        conn,
        "ops.announcement",
        ["run_id", "url_key"],
        (
            {"run_id": run_id, "outlet_key": outlet_key, "url_key": key, "article_id": article_id}
            for key, article_id in {a.url_key: a.article_id for a in announced if not a.hidden}.items()
        ),
    )
    first = {(a.url_key, a.channel): a for a in reversed(announced)}
    upsert(
        conn,
        "ops.url_channel",
        ["url_key", "channel"],
        (
            {
                "url_key": a.url_key,
                "outlet_key": outlet_key,
                "channel": a.channel,
                "first_seen_at": a.at,
                "hint": a.title,
                "published_at": a.published_at,
                "description": a.description,
            }
            for a in first.values()
        ),
        earliest="first_seen_at",
    )
    _add_channels(conn, run_id, announced)
    _write_numbers(conn, run_id, outlet_key, announced)


def _add_channels(conn: psycopg.Connection, run_id: str, announced: list[Announcement]) -> None:
    """Add the channels to the run's announcements: several files of one run may each hold a part of a walk."""
    pairs = sorted({(a.url_key, a.channel) for a in announced})
    conn.execute(
        """
        UPDATE ops.announcement AS a
        SET channels = ARRAY(SELECT unnest(a.channels) UNION SELECT unnest(n.channels) ORDER BY 1)
        FROM (SELECT url_key, array_agg(channel) AS channels
              FROM unnest(%s::bigint[], %s::text[]) AS n (url_key, channel) GROUP BY url_key) AS n
        WHERE a.run_id = %s AND a.url_key = n.url_key AND NOT a.channels @> n.channels""",
        [[key for key, _ in pairs], [channel for _, channel in pairs], run_id],
    )


def _write_numbers(conn: psycopg.Connection, run_id: str, outlet_key: str, announced: list[Announcement]) -> None:
    """Write the articles whose ids are numbers, also those taken down: the meter must not call them missing."""
    decimal = {space.id_space for space in outlet_by_key(outlet_key).id_spaces if space.decimal}
    first = {
        a.article_id: a
        for a in reversed(announced)
        if a.identity.id_space in decimal and len(a.identity.native_id) <= LONGEST_NUMBER
    }
    upsert(
        conn,
        "ops.article_number",
        ["article_id"],
        (
            {
                "article_id": article_id,
                "outlet_key": outlet_key,
                "id_space": a.identity.id_space,
                "number": int(a.identity.native_id),
                "first_seen_at": a.at,
                "run_id": run_id,
            }
            for article_id, a in first.items()
        ),
        earliest="first_seen_at",
    )


def _announcement(
    outlet_key: str, reading: Reading, channel: str, item: Announced, takedowns: Takedowns
) -> Announcement | None:
    """Return one item as an announcement, or None where its address names no article of the outlet."""
    try:
        url, identity = normal_url(item.url), identify(item.url, outlet_by_key(outlet_key))
    except BadAddress:
        return None
    if identity is None:
        return None
    hidden = takedowns.hides(url, identity.article_id, outlet_key)
    title = storable(item.title) if item.title and not hidden else None
    description = storable(item.description) if item.description and not hidden else None
    at = datetime.fromisoformat(reading.fetched_at)
    return Announcement(url_key(url), url, identity, channel, at, title, item.published_at, description, hidden)
