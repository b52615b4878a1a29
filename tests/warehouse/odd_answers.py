"""Random odd answers: what servers, caches and attackers send where an article was expected."""

import gzip
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
import zstandard

STATUSES = [0, 99, 100, 200, 200, 200, 200, 200, 204, 206, 226, 299, 300, 301, 302, 304, 400, 401, 403, 404, 410, 416]
STATUSES += [418, 429, 451, 500, 502, 503, 520, 599, 999, 40_000, 2**40]
CODINGS = ["", "", "", "br", "gzip", "x-gzip", "deflate", "zstd", "gzip, gzip", "br, gzip", "identity", "compress"]
CODINGS += ["aws-chunked", "gzip;q=1", "GZIP", " , ,", "none", "x" * 300, "utf-8", "gzip, " * 30]
TYPES = ["text/html; charset=utf-8", "text/html", "", "text/html; charset=", "text/html; charset=utf-7", "text/plain"]
TYPES += [
    "text/html; charset=windows-1258",
    "application/pdf",
    "image/jpeg",
    "application/xhtml+xml",
    "text/html; " * 40,
]
HEADERS = [
    ("Content-Length", "-5"),
    ("Content-Length", "99999999999999999999"),
    ("Transfer-Encoding", "chunked, chunked"),
    ("ETag", '"' + "x" * 10_000 + '"'),
    ("ETag", "\x00\xff"),
    ("Last-Modified", "Thứ Bảy"),
    ("Last-Modified", "Fri, 31 Dec 99999 25:61:61 GMT"),
    ("Location", "javascript:alert(1)"),
    ("Location", "//\x7f@[::1"),
    ("Refresh", "0;url=data:,x"),
    ("Date", "not a day"),
    ("X-Long", "y" * 200_000),
    ("Set-Cookie", "a=\xe2\x80\xaeb"),
    ("Content-Disposition", "attachment; filename=../../x"),
]
PACKERS: list[Callable[[bytes], bytes]] = [
    lambda body: body,
    gzip.compress,
    brotli.compress,
    zlib.compress,
    lambda body: zlib.compress(body)[2:-4],
    zstandard.compress,
    lambda body: gzip.compress(body[: len(body) // 2]) + gzip.compress(body[len(body) // 2 :]),
    lambda body: gzip.compress(gzip.compress(body)),
    lambda body: brotli.compress(gzip.compress(body)),
]


@dataclass(frozen=True)
class OddAnswer:
    """One answer: its status, its headers, the bytes of its body as they were sent."""

    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)


def odd_answer(chance: random.Random, page: bytes) -> OddAnswer:
    """Return an answer that is odd in some of status, type, coding, headers, length and body; `page` is an article."""
    body = _damaged(chance, chance.choice(PACKERS)(chance.choice(_BODIES)(chance, page)))
    headers = [("Content-Type", chance.choice(TYPES)), *chance.sample(HEADERS, chance.randrange(3))]
    if coding := chance.choice(CODINGS):
        headers.append(("Content-Encoding", coding))
    return OddAnswer(chance.choice(STATUSES), body, headers)


def _damaged(chance: random.Random, body: bytes) -> bytes:
    """Return the body whole, or cut, or with other bytes in its middle, or with more behind it."""
    kind, place = chance.randrange(8), chance.randrange(len(body) + 1)
    if kind == 0:
        return body[:place]
    if kind == 1:
        return body[:place] + chance.randbytes(40) + body[place + 40 :]
    return body + chance.randbytes(100) if kind == 2 else body


def _nested(chance: random.Random, page: bytes) -> bytes:
    return b"<div>" * chance.randrange(1000, 50_000) + page


def _in_script(chance: random.Random, page: bytes) -> bytes:
    state = json.dumps({"body": page.decode("utf8", "replace"), "deep": "[" * chance.randrange(5000)})
    return f"<html><script type='application/ld+json'>{state}</script><script>{state}</script>".encode()


_BODIES: list[Callable[[random.Random, bytes], bytes]] = [
    lambda chance, page: page,
    lambda chance, page: page,
    lambda chance, page: b"",
    lambda chance, page: chance.randbytes(chance.randrange(1, 20_000)),
    lambda chance, page: b"\0" * (100 << 20),
    lambda chance, page: page.decode("utf8").encode("utf-16"),
    lambda chance, page: page.decode("utf8").encode("cp1258", "replace"),
    lambda chance, page: page.replace(b"</", b"<\0/"),
    lambda chance, page: b"%PDF-1.7\n" + page,
    lambda chance, page: b'{"error":' + b"[" * 100_000,
    lambda chance, page: b"<html><meta http-equiv=refresh content='0;url=/'>" + page[:200],
    lambda chance, page: page.replace(b"<p>", b"<p>" + "x\u0323\u0301".encode() * chance.randrange(50_000), 1),
    lambda chance, page: page + b"<p>" + b"a" * (3 << 20),
    lambda chance, page: b"<table><tr><td>" * 5000 + page,
    lambda chance, page: b"<a href='" + b"/x?" * 200_000 + b"'>" + page,
    lambda chance, page: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'cc'>]><rss>" + b"&b;" * 10_000,
    lambda chance, page: b"&#x110000;&#0;&bogus;" * 10_000 + page,
    _nested,
    _in_script,
]
