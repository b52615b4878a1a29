"""WARC and ARC files read back as captures: the answers of web sites, and the facts about our crawls."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders

from crawler.archive.content_coding import LARGEST_BODY, Body, unpack
from crawler.archive.record_files import opened
from crawler.archive.transfer_coding import dechunked
from crawler.archive.warc import OUR_METADATA
from crawler.page import SavedPage

# The status that stands for one that is not an HTTP status: a failure of the server.
NONSENSE_STATUS = 599

# Bytes: more than a page unpacks to, even in chunks of a few bytes.
_MOST_STORED = 2 * LARGEST_BODY
# What a block of HTML, or of another program's own, does not begin with.
_PROTOCOL = re.compile(r"HTTP/[\d.]+$|ICY$", re.I)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Capture:
    """One record of interest: a response, a 304 as revisit, or a fact about the crawl as metadata."""

    record_id: str
    url: str
    fetched_at: datetime
    kind: Literal["response", "revisit", "metadata"]
    status: int
    offset: int
    length: int
    payload_sha256: str
    page: SavedPage
    payload: dict[str, Any] = field(default_factory=dict)

    def at(self, offset: int, length: int) -> "Capture":
        """Return the capture with its place in the file."""
        return replace(self, offset=offset, length=length)

    def without_body(self) -> "Capture":
        """Return the capture without its page's bytes: the 5,000 pages of a file do not fit in memory."""
        return replace(self, page=replace(self.page, body=b""))

    @property
    def etag(self) -> str | None:
        """Return the ETag for a conditional GET, as the site gave it."""
        return self.page.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """Return the Last-Modified date for a conditional GET, as the site gave it."""
        return self.page.headers.get("last-modified")


def captures(path: Path) -> Iterator[Capture]:
    """Yield the responses, revisits and metadata of a WARC file in its order.

    Of a file of another program (wget, Heritrix; ARC, too) these are the answers of web sites; what else it holds, and
    an end that cannot be read, is logged. Raises NoRecordFile.
    """
    set_aside = 0
    with opened(path) as records:
        for record in records:
            if record.rec_type in ("response", "revisit", "metadata"):
                capture = _capture_if_known(record)
                records.read_to_end()
                if capture is None:
                    set_aside += 1
                else:
                    yield capture.at(records.get_record_offset(), records.get_record_length())
    if set_aside:
        _log.warning("%s: %d records of another program were set aside", path.name, set_aside)


def _capture_if_known(record: Any) -> Capture | None:
    """Return a record's capture; None for one that is neither an answer of a web site nor a fact of our crawls."""
    try:
        return capture_of(record) if _is_our_fact(record) or _is_answer(record) else None
    except (json.JSONDecodeError, TypeError, ValueError):
        return None


def _is_our_fact(record: Any) -> bool:
    return record.rec_type == "metadata" and _address(record).startswith(OUR_METADATA)


def _is_answer(record: Any) -> bool:
    """Return True for the answer of a web site, and not of a name server, nor a block without a head of HTTP."""
    http = record.http_headers
    if record.rec_type == "metadata" or http is None or not _PROTOCOL.match(http.protocol):
        return False
    parts = urlsplit(_address(record))
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def read_capture(path: Path, offset: int, record_id: str | None = None) -> Capture:
    """Return the capture that begins at the offset. Raises LookupError where none does.

    With `record_id` (the bare UUID) it is that capture wherever it lies: a takedown moves the records after it.
    """
    with path.open("rb") as stream, suppress(ArchiveLoadFailed):
        stream.seek(offset)
        for record in ArchiveIterator(stream):
            if record_id is None or record_id in (record.rec_headers.get_header("WARC-Record-ID") or ""):
                return capture_of(record).at(offset, 0)
            break
    if record_id:
        for capture in captures(path):
            if record_id in capture.record_id:
                return capture
    raise LookupError(f"{path.name}: no record {record_id or ''} at {offset}")


def capture_of(record: Any) -> Capture:
    """Return the capture that a response, revisit or metadata record of warcio holds, still without its place."""
    header = record.rec_headers.get_header
    kind = record.rec_type
    http = record.http_headers if kind != "metadata" else None
    body = _body(record, http) if http else Body(record.raw_stream.read())
    status = _status(http.get_statuscode()) if http else 200
    is_part = status == HTTPStatus.PARTIAL_CONTENT or any(map(header, ("WARC-Truncated", "WARC-Segment-Number")))
    page = SavedPage(
        body=b"" if kind == "metadata" else body.content,
        url=_address(record),
        fetched_at=_date(record),
        status=status,
        headers={name.lower(): value for name, value in http.headers} if http else {},
        record_id=header("WARC-Record-ID") or _derived_id(record),
        truncated=body.is_cut or is_part,
        defect=body.defect,
    )
    payload = json.loads(body.content) if kind == "metadata" else {}
    digest = hashlib.sha256(body.content).hexdigest()
    return Capture(page.record_id, page.url, page.fetched_at, kind, page.status, 0, 0, digest, page, payload)


def _address(record: Any) -> str:
    """Return a record's address; some versions of wget write it in angle brackets, and ARC calls it otherwise."""
    header = record.rec_headers.get_header
    return str(header("WARC-Target-URI") or header("uri") or "").strip().removeprefix("<").removesuffix(">")


def _date(record: Any) -> datetime:
    """Return when a record was written. Raises ValueError where it does not say."""
    header = record.rec_headers.get_header
    if written := header("WARC-Date"):
        moment = datetime.fromisoformat(written)
    else:
        moment = datetime.strptime((header("archive-date") or "")[:14], "%Y%m%d%H%M%S")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _derived_id(record: Any) -> str:
    """Return the id of a record that has none, as all of ARC: the same at each reading."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{_date(record).isoformat()} {_address(record)}')}>"


def _body(record: Any, http: StatusAndHeaders) -> Body:
    """Return the body of an answer as it was before the server packed it.

    WARC files of other crawlers keep the transfer coding, or its header alone.
    """
    stored = record.raw_stream.read(_MOST_STORED)
    is_whole = len(stored) >= _declared_length(record, http) and not _is_short(record, stored)
    transfer = _codings(http, "transfer-encoding")
    if "chunked" in transfer:
        transfer.remove("chunked")
        stored, has_last_chunk = dechunked(stored)
        is_whole = is_whole and has_last_chunk
    body = unpack(BytesIO(stored), ", ".join(_codings(http, "content-encoding") + transfer))
    return replace(body, is_cut=body.is_cut or not is_whole)


def _is_short(record: Any, stored: bytes) -> bool:
    """Return True if the file ends before this record does."""
    return len(stored) < _MOST_STORED and getattr(record.raw_stream, "limit", 0) > 0


def _codings(http: StatusAndHeaders, name: str) -> list[str]:
    values = [value for header, value in http.headers if header.lower() == name]
    return [coding.strip().lower() for coding in ",".join(values).split(",") if coding.strip()]


def _declared_length(record: Any, http: StatusAndHeaders) -> int:
    """Return how many bytes the body has by its own header; 0 where it does not say.

    A 304 names the length of the body that it does not bring, and a length beside a transfer coding counts for nothing.
    """
    declared = http.get_header("content-length") or ""
    counts = record.rec_type == "response" and not http.get_header("transfer-encoding")
    return min(int(declared), _MOST_STORED) if counts and re.fullmatch(r"[0-9]{1,18}", declared) else 0


def _status(code: str) -> int:
    """Return the status of an answer; one that is not a number counts as a server's failure (RFC 9110, section 15)."""
    return int(code) if re.fullmatch(r"\d{1,9}", code) else NONSENSE_STATUS


def channels_asked(path: Path) -> list[str]:
    """Return the names of the channels that the file's crawl asked, by its own notes."""
    notes = (c for c in captures(path) if c.kind == "metadata" and c.url == f"{OUR_METADATA}channel")
    return [str(note.payload.get("channel", "")) for note in notes]
