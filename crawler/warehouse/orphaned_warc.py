"""What dead crawls left open is sealed, where no crawl of the site runs."""

import psycopg

from crawler.archive import Archive
from crawler.database import site_lock, site_unlock
from crawler.outlets import outlet_by_key


def seal_orphans(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> bool:
    """Seal the outlet's open files; False where a crawl of its site runs, and all are left alone.

    Without the site's lock another machine may be writing: what it leaves open, its next crawl or load seals.
    """
    group = outlet_by_key(outlet_key).politeness_group
    if not site_lock(conn, group):
        return False
    try:
        archive.seal_orphans(outlet_key)
    finally:
        site_unlock(conn, group)
    return True
