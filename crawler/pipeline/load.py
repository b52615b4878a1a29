"""What is archived of an outlet goes into the tables: read by this build, loaded, its mentions found."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import psycopg

from crawler.archive import Archive, captures, read_capture, write_readings
from crawler.article import Reading
from crawler.enrichment import find_mentions
from crawler.outlets import Outlet
from crawler.outlets import outlet as find
from crawler.sites import build, read_all
from crawler.warehouse import (
    CaptureRef,
    load_warc,
    redacted,
    remove,
    restore_takedowns,
    seal_leftovers,
    settle,
    sync_catalogue,
    takedowns,
    takedowns_in,
    unloaded,
)


def load_outlet(conn: psycopg.Connection, archive: Archive, key: str, say: Callable[[str], None]) -> None:
    """Load an outlet's sealed WARC files that this build has not loaded, and say so a file; safe to repeat."""
    found = find(key)
    sync_catalogue(conn)
    restore_takedowns(conn, archive)
    seal_leftovers(conn, archive, key)
    settle(conn, archive, key)
    paths, down = unloaded(conn, archive, key, build()), takedowns(conn)
    for path in paths:
        if down.of_pages:
            remove(conn, archive, path, down)
        report = load_warc(conn, path, readings_of(archive, path, found), _reread(archive), build())
        say(f"{key}: {path.name}: {report}")
    find_mentions(conn, key)
    if not paths:
        say(f"{key}: nothing new to load")


def readings_of(archive: Archive, path: Path, found: Outlet) -> list[Reading]:
    """Read every page of a sealed WARC with this build, and keep the readings file, without what is taken down."""
    down = takedowns_in(archive)
    readings = list(read_all((c.page for c in captures(path) if c.kind == "response"), found))
    write_readings(archive, path, build(), (kept for r in readings if (kept := redacted(r, down))))
    return readings


def _reread(archive: Archive) -> Callable[[list[CaptureRef]], list[Reading]]:
    """Let the loader ask for earlier captures again, so that one build reads a whole chain."""

    def reread(refs: list[CaptureRef]) -> list[Reading]:
        found: list[Reading] = []
        for key, of_outlet in groupby(refs, key=lambda ref: ref.outlet):
            pages = (
                read_capture(archive.warc_path(ref.outlet, ref.warc), ref.offset, ref.record_id).page
                for ref in of_outlet
            )
            found += read_all(pages, find(key))
        return found

    return reread
