"""Heads of answers that browsers read and Twisted refuses, put into the form that it reads."""

import re

_STATUS = re.compile(rb"\s*HTTP/\d+(?:\.\d+)?[ \t]+(\d+)(?:[ \t]+(.*)|[ \t]*)", re.I | re.S)
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)", re.S)
# A number of more digits is no status, and Python refuses to read one of thousands.
_MOST_DIGITS = 9


def readable(head: bytes) -> bytes:
    """Return a head, without its closing blank line, so that Twisted reads the answer; a usual one as it is.

    A field whose name or length is none is left out, as by browsers, and so is a transfer coding that is not undone
    while the body comes: `unpack` sees by the body's bytes that it is still packed.
    """
    status, *fields = re.split(rb"\r\n(?![ \t])", head)
    if line := _STATUS.fullmatch(status):
        status = b"HTTP/1.1 %b %b" % (line[1][:_MOST_DIGITS], line[2] or b"")
    return b"\r\n".join([status, *filter(None, map(_readable_field, fields))])


def _readable_field(field: bytes) -> bytes:
    """Return a field as Twisted reads it; an empty one for a field that says nothing."""
    match = _FIELD.fullmatch(field)
    if not match:
        return b""
    name, value = match[1].lower(), match[2].strip()
    if name == b"content-length":
        return field if value and all(part.strip().isdigit() for part in value.split(b",")) else b""
    if name == b"transfer-encoding":
        return b"Transfer-Encoding: chunked" if b"chunked" in value.lower() else b""
    return field
