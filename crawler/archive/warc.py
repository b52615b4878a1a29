"""WARC 1.1 files: exchanges as they went over the wire, written as records and read back as captures."""

import fcntl
import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter as _Warcio

from crawler.archive.archive import Archive, run_name
from crawler.archive.content_coding import Body, unpack
from crawler.archive.sealing import seal
from crawler.archive.warcinfo import BACKFILL
from crawler.page import SavedPage

# A file is read and loaded in one transaction.
MOST_CAPTURES = 5_000
MOST_BYTES = 1 << 30

OUR_METADATA = "metadata://baotinh/"

# The status that stands for one that is not an HTTP status: a failure of the server.
NONSENSE_STATUS = 599

_log = logging.getLogger(__name__)
# In a header's value it would end the header, and a blank line the head: the rest would be read as the body.
_LINE_BREAK = re.compile(r"[\r\n\0]+")
Headers = Sequence[tuple[str, str]]


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


class WarcWriter:
    """Writer of one crawl's exchanges; a file counts only after `seal`, and a large crawl fills several files.

    The files of a `backfill` say so in their warcinfo.
    """

    def __init__(self, archive: Archive, outlet: str, run_id: str, *, backfill: bool = False) -> None:
        self.archive, self.outlet, self.run_id = archive, outlet, run_id
        self._purpose = {"description": BACKFILL} if backfill else {}
        self.sealed: list[Path] = []
        self._failure: OSError | None = None
        self._open()

    def _open(self) -> None:
        name = f"{self.outlet}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{run_name(self.run_id)}.warc.gz"
        self.path = self.archive.new_path(self.outlet, name)
        self.archive.make_root()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self.path.with_name(name + ".open").open("xb")
        fcntl.flock(self._stream, fcntl.LOCK_EX)  # tells `seal_orphans` that this crawl is alive
        self._warc = _Warcio(self._stream, gzip=True, warc_version="1.1")
        self._captures = 0
        info = {"software": "baotinh", "format": "WARC File Format 1.1", "isPartOf": self.run_id, "outlet": self.outlet}
        self._warc.write_record(self._warc.create_warcinfo_record(name, info | self._purpose))

    def write_exchange(
        self,
        *,
        url: str,
        method: str,
        request_headers: Headers,
        status: int,
        reason: str,
        response_headers: Headers,
        body: bytes,
        fetched_at: datetime,
        truncated: str | None = None,
    ) -> str:
        """Write a request and its answer as they went over the wire; return the record id of the answer.

        A 304 becomes a revisit record. `truncated` is WARC-Truncated's reason ('length', 'disconnect').
        Raises OSError where the disk is full; then every later call does, too.
        """
        headers: dict[str, str] = {"WARC-Date": warc_date(fetched_at)}
        if truncated:
            headers["WARC-Truncated"] = truncated
        http = StatusAndHeaders(f"{status} {reason}", list(response_headers), protocol="HTTP/1.1")
        http.headers = [(name, _LINE_BREAK.sub(" ", value)) for name, value in http.headers]
        if status == 304:
            headers["WARC-Profile"] = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        record = self._warc.create_warc_record(
            url,
            "revisit" if status == 304 else "response",
            payload=BytesIO(body),
            http_headers=http,
            warc_headers_dict=headers,
        )
        request_head = StatusAndHeaders(
            f"{method} {_target(url)} HTTP/1.1", list(request_headers), is_http_request=True
        )
        request = self._warc.create_warc_record(
            url,
            "request",
            payload=BytesIO(b""),
            http_headers=request_head,
            warc_headers_dict={"WARC-Date": headers["WARC-Date"]},
        )
        with self._noting_failure():
            self._warc.write_request_response_pair(request, record)
            self._count_capture()
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def write_metadata(self, kind: str, facts: Mapping[str, Any], at: datetime | None = None) -> None:
        """Write a fact about the crawl (a channel read, a refusal, its end) as a JSON record dated `at` or now.

        Raises OSError as `write_exchange` does.
        """
        record = self._warc.create_warc_record(
            f"{OUR_METADATA}{kind}",
            "metadata",
            payload=BytesIO(json.dumps(facts, ensure_ascii=False).encode()),
            warc_content_type="application/json",
            warc_headers_dict={"WARC-Date": warc_date(at or datetime.now(UTC))},
        )
        with self._noting_failure():
            self._warc.write_record(record)
            self._stream.flush()

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        """Write nothing behind a record that could not be written whole: a reader would stop there."""
        if self._failure is not None:
            raise self._failure
        try:
            yield
        except OSError as failure:
            self._failure = failure
            raise

    def _count_capture(self) -> None:
        """Count one capture more; seal a full file and open the next."""
        self._stream.flush()
        self._captures += 1
        if self._captures >= MOST_CAPTURES or self._stream.tell() >= MOST_BYTES:
            self.seal()
            self._open()

    def seal(self) -> Path:
        """Make the file final and return its path; after a failure up to its last whole record. Raises OSError."""
        if self._failure is not None:
            with suppress(OSError, ValueError):  # what is still in the buffer was not written, and will not be
                self._stream.close()
            self.sealed += self.archive.seal_orphans(self.outlet)
            return self.path
        self._stream.flush()
        path = seal(self.path.with_name(self.path.name + ".open"))
        self._stream.close()
        self.sealed.append(path)
        return path


def captures(path: Path) -> Iterator[Capture]:
    """Yield the responses, revisits and metadata of a sealed WARC file in its order.

    Of a file of another program (wget, Heritrix; ARC, too) these are the answers of web sites; how many records else
    were set aside is logged.
    """
    set_aside = 0
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
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
    if record.rec_type == "metadata":
        if not (record.rec_headers.get_header("WARC-Target-URI") or "").startswith(OUR_METADATA):
            return None
    elif record.http_headers is None or not _address(record).startswith(("http://", "https://")):
        return None
    try:
        return capture_of(record)
    except (json.JSONDecodeError, TypeError, ValueError):
        return None


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
    body = _body(record.raw_stream, http) if http else Body(record.raw_stream.read())
    page = SavedPage(
        body=b"" if kind == "metadata" else body.content,
        url=_address(record),
        fetched_at=_date(record),
        status=_status(http.get_statuscode()) if http else 200,
        headers={name.lower(): value for name, value in http.headers} if http else {},
        record_id=header("WARC-Record-ID") or _derived_id(record),
        truncated=header("WARC-Truncated") is not None or body.is_cut,
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


def _body(stored: BinaryIO, http: StatusAndHeaders) -> Body:
    """Return the body of an answer as it was before the server packed it."""
    if http.get_header("transfer-encoding") == "chunked":  # WARC files of other crawlers keep it
        stored = ChunkedDataReader(stored)
    return unpack(stored, ", ".join(value for name, value in http.headers if name.lower() == "content-encoding"))


def _status(code: str) -> int:
    """Return the status of an answer; one that is not a number counts as a server's failure (RFC 9110, section 15)."""
    return int(code) if re.fullmatch(r"\d{1,9}", code) else NONSENSE_STATUS


def warc_date(moment: datetime) -> str:
    """Write a time as WARC-Date does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _target(url: str) -> str:
    address = url.split("://", 1)[-1]
    return "/" + address.split("/", 1)[1] if "/" in address else "/"


def channels_asked(path: Path) -> list[str]:
    """Return the names of the channels that the file's crawl asked, by its own notes."""
    notes = (c for c in captures(path) if c.kind == "metadata" and c.url == f"{OUR_METADATA}channel")
    return [str(note.payload.get("channel", "")) for note in notes]
