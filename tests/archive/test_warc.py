"""What is written comes back; what a dead crawl left is sealed up to its last whole record."""

import gzip
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive, WarcWriter, captures, read_capture, read_readings, run_name, write_readings
from crawler.article import NotAnArticle, Reading

URL = "https://baodanang.vn/mot-bai-3318952.html"
NOON = datetime(2026, 11, 24, 5, 0, 0, 123456, UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def write(writer: WarcWriter, body: bytes = b"<p>B\xc3\xa3o</p>", status: int = 200, **more: object) -> str:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"v1"'), *more.pop("headers", [])]  # type: ignore[misc]
    return writer.write_exchange(
        url=URL,
        method="GET",
        request_headers=[("User-Agent", "test")],
        status=status,
        reason="OK",
        response_headers=headers,
        body=body,
        fetched_at=NOON,
        **more,  # type: ignore[arg-type]
    )


def test_an_exchange_comes_back_whole_and_by_its_offset(archive: Archive) -> None:
    writer = WarcWriter(archive, "baodanang", "run-1")
    first = write(writer)
    squeezed = gzip.compress(b"<p>x</p>")
    write(writer, squeezed, headers=[("Content-Encoding", "gzip")], truncated="length")
    write(writer, b"", status=304)
    writer.write_metadata("crawl-end", {"reason": "finished", "outlet": "Đà Nẵng"})
    assert archive.sealed() == []
    path = writer.seal()
    assert archive.sealed("baodanang") == [path]

    page, cut, same, end = captures(path)
    assert (page.record_id, page.fetched_at, page.status, page.etag) == (first, NOON, 200, '"v1"')
    assert page.page.text == "<p>Bão</p>"
    assert not page.page.truncated
    assert cut.page.body == b"<p>x</p>"
    assert cut.page.truncated
    assert (same.kind, same.status) == ("revisit", 304)
    assert (end.kind, end.payload) == ("metadata", {"reason": "finished", "outlet": "Đà Nẵng"})
    assert read_capture(path, cut.offset).record_id == cut.record_id

    checksum = path.with_name(path.name + ".sha256").read_text().split()[0]
    assert checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.with_name(path.name + ".cdxj").read_text().count(URL) == 3


def dead(archive: Archive) -> tuple[Path, list[str], list[int]]:
    """Let a crawl die after three exchanges: its open file, their record ids, and where each record begins."""
    writer = WarcWriter(archive, "baodanang", "run-1")
    ids = [write(writer), write(writer, bytes(range(256)) * 8), write(writer)]
    open_file = writer.path.with_name(writer.path.name + ".open")
    assert archive.seal_orphans("baodanang") == []  # its writer still lives
    writer._stream.close()
    with open_file.open("rb") as stream:
        records = ArchiveIterator(stream)
        starts = [records.get_record_offset() for _ in records]
    return open_file, ids, starts


def test_a_dead_crawls_file_is_sealed_up_to_its_last_whole_record_wherever_it_was_cut(archive: Archive) -> None:
    open_file, ids, starts = dead(archive)
    whole = open_file.read_bytes()
    last_response = starts[-2]  # its request record follows
    in_headers = [last_response + n for n in range(12)]
    for size in [*(len(whole) - lost for lost in range(41)), *in_headers, starts[1] + 200]:
        open_file.write_bytes(whole[:size])
        (sealed,) = archive.seal_orphans("baodanang")
        assert sealed.stat().st_size == max(s for s in [*starts, len(whole)] if s <= size)
        with sealed.open("rb") as stream:
            read_back = [record.content_stream().read() for record in ArchiveIterator(stream, check_digests="raise")]
        assert len(read_back) == sum(s < sealed.stat().st_size for s in starts)
        assert [c.record_id for c in captures(sealed)] == ids[: len([*captures(sealed)])]
        sealed.unlink()
    assert archive.seal_orphans("baodanang") == []


def test_a_damaged_record_ends_what_is_sealed(archive: Archive) -> None:
    open_file, ids, starts = dead(archive)
    whole = bytearray(open_file.read_bytes())
    whole[starts[3] + 60] ^= 0xFF  # starts: warcinfo, then a response and a request for each exchange
    open_file.write_bytes(whole)
    (sealed,) = archive.seal_orphans("baodanang")
    assert [c.record_id for c in captures(sealed)] == ids[:1]


def test_a_file_without_a_whole_record_is_removed(archive: Archive) -> None:
    folder = archive.root / "warc" / "baodanang"
    folder.mkdir(parents=True)
    (folder / "baodanang-20261124T000000000000-r.warc.gz.open").write_bytes(b"\x1f\x8b\x08\x00")
    assert archive.seal_orphans("baodanang") == []
    assert list(folder.iterdir()) == []


def test_a_large_crawl_fills_several_files(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.archive.warc.MOST_CAPTURES", 2)
    writer = WarcWriter(archive, "baodanang", "run-1")
    written = [write(writer) for _ in range(5)]
    writer.seal()
    assert archive.sealed() == writer.sealed
    assert [c.record_id for path in writer.sealed for c in captures(path)] == written


def test_readings_come_back_in_order(archive: Archive) -> None:
    readings = [
        Reading(
            record_id=str(n),
            url=URL,
            fetched_at="2026-11-24T05:00:00Z",
            outlet="baodanang",
            build="b",
            parser="p",
            result=NotAnArticle("soft_404", "Không tìm thấy"),
        )
        for n in range(3)
    ]
    warc = Path("baodanang-20261124T000000000000-r.warc.gz")
    write_readings(archive, warc, "b", readings)
    assert list(read_readings(archive, warc, "b")) == readings


@pytest.mark.parametrize(
    "run_id",
    ["run-1", "scheduled__2026-11-24T18:30:00+00:00", "manual__2026-11-24T18:30:00.123456+00:00", "a/../b", "đêm"],
)
def test_any_run_id_names_a_file_and_is_told_in_full(archive: Archive, run_id: str) -> None:
    path = WarcWriter(archive, "baodanang", run_id).seal()
    assert archive.sealed("baodanang") == [path]
    assert archive.warc_path("baodanang", path.name) == path
    assert path.name.removesuffix(".warc.gz").split("-", 2)[2] == run_name(run_id)
    with path.open("rb") as stream:
        info = next(iter(ArchiveIterator(stream))).content_stream().read().decode()
    assert f"isPartOf: {run_id}\r\n" in info


def test_different_run_ids_stay_different() -> None:
    ids = ["2026-11-24T18:30", "2026-11-24T18_30", "2026-11-24T18+30", "x" * 300, "x" * 301]
    assert len({run_name(run_id) for run_id in ids}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", run_name(run_id)) for run_id in ids)


def test_a_foreign_file_name_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="not the name"):
        archive.warc_path("baodanang", "../../etc/passwd")


@pytest.mark.parametrize("value", ["one\ntwo", "one\n\nX-B: two", "one\r\n\r\ntwo", "one\rtwo"])
def test_a_line_break_in_a_header_does_not_end_the_head(archive: Archive, value: str) -> None:
    writer = WarcWriter(archive, "baodanang", "run-1")
    write(writer, headers=[("X-A", value)])
    (capture,) = captures(writer.seal())
    assert capture.page.body == b"<p>B\xc3\xa3o</p>"
