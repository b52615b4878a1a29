"""A small site on loopback that keeps a log, and a whole crawl against it in a process of its own."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import forked

from crawler.archive import Archive, Capture, captures
from crawler.article import url_key
from crawler.frontier import Frontier, KnownUrl
from crawler.outlets import outlet_by_key

DELAY = 0.15
Answer = tuple[int, dict[str, str], str]


class Asked(NamedTuple):
    """One request as the site saw it."""

    at: float
    host: str
    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """What the small site answers, and what it was asked; a list of answers is given one after the other."""

    pages: dict[str, Answer | list[Answer]]
    robots: tuple[int, str] = (200, "User-agent: *\nAllow: /\n")
    log: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def answer(self, path: str) -> Answer:
        if path == "/robots.txt":
            return self.robots[0], {"Content-Type": "text/plain"}, self.robots[1]
        found = self.pages.get(path)
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        if found is None and not path.endswith(".html"):
            return 404, {}, "Không tìm thấy trang"
        return found or (200, {"ETag": '"1"'}, f"<html><body>{path}</body></html>")


def listing(host: str, paths: list[str]) -> Answer:
    links = "".join(f'<li class="item"><a href="https://{host}{path}">Tin</a></li>' for path in paths)
    return 200, {}, f'<html><body><ul class="cate-content-list-item">{links}</ul></body></html>'


@contextmanager
def serving_site(state: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers_asked = {name.lower(): value for name, value in self.headers.items()}
            state.log.append(Asked(time.monotonic(), self.headers["Host"], self.path, headers_asked))
            status, headers, body = state.answer(self.path)
            if headers.get("ETag") and self.headers["If-None-Match"] == headers["ETag"]:
                status, body = 304, ""
            data = body.encode()
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()


@dataclass(frozen=True)
class CrawlOf:
    """One crawl with what `more` says, as the action of a process; `known` maps addresses to KnownUrl's fields."""

    url: str
    home: Path
    key: str
    delay: float
    more: dict[str, Any]

    def __call__(self) -> None:
        from crawler.spiders import run_crawl  # reads the configuration: in the process of the crawl, not before

        more = {"known": {}, "run": "run-1", **self.more}
        known = {url_key(url): KnownUrl(url, **fields) for url, fields in more.pop("known").items()}
        archive = Archive(self.home)
        result = run_crawl(
            outlet_by_key(self.key),
            Frontier(known),
            archive,
            more.pop("run"),
            delay=self.delay,
            sample_press=self.url,
            **more,
        )
        print(json.dumps(asdict(result), default=str))


def crawling(
    url: str, home: Path, key: str, delay: float, env: dict[str, str] | None = None, **more: object
) -> forked.Forked:
    """Start one crawl in a process of its own: a reactor runs once."""
    return forked.start(f"crawl of {key}", CrawlOf(url, home, key, delay, more), os.environ | (env or {}))


def crawl_at(
    url: str, home: Path, key: str, delay: float = 0.02, env: dict[str, str] | None = None, **more: object
) -> tuple[dict[str, object], list[Capture]]:
    """Run one crawl to its end, and return its result and what the archive holds of this outlet."""
    done = crawling(url, home, key, delay, env, **more).completed()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    return result, [c for path in result["warcs"] for c in captures(Path(path))]


def crawl(
    site: Site, home: Path, key: str = "baocamau", delay: float = DELAY, **more: object
) -> tuple[dict[str, object], list[Capture]]:
    """Run one crawl of the small site as this outlet."""
    return crawl_at(f"http://127.0.0.1:{site.port}", home, key, delay, **more)  # type: ignore[arg-type]


def refusals(found: list[Capture]) -> list[str]:
    return [c.payload["reason"] for c in found if c.url == "metadata://baotinh/refused"]


def endings(found: list[Capture]) -> dict[str, tuple[str, str, int]]:
    """Return status, ending and number of articles of each channel, as its last note has them."""
    notes = [c.payload for c in found if c.url == "metadata://baotinh/channel"]
    return {n["channel"]: (n["status"], n["end"], n["items"]) for n in notes}


def open_files(home: Path) -> list[Path]:
    return sorted(Archive(home).root.glob("warc/*/*.open"))
