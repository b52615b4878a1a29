"""A whole crawl in a process of its own against a small site on loopback, judged by the site's log and the archive."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from crawler.archive import Archive, Capture, captures

DELAY = 0.15
ARTICLES = [f"/bai-so-{n}-a{n}.html" for n in range(101, 105)]
LINKS = "".join(f'<li class="item"><div class="b-content"><a href="https://baocamau.vn{p}">Tin</a></div></li>' for p in ARTICLES)  # fmt: skip  # noqa: E501
LISTING = f'<html><body><ul class="cate-content-list-item">{LINKS}</ul></body></html>'


@dataclass
class Site:
    """What the small site answers, and what it was asked."""

    robots: tuple[int, str] = (200, "User-agent: *\nAllow: /\n")
    articles: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    log: list[tuple[float, str, str]] = field(default_factory=list)
    port: int = 0

    def answer(self, path: str) -> tuple[int, dict[str, str], str]:
        if path == "/robots.txt":
            return self.robots[0], {"Content-Type": "text/plain"}, self.robots[1]
        if path in ("/", "/thoi-su/"):
            return 200, {}, LISTING
        return self.articles.get(path, (200, {"ETag": '"1"'}, f"<html><body>{path}</body></html>"))


@pytest.fixture
def site() -> Iterator[Site]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.log.append((time.monotonic(), self.headers["Host"], self.path))
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


def crawl(site: Site, home: Path, **more: object) -> tuple[dict[str, object], list[Capture]]:
    """Run one crawl of Cà Mau with what `more` says, and return its result and what the archive holds."""
    code = f"""
import dataclasses, json
from crawler.archive import Archive, Frontier, KnownUrl
from crawler.article import url_key
from crawler.outlets import outlet
from crawler.spiders import run_crawl
from pathlib import Path
known = {{url_key(u): KnownUrl(u, **k) for u, k in {more.pop("known", {})!r}.items()}}
result = run_crawl(outlet("baocamau"), Frontier(known), Archive(Path({str(home)!r})), "run-1",
                   delay={DELAY}, press="http://127.0.0.1:{site.port}", **{more!r})
print(json.dumps(dataclasses.asdict(result), default=str))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    found = [c for path in Archive(home).sealed("baocamau") for c in captures(path)]
    return json.loads(done.stdout.splitlines()[-1]), found


def refusals(found: list[Capture]) -> list[str]:
    return [c.payload["reason"] for c in found if c.url == "metadata://baotinh/refused"]


def test_every_announced_article_is_archived_under_its_real_address_and_no_gap_is_too_short(
    site: Site, tmp_path: Path
) -> None:
    result, found = crawl(site, tmp_path)
    assert (result["reason"], result["announced"], result["fetched"]) == ("finished", 4, 4)
    pages = {c.url for c in found if c.kind == "response"}
    assert pages >= {f"https://baocamau.vn{path}" for path in ["/robots.txt", "/", *ARTICLES]}
    assert found[-1].payload["reason"] == "finished"
    assert {host for _, host, _ in site.log} == {"baocamau.vn"}
    gaps = [b[0] - a[0] for a, b in zip(site.log, site.log[1:], strict=False)]
    assert min(gaps) >= DELAY


def test_known_articles_are_left_alone_and_due_ones_asked_conditionally(site: Site, tmp_path: Path) -> None:
    home = "https://baocamau.vn"
    known = {home + p: {"due": p == ARTICLES[0], "etag": '"1"'} for p in ARTICLES[:3]}
    result, found = crawl(site, tmp_path, known=known)
    assert result["fetched"] == 2
    assert [(c.kind, c.url) for c in found if c.url.endswith(tuple(ARTICLES))] == [
        ("revisit", home + ARTICLES[0]), ("response", home + ARTICLES[3])
    ]  # fmt: skip


@pytest.mark.parametrize("robots", [(503, "down"), (200, "User-agent: *\nDisallow: /\n")])
def test_a_robots_txt_that_refuses_or_fails_stops_all(site: Site, tmp_path: Path, robots: tuple[int, str]) -> None:
    site.robots = robots
    result, found = crawl(site, tmp_path)
    assert {path for _, _, path in site.log} == {"/robots.txt"}
    assert result["fetched"] == 0
    channels = [c.payload for c in found if c.url == "metadata://baotinh/channel"]
    assert [c["status"] for c in channels] == ["failed", "failed"]
    assert all("robots" in c["reason"] for c in channels)


def test_a_redirect_to_a_foreign_host_is_refused_and_a_loop_ends(site: Site, tmp_path: Path) -> None:
    site.articles[ARTICLES[0]] = (302, {"Location": "https://vnexpress.net/"}, "")
    site.articles[ARTICLES[1]] = (302, {"Location": ARTICLES[1]}, "")
    result, found = crawl(site, tmp_path)
    assert result["reason"] == "finished"
    assert sorted(refusals(found)) == ["offsite", "redirect_loop"]
    assert result["fetched"] == 2
    assert "vnexpress.net" not in {host for _, host, _ in site.log}


def test_a_limit_is_kept_and_what_it_left_out_is_recorded(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, limit=1)
    assert result["fetched"] == 1
    assert refusals(found) == ["limit"] * 3


def test_a_dry_run_lists_and_archives_nothing(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, dry_run=True)
    assert result["planned"] == [f"https://baocamau.vn{path}" for path in ARTICLES]
    assert found == []
    assert not any("-a10" in path for _, _, path in site.log)


def test_scrapy_finds_the_catalogue() -> None:
    done = subprocess.run([sys.executable, "-m", "scrapy", "list"], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2], timeout=60)  # fmt: skip
    assert done.stdout.split() == ["baoangiang", "baocamau", "baocantho", "baodanang", "baohaiphong", "baonghean"]
