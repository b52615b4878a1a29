"""WARC and ARC files of other programs: their pages are read, and what else they hold is set aside with a line."""

import gzip
import logging
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive, captures

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


def test_a_file_of_another_name_is_no_file_of_the_archive(tmp_path: Path) -> None:
    folder = tmp_path / "warc" / "baocamau"
    folder.mkdir(parents=True)
    own = folder / "baocamau-20261124T093000000000-run.warc.gz"
    for path in (own, folder / "wget.warc.gz", folder / "IAH-2026.arc.gz"):
        path.write_bytes(b"")
    archive = Archive(tmp_path)
    assert archive.sealed("baocamau") == [own]
    assert [path.name for path in archive.foreign("baocamau")] == ["IAH-2026.arc.gz", "wget.warc.gz"]
