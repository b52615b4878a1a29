"""Content codings (RFC 9110, Content-Encoding): bodies are unpacked, with a limit on what comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import urllib3
from urllib3.exceptions import HTTPError

# The limit of a crawl, too (DOWNLOAD_MAXSIZE): a page has 60-160 KB, and 8 MB of gzip can hold 8 GB of zeros.
LARGEST_BODY = 16 << 20
_PIECE = 1 << 16
_STARTS = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd", "deflate": b"\x78"}


@dataclass(frozen=True)
class Body:
    """An unpacked body; `defect` says why it is empty where it could not be unpacked."""

    content: bytes
    defect: str = ""
    is_too_large: bool = False


def unpack(packed: BinaryIO, codings: str, most: int = LARGEST_BODY) -> Body:
    """Undo the codings of a body piece by piece; never raise, and hold no more than `most` bytes.

    `codings` is the value of Content-Encoding, '' without one. A body that is plain is returned as it is, whatever its
    header says: some caches and servers label bodies wrongly.
    """
    raw = packed.read(most + 1)
    if len(raw) > most:
        return Body(b"", f"more than {most:,} bytes are no page")
    codings = ", ".join(coding for part in codings.split(",") if (coding := _bare(part)) not in ("", "identity"))
    if not codings:
        return Body(raw)
    body = _undo(raw, codings, most)
    if body.defect and not body.is_too_large:
        if _is_plain(raw):
            return Body(raw)
        # A wrong or an unknown name: what the bytes begin with says what they are.
        others = (_undo(raw, coding, most) for coding in _codings_by_bytes(raw))
        return next((other for other in others if other.content), body)
    return body


def _bare(coding: str) -> str:
    """Return a coding's name in small letters, without quotation marks and parameters: 'gzip;q=1' is gzip."""
    return coding.partition(";")[0].strip(" \t\"'").lower()


def _codings_by_bytes(raw: bytes) -> Iterator[str]:
    yield from (coding for coding, start in _STARTS.items() if raw.startswith(start))
    yield "br"  # which has no mark; it fails on nearly all other bytes


def _undo(raw: bytes, codings: str, most: int) -> Body:
    answer = urllib3.HTTPResponse(BytesIO(raw), {"content-encoding": codings}, preload_content=False)
    content = bytearray()
    try:
        for piece in answer.stream(_PIECE, decode_content=True):
            content += piece
            if len(content) > most:
                return Body(b"", f"more than {most:,} bytes once unpacked ({codings})"[:200], is_too_large=True)
    except HTTPError as error:
        return Body(b"", f"not what its Content-Encoding says ({codings}): {error}"[:200])
    # urllib3 passes a body of an unknown coding through.
    return Body(bytes(content)) if content != raw else Body(b"", f"an unknown coding: {codings}"[:200])


def _is_plain(raw: bytes) -> bool:
    """Return True if the bytes are text as they stand: markup, or UTF-8 without control characters."""
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text[:_PIECE])
