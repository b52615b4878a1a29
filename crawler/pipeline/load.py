"""Loading an outlet: its archived files are read by this build and loaded, and mentions are found in its articles."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import psycopg

from crawler.archive import Archive, defect_of, read_capture, write_readings
from crawler.article import Reading
from crawler.enrichment import find_mentions
from crawler.outlets import Outlet, outlet_by_key
from crawler.quality import record_proof
from crawler.sites import parser_build, read_all
from crawler.sites.sealed_file import read_file
from crawler.warehouse import (
    CaptureRef,
    Takedowns,
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
    """Load an outlet's sealed WARC files that wait for it, with one message for each; safe to repeat."""
    outlet = outlet_by_key(key)
    sync_catalogue(conn)
    restore_takedowns(conn, archive)
    seal_orphans(conn, archive, key)
    finish_removals(conn, archive, key)
    for path in archive.foreign(key):
        say(f"{key}: {path.name} is set aside: it is no file of this archive (`baotinh parse` reads it)")
    paths, takedowns = unloaded(conn, archive, key, parser_build()), read_takedowns(conn)
    for path in paths:
        say(f"{key}: {path.name}{load_file(conn, archive, path, outlet, takedowns)}")
    find_mentions(conn, key)
    record_proof(conn, key)
    if not paths:
        say(f"{key}: nothing new to load")


def load_file(conn: psycopg.Connection, archive: Archive, path: Path, outlet: Outlet, takedowns: Takedowns) -> str:
    """Read a sealed file with this build and load it; return the end of a sentence that says what it brought.

    Whoever can write to the archive's disk, or a disk that fails, makes no article.
    """
    if takedowns.has_pages and not defect_of(path):
        remove_from_file(conn, archive, path, takedowns)
    with archive.at_hand(path) as file:
        if defect := defect_of(file):
            return f" is set aside: it {defect}"
        report = load_warc(conn, file, readings_of(archive, file, outlet), _reread_from(archive), parser_build())
    return f": {report}"


def readings_of(archive: Archive, path: Path, outlet: Outlet) -> list[Reading]:
    """Read every page of a sealed WARC file with this build; write the readings file without what is taken down."""
    takedowns = archived_takedowns(archive)
    readings = list(read_file(path, outlet))
    redacted = (redacted_reading(reading, takedowns) for reading in readings)
    write_readings(archive, path, parser_build(), (reading for reading in redacted if reading))
    return readings


def _reread_from(archive: Archive) -> Callable[[list[CaptureRef]], list[Reading]]:
    """Return the function by which the loader reads earlier captures, so that one build reads a whole history."""

    def reread(refs: list[CaptureRef]) -> list[Reading]:
        readings: list[Reading] = []
        for key, of_outlet in groupby(refs, key=lambda ref: ref.outlet):
            pages = (
                read_capture(archive.warc_path(ref.outlet, ref.warc), ref.offset, ref.record_id).page
                for ref in of_outlet
            )
            readings += read_all(pages, outlet_by_key(key))
        return readings

    return reread
