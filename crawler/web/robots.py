"""The robots.txt that is in force for a paper: its last archived copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg

from crawler.archive import Archive, read_capture
from crawler.archive.store import failures
from crawler.article import url_key
from crawler.outlets import UnknownOutlet, normal_url, outlet_by_key
from crawler.web.question import question
from crawler.web.reader import ask

_MOST_BYTES = 64 << 10


@dataclass(frozen=True)
class RobotsCopy:
    """What the site answered when it was last asked for its robots.txt; `text` is None where the file is not here."""

    fetched_at: datetime
    status: int
    record_id: str
    text: str | None


def robots_in_force(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> RobotsCopy | None:
    """Return the last archived robots.txt of a paper's home host; None where none was archived."""
    try:
        host = outlet_by_key(outlet_key).home_host
    except UnknownOutlet:
        return None
    keys = [url_key(normal_url(f"https://{host}/robots.txt"))]
    rows = ask(conn, question("robots_capture", {"url_keys": keys, "outlet": outlet_key}))
    if not rows:
        return None
    row, text = rows[0], None
    try:
        path = archive.warc_path(outlet_key, row["warc_file"])
        body = read_capture(path, row["offset"], row["record_id"]).page.body
        text = body[:_MOST_BYTES].decode("utf8", "replace")
    except (OSError, LookupError, ValueError):
        pass
    except failures():
        pass
    return RobotsCopy(row["fetched_at"], row["status"], row["record_id"], text)
