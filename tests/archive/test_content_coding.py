"""Whatever a server packed a body in, one capture comes back unpacked, or says why it cannot."""

import gzip
import tracemalloc
import zlib
from io import BytesIO

import brotli
import pytest
import zstandard

from crawler.archive.content_coding import LARGEST_BODY, unpack

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
    ],
)
def test_every_coding_is_undone_and_a_wrong_label_is_seen_through(codings: str, packed: bytes) -> None:
    body = unpack(BytesIO(packed), codings)
    assert (body.content in (PAGE, packed), body.defect) == (True, "")
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
    sitemap = gzip.compress(b"<urlset/>")  # packed by itself, as sitemap.xml.gz is: its reader unpacks it
    assert unpack(BytesIO(sitemap), "Identity").content == sitemap
    assert unpack(BytesIO(gzip.compress(PAGE)), "identity, gzip").content == PAGE


@pytest.mark.parametrize("codings", ["gzip", "br", "gzip, gzip"])
def test_a_bomb_is_given_up_at_the_limit(codings: str) -> None:
    nothing = b"\0" * (8 * LARGEST_BODY)
    squeezed = brotli.compress(nothing, quality=1) if codings == "br" else gzip.compress(nothing, 1)
    squeezed = gzip.compress(squeezed) if codings == "gzip, gzip" else squeezed
    del nothing
    tracemalloc.start()
    body = unpack(BytesIO(squeezed), codings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert body.content == b""
    assert "once unpacked" in body.defect
    assert peak < 4 * LARGEST_BODY


def test_a_body_larger_than_any_page_is_not_held() -> None:
    assert "no page" in unpack(BytesIO(b"x" * 11), "", most=10).defect
