"""Removal: a takedown removes captures from WARC files, and their readings from readings files.

Each file is one step under the outlet's load lock, and its rows change with it. A step that was killed between the file
and its rows is completed by `finish_removals`, with which every load, restore and takedown begins.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import psycopg

from crawler.archive import Archive, Capture, RemovalReason, captures, change_readings, checksums
from crawler.archive import removal as files
from crawler.archive.warcinfo import run_of
from crawler.article import Reading
from crawler.database import hold_outlet
from crawler.outlets import BadAddress, Outlet, identify, outlet_by_key
from crawler.warehouse.captures import address_key, write_captures, write_file
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.takedown.redaction import redacted_reading
from crawler.warehouse.takedown.takedowns import Takedowns

# A page declares its canonical address in its head: what comes after these letters is not searched.
_HEAD_LETTERS = 65_536
_DECLARING_TAG = re.compile(r"<(?:link|meta)\b[^>]*[\"'\s=](?:canonical|og:url)\b[^>]*>", re.I)
_ADDRESS = re.compile(r"\b(?:href|content)\s*=\s*[\"']?\s*([^\"'\s>]+)", re.I)


@dataclass(frozen=True)
class Removed:
    """What was removed from one WARC file and its readings files."""

    captures: int
    bytes: int
    readings: int


def remove_from_file(conn: psycopg.Connection, archive: Archive, path: Path, takedowns: Takedowns) -> Removed:
    """Remove what is taken down from one sealed file and its readings, and update the rows.

    If it is killed at any point, a second call completes it; a call after that changes nothing.
    """
    with conn.transaction():
        hold_outlet(conn, path.parent.name)
        files.finish_removal(path)
        with archive.at_hand(path) as copy:
            survey = survey_takedown(copy, takedowns)
            # The readings first: while the file still holds a page, a second call finds it again.
            redact = partial(_remaining_reading, takedowns=takedowns, removed=survey.record_ids)
            lines = change_readings(archive, path, redact)
            tombstones = files.remove_captures(path, copy, survey.to_remove) if survey.to_remove else []
        for stale in _stale([path], _registered_checksums(conn, path.parent.name)):
            _move_rows(conn, stale)
    return Removed(len(tombstones), sum(tombstone.bytes for tombstone in tombstones), lines)


def survey_takedown(path: Path, takedowns: Takedowns) -> files.Survey:
    """Return what `remove_from_file` would remove from the file, and what was removed before."""
    if not takedowns.has_pages:
        return files.Survey([], [])
    return files.survey_file(path, removal_rule(path.parent.name, takedowns))


def finish_removals(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> int:
    """Complete an outlet's removals that were killed, and update the rows of files that are not as the rows say.

    Return how many files differed from their rows, as after an older copy of the database was restored.
    """
    with conn.transaction():
        hold_outlet(conn, outlet_key)
        for path in files.interrupted_removals(archive.store / "warc" / outlet_key):
            files.finish_removal(path)
        stale = _stale(archive.sealed(outlet_key), _registered_checksums(conn, outlet_key))
        for path in stale:
            _move_rows(conn, path)
    return len(stale)


def removal_rule(outlet_key: str, takedowns: Takedowns) -> files.RemovalRule:
    """Return the rule by which a capture in the outlet's files is removed.

    It goes by the capture's address, by the target of a redirect, and by the address that a page declares as its own.
    robots.txt stays: it is the evidence of what the site allowed.
    """
    outlet = outlet_by_key(outlet_key)

    def rule(capture: Capture) -> RemovalReason | None:
        if capture.url.endswith("/robots.txt"):
            return None
        key, article_id = address_key(capture.url), _article_id(capture.url, outlet)
        match = takedowns.match(key, article_id, outlet_key) or _match_by_content(capture, outlet, takedowns)
        return RemovalReason(*match, key, article_id) if match else None

    return rule


def _match_by_content(capture: Capture, outlet: Outlet, takedowns: Takedowns) -> tuple[str, int] | None:
    """Return the takedown of a redirect's target, or of the article of which a page is a copy (print, mobile)."""
    if 300 <= capture.status < 400:
        if target := capture.page.header("location"):
            address = urljoin(capture.url, target)
            return takedowns.match(address_key(address), _article_id(address, outlet), "")
    elif capture.kind == "response" and takedowns.article:
        for address in _declared_addresses(capture):
            if (article_id := _article_id(address, outlet)) is not None:
                return ("article", article_id) if article_id in takedowns.article else None
    return None


def _declared_addresses(capture: Capture) -> Iterator[str]:
    """Yield the addresses that a page's head declares as its own: canonical and og:url."""
    if "html" not in capture.page.header("content-type").lower():
        return
    for tag in _DECLARING_TAG.findall(capture.page.text[:_HEAD_LETTERS]):
        if address := _ADDRESS.search(tag):
            yield urljoin(capture.url, html.unescape(address[1]))


def _article_id(url: str, outlet: Outlet) -> int | None:
    try:
        identity = identify(url, outlet) or identify(url)
    except BadAddress:
        return None
    return identity.article_id if identity else None


def _registered_checksums(conn: psycopg.Connection, outlet_key: str) -> dict[str, str]:
    """Return by file name the sha256 that the tables know."""
    return dict(conn.execute("SELECT name, sha256 FROM ops.warc_file WHERE outlet_key = %s", [outlet_key]).fetchall())


def _stale(paths: Sequence[Path], registered: Mapping[str, str]) -> list[Path]:
    """Return the registered files of which another checksum is registered than they have."""
    known = [path for path in paths if path.name in registered]
    sealed = checksums(known)
    return [path for path in known if sealed.get(path.name, registered[path.name]) != registered[path.name]]


def _move_rows(conn: psycopg.Connection, path: Path) -> None:
    """Update the rows of a registered file to its content; of what is removed no address and no text stays."""
    bodiless = [capture.without_body() for capture in captures(path)]
    warc_id = write_file(conn, path, run_of(path), max((c.fetched_at for c in bodiless), default=None))
    tombstones = write_captures(conn, warc_id, bodiless)
    records, addresses = [uuid_of(t.record_id) for t in tombstones], [t.url_key for t in tombstones]
    conn.execute("DELETE FROM ops.problem WHERE record_id = ANY(%s::uuid[])", [records])
    conn.execute("DELETE FROM ops.field_reading WHERE record_id = ANY(%s::uuid[])", [records])
    conn.execute("DELETE FROM ops.quarantine WHERE record_id = ANY(%s::uuid[])", [records])
    conn.execute("UPDATE ops.url SET etag = NULL, last_modified = NULL WHERE url_key = ANY(%s)", [addresses])
    # As after a rebuild: an address is known where a capture or a channel still names it.
    conn.execute(
        """
        DELETE FROM ops.url AS u WHERE u.url_key = ANY(%s)
          AND NOT EXISTS (SELECT FROM ops.url_channel AS n WHERE n.url_key = u.url_key)
          AND NOT EXISTS (SELECT FROM ops.capture AS c LEFT JOIN ops.removed_capture AS r USING (record_id)
                          WHERE c.url_key = u.url_key AND r.record_id IS NULL)""",
        [addresses],
    )


def _remaining_reading(reading: Reading, takedowns: Takedowns, removed: frozenset[str]) -> Reading | None:
    return None if reading.record_id in removed else redacted_reading(reading, takedowns)
