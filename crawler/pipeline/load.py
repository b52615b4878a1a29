"""Loading an outlet: its archived files are read by this build and loaded, and mentions are found in its articles."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import psycopg

from crawler.archive import Archive, captures, channels_asked, defect_of, read_capture, write_readings
from crawler.article import Reading
from crawler.enrichment import find_mentions
from crawler.outlets import Outlet, outlet_by_key
from crawler.outlets.trial_channels import with_learned_channels
from crawler.quality import record_proof
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
        # Whoever can write to the archive's disk, or a disk that fails, makes no article.
        if defect := defect_of(path):
            say(f"{key}: {path.name} is set aside: it {defect}")
            continue
        if takedowns.has_pages:
            remove_from_file(conn, archive, path, takedowns)
        report = load_warc(conn, path, readings_of(archive, path, outlet), _reread_from(archive), parser_build())
        say(f"{key}: {path.name}: {report}")
    find_mentions(conn, key)
    record_proof(conn, key)
    if not paths:
        say(f"{key}: nothing new to load")


def readings_of(archive: Archive, path: Path, outlet: Outlet) -> list[Reading]:
    """Read every page of a sealed WARC file with this build; write the readings file without what is taken down."""
    takedowns = archived_takedowns(archive)
    if not outlet.crawled:
        outlet = with_learned_channels(outlet, channels_asked(path))
    readings = list(read_all((c.page for c in captures(path) if c.kind == "response"), outlet))
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
