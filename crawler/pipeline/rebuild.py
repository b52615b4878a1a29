"""Rebuilding: an empty database is filled from the archive alone, a restored one is updated to the archive."""

from collections.abc import Callable

import psycopg

from crawler.archive import Archive
from crawler.outlets import catalogue
from crawler.pipeline.load import load_outlet
from crawler.warehouse import digest, finish_removals, indexed_at_the_end, restore_takedowns, sync_catalogue


def rebuild(conn: psycopg.Connection, archive: Archive, say: Callable[[str], None]) -> str:
    """Load every sealed WARC file of the archive, outlet by outlet; return the digest."""
    with indexed_at_the_end(conn):
        for key in catalogue():
            load_outlet(conn, archive, key, say)
    return digest(conn)


def follow_archive(conn: psycopg.Connection, archive: Archive) -> int:
    """Enforce in a restored database what was taken down since its copy; return how many takedowns that were."""
    sync_catalogue(conn)
    enforced = restore_takedowns(conn, archive)
    for key in catalogue():
        finish_removals(conn, archive, key)
    return enforced
