"""The index beside a WARC file: keys as SURT writes them, lines that name each capture's place."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive, WarcWriter, captures
from crawler.archive.cdxj import sort_key

SITE = "https://baoangiang.com.vn"
NIGHT = datetime(2026, 11, 23, 18, 30, 5, 123456, UTC)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (SITE, "vn,com,baoangiang)/"),
        (f"{SITE}/Kinh-Te/?", "vn,com,baoangiang)/kinh-te"),
        ("http://www2.BaoAnGiang.com.vn.:80/a#b?c", "vn,com,baoangiang)/a"),
        ("https://baoangiang.com.vn:80/a", "vn,com,baoangiang:80)/a"),
        ("http://user:word@127.0.0.1:8099/a", "1,0,0,127:8099)/a"),
        ("http://[::1]:8099/a", "::1:8099)/a"),
        ("https://báo.vn/Đặc san", "vn,xn--bo-mia)/%c4%90%e1%ba%b7c%20san"),
        (f"{SITE}/t%C3%ACm?q=m%C3%B9a%20m%c6%b0a", "vn,com,baoangiang)/t%c3%acm?q=m%c3%b9a%20m%c6%b0a"),
        (f"{SITE}/%2541%7e%2F%3F%23%25/a%E1/%zz", "vn,com,baoangiang)/a~/?%23%25/a%e1/%25zz"),
        (f"{SITE}/a//b/../c/./d", "vn,com,baoangiang)/a/c/d"),
        (f"{SITE}/../a", "vn,com,baoangiang)/a"),
        (f"{SITE}/a?b=2&A=1&a-b=0&b=1&c", "vn,com,baoangiang)/a?a=1&a-b=0&b=1&b=2&c"),
        (f"{SITE}/a?x=%26&y=a%2Bb+c", "vn,com,baoangiang)/a?&x=&y=a+b+c"),
        ("metadata://baotinh/channel", "baotinh)/channel"),
        ("urn:x:y", "urn:x:y"),
        ("http://[báo/a", "http://[báo/a"),
        ("http://báo.vn:99999/a", "http://báo.vn:99999/a"),
    ],
)
def test_an_addresss_key(url: str, key: str) -> None:
    assert sort_key(url) == key


def some_captures(archive: Archive) -> Path:
    """Seal a file with what the index treats in ways of its own."""
    writer = WarcWriter(archive, "baoangiang", "run-1")
    answers: list[tuple[str, int, list[tuple[str, str]], bytes]] = [
        ("/b", 200, [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")], b"not gzip"),
        ("/b-chunked", 200, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], b"no chunks"),
        ("/a", 304, [("ETag", '"1"')], b""),
        ("/robots.txt", 404, [("Content-Type", "text/plain")], b""),
        ("/short", 301, [("Location", "/a")], b""),
    ]
    for path, status, headers, body in answers:
        writer.write_exchange(
            url=SITE + path,
            method="GET",
            request_headers=[],
            status=status,
            reason="-",
            response_headers=headers,
            body=body,
            fetched_at=NIGHT,
        )
    writer.write_metadata("end", {"reason": "finished"}, NIGHT)
    return writer.seal()


def test_each_capture_has_a_line_and_odd_codings_are_left_alone(tmp_path: Path) -> None:
    path = some_captures(Archive(tmp_path))
    lines = path.with_name(path.name + ".cdxj").read_text("utf8").splitlines()
    assert lines == sorted(lines)
    keys, moments, told = zip(*(line.split(" ", 2) for line in lines), strict=True)
    assert keys == (
        "baotinh)/end",
        *(f"vn,com,baoangiang)/{path}" for path in ("a", "b", "b-chunked", "robots.txt", "short")),
    )
    assert set(moments) == {"20261123183005"}
    fields = [json.loads(text) for text in told]
    assert [(f.get("mime"), f.get("status"), f.get("digest", "")[:5]) for f in fields] == [
        ("application/json", None, "sha1:"),
        ("warc/revisit", "304", ""),
        ("text/html", "200", "sha1:"),
        ("text/html", "200", "sha1:"),
        ("text/plain", "404", "sha1:"),
        (None, "301", "sha1:"),
    ]
    places = {(c.url, str(c.offset), str(c.length), path.name) for c in captures(path)}
    assert {(f["url"], f["offset"], f["length"], f["filename"]) for f in fields} == places


def test_a_line_is_written_as_other_tools_write_it(tmp_path: Path) -> None:
    path = some_captures(Archive(tmp_path))
    line = path.with_name(path.name + ".cdxj").read_text("utf8").splitlines()[4]
    capture = next(c for c in captures(path) if c.status == 404)
    assert line == (
        f'vn,com,baoangiang)/robots.txt 20261123183005 {{"url": "{SITE}/robots.txt", "mime": "text/plain", '
        f'"status": "404", "digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "length": "{capture.length}", '
        f'"offset": "{capture.offset}", "filename": "{path.name}"}}'
    )
