"""Whatever a server packed a body in, one capture comes back unpacked, or says why it cannot."""

import functools
import gzip
import random
import tracemalloc
import zlib
from io import BytesIO

import brotli
import pytest
import zstandard

from crawler.archive.content_coding import LARGEST_BODY, Body, unpack

PAGE = "<html><body><p>Nước lũ lên nhanh trong ba ngày qua.</p></body></html>".encode()


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def gzipped(body: bytes) -> bytes:
    """Pack without the time: each process that collects the tests must give them the same names."""
    return gzip.compress(body, mtime=0)


@pytest.mark.parametrize(
    ("codings", "packed"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("br", brotli.compress(PAGE)),
        ("BR", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip", gzipped(PAGE)),
        ("x-gzip", gzipped(PAGE)),
        ("gzip", gzipped(PAGE[:30]) + gzipped(PAGE[30:])),
        ("gzip, gzip", gzipped(gzipped(PAGE))),
        ("br, gzip", gzipped(brotli.compress(PAGE))),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("br", PAGE),
        ("gzip", PAGE),
        ("zstd", "một dòng chữ".encode()),
        ("none", PAGE),
        ("gzip;q=1", gzipped(PAGE)),
        ('"gzip"', gzipped(PAGE)),
        ("deflate, gzip", gzipped(zlib.compress(PAGE))),
        ("zstd, br", brotli.compress(zstandard.compress(PAGE))),
        ("gzip", brotli.compress(PAGE)),
        ("gzip", zstandard.compress(PAGE)),
        ("gzip", zlib.compress(PAGE)),
        ("br", gzipped(PAGE)),
        ("deflate", gzipped(PAGE)),
        ("utf-8", gzipped(PAGE)),
        ("x-br", brotli.compress(PAGE)),
        ("zlib", zlib.compress(PAGE)),
        ("x-deflate", raw_deflate(PAGE)),
        ("gzip", raw_deflate(PAGE)),
        ("gzip, br", gzipped(brotli.compress(PAGE))),
        ("gzip", gzipped(gzipped(PAGE))),
        ("", gzipped(PAGE)),
        ("identity", zstandard.compress(PAGE)),
        ("gzip, gzip, gzip, gzip, gzip, gzip", functools.reduce(lambda body, _: gzipped(body), range(6), PAGE)),
        (", ".join(["gzip"] * 1000), gzipped(PAGE)),
        ("gzip", gzipped(PAGE) + b"<!-- cached -->"),
        ("gzip", gzipped(PAGE) + bytes(64)),
        ("zstd", b"\x50\x2a\x4d\x18\x04\0\0\0skip" + zstandard.compress(PAGE[:30]) + zstandard.compress(PAGE[30:])),
    ],
)
def test_every_coding_is_undone_and_a_wrong_label_is_seen_through(codings: str, packed: bytes) -> None:
    body = unpack(BytesIO(packed), codings)
    assert (body.content in (PAGE, packed), body.defect, body.is_cut) == (True, "", False)
    assert body.content.startswith((b"<html", b"m"))


@pytest.mark.parametrize(
    ("codings", "packed", "words"),
    [
        ("br", b"\x8b\x02\x80\xff\xfe\x00" * 50, "Content-Encoding"),
        ("gzip", b"\x1f\x8b\x08\x00" + b"\xff" * 200, "Content-Encoding"),
        ("compress", b"\x1f\x9d\x90\x00\xff\xfe", "unknown coding: compress"),
    ],
)
def test_what_cannot_be_unpacked_says_so(codings: str, packed: bytes, words: str) -> None:
    body = unpack(BytesIO(packed), codings)
    assert body.content == b""
    assert words in body.defect


def test_identity_is_no_coding_whatever_the_body_is() -> None:
    sitemap = b"<urlset/>"
    assert unpack(BytesIO(gzip.compress(sitemap)), "Identity").content == sitemap  # a sitemap.xml.gz
    assert unpack(BytesIO(gzip.compress(PAGE)), "identity, gzip").content == PAGE


def test_what_is_packed_and_no_text_stays_as_it_is() -> None:
    picture = gzip.compress(b"\x89PNG\r\n\x1a\n\xff\xff")
    assert unpack(BytesIO(picture), "") == Body(picture)
    large = gzip.compress(PAGE * 100)  # a sitemap.xml.gz may hold more than a page: its reader unpacks it
    assert unpack(BytesIO(large), "", most=len(large)) == Body(large)


PACKERS = {
    "gzip": gzipped,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "deflate": raw_deflate,
    "gzip, br": lambda body: brotli.compress(gzipped(body)),
}


@pytest.mark.parametrize("codings", PACKERS)
@pytest.mark.parametrize("lost", [1, 9, 400])
def test_a_stream_without_its_end_says_so(codings: str, lost: int) -> None:
    body = unpack(BytesIO(PACKERS[codings](PAGE + random.Random(1).randbytes(1000).hex().encode())[:-lost]), codings)
    assert (body.is_cut, body.defect) == (True, "")
    assert body.content.startswith(PAGE[:20]) or codings == "zstd"  # which unpacks whole blocks only


BOMBS = {
    "gzip": lambda body: gzip.compress(body, 1),
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstandard.compress,
    "deflate": lambda body: zlib.compress(body, 1),
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body, 1)),
}


@pytest.mark.parametrize("codings", BOMBS)
def test_a_bomb_is_given_up_at_the_limit(codings: str) -> None:
    squeezed = BOMBS[codings](b"\0" * (8 * LARGEST_BODY))
    tracemalloc.start()
    body = unpack(BytesIO(squeezed), codings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert body.content == b""
    assert "once unpacked" in body.defect
    assert peak < 4 * LARGEST_BODY


def test_a_body_larger_than_any_page_is_not_held() -> None:
    assert "no page" in unpack(BytesIO(b"x" * 11), "", most=10).defect
