"""A whole crawl in a process of its own against a small site on loopback, judged by the site's log and the archive."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import forked
import pytest
from patience import until
from small_site import DELAY, Site, crawl, crawling, endings, listing, open_files, refusals, serving_site
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive, captures
from crawler.outlets import catalogue

ROOT = Path(__file__).parents[2]
HOME = "https://baocamau.vn"
ARTICLES = [f"/bai-so-{n}-a{n}.html" for n in range(101, 105)]
LISTING = listing("baocamau.vn", ARTICLES)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site(Site({"/": LISTING, "/thoi-su/": LISTING})) as found:
        yield found


def test_every_announced_article_is_archived_under_its_real_address_and_no_gap_is_too_short(
    site: Site, tmp_path: Path
) -> None:
    result, found = crawl(site, tmp_path)
    assert (result["reason"], result["announced"], result["fetched"]) == ("finished", 4, 4)
    pages = {c.url for c in found if c.kind == "response"}
    assert pages >= {f"https://baocamau.vn{path}" for path in ["/robots.txt", "/", *ARTICLES]}
    assert found[-1].payload["reason"] == "finished"
    assert {asked.host for asked in site.log} == {"baocamau.vn"}
    gaps = [b.at - a.at for a, b in zip(site.log, site.log[1:], strict=False)]
    assert min(gaps) >= DELAY


def test_known_articles_are_left_alone_and_due_ones_asked_conditionally(site: Site, tmp_path: Path) -> None:
    known = {HOME + p: {"due": p == ARTICLES[0], "etag": '"1"'} for p in ARTICLES[:3]}
    result, found = crawl(site, tmp_path, known=known)
    assert result["fetched"] == 2
    assert [(c.kind, c.url) for c in found if c.url.endswith(tuple(ARTICLES))] == [
        ("revisit", HOME + ARTICLES[0]),
        ("response", HOME + ARTICLES[3]),
    ]


@pytest.mark.parametrize("robots", [(503, "down"), (200, "User-agent: *\nDisallow: /\n")])
def test_a_robots_txt_that_refuses_or_fails_stops_all(site: Site, tmp_path: Path, robots: tuple[int, str]) -> None:
    site.robots = robots
    result, found = crawl(site, tmp_path)
    assert set(site.paths) == {"/robots.txt"}
    assert result["fetched"] == 0
    channels = [c.payload for c in found if c.url == "metadata://baotinh/channel"]
    assert [c["status"] for c in channels] == ["failed", "failed"]
    assert all("robots" in c["reason"] for c in channels)


def test_a_redirect_to_a_foreign_host_is_refused_and_a_loop_ends(site: Site, tmp_path: Path) -> None:
    site.pages[ARTICLES[0]] = (302, {"Location": "https://vnexpress.net/"}, "")
    site.pages[ARTICLES[1]] = (302, {"Location": ARTICLES[1]}, "")
    result, found = crawl(site, tmp_path)
    assert result["reason"] == "finished"
    assert sorted(refusals(found)) == ["offsite", "redirect_loop"]
    assert result["fetched"] == 2
    assert "vnexpress.net" not in {asked.host for asked in site.log}


def test_a_limit_is_kept_and_what_it_left_out_is_recorded(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, limit=1)
    assert result["fetched"] == 1
    assert refusals(found) == ["limit"] * 3


def test_a_dry_run_lists_and_archives_nothing(site: Site, tmp_path: Path) -> None:
    result, found = crawl(site, tmp_path, dry_run=True)
    assert result["planned"] == [f"https://baocamau.vn{path}" for path in ARTICLES]
    assert found == []
    assert not any("-a10" in path for path in site.paths)


def test_scrapy_finds_the_catalogue() -> None:
    done = run_scrapy("list", environment=os.environ)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [*catalogue()]


def test_due_articles_that_no_channel_announces_are_asked_after_the_channels(site: Site, tmp_path: Path) -> None:
    old = [f"{HOME}/bai-cu-{n}-a{n}.html" for n in (1, 2, 3)]
    known = {url: {"due": url != old[2], "etag": '"1"'} for url in old} | {HOME + ARTICLES[0]: {"due": True}}
    result, found = crawl(site, tmp_path, known=known)
    assert (result["announced"], result["fetched"], result["reason"]) == (4, 6, "finished")
    assert [c.kind for c in found if c.url in old] == ["revisit", "revisit"]
    assert [HOME + path for path in site.paths[-2:]] == old[:2]
    assert len(site.paths) == len(set(site.paths))


def test_the_limit_holds_for_due_articles_and_a_dry_run_lists_them(site: Site, tmp_path: Path) -> None:
    old = [f"{HOME}/bai-cu-{n}-a{n}.html" for n in (1, 2)]
    known = {url: {"due": True} for url in old}
    result, _ = crawl(site, tmp_path, known=known, limit=5)
    assert (result["fetched"], result["planned"][-1]) == (5, old[0])
    result, found = crawl(site, tmp_path, known=known, dry_run=True)
    assert (result["planned"], found) == ([HOME + path for path in ARTICLES] + old, [])


def test_on_trial_each_article_and_each_visit_over_the_limit_is_noted(site: Site, tmp_path: Path) -> None:
    known = {f"{HOME}/bai-cu-{n}-a{n}.html": {"due": True} for n in (1, 2)}
    result, found = crawl(site, tmp_path, known=known, limit=3, on_trial=True)
    assert (result["fetched"], refusals(found)) == (3, ["trial"] * 3)


@pytest.mark.parametrize("fault", ["down", "robots"])
def test_a_site_that_shows_no_channel_is_not_asked_for_due_articles(site: Site, tmp_path: Path, fault: str) -> None:
    if fault == "robots":
        site.robots = (200, "User-agent: *\nDisallow: /\n")
    else:
        site.pages |= {path: (500, {}, "down") for path in ("/", "/thoi-su/")}
    result, found = crawl(site, tmp_path, delay=0.02, known={f"{HOME}/bai-cu-a1.html": {"due": True}})
    assert (result["planned"], refusals(found), result["reason"]) == ([], [], "finished")
    assert not any(path.endswith(".html") for path in site.paths)


def test_answers_are_counted_by_their_status(site: Site, tmp_path: Path) -> None:
    for path, status in zip(ARTICLES, (404, 410, 403, 200), strict=True):
        site.pages[path] = (status, {}, "<html></html>")
    result, found = crawl(site, tmp_path)
    assert {k: result[k] for k in ("announced", "fetched", "gone", "failed", "refused")} == {
        "announced": 4,
        "fetched": 1,
        "gone": 2,
        "failed": 1,
        "refused": 0,
    }
    assert found[-1].payload["stats"] == {"announced": 4, "fetched": 1, "gone": 2, "failed": 1, "refused": 0}


def test_every_request_names_us_and_asks_for_encodings_that_the_archive_can_read(site: Site, tmp_path: Path) -> None:
    site.robots = (200, "User-agent: somebody\nDisallow: /\n")
    crawl(site, tmp_path, limit=1, env={"BAOTINH_CONTACT": "https://somebody.example/ask"})
    assert site.paths == ["/robots.txt", "/", "/thoi-su/", ARTICLES[0]]
    assert {asked.headers["accept-encoding"] for asked in site.log} == {"gzip, deflate"}
    agents = {asked.headers["user-agent"] for asked in site.log}
    assert agents == {"baotinh/0.1 (+https://somebody.example/ask; archive of Vietnam's provincial press)"}
    site.log.clear()
    crawl(site, tmp_path, limit=1, env={"BAOTINH_CONTACT": ""})
    assert {"no contact set" in asked.headers["user-agent"] for asked in site.log} == {True}


def test_robots_rules_for_our_name_are_obeyed(site: Site, tmp_path: Path) -> None:
    site.robots = (200, "User-agent: *\nAllow: /\n\nUser-agent: baotinh\nDisallow: /\n")
    _, found = crawl(site, tmp_path, env={"BAOTINH_CONTACT": "mail@example.org"})
    assert set(site.paths) == {"/robots.txt"}
    assert {status for status, _, _ in endings(found).values()} == {"failed"}


def test_a_run_id_of_airflow_is_told_in_full(site: Site, tmp_path: Path) -> None:
    run = "scheduled__2026-11-24T18:30:00+00:00"
    result, found = crawl(site, tmp_path, run=run, limit=1)
    assert result["reason"] == "finished"
    assert found[-1].payload["run_id"] == run


def test_a_crawl_killed_in_mid_run_leaves_whole_records_only(site: Site, tmp_path: Path) -> None:
    many = [f"/bai-so-{n}-a{n}.html" for n in range(1000, 1400)]
    site.pages["/"] = listing("baocamau.vn", many)
    for path in many:
        site.pages[path] = (200, {}, f"<html><body>{os.urandom(30_000).hex()}</body></html>")
    process = crawling(f"http://127.0.0.1:{site.port}", tmp_path, "baocamau", 0.0)
    until("twenty articles", lambda: sum("-a1" in path for path in site.paths) >= 20)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    archive = Archive(tmp_path)
    assert len(open_files(tmp_path)) == 1
    assert archive.sealed() == []
    (sealed,) = archive.seal_orphans("baocamau")
    assert open_files(tmp_path) == []
    with sealed.open("rb") as stream:
        kinds = [(r.rec_type, len(r.content_stream().read())) for r in ArchiveIterator(stream, check_digests="raise")]
    assert kinds[0][0] == "warcinfo"
    pages = [c for c in captures(sealed) if c.kind == "response" and c.url.endswith(".html")]
    assert 15 <= len(pages) < len(many)
    assert all(site.pages[c.url.removeprefix(HOME)][2].encode() == c.page.body for c in pages)


def scrapy(*arguments: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    clean = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return run_scrapy(
        *arguments, environment=clean | {"BAOTINH_HOME": str(home), "XDG_DATA_HOME": str(home)} | environment
    )


def run_scrapy(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    command = forked.Command(arguments, "scrapy", "scrapy.cmdline", "execute")
    return forked.start("scrapy", command, environment, ROOT).completed()


def test_scrapys_own_commands_go_to_the_press_and_archive_nothing(site: Site, tmp_path: Path) -> None:
    press = {"BAOTINH_SAMPLE_PRESS": f"http://127.0.0.1:{site.port}", "BAOTINH_DELAY": str(DELAY)}
    done = scrapy("shell", f"{HOME}/", "-c", "response.status, response.url", home=tmp_path, **press)
    assert f"(200, '{HOME}/')" in done.stdout, done.stderr
    assert [(asked.host, asked.path) for asked in site.log] == [("baocamau.vn", "/robots.txt"), ("baocamau.vn", "/")]
    assert site.log[1].at - site.log[0].at < 1
    done = scrapy("parse", f"{HOME}/", home=tmp_path, **press)
    assert "channel/listing" in done.stdout, done.stderr
    assert ARTICLES[3] in done.stdout
    assert list(tmp_path.rglob("*")) == []


def test_scrapy_crawl_is_baotinh_crawl(site: Site, tmp_path: Path) -> None:
    press = {"BAOTINH_SAMPLE_PRESS": f"http://127.0.0.1:{site.port}"}
    without = scrapy("crawl", "baocamau", home=tmp_path, **press)
    assert (without.returncode, without.stderr.count("\n")) == (75, 1)
    assert without.stderr.startswith(f"baotinh: PostgreSQL of {tmp_path} does not run")
    assert "limit=N" in scrapy("crawl", "baocamau", "-a", "depth=3", home=tmp_path, **press).stderr
    assert site.log == []
    assert list(tmp_path.rglob("*")) == []


def sitemap(root: str, *urls: str) -> tuple[int, dict[str, str], str]:
    item = "url" if root == "urlset" else "sitemap"
    rows = "".join(f"<{item}><loc>{HOME}{u}</loc><lastmod>2026-11-2{n}</lastmod></{item}>" for n, u in enumerate(urls))
    return 200, {"Content-Type": "application/xml"}, f'<?xml version="1.0"?><{root}>{rows}</{root}>'


def test_an_index_of_sitemaps_is_followed_one_level_to_its_newest(site: Site, tmp_path: Path) -> None:
    here = [f"{HOME}/{name}.xml" for name in ("index", "index", "missing")]
    lines = [*here, "https://elsewhere.vn/sitemap.xml", "no address"]
    site.robots = (200, "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {line}\n" for line in lines))
    site.pages["/index.xml"] = sitemap("sitemapindex", "/old.xml", "/new.xml")
    site.pages["/new.xml"] = sitemap("urlset", *ARTICLES, "/chi-trong-so-do-a9.html")
    result, found = crawl(site, tmp_path)
    assert (result["fetched"], result["planned"][-1]) == (5, f"{HOME}/chi-trong-so-do-a9.html")
    asked = [path for path in site.paths if path.endswith((".xml", ".txt"))]
    assert sorted(asked) == ["/index.xml", "/missing.xml", "/new.xml", "/robots.txt"]
    assert {name: end for name, end in endings(found).items() if "sitemap" in name} == {
        "sitemap-index": ("ok", "single", 5),
        "sitemap-missing": ("failed", "error", 0),
    }
    notes = [c.payload for c in found if c.url == "metadata://baotinh/channel"]
    assert {n["certainty"] for n in notes if "sitemap" in n["channel"]} == {"guessed"}
    assert min(b.at - a.at for a, b in zip(site.log, site.log[1:], strict=False)) >= DELAY


def test_a_crawl_told_to_stop_seals_what_it_has(site: Site, tmp_path: Path) -> None:
    many = [f"/bai-so-{n}-a{n}.html" for n in range(1000, 1400)]
    site.pages["/thoi-su/"] = listing("baocamau.vn", many)
    process = crawling(f"http://127.0.0.1:{site.port}", tmp_path, "baocamau", 0.05)
    until("three articles", lambda: sum("-a1" in path for path in site.paths) >= 3)
    process.terminate()
    assert process.wait() == 0
    (sealed,) = Archive(tmp_path).sealed("baocamau")
    end = [*captures(sealed)][-1].payload
    assert end["reason"] == "shutdown"
    assert 0 < end["stats"]["fetched"] < len(many)


def test_a_site_that_dies_under_a_crawl_is_not_waited_for_to_the_end(site: Site, tmp_path: Path) -> None:
    many = [f"/bai-so-{n}-a{n}.html" for n in range(2000, 2016)]
    site.pages["/"] = site.pages["/thoi-su/"] = listing("baocamau.vn", many)
    site.pages |= dict.fromkeys(many[2:], (503, {}, "down"))
    result, found = crawl(site, tmp_path)
    assert (result["reason"], result["announced"], result["fetched"], result["failed"]) == ("finished", 16, 2, 14)
    assert [path for path in site.paths if path in many] == many[:12]  # two good ones, and ten in a row that failed
    assert refusals(found) == ["site_down"] * 14
