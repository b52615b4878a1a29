"""WARC and ARC files of other programs: their pages are read, and what else they hold is set aside with a line."""

import gzip
import logging
import sys
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive, captures, is_record_file
from crawler.page import SavedPage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

URL = "https://baocamau.vn/mot-bai-a1.html"
PAGE = b"<html><body>M\xe1\xbb\x99t b\xc3\xa0i</body></html>"


def answer(status: str = "200 OK") -> StatusAndHeaders:
    return StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")


def write(path: Path, *records: tuple[str, str, bytes, str]) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "Wget/1.21", "format": "WARC 1.0"}))
        for kind, url, body, content_type in records:
            http = answer() if kind == "response" and url.startswith("http") else None
            writer.write_record(
                writer.create_warc_record(
                    url, kind, payload=BytesIO(body), http_headers=http, warc_content_type=content_type
                )
            )
    return path


HERITRIX = b"seed: \r\nfetchTimeMs: 512\r\ncharsetForLinkExtraction: UTF-8\r\n"
ODD_RECORDS = {
    "heritrix": ("metadata", URL, HERITRIX, "application/warc-fields"),
    "wget": ("metadata", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", b"<urn:uuid:1>", "text/plain"),
    "wget log": ("resource", "metadata://gnu.org/software/wget/warc/wget.log", b"log", "text/plain"),
    "json of others": ("metadata", "urn:pageinfo", b'{"a": 1}', "application/json"),
    "dns": ("response", "dns:baocamau.vn", b"20261124 1.2.3.4", "text/dns"),
    "a broken fact": ("metadata", "metadata://baotinh/channel", b"{", "application/json"),
    "whois": ("response", "whois://whois.vn/x", b"x", "text/plain"),
}


@pytest.mark.parametrize("kind", ODD_RECORDS)
def test_records_of_other_programs_are_set_aside_with_a_line(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = ("response", URL, PAGE, "application/http; msgtype=response")
    path = write(tmp_path / "other.warc.gz", ODD_RECORDS[kind], page, ODD_RECORDS[kind])
    with caplog.at_level(logging.WARNING):
        found = [*captures(path)]
    assert [(c.url, c.page.body) for c in found] == [(URL, PAGE)]
    assert ("2 records of another program" in caplog.text) == (kind != "wget log")


def test_an_address_in_angle_brackets_is_an_address(tmp_path: Path) -> None:
    path = write(tmp_path / "wget.warc.gz", ("response", URL, PAGE, "application/http; msgtype=response"))
    raw = gzip.decompress(path.read_bytes()).replace(
        f"WARC-Target-URI: {URL}".encode(), f"WARC-Target-URI: <{URL}>".encode()
    )
    plain = tmp_path / "brackets.warc"
    plain.write_bytes(raw)
    assert [c.url for c in captures(plain)] == [URL]


@pytest.mark.parametrize("status", ["200 OK", "OK", "404 Not Found", "abc def"])
def test_arc_is_read_and_its_records_keep_their_ids(tmp_path: Path, status: str) -> None:
    body = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = b"filedesc://x.arc 0.0.0.0 20261124000000 text/plain %d\n" % (len(body) - 1) + body
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode() + PAGE
    record = f"{URL} 1.2.3.4 20261124093000 text/html {len(http)}\n".encode() + http + b"\n"
    path = tmp_path / "x.arc"
    path.write_bytes(head + record)
    first, again = [*captures(path)], [*captures(path)]
    assert [(c.url, c.page.body, c.fetched_at.isoformat()) for c in first] == [(URL, PAGE, "2026-11-24T09:30:00+00:00")]
    assert [c.record_id for c in first] == [c.record_id for c in again]
    assert first[0].record_id.startswith("<urn:uuid:")


def record(block: bytes, fields: bytes = b"", kind: bytes = b"response", url: str = URL) -> bytes:
    """Return a record as other programs write it."""
    head = b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: %b\r\nWARC-Date: 2026-11-24T09:30:00Z\r\n%b"
    head %= (kind, url.encode(), fields)
    head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(block)
    return head + block + b"\r\n\r\n"


def block(body: bytes = PAGE, fields: bytes = b"", status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return status + b"\r\n" + fields + b"\r\n" + body


def read(path: Path, content: bytes) -> list[SavedPage]:
    path.write_bytes(content)
    return [capture.page for capture in captures(path)]


def chunked(body: bytes, last: bytes = b"0\r\n\r\n") -> bytes:
    return b"%x\r\n%b\r\n%b" % (len(body), body, last)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE)),
        (b"Transfer-Encoding: Chunked\r\n", chunked(PAGE)),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE[:9], b"") + chunked(PAGE[9:])),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE, b"0\r\nX-Checksum: 1\r\n\r\n")),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE).replace(b"\r\n", b" ;a=b\r\n", 1)),
        (b"Transfer-Encoding: gzip, chunked\r\n", chunked(gzip.compress(PAGE, mtime=0))),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(PAGE, mtime=0))),
        (b"Transfer-Encoding: chunked\r\n", PAGE),  # warcprox keeps the header without the chunks
        (b"Content-Length: 5\r\nContent-Encoding: gzip\r\n", PAGE),  # Browsertrix unpacks
    ],
)
def test_a_transfer_coding_that_was_kept_is_undone(tmp_path: Path, fields: bytes, body: bytes) -> None:
    (page,) = read(tmp_path / "x.warc", record(block(body, fields)))
    assert (page.body, page.truncated, page.defect) == (PAGE, False, "")


@pytest.mark.parametrize(
    "content",
    [
        record(block(chunked(PAGE)[:-9], b"Transfer-Encoding: chunked\r\n")),
        record(block(chunked(PAGE, b""), b"Transfer-Encoding: chunked\r\n")),
        record(block(fields=b"Content-Length: 900\r\n")),
        record(block())[:-20],
        record(block(), b"WARC-Truncated: time\r\n"),
        record(block(), b"WARC-Segment-Number: 1\r\n"),
        record(block(status=b"HTTP/1.1 206 Partial Content")),
    ],
)
def test_an_answer_without_its_end_says_so(tmp_path: Path, content: bytes) -> None:
    (page,) = read(tmp_path / "x.warc", content)
    assert page.truncated
    assert PAGE.startswith(page.body)


TWO = record(block()) + record(block(), url=URL.replace("a1", "a2"))
_SAMPLES = [block(PAGE + bytes([n % 256]) * 9) for n in range(2000)]
DICTIONARY = zstd.train_dict(_SAMPLES, 1000)


def with_dictionary(stored: bytes) -> bytes:
    records = zstd.compress(record(block()), zstd_dict=DICTIONARY) + zstd.compress(TWO, zstd_dict=DICTIONARY)
    return b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored + records


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("whole.warc.gz", gzip.compress(TWO, mtime=0), 2),
        ("plain.warc", TWO, 2),
        ("padded.warc.gz", gzip.compress(TWO, mtime=0) + bytes(512), 2),
        ("packed.warc.zst", zstd.compress(record(block())) + zstd.compress(TWO), 3),
        ("dictionary.warc.zst", with_dictionary(DICTIONARY.dict_content), 3),
        ("dictionary.warc.zst", with_dictionary(zstd.compress(DICTIONARY.dict_content)), 3),
        ("CAPITALS.WARC.GZ", gzip.compress(TWO, mtime=0), 2),
    ],
)
def test_a_file_may_be_packed_in_other_ways(tmp_path: Path, name: str, content: bytes, pages: int) -> None:
    assert [page.body for page in read(tmp_path / name, content)] == [PAGE] * pages
    assert is_record_file(name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.warc.gz", gzip.compress(TWO, mtime=0) + gzip.compress(record(block()), mtime=0)[:40]),
        ("cut.warc.zst", zstd.compress(TWO) + zstd.compress(record(block()))[:-9]),
        ("junk.warc.gz", gzip.compress(TWO, mtime=0) + b"junk" * 99),
        ("junk.warc", TWO + b"junk\r\n" * 99),
    ],
)
def test_what_can_be_read_of_a_damaged_file_is_read_and_the_rest_is_told(
    tmp_path: Path, name: str, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        pages = read(tmp_path / name, content)
    assert [page.body for page in pages] == [PAGE, PAGE]
    assert "cannot be" in caplog.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.warc.gz", gzip.compress(PAGE, mtime=0)),
        ("x.warc", b"no such file\n" * 9),
        ("x.warc.zst", b"\x5d\x2a\x4d\x18\4\0\0\0four" + zstd.compress(TWO)),
        ("baocamau-20261124T093000000000-run.warc.gz", gzip.compress(TWO, mtime=0)),
    ],
)
def test_a_file_that_holds_no_record_is_named_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(OSError, match=f"{name}: cannot be read as a WARC file") as caught:
        read(tmp_path / name, content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        record(PAGE),
        record(block(), url="https://[baocamau.vn/x-a1.html"),
        record(block(), url="https:///x-a1.html"),
        record(b"", kind=b"revisit"),
        record(block()).replace(b"2026-11-24T09:30:00Z", b"2026-11"),
    ],
)
def test_a_record_that_is_no_answer_of_a_site_is_set_aside(tmp_path: Path, content: bytes) -> None:
    assert [page.url for page in read(tmp_path / "x.warc", content + record(block()))] == [URL]


def test_a_file_of_another_name_is_no_file_of_the_archive(tmp_path: Path) -> None:
    folder = tmp_path / "warc" / "baocamau"
    folder.mkdir(parents=True)
    own = folder / "baocamau-20261124T093000000000-run.warc.gz"
    others = ["IAH-2026.arc.gz", "archiveteam.warc.zst", "wget.warc", "wget.warc.gz"]
    for path in (own, *(folder / name for name in others), folder / "notes.txt"):
        path.write_bytes(b"")
    archive = Archive(tmp_path)
    assert archive.sealed("baocamau") == [own]
    assert [path.name for path in archive.foreign("baocamau")] == others
