"""What the channels named in one run: the denominator of its check."""

from collections.abc import Iterable

import psycopg

from crawler.article import Announced, ChannelRead, Reading, url_key
from crawler.outlets import identify, normal, outlet
from crawler.warehouse.merge import upsert


def write_announcements(conn: psycopg.Connection, run_id: str, outlet_key: str, readings: Iterable[Reading]) -> None:
    """Note every article address that the channels of this file named, once a run."""
    found = [item for r in readings if isinstance(r.result, ChannelRead) for item in r.result.announced]
    upsert(
        conn, "ops.announcement", ["run_id", "url_key"], ["run_id", "outlet_key", "url_key", "article_id"],
        [(run_id, outlet_key, key, article) for key, article in _addresses(outlet_key, found).items()],
    )  # fmt: skip


def _addresses(outlet_key: str, found: list[Announced]) -> dict[int, int]:
    """Map the key of each address to the article that it names; channels announce identified addresses only."""
    owner = outlet(outlet_key)
    named = ((url_key(normal(item.url)), identify(item.url, owner)) for item in found)
    return {key: identity.article_id for key, identity in named if identity is not None}
