"""What the channels named: the denominator of a run's check, and the first that is known of an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import psycopg

from crawler.article import Announced, ChannelRead, Reading, url_key
from crawler.database.merge import upsert
from crawler.outlets import BadAddress, identify, normal, outlet
from crawler.warehouse.storable import storable
from crawler.warehouse.suppression import Takedowns


@dataclass(frozen=True)
class Announcement:
    """One article address in one reading of one channel."""

    url_key: int
    url: str
    article_id: int
    channel: str
    at: datetime
    title: str | None
    hidden: bool


def announcements(outlet_key: str, readings: Iterable[Reading], down: Takedowns) -> list[Announcement]:
    """Return every article address that the channels of a file named, oldest first; no title of what is taken down."""
    named = (
        _announcement(outlet_key, r, r.result.channel, item, down)
        for r in readings
        if isinstance(r.result, ChannelRead)
        for item in r.result.announced
    )
    return sorted((a for a in named if a is not None), key=lambda a: (a.at, a.title or ""))


def write_announcements(conn: psycopg.Connection, run_id: str, outlet_key: str, found: list[Announcement]) -> None:
    """Note which addresses the run's channels named, and which channel named each first; titles of the first.

    What is taken down is not asked for, so no run is measured by it.
    """
    upsert(
        conn, "ops.announcement", ["run_id", "url_key"], ["run_id", "outlet_key", "url_key", "article_id"],
        {a.url_key: (run_id, outlet_key, a.url_key, a.article_id) for a in found if not a.hidden}.values(),
    )  # fmt: skip
    first = {(a.url_key, a.channel): a for a in reversed(found)}
    upsert(
        conn, "ops.url_channel", ["url_key", "channel"], ["url_key", "outlet_key", "channel", "first_seen_at", "hint"],
        ((a.url_key, outlet_key, a.channel, a.at, a.title) for a in first.values()),
        earliest="first_seen_at",
    )  # fmt: skip


def _announcement(
    outlet_key: str, reading: Reading, channel: str, item: Announced, down: Takedowns
) -> Announcement | None:
    """Identify one item; what is no article of the outlet is none of its announcements."""
    try:
        url, identity = normal(item.url), identify(item.url, outlet(outlet_key))
    except BadAddress:
        return None
    if identity is None:
        return None
    hidden = down.hides(url, identity.article_id, outlet_key)
    title = storable(item.title) if item.title and not hidden else None
    at = datetime.fromisoformat(reading.fetched_at)
    return Announcement(url_key(url), url, identity.article_id, channel, at, title, hidden)
