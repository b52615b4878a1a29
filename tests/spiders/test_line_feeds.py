"""Bare line feeds in a head, however the answer is cut into pieces."""

import pytest

from crawler.spiders.line_feeds import HeadRepair

BODY = b"<p>a\n\nb</p>\r\n\r\n<p>c</p>"


def fed(answer: bytes, size: int) -> bytes:
    repair = HeadRepair()
    return b"".join(repair.feed(answer[n : n + size]) for n in range(0, len(answer), size)) + repair.flush()


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_bare_line_feed_in_a_header_is_a_space_and_the_body_stays(size: int) -> None:
    answer = b"HTTP/1.1 200 OK\r\nX-A: one\n\nX-B: two\r\nX-C: 3\r\n\r\n" + BODY
    assert fed(answer, size) == b"HTTP/1.1 200 OK\r\nX-A: one  X-B: two\r\nX-C: 3\r\n\r\n" + BODY


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_other_answers_pass_as_they_came(size: int, end: bytes) -> None:
    answer = end.join([b"HTTP/1.1 200 OK", b"X-A: one", b"", BODY])
    assert fed(answer, size) == answer


def test_a_head_whose_later_lines_end_in_line_feeds_is_not_held_for_ever() -> None:
    answer = b"HTTP/1.1 200 OK\r\nX-A: one\n\n" + b"<p>a</p>" * 4000
    assert HeadRepair().feed(answer) == answer


HEAD = b"HTTP/1.1 200 OK\r\nX-A: one\r\n"


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize(
    ("head", "passed"),
    [
        (b"HTTP/2 200\r\n", b"HTTP/1.1 200 \r\n"),
        (b"HTTP/1.1   200\tOK\r\n", b"HTTP/1.1 200 OK\r\n"),
        (b"http/1.1 200 ok\r\n", b"HTTP/1.1 200 ok\r\n"),
        (b"\r\n\r\nHTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n"),
        (b"HTTP/1.1 " + b"9" * 5000 + b" x\r\n", b"HTTP/1.1 999999999 x\r\n"),
        (b"HTTP/1.1 2OO OK\r\n", b"HTTP/1.1 2OO OK\r\n"),
        (HEAD + b"Content-Length: -5\r\n", HEAD),
        (HEAD + b"Content-Length: \r\nContent-Length: 5.0\r\n", HEAD),
        (HEAD + b"Content-Length: 5, 5\r\n", HEAD + b"Content-Length: 5, 5\r\n"),
        (HEAD + b"Transfer-Encoding: identity\r\n", HEAD),
        (HEAD + b"Transfer-Encoding: gzip, Chunked\r\n", HEAD + b"Transfer-Encoding: chunked\r\n"),
        (HEAD + b": x\r\nBad Name: y\r\nX\x01: z\r\nno colon\r\n", HEAD),
        (HEAD + b"X-Folded: a\r\n b: c\r\n", HEAD + b"X-Folded: a\r\n b: c\r\n"),
    ],
)
def test_a_head_that_browsers_read_is_read(head: bytes, passed: bytes, size: int) -> None:
    assert fed(head + b"\r\n" + BODY, size) == passed + b"\r\n" + BODY
