"""An answer of the sample press: a page, a fault in its stead, or the news that nothing changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime

from crawler.sample_press.pictures import JPEG, PNG

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """One answer; `cut` sends half of the body under the whole body's length; status 0 closes the connection."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False


def fault_reply(name: str, host: str, path: str) -> Reply:
    """Return what a site answers that is dead, loops, sends to its front page, challenges or forgot its page."""
    if name == "dead":
        return Reply(0)
    if name == "http_500":
        return Reply(500, b"<h1>500 Internal Server Error</h1>", {"content-type": HTML})
    if name in ("loop", "home"):
        return Reply(302, b"", {"location": f"https://{host}{path if name == 'loop' else '/'}"})
    if name == "challenge":
        page = (
            "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
            "<div id='challenge-form'>Checking your browser before accessing. Please enable JavaScript and cookies."
            "</div><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
        )
        return Reply(403, page.encode(), {"content-type": HTML, "server": "cloudflare", "cf-mitigated": "challenge"})
    return Reply(200, _not_found_page(), {"content-type": HTML})


def _not_found_page() -> bytes:
    return (
        "<!DOCTYPE html><html lang='vi'><head><title>Không tìm thấy trang</title><meta charset='utf-8'></head>"
        "<body><h2>404</h2><p>Trang bạn tìm không tồn tại hoặc đã bị xóa.</p></body></html>"
    ).encode()


def not_found() -> Reply:
    """Return a 404 with a page."""
    return Reply(404, _not_found_page(), {"content-type": HTML})


def ok(body: bytes, modified: datetime | None = None) -> Reply:
    """Answer 200; only articles have a Last-Modified, since a 304 for a listing could hide a new article."""
    headers = {"content-type": HTML, "etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'}
    if modified:
        headers["last-modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    return Reply(200, body, headers)


def strangers_reply(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Return the answer of an invented site; a page of it has a validator."""
    reply = Reply(status, body, dict(headers))
    return replace(reply, headers=ok(body).headers | reply.headers) if status == 200 else reply


def picture_reply(path: str) -> Reply | None:
    """Return a picture if the path asks for one."""
    for ending, kind, body in ((".jpg", "image/jpeg", JPEG), (".png", "image/png", PNG)):
        if path.lower().endswith(ending):
            return replace(ok(body), headers=ok(body).headers | {"content-type": kind})
    return None


def or_not_modified(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Answer 304 if the client has this version (ETag before date, RFC 9110 section 13.2.2)."""
    etag, date = reply.headers.get("etag"), reply.headers.get("last-modified")
    client_etag = headers.get("if-none-match")
    same = client_etag == etag if client_etag else date is not None and headers.get("if-modified-since") == date
    if reply.status != 200 or etag is None or reply.cut or not same:
        return reply
    kept_headers = {k: v for k, v in reply.headers.items() if k != "content-type"}
    return Reply(304, b"", kept_headers, reply.delay)
