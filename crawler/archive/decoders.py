"""Decoders of the content codings: packed bytes become plain ones, never more than a limit."""

import sys
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# RFC 9659: a server may want no larger window; 128 MiB of memory is what the format itself allows.
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
_PIECE = 1 << 20
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS

Decoded = tuple[bytes, bool]


class CannotDecode(ValueError):
    """The bytes are not of this coding."""


class TooLarge(ValueError):
    """The bytes unpack to more than the limit."""


def decode(packed: bytes, coding: str, most: int) -> Decoded:
    """Return the unpacked bytes, and False if their stream ends before its end mark.

    Raises CannotDecode, TooLarge, and LookupError for an unknown coding.
    """
    decoder = _DECODERS[coding.removeprefix("x-")]
    if not packed:  # servers label empty bodies, too
        return b"", True
    try:
        content, is_whole = decoder(packed, most)
    except (zlib.error, zstd.ZstdError, brotli.error) as error:
        raise CannotDecode(str(error)) from None
    if len(content) > most:
        raise TooLarge(f"more than {most:,} bytes once unpacked ({coding})")
    return content, is_whole


def _members(packed: bytes, most: int, new_member: Callable[[], Any]) -> Decoded:
    """Decode members that follow each other; zeros and a cache's comment after the last are no member."""
    content, member = bytearray(), None
    while packed and len(content) <= most:
        try:
            member = new_member()
            content += member.decompress(packed, most + 1 - len(content))
        except (zlib.error, zstd.ZstdError):
            if not content:
                raise
            break
        if not member.eof:
            return bytes(content), False
        packed = member.unused_data
    return bytes(content), True


def _deflated(packed: bytes, most: int) -> Decoded:
    """Decode zlib's format, which the name stands for, or what many servers send: deflate without its head."""
    try:
        return _members(packed, most, partial(zlib.decompressobj, _ZLIB))
    except zlib.error:
        return _members(packed, most, partial(zlib.decompressobj, _RAW))


def _brotli(packed: bytes, most: int) -> Decoded:
    decoder, content = brotli.Decompressor(), bytearray()
    piece = decoder.process(packed, output_buffer_limit=_PIECE)
    while piece:
        content += piece
        if len(content) > most:
            break
        piece = decoder.process(b"", output_buffer_limit=_PIECE)
    return bytes(content), decoder.is_finished()


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": partial(_members, new_member=partial(zlib.decompressobj, _GZIP)),
    "deflate": _deflated,
    "zstd": partial(_members, new_member=partial(zstd.ZstdDecompressor, options=_ZSTD_WINDOW)),
    "br": _brotli,
}
