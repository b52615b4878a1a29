"""An empty database is filled from the archive alone; a restored one is brought up to the archive."""

from collections.abc import Callable

import psycopg

from crawler.archive import Archive
from crawler.outlets import catalogue
from crawler.pipeline.load import load_outlet
from crawler.warehouse import digest, finish_removals, restore_takedowns, sync_catalogue


def rebuild(conn: psycopg.Connection, archive: Archive, say: Callable[[str], None]) -> str:
    """Load every sealed WARC file of the archive, outlet by outlet; return the digest."""
    for key in catalogue():
        load_outlet(conn, archive, key, say)
    return digest(conn)


def follow_archive(conn: psycopg.Connection, archive: Archive) -> int:
    """Bring a restored database up to what was taken down since; return how many takedowns came into force again."""
    sync_catalogue(conn)
    again = restore_takedowns(conn, archive)
    for key in catalogue():
        finish_removals(conn, archive, key)
    return again
