"""Orphaned WARC files, left open or undelivered by dead crawls, are sealed and delivered where no crawl runs."""

import psycopg

from crawler.archive import Archive, deliver
from crawler.database import site_lock, site_unlock
from crawler.outlets import outlet_by_key


def seal_orphans(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> bool:
    """Seal and deliver what crawls of the outlet left; return False, and leave it alone, where one of its site runs.

    While another session holds the site's lock, a crawl on another machine may be writing; the next crawl or load seals
    what it leaves open.
    """
    group = outlet_by_key(outlet_key).politeness_group
    if not site_lock(conn, group):
        return False
    try:
        archive.seal_orphans(outlet_key)
        deliver(archive, outlet_key)
    finally:
        site_unlock(conn, group)
    return True
