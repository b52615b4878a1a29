"""Answers that would hold a crawl up: each is bounded and told, and TERM ends the crawl in time whatever goes on."""

import gzip
import itertools
import os
import resource
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import forked
import pytest
from odd_site import OddSite, Raw, answer, serving_odd
from patience import until
from small_site import CrawlOf, Site, crawl, crawl_at, crawling, endings, listing, refusals, serving_site

from crawler.archive import Archive, Capture, captures

pytestmark = pytest.mark.slow

HOME = "https://baocamau.vn"
PATHS = [f"/bai-so-{n}-a{n}.html" for n in range(101, 116)]
ARTICLE = answer("<html><body>Một bài</body></html>")
LISTING = answer(listing("baocamau.vn", PATHS[:3])[2])
SECONDS_TO_STOP = 40  # a second, were nobody else there; a crawl that is not stopped waits for 50


def odd(pages: dict[str, Raw], robots: str = "User-agent: *\nAllow: /\n") -> OddSite:
    good: dict[str, Raw] = {
        "/": LISTING,
        "/thoi-su/": LISTING,
        "/robots.txt": answer(robots, Content_Type="text/plain"),
    }
    return OddSite(good | dict.fromkeys(PATHS[:3], ARTICLE) | pages)


def details(found: list[Capture]) -> list[str]:
    return [c.payload["detail"] for c in found if c.url == "metadata://baotinh/refused"]


def endless_headers() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for n in itertools.count():
        yield b"".join(b"X-%d-%d: %s\r\n" % (n, k, b"x" * 900) for k in range(60))


def endless_continues() -> Iterator[bytes]:
    yield from itertools.repeat(b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" * 1000)


def endless_body() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    yield from itertools.repeat(b"x" * 65536)


def dripping() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
    for _ in range(10_000):
        time.sleep(0.2)
        yield b"x"


@pytest.mark.parametrize("attack", [endless_headers, endless_continues, endless_body])
def test_an_endless_answer_costs_one_article(tmp_path: Path, attack: Any) -> None:
    with serving_odd(odd({PATHS[1]: attack})) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (result["reason"], result["fetched"], result["failed"]) == ("finished", 2, 1)
    assert attack is endless_body or "headers of more than 262,144 bytes" in details(found)[0]


def feed_of(count: int) -> bytes:
    items = "".join(f"<item><title>T</title><link>{HOME}/b-a{n}.html</link></item>" for n in range(count, 0, -1))
    return answer(f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>')


def sitemap_of(count: int) -> bytes:
    return gzip.compress(
        ("<urlset>" + "".join(f"<url><loc>{HOME}/b-a{n}.html</loc></url>" for n in range(count)) + "</urlset>").encode()
    )


@cache
def large(kind: str) -> Raw:
    """Return a channel far larger than any paper's: links, items, addresses, or combining marks."""
    if kind == "links":
        return answer("<html>" + "".join(f"<a href='/b-a{n}.html'>b</a>" for n in range(180_000)))
    if kind == "feed":
        return feed_of(60_000)
    if kind == "sitemap":
        return answer(sitemap_of(650_000))
    return answer(f"<html><a href='{PATHS[0]}'>x" + "\u0323\u0301" * 400_000 + "</a>")


WHERE = {"feed": "/rss.xml", "sitemap": "/sitemap.xml.gz", "links": "/", "marks": "/"}


@pytest.mark.parametrize("kind", WHERE)
def test_a_huge_channel_is_bounded_and_holds_nothing_up(tmp_path: Path, kind: str) -> None:
    robots = "User-agent: *\nAllow: /\n" + ("Sitemap: /sitemap.xml.gz\n" if kind == "sitemap" else "")
    with serving_odd(odd({"/": answer("<html></html>"), WHERE[kind]: large(kind)}, robots)) as site:
        result, _ = crawl_at(site.url, tmp_path, "baocamau", dry_run=True)
        assert result["reason"] == "finished"
        assert len(result["planned"]) <= 1_010


def index_of(child: int) -> Raw:
    return answer(f"<sitemapindex><sitemap><loc>{HOME}/s{child}.xml</loc></sitemap></sitemapindex>")


STOPPED: dict[str, tuple[dict[str, Raw | str], str]] = {
    "dripping": ({"/": dripping}, ""),
    "crawl_delay": ({}, "Crawl-delay: 50\n"),
    "retry_after": ({"/": answer("wait", "429 Too Many Requests", Retry_After="50")}, ""),
    "links": ({"/": "links"}, ""),
    "sitemap": ({"/sitemap.xml.gz": "sitemap"}, "Sitemap: /sitemap.xml.gz\n"),
    "marks": ({"/": "marks"}, ""),
    "feed": ({"/sitemap.xml.gz": "feed"}, "Sitemap: /sitemap.xml.gz\n"),
    "depth": ({f"/s{n}.xml": index_of(n + 1) for n in range(100)}, "Sitemap: /s0.xml\n"),
    "endless_headers": ({"/": endless_headers}, ""),
    "endless_continues": ({"/": endless_continues}, ""),
    "endless_body": ({"/": endless_body}, ""),
    "crawl_delay_over_the_cap": ({}, "Crawl-delay: 3600\n"),
    "retry_after_over_the_cap": ({"/": answer("wait", "503 Service Unavailable", Retry_After="3600")}, ""),
}
# What the limits end by themselves may be over before the signal comes.
BOUNDED = {"marks", "feed", "depth", "endless_headers", "endless_continues", "endless_body"}
BOUNDED |= {"crawl_delay_over_the_cap", "retry_after_over_the_cap"}
WAITS_FOR = {"sitemap": "/sitemap.xml.gz", "feed": "/sitemap.xml.gz", "depth": "/s0.xml"}


@pytest.mark.parametrize("kind", STOPPED)
def test_term_ends_a_crawl_whatever_it_is_doing(tmp_path: Path, kind: str) -> None:
    answers, line = STOPPED[kind]
    pages = {path: large(each) if isinstance(each, str) else each for path, each in answers.items()}
    waits_for = WAITS_FOR.get(kind, "/robots.txt" if kind.startswith("crawl_delay") else "/")
    with serving_odd(odd(pages, f"User-agent: *\nAllow: /\n{line}")) as site:
        process = crawling(site.url, tmp_path, "baocamau", 0.02)
        until("the attack", lambda: waits_for in site.paths)
        time.sleep(0.5)
        process.terminate()
        assert process.wait(SECONDS_TO_STOP) == 0
    (sealed,) = Archive(tmp_path).sealed("baocamau")
    assert [*captures(sealed)][-1].payload["reason"] in ("shutdown", *(["finished"] if kind in BOUNDED else []))


@pytest.mark.parametrize("delay", ["3600", "99999999", "1e300", "61"])
def test_a_crawl_delay_over_the_cap_leaves_the_paper_for_tonight_and_says_so(tmp_path: Path, delay: str) -> None:
    with serving_odd(odd({}, f"User-agent: *\nAllow: /\nCrawl-delay: {delay}\n")) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau", known={f"{HOME}{PATHS[0]}": {"due": True}})
    assert set(site.paths) == {"/robots.txt"}
    assert (result["reason"], result["fetched"]) == ("finished", 0)
    causes = {c.payload["cause"] for c in found if c.url == "metadata://baotinh/channel"}
    assert causes == {"crawl_delay"}


@pytest.mark.parametrize("delay", ["0", "-5", "nan", "soon", "0.3"])
def test_another_crawl_delay_is_kept_or_ignored(tmp_path: Path, delay: str) -> None:
    with serving_odd(odd({}, f"User-agent: *\nAllow: /\nCrawl-delay: {delay}\n")) as site:
        result, _ = crawl_at(site.url, tmp_path, "baocamau")
    assert result["fetched"] == 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_wants_a_long_rest_is_left_for_tonight(tmp_path: Path, status: int) -> None:
    busy = (status, {"Retry-After": "120"}, "busy")
    state = Site({"/": listing("baocamau.vn", PATHS), "/thoi-su/": listing("baocamau.vn", PATHS)})
    state.pages |= dict.fromkeys(PATHS, busy)
    with serving_site(state) as site:
        result, found = crawl(site, tmp_path, delay=0.02)
    assert [path for path in site.paths if path in PATHS] == PATHS[:1]
    assert refusals(found) == ["asked_to_wait"] * 15
    assert "120 s" in details(found)[0]
    assert (result["reason"], result["fetched"], result["refused"]) == ("finished", 0, 15)


def test_a_short_rest_is_kept(tmp_path: Path) -> None:
    state = Site({"/": listing("baocamau.vn", PATHS[:3]), "/thoi-su/": listing("baocamau.vn", PATHS[:3])})
    good = (200, {}, "<html></html>")
    state.pages[PATHS[0]] = [(503, {"Retry-After": "1"}, "busy"), good]
    state.pages[PATHS[1]] = [(429, {"Retry-After": "1"}, "busy"), good]
    with serving_site(state) as site:
        result, _ = crawl(site, tmp_path, delay=0.02)
    assert result["fetched"] == 3
    asked = [a for a in site.log if a.path in PATHS]
    gaps = [b.at - a.at for a, b in itertools.pairwise(asked)]
    assert [a.path for a in asked] == [*PATHS[:3], *PATHS[:2]]
    assert min(gaps[:2]) >= 1 > max(gaps[2:])


def test_a_site_that_never_has_time_is_left_after_three_rests(tmp_path: Path) -> None:
    state = Site({"/": listing("baocamau.vn", PATHS), "/thoi-su/": listing("baocamau.vn", PATHS)})
    state.pages |= dict.fromkeys(PATHS, (429, {}, "busy"))
    with serving_site(state) as site:
        _, found = crawl(site, tmp_path, delay=0.02)
    assert len([path for path in site.paths if path in PATHS]) == 3
    assert refusals(found) == ["asked_to_wait"] * 15


ODD_TARGETS = [
    f"{HOME.replace('://', '://user:pw@')}/x-a1.html",
    "https://@baocamau.vn/x-a1.html",
    "https://baocamau.vn:5432/",
    "http://baocamau.vn:8080/x-a1.html",
    "https://baocamau.vn:99999/",
    "ftp://baocamau.vn/x-a1.html",
]


@pytest.mark.parametrize("target", ODD_TARGETS)
def test_a_redirect_with_a_login_or_to_an_odd_port_is_refused(tmp_path: Path, target: str) -> None:
    with serving_odd(odd({PATHS[0]: answer("", "302 Found", Location=target)})) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (result["reason"], result["fetched"]) == ("finished", 2)
    assert refusals(found) in (["offsite"], ["failed"], [])
    assert not any(path.startswith(("/x-a1", "/?")) for path in site.paths)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip", "x-gzip, gzip", "nonsense", "gzip, nonsense"])
def test_a_body_that_is_no_such_coding_costs_one_article_at_most(tmp_path: Path, coding: str) -> None:
    packed = answer(b"\xff\xff\x13 no such coding", Content_Encoding=coding)
    with serving_odd(odd({PATHS[0]: packed, "/thoi-su/": packed, "/robots.txt": packed})) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (result["reason"], result["fetched"]) == ("finished", 3)
    causes = {c.payload["channel"]: c.payload["cause"] for c in found if c.url == "metadata://baotinh/channel"}
    assert causes["thoi-su"] == "unreadable"


def test_a_channel_in_several_codings_is_read(tmp_path: Path) -> None:
    body = listing("baocamau.vn", PATHS[:3])[2].encode()
    twice = answer(gzip.compress(gzip.compress(body)), Content_Encoding="gzip, gzip")
    members = answer(gzip.compress(body[:50]) + gzip.compress(body[50:]), Content_Encoding="x-gzip")
    with serving_odd(odd({"/": twice, "/thoi-su/": members})) as site:
        _, found = crawl_at(site.url, tmp_path, "baocamau")
    assert endings(found) == {"home": ("ok", "single", 3), "thoi-su": ("ok", "single", 3)}


def test_answers_that_browsers_read_are_read(tmp_path: Path) -> None:
    body = "<html><body>Một bài</body></html>".encode()
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(body)), gzip.compress(body))
    pages: dict[str, Raw] = {
        PATHS[0]: answer(body, Set_Cookie="x" * 30_000),
        PATHS[1]: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + chunked,
        PATHS[2]: answer(gzip.compress(body)),
    }
    with serving_odd(odd(pages)) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (result["fetched"], result["failed"]) == (3, 0)
    assert [c.page.body for c in found if c.url.endswith(tuple(PATHS[:3]))] == [body] * 3


def test_a_stream_without_its_end_and_a_304_to_a_plain_question_are_no_pages(tmp_path: Path) -> None:
    packed = gzip.compress(LISTING + os.urandom(900))
    pages: dict[str, Raw] = {
        PATHS[0]: answer("", "304 Not Modified"),
        PATHS[1]: answer(packed[:-500], Content_Encoding="gzip"),
        "/thoi-su/": answer(packed[:-500], Content_Encoding="gzip"),
    }
    with serving_odd(odd(pages)) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (result["fetched"], result["failed"]) == (2, 1)
    assert [c.page.truncated for c in found if c.url.endswith(tuple(PATHS[:3]))] == [False, True, False]
    causes = {c.payload["channel"]: c.payload["cause"] for c in found if c.url == "metadata://baotinh/channel"}
    assert causes == {"home": "", "thoi-su": "truncated"}


def test_a_robots_txt_without_its_end_allows_nothing(tmp_path: Path) -> None:
    cut = answer("User-agent: *\nDisallow: /quan-tri\n", Content_Length="900")
    with serving_odd(odd({"/robots.txt": cut})) as site:
        result, found = crawl_at(site.url, tmp_path, "baocamau")
    assert (set(site.paths), result["fetched"]) == ({"/robots.txt"}, 0)
    causes = {c.payload["cause"] for c in found if c.url == "metadata://baotinh/channel"}
    assert causes == {"robots_unreachable"}


@pytest.mark.parametrize("target", ["https://baocamau.com.vn/robots.txt", "http://www.baocamau.vn/r.txt"])
def test_a_robots_txt_elsewhere_on_the_papers_hosts_is_followed(tmp_path: Path, target: str) -> None:
    state = Site(
        {"/": listing("baocamau.vn", PATHS[:1]), "/r.txt": (200, {}, "User-agent: baotinh/0.1\nDisallow: /\n")}
    )
    asked: list[str] = []
    plain = state.answer

    def redirecting(path: str) -> Any:
        if path == "/robots.txt":
            asked.append(path)
            return (301, {"Location": target}, "") if len(asked) == 1 else (200, {}, "User-agent: *\nAllow: /\n")
        return plain(path)

    state.answer = redirecting  # type: ignore[method-assign]
    with serving_site(state) as site:
        result, _ = crawl(site, tmp_path, delay=0.02)
    assert result["fetched"] == (0 if target.endswith("r.txt") else 1)


class _CrawlOnASmallDisk(CrawlOf):
    """A crawl that can write no file of more than `limit_bytes`."""

    def __call__(self) -> None:
        limit = self.more.pop("limit_bytes")
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        super().__call__()


@pytest.mark.parametrize("limit", [600, 40_000, 100_000])
def test_a_full_disk_is_called_so_and_what_was_whole_is_kept(tmp_path: Path, limit: int) -> None:
    state = Site({"/": listing("baocamau.vn", PATHS), "/thoi-su/": listing("baocamau.vn", PATHS)})
    state.pages |= {path: (200, {}, f"<html>{os.urandom(9000).hex()}</html>") for path in PATHS}
    with serving_site(state) as site:
        action = _CrawlOnASmallDisk(f"http://127.0.0.1:{site.port}", tmp_path, "baocamau", 0.02, {"limit_bytes": limit})
        done = forked.start("crawl", action, os.environ).completed()
    assert '"reason": "disk_full"' in done.stdout or "disk_full" in done.stderr
    assert "Traceback" not in done.stderr
    assert len([p for p in site.paths if p in PATHS]) < len(PATHS)
    archive = Archive(tmp_path)
    archive.seal_orphans("baocamau")
    found = [c for path in archive.sealed("baocamau") for c in captures(path)]
    assert all(c.page.body for c in found if c.kind == "response")
    assert len(found) >= limit // 20_000
