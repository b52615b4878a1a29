"""What is archived of an outlet goes into the tables: read by this build, loaded, its mentions found."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import psycopg

from crawler.archive import Archive, captures, read_capture, write_readings
from crawler.article import Reading
from crawler.enrichment import find_mentions
from crawler.outlets import Outlet, outlet_by_key
from crawler.sites import parser_build, read_all
from crawler.warehouse import (
    CaptureRef,
    archived_takedowns,
    finish_removals,
    load_warc,
    read_takedowns,
    redacted_reading,
    remove_from_file,
    restore_takedowns,
    seal_orphans,
    sync_catalogue,
    unloaded,
)


def load_outlet(conn: psycopg.Connection, archive: Archive, key: str, say: Callable[[str], None]) -> None:
    """Load an outlet's sealed WARC files that this build has not loaded, and say so a file; safe to repeat."""
    found = outlet_by_key(key)
    sync_catalogue(conn)
    restore_takedowns(conn, archive)
    seal_orphans(conn, archive, key)
    finish_removals(conn, archive, key)
    paths, down = unloaded(conn, archive, key, parser_build()), read_takedowns(conn)
    for path in paths:
        if down.of_pages:
            remove_from_file(conn, archive, path, down)
        report = load_warc(conn, path, readings_of(archive, path, found), _reread(archive), parser_build())
        say(f"{key}: {path.name}: {report}")
    find_mentions(conn, key)
    if not paths:
        say(f"{key}: nothing new to load")


def readings_of(archive: Archive, path: Path, found: Outlet) -> list[Reading]:
    """Read every page of a sealed WARC with this build, and keep the readings file, without what is taken down."""
    down = archived_takedowns(archive)
    readings = list(read_all((c.page for c in captures(path) if c.kind == "response"), found))
    write_readings(archive, path, parser_build(), (kept for r in readings if (kept := redacted_reading(r, down))))
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
            found += read_all(pages, outlet_by_key(key))
        return found

    return reread
