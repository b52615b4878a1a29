"""The CDXJ index of a WARC file: a line a capture, sorted by address and time, as pywb and other readers look it up.

A line is `key timestamp {"url", "mime", "status", "digest", "length", "offset", "filename"}`: numbers are text, and
what a record does not have is left out. No payload is decoded; the digest is what the record itself says of it.

Lines and keys are those of cdxj-indexer, byte for byte, with three differences: a session's id stays in the key, `..`
steps over empty segments and never above the root, and a record that carries no digest gets none.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from warcio.archiveiterator import ArchiveIterator

_INDEXED = ("response", "revisit", "metadata")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}
# All that is printed in ASCII but `#` and `%`, which would say something else there.
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "#%")


def cdxj_lines(file: Path, name: str) -> str:
    """Return the index of a WARC file that will be called `name`."""
    lines = []
    with file.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type in _INDEXED:
                fields = _said_of(record)
                fields["length"] = str(records.get_record_length())
                fields["offset"] = str(records.get_record_offset())
                fields["filename"] = name
                timestamp = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))[:14]
                lines.append(f"{sort_key(fields['url'])} {timestamp} {json.dumps(fields)}\n")
    return "".join(sorted(lines))


def _said_of(record: Any) -> dict[str, str]:
    """Return what the record's own headers, and the answer's within, say of it."""
    header = record.rec_headers.get_header
    answer = record.http_headers
    if record.rec_type == "revisit":
        mime = "warc/revisit"
    elif record.rec_type == "metadata":
        mime = header("Content-Type")
    else:
        mime = answer and answer.get_header("Content-Type")
    fields = {
        "url": header("WARC-Target-URI"),
        "mime": mime and re.split(r"[;\s]", mime, maxsplit=1)[0],
        "status": answer and answer.get_statuscode(),
        "digest": header("WARC-Payload-Digest"),
    }
    return {field: value for field, value in fields.items() if value is not None}


def sort_key(url: str) -> str:
    """Return the address as SURT writes it: `vn,com,baoangiang)/kinh-te?page=2`; one without a host stays as it is.

    Scheme, user, `www.`, the scheme's own port, fragment and closing slash are dropped, the query is sorted, escapes
    are undone as often as they were made and written once; all in lower case.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if not host:
            return url
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # brackets without an IPv6 address, a port that is no number, a label that is too long
        return url
    labels = re.sub(r"^www\d*\.", "", host).strip(".").split(".")
    authority = ",".join(reversed(labels))
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        authority += f":{port}"
    query = "&".join(sorted(_escaped_once(parts.query).split("&"), key=lambda pair: pair.partition("=")))
    return f"{authority}){_path(_escaped_once(parts.path))}{'?' if query else ''}{query}"


def _escaped_once(text: str) -> str:
    """Undo percent-escapes until none is left, and escape what must be; in lower case."""
    plain = unquote_to_bytes(text)
    while (further := unquote_to_bytes(plain)) != plain:
        plain = further
    return quote(plain, safe=_SAFE).lower()


def _path(text: str) -> str:
    """Resolve dots and empty segments; the result begins with a slash and ends with none but the root's."""
    segments: list[str] = []
    for segment in text.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/" + "/".join(segments)
