"""What a takedown removes from the archive: captures out of WARC files, and what was read of them out of readings.

One file is one step under the outlet's load lock: its rows move with it. A step that was killed between the file and
its rows is repaired by `settle`, which every load, restore and takedown begins with.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import psycopg

from crawler.archive import Archive, Capture, RemovalReason, captures, change_readings, checksum
from crawler.archive import removal as files
from crawler.archive.warcinfo import run_of
from crawler.article import Reading
from crawler.database import hold_outlet
from crawler.outlets import BadAddress, Outlet, identify, outlet_by_key
from crawler.warehouse.captures import address_key, write_captures, write_file
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.takedown.redaction import redacted_reading
from crawler.warehouse.takedown.takedowns import Takedowns

# Where a page says what its own address is; a page that names it later than this names it nowhere.
_HEAD_LETTERS = 65_536
_DECLARING = re.compile(r"<(?:link|meta)\b[^>]*[\"'\s=](?:canonical|og:url)\b[^>]*>", re.I)
_ADDRESS = re.compile(r"\b(?:href|content)\s*=\s*[\"']?\s*([^\"'\s>]+)", re.I)


@dataclass(frozen=True)
class Removed:
    """What one step took out of one WARC file and its readings files."""

    captures: int
    bytes: int
    readings: int


def remove_from_file(conn: psycopg.Connection, archive: Archive, path: Path, down: Takedowns) -> Removed:
    """Take what is taken down out of one sealed file and its readings, and bring the rows up to it.

    Killed at any point, a second call completes it; called again, it finds nothing.
    """
    with conn.transaction():
        hold_outlet(conn, path.parent.name)
        files.finish_removal(path)
        found = survey_takedown(path, down)
        # The readings first: while the file still holds a page, a second call finds it again.
        lines = change_readings(archive, path, partial(_kept, down=down, gone=found.record_ids))
        stones = files.remove_captures(path, found.condemned) if found.condemned else []
        if _is_stale(path, _registered(conn, path.parent.name)):
            _move_rows(conn, path)
    return Removed(len(stones), sum(stone.bytes for stone in stones), lines)


def survey_takedown(path: Path, down: Takedowns) -> files.Survey:
    """Tell what `remove` would take out of the file, and what was taken out before."""
    return files.survey_file(path, removal_rule(path.parent.name, down)) if down.of_pages else files.Survey([], [])


def finish_removals(conn: psycopg.Connection, archive: Archive, outlet_key: str) -> int:
    """Complete what a killed removal left of an outlet, and bring the rows of files that changed up to them.

    Return how many files differed from their rows, as after the return of an older copy of the database.
    """
    with conn.transaction():
        hold_outlet(conn, outlet_key)
        for path in files.interrupted_removals(archive.root / "warc" / outlet_key):
            files.finish_removal(path)
        known = _registered(conn, outlet_key)
        stale = [path for path in archive.sealed(outlet_key) if _is_stale(path, known)]
        for path in stale:
            _move_rows(conn, path)
    return len(stale)


def removal_rule(outlet_key: str, down: Takedowns) -> Callable[[Capture], RemovalReason | None]:
    """Return what condemns a capture in the outlet's files: its address, where it leads, or what it says it is.

    robots.txt stays: it is the evidence of what the site allowed.
    """
    own = outlet_by_key(outlet_key)

    def look(capture: Capture) -> RemovalReason | None:
        if capture.url.endswith("/robots.txt"):
            return None
        key, article = address_key(capture.url), _article(capture.url, own)
        hit = down.hit(key, article, outlet_key) or _other_hit(capture, own, down)
        return RemovalReason(*hit, key, article) if hit else None

    return look


def _other_hit(capture: Capture, own: Outlet, down: Takedowns) -> tuple[str, int] | None:
    """Look where a redirect leads, or whose copy (print, mobile) a page says that it is."""
    if 300 <= capture.status < 400:
        if target := capture.page.header("location"):
            address = urljoin(capture.url, target)
            return down.hit(address_key(address), _article(address, own), "")
    elif capture.kind == "response" and down.article:
        for address in _declared(capture):
            if (article := _article(address, own)) is not None:
                return ("article", article) if article in down.article else None
    return None


def _declared(capture: Capture) -> Iterator[str]:
    if "html" not in capture.page.header("content-type").lower():
        return
    for tag in _DECLARING.findall(capture.page.text[:_HEAD_LETTERS]):
        if found := _ADDRESS.search(tag):
            yield urljoin(capture.url, html.unescape(found[1]))


def _article(url: str, own: Outlet) -> int | None:
    try:
        identity = identify(url, own) or identify(url)
    except BadAddress:
        return None
    return identity.article_id if identity else None


def _registered(conn: psycopg.Connection, outlet_key: str) -> dict[str, str]:
    return dict(conn.execute("SELECT name, sha256 FROM ops.warc_file WHERE outlet_key = %s", [outlet_key]).fetchall())


def _is_stale(path: Path, known: Mapping[str, str]) -> bool:
    """Tell whether the file is registered, and as another than it is now; `baotinh fixity` names a lost checksum."""
    with suppress(OSError, IndexError):
        return path.name in known and known[path.name] != checksum(path)
    return False


def _move_rows(conn: psycopg.Connection, path: Path) -> None:
    """Make the rows of a registered file say what the file holds now; what is removed leaves no address and no word."""
    found = [capture.without_body() for capture in captures(path)]
    warc_id = write_file(conn, path, run_of(path), max((c.fetched_at for c in found), default=None))
    stones = write_captures(conn, warc_id, found)
    records, addresses = [uuid_of(s.record_id) for s in stones], [s.url_key for s in stones]
    conn.execute("DELETE FROM ops.problem WHERE record_id = ANY(%s::uuid[])", [records])
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


def _kept(reading: Reading, down: Takedowns, gone: frozenset[str]) -> Reading | None:
    return None if reading.record_id in gone else redacted_reading(reading, down)
