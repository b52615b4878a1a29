"""WARC 1.1 files: exchanges as they went over the wire, written as records."""

import fcntl
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter as _Warcio

from crawler.archive.archive import Archive, run_name
from crawler.archive.sealing import seal
from crawler.archive.warcinfo import BACKFILL

# A file is read and loaded in one transaction.
MOST_CAPTURES = 5_000
MOST_BYTES = 1 << 30

OUR_METADATA = "metadata://baotinh/"

# In a header's value it would end the header, and a blank line the head: the rest would be read as the body.
_LINE_BREAK = re.compile(r"[\r\n\0]+")
Headers = Sequence[tuple[str, str]]


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


def warc_date(moment: datetime) -> str:
    """Write a time as WARC-Date does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _target(url: str) -> str:
    address = url.split("://", 1)[-1]
    return "/" + address.split("/", 1)[1] if "/" in address else "/"
