"""The transfer coding `chunked` (RFC 9112, section 7.1), which WARC files of other crawlers keep."""

import re

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def dechunked(stored: bytes) -> tuple[bytes, bool]:
    """Return a body without its chunks' sizes, and False if its last chunk is missing.

    One that has no chunks, whatever its header says, is returned as it is.
    """
    content, place = bytearray(), 0
    while chunk := _CHUNK.match(stored, place):
        size = int(chunk[1], 16)
        if size == 0:
            return bytes(content), True
        content += stored[chunk.end() : chunk.end() + size]
        place = chunk.end() + size
        place += 2 if stored.startswith(b"\r\n", place) else 1
    return (bytes(content), False) if place else (stored, True)
