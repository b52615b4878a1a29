"""A new paper from its saved files or one address, and what its channels answer: the commands against a press."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import msgspec
import pytest
from commands import Baotinh
from invented_families import PAGES

from crawler.outlets import Outlet, OutletEntry, complete_outlet, outlet_by_key
from crawler.sample_press import SamplePress, serving

ARTICLE = PAGES["epi"]
HOST = "baomoi.vn"
URL = ARTICLE.url.replace(ARTICLE.url.split("/")[2], HOST)
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>https://{HOST}/rss/kinh-te-7.rss</link>
<item><title>Tin</title><link>{URL}</link></item></channel></rss>"""
FRONT = f"""<html><head><link rel="canonical" href="https://{HOST}/">
<meta property="og:site_name" content="Báo Mới Thử">
<link rel="alternate" type="application/rss+xml" href="/rss/home.rss"></head><body>
<a href="/thoi-su/">Thời sự</a><a href="{URL}">Tin</a><a href="https://khac.vn/x/">khác</a></body></html>"""
SITEMAP = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{URL}</loc></url></urlset>'
ROBOTS = f"User-agent: *\nDisallow: /thoi-su/\nCrawl-delay: 3\nSitemap: https://{HOST}/tin.xml\n"


def environment(**more: str) -> Mapping[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BAOTINH_", "DATABASE_"))}
    return kept | {"BAOTINH_CONTACT": "tests@example.org"} | more


@pytest.fixture
def press() -> Iterator[tuple[SamplePress, Mapping[str, str]]]:
    """Serve a press, and tell the environment in which commands ask it."""
    played = SamplePress()
    with serving(played) as address:
        yield played, environment(BAOTINH_SAMPLE_PRESS=address, BAOTINH_DELAY="0")


def entry_of(proposed: str) -> Outlet:
    named, _, rest = proposed.partition("\n")
    text = rest.split("# crawler/outlets/evidence", maxsplit=1)[0]
    return complete_outlet(Path(named).stem, msgspec.yaml.decode(text, type=OutletEntry))


def test_saved_files_are_told_by_content_in_any_order(tmp_path: Path, baotinh: Baotinh) -> None:
    files = {"a": ROBOTS, "b": SITEMAP, "c": FRONT, "d": FEED, "e": ARTICLE.html}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf8")
    addresses = [
        f"https://{HOST}/robots.txt",
        f"https://{HOST}/tin.xml",
        f"https://{HOST}/",
        f"https://{HOST}/rss/kinh-te-7.rss",
        URL,
    ]
    given = [part for address in addresses for part in ("--url", address)]
    done = baotinh("new-outlet", *(str(tmp_path / n) for n in files), *given, environment=environment())
    assert done.returncode == 0, done.stderr
    entry = entry_of(done.stdout)
    assert (entry.key, entry.name, entry.family) == ("baomoi", "Báo Mới Thử", "epi")
    assert [(c.kind, c.url.removeprefix(f"https://{HOST}"), c.status) for c in entry.channels] == [
        ("rss", "/rss/kinh-te-7.rss", "seen"),
        ("rss", "/rss/home.rss", "seen"),
        ("sitemap", "/tin.xml", "seen"),
        ("listing", "/thoi-su/", "seen"),
        ("listing", "/", "seen"),
    ]
    assert entry.sections == {"kinh-te": "7"}
    assert entry.robots_note == "refuses /thoi-su/; asks for 3 s between two requests"


def test_a_file_says_its_own_address_or_is_asked_for_it(tmp_path: Path, baotinh: Baotinh) -> None:
    (tmp_path / "x.html").write_text(
        ARTICLE.html.replace("<head>", f'<head><link rel="canonical" href="{URL}">'), "utf8"
    )
    (tmp_path / "y.html").write_text("<html><body>x</body></html>", "utf8")
    done = baotinh("new-outlet", str(tmp_path / "x.html"), environment=environment())
    assert entry_of(done.stdout).home_host == HOST
    for arguments, said in (((str(tmp_path / "y.html"),), "--url is missing"), (("no-such-file",), "no such file")):
        refused = baotinh("new-outlet", *arguments, environment=environment())
        assert refused.returncode != 0
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
    front = baotinh("new-outlet", str(tmp_path / "y.html"), "--url", f"https://{HOST}/", environment=environment())
    assert front.returncode == 1
    assert "none of these is an article's page" in front.stderr


def test_an_address_is_looked_at_politely_from_front_page_to_article(
    press: tuple[SamplePress, Mapping[str, str]], baotinh: Baotinh
) -> None:
    played, asking = press
    done = baotinh("new-outlet", "https://baohatinh.vn/", environment=asking)
    assert done.returncode == 0, done.stderr
    entry = entry_of(done.stdout)
    assert (entry.key, entry.family) == ("baohatinh", "zce")
    assert ("sitemap", "seen") in {(c.kind, c.status) for c in entry.channels}
    asked = [e.path for e in played.log]
    assert asked[0] == "/robots.txt"
    assert len(asked) == len(set(asked))
    assert {e.user_agent for e in played.log} == {
        "baotinh/0.1 (+tests@example.org; archive of Vietnam's provincial press)"
    }


def test_record_fetches_one_page_and_nothing_that_robots_txt_refuses(
    press: tuple[SamplePress, Mapping[str, str]], baotinh: Baotinh, tmp_path: Path
) -> None:
    played, asking = press
    url = played.truth("baohatinh")[0].url
    done = baotinh("record", url, "--into", str(tmp_path), environment=asking)
    assert done.returncode == 0, done.stderr
    (kept,) = tmp_path.glob("*.json")
    assert json.loads(kept.read_text("utf8"))["expected"]["headline"]
    assert len(played.log) == 2
    played.switch("baohatinh", "robots_refusal")
    refused = baotinh("record", url, "--into", str(tmp_path / "none"), environment=asking)
    assert refused.returncode == 1
    assert "robots.txt refuses it" in refused.stderr
    assert len(played.log) == 3


# -- what the channels answer


def states(report: str) -> dict[str, str]:
    rows = [line.split() for line in report.splitlines()]
    return {row[3]: row[1] for row in rows if row and row[0] in ("baoangiang", "baohatinh") and row[1] != "found"}


def test_a_dead_channel_that_was_seen_ends_with_1_and_a_guessed_one_does_not(
    press: tuple[SamplePress, Mapping[str, str]], baotinh: Baotinh
) -> None:
    played, asking = press
    channels = outlet_by_key("baoangiang").channels
    guessed = next(c.name for c in channels if c.status == "guessed")
    seen = next(c.name for c in channels if c.status == "seen")
    for dead, status in ((guessed, 0), (seen, 1)):
        played.switch("baoangiang", "dead_channel", dead)
        done = baotinh("outlets", "check", "baoangiang", "--network", environment=asking)
        assert done.returncode == status, done.stdout + done.stderr
        assert states(done.stdout) == {c.name: "dead" if c.name == dead else "alive" for c in channels}
        assert "named in robots.txt: https://baoangiang.com.vn/sitemap.xml" in done.stdout


def test_a_refusal_is_no_death_and_without_a_network_nothing_is_claimed(
    press: tuple[SamplePress, Mapping[str, str]], baotinh: Baotinh
) -> None:
    played, asking = press
    played.switch("baoangiang", "robots_refusal")
    done = baotinh("outlets", "check", "baoangiang", "--network", environment=asking)
    assert (done.returncode, set(states(done.stdout).values())) == (0, {"refused"})
    nobody = dict(asking) | {"BAOTINH_SAMPLE_PRESS": "http://127.0.0.1:9"}
    silent = baotinh("outlets", "check", "baoangiang", "--network", environment=nobody)
    assert silent.returncode == 1
    assert "no site answered" in silent.stdout
    assert httpx.get(f"{asking['BAOTINH_SAMPLE_PRESS']}/__press__/log").json()


def test_the_costs_are_counted(baotinh: Baotinh) -> None:
    done = baotinh("outlets", "check", "baokontum", "baobacninhtv", "--counts", environment=environment())
    assert done.returncode == 0, done.stdout
    assert "baokontum 9, baobacninhtv 15\n  0 of 2 papers exceed 15\n" in done.stdout
    assert "onecms 63" in done.stdout
    assert "over the bound" not in done.stdout
