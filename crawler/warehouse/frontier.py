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
        _FRONTIER,
        {"now": now, "outlet": outlet_key, "urls": [*takedowns.url], "articles": [*takedowns.article]},
    )
    known_urls = {key: KnownUrl("") for key in takedowns.url}
    for key, article_id, url, due, *last_answer in rows:
        hidden = key in takedowns.url or article_id in takedowns.article
        known_urls[key] = KnownUrl(url, due and not hidden, *last_answer)
    return Frontier(known_urls, frozenset(takedowns.article))


# An answer of the future was dated by a wrong clock, and with it the next visit: until its time has come, the address
# is asked once a week.
_FRONTIER = """
    SELECT u.url_key, u.article_id, u.url,
        coalesce(u.next_due_at <= %(now)s, false) OR coalesce(u.last_ok_at > %(now)s, false) AND NOT EXISTS (
            SELECT FROM ops.capture AS c
            WHERE c.url_key = u.url_key AND c.fetched_at BETWEEN %(now)s - interval '7 days' AND %(now)s) AS due,
        u.etag, u.last_modified, u.last_ok_at
    FROM ops.url AS u
    WHERE u.outlet_key = %(outlet)s AND (u.last_status IS NOT NULL OR u.next_due_at IS NOT NULL
        OR u.url_key = ANY(%(urls)s) OR u.article_id = ANY(%(articles)s))"""
