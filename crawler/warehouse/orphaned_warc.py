"""Orphaned WARC files, which dead crawls left open, are sealed where no crawl of the site runs."""

import psycopg

from crawler.archive import Archive
from crawler.database import site_lock, site_unlock
from crawler.outlets import outlet_by_key


def seal_orphans(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> bool:
    """Seal the outlet's open files; return False, and leave them alone, where a crawl of its site runs.

    While another session holds the site's lock, a crawl on another machine may be writing; the next crawl or load seals
    what it leaves open.
    """
    group = outlet_by_key(outlet_key).politeness_group
    if not site_lock(conn, group):
        return False
    try:
        archive.seal_orphans(outlet_key)
    finally:
        site_unlock(conn, group)
    return True
