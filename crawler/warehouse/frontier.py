"""The frontier as the tables know it: an outlet's addresses, and which of them are due."""

from datetime import datetime

import psycopg

from crawler.article import url_key
from crawler.frontier import Frontier, KnownUrl
from crawler.warehouse.takedown.takedowns import OutletSuppressed, read_takedowns


def read_frontier(conn: psycopg.Connection, outlet_key: str, now: datetime) -> Frontier:
    """Return every known address of the outlet by its key; those whose next visit is at `now` or before are due.

    An address that is taken down is known and never due. One that was only ever refused and is given up is left out: a
    channel that names it again makes it new. Raises OutletSuppressed.
    """
    takedowns = read_takedowns(conn)
    if url_key(outlet_key) in takedowns.outlet:
        raise OutletSuppressed(f"{outlet_key}: the outlet is taken down (ops.suppression): nothing of it is asked for")
    rows = conn.execute(
        """
        SELECT url_key, article_id, url, coalesce(next_due_at <= %s, false), etag, last_modified, last_ok_at
        FROM ops.url
        WHERE outlet_key = %s AND (last_status IS NOT NULL OR next_due_at IS NOT NULL
            OR url_key = ANY(%s) OR article_id = ANY(%s))""",
        [now, outlet_key, [*takedowns.url], [*takedowns.article]],
    )
    known_urls = {key: KnownUrl("") for key in takedowns.url}
    for key, article_id, url, due, *last_answer in rows:
        hidden = key in takedowns.url or article_id in takedowns.article
        known_urls[key] = KnownUrl(url, due and not hidden, *last_answer)
    return Frontier(known_urls, frozenset(takedowns.article))
