"""Content codings (RFC 9110, Content-Encoding): bodies are unpacked, with a limit on what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from crawler.archive.decoders import CannotDecode, TooLarge, decode

# The limit of a crawl, too (DOWNLOAD_MAXSIZE): a page has 60-160 KB, and 8 MB of gzip can hold 8 GB of zeros.
LARGEST_BODY = 16 << 20
_PIECE = 1 << 16
_MOST_LAYERS = 10
_MARKS = {b"\x1f\x8b\x08": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_UNMARKED = ("deflate", "br")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Body:
    """An unpacked body; `defect` says why it is empty where it could not be unpacked, `is_cut` that its end is missing.

    The stream of a coding says where it ends: what a server cut off before it packed nobody can see here.
    """

    content: bytes
    defect: str = ""
    is_too_large: bool = False
    is_cut: bool = False


def unpack(packed: BinaryIO, codings: str, most: int = LARGEST_BODY) -> Body:
    """Undo the codings of a body; never raise, and hold no more than `most` bytes of each layer.

    `codings` is the value of Content-Encoding, '' without one. Servers and caches label bodies wrongly: a body that is
    plain is returned as it is, and one that is packed otherwise, or once more, is unpacked by what it begins with.
    """
    raw = packed.read(most + 1)
    if len(raw) > most:
        return Body(b"", f"more than {most:,} bytes are no page")
    body = _undo(raw, [name for part in codings.split(",") if (name := _bare(part)) not in ("", "identity")], most)
    if body.is_too_large:
        return body
    if body.defect:
        return _text_in(raw, most, _UNMARKED) or body
    if body.content.startswith(tuple(_MARKS)):
        inner = _text_in(body.content, most, ())
        return replace(inner, is_cut=inner.is_cut or body.is_cut) if inner else body
    return body


def _bare(coding: str) -> str:
    """Return a coding's name in small letters, without quotation marks and parameters: 'gzip;q=1' is gzip."""
    return coding.partition(";")[0].strip(" \t\0\"'").lower()


def _undo(raw: bytes, names: list[str], most: int) -> Body:
    """Undo the codings, the last first."""
    if len(names) > _MOST_LAYERS:
        return Body(b"", f"{len(names)} codings of one body")
    content, is_cut = raw, False
    for name in reversed(names):
        try:
            content, is_whole = decode(content, name, most)
        except TooLarge as error:
            return Body(b"", str(error), is_too_large=True)
        except CannotDecode as error:
            return Body(b"", f"not what its Content-Encoding says ({', '.join(names)}): {error}"[:200])
        except LookupError:
            return Body(b"", f"an unknown coding: {', '.join(names)}"[:200])
        is_cut = is_cut or not is_whole
    return Body(content, is_cut=is_cut)


def _text_in(packed: bytes, most: int, unmarked: Sequence[str], layers: int = _MOST_LAYERS) -> Body | None:
    """Return the text that is packed in these bytes, by the marks they begin with; None where there is none.

    `unmarked` names the codings to try that have no mark: they fail on nearly all other bytes, or make little of them.
    """
    if _is_plain(packed):
        return Body(packed)
    marked = [coding for mark, coding in _MARKS.items() if packed.startswith(mark)]
    for coding in (marked or unmarked) if layers else ():
        body = _undo(packed, [coding], most)
        is_likely = bool(body.content) and (bool(marked) or 2 * len(body.content) >= len(packed))
        if is_likely and (inner := _text_in(body.content, most, unmarked, layers - 1)):
            return replace(inner, is_cut=inner.is_cut or body.is_cut)
    return None


def _is_plain(raw: bytes) -> bool:
    """Return True if the bytes are text as they stand: markup, or UTF-8 without control characters."""
    if raw.startswith(_UTF_16) or raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text[:_PIECE])
