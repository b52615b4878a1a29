"""`baotinh crawl KEY --since MONTH` against a press with a past, judged by its log and by the tables."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import forked
import psycopg
import pytest
from commands import Baotinh
from patience import until
from sample_dates import SEPTEMBER
from small_site import Site, listing, serving_site

from crawler.archive import Archive, captures
from crawler.article import month_of
from crawler.local.postgres import PostgresServer
from crawler.sample_press import SamplePress, serving
from crawler.sample_press.invented_article import ARTICLES_AN_OUTLET, PAST_ARTICLES_A_MONTH
from crawler.sample_press.reply import Reply
from crawler.warehouse import digest, read_frontier

pytestmark = pytest.mark.slow

DELAY = 0.02
SILENT = 1  # the status of a check: this press has stood still since September
SITEMAPS, LISTING, JSON, NEITHER = "sggp", "baoangiang", "baocaobang", "baocamau"


class SlowingPress(SamplePress):
    """Answer so many articles at once and the next ones slowly: a crawl cannot end before the test has seen it run."""

    quick = sys.maxsize
    SECONDS = 2.0

    def answer(self, host: str, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        reply = super().answer(host, path, query, headers)
        if not path.endswith(".html"):
            return reply
        self.quick -= 1
        return reply if self.quick >= 0 else replace(reply, delay=self.SECONDS)

    def slow_after(self, articles: int) -> None:
        self.quick = articles

    def slow_no_more(self) -> None:
        self.quick = sys.maxsize

    def articles_answered(self) -> int:
        return sum(entry.path.endswith(".html") for entry in self.log)


@pytest.fixture
def press() -> SlowingPress:
    played = SlowingPress(newest_at=SEPTEMBER)
    played.switch(SITEMAPS, "past", "4")
    played.switch(LISTING, "past", "4")
    return played


@pytest.fixture
def environment(
    press: SamplePress, server: PostgresServer, conn: psycopg.Connection, tmp_path: Path
) -> Iterator[dict[str, str]]:
    with serving(press) as url:
        yield os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": str(DELAY),
            "BAOTINH_HOME": str(tmp_path),
        }


def of(press: SamplePress, key: str, *months: str) -> set[str]:
    return {story.path for story in press.past(key) if month_of(story.published_at) in months}


def asked(press: SamplePress, key: str) -> list[str]:
    """Return the articles that the press was asked for, in order, and forget them."""
    past = {story.path for story in [*press.past(key), *press.truth(key)]}
    found = [entry.path for entry in press.log if entry.path in past]
    press.clear_log()
    return found


def loaded(conn: psycopg.Connection, key: str) -> dict[str, int]:
    """Return the number of loaded articles by month."""
    rows = conn.execute(
        "SELECT to_char(published_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM'), count(*) FROM news.article_record"
        " WHERE outlet_key = %s GROUP BY 1",
        [key],
    )
    return dict(rows.fetchall())


def test_sitemaps_by_month_give_exactly_the_months_that_were_asked_for_and_each_once(
    press: SamplePress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    months = ("crawl", SITEMAPS, "--since", "2026-06", "--until", "2026-07")
    done = baotinh(*months, environment=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "finished: 16 articles fetched, 20 requests, 2 of 2 months settled" in done.stdout.splitlines()[-1]
    log = sorted(press.log, key=lambda entry: entry.started)
    assert (max(e.in_flight for e in log), min(b.started - a.started for a, b in pairwise(log)) >= DELAY) == (1, True)
    found = asked(press, SITEMAPS)
    assert (sorted(found), found[:8]) == (
        sorted(of(press, SITEMAPS, "2026-06", "2026-07")),
        [s.path for s in press.past(SITEMAPS) if month_of(s.published_at) == "2026-07"],
    )
    again = baotinh(*months, environment=environment)
    assert (again.returncode, press.log) == (0, [])
    assert again.stdout.splitlines()[-1].startswith(f"{SITEMAPS}: nothing is left to do: 2 months are done")
    assert loaded(conn, SITEMAPS) == {"2026-06": 8, "2026-07": 8}


def test_a_listing_is_searched_for_the_month_and_left_behind_its_end(
    press: SamplePress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    done = baotinh("crawl", LISTING, "--since", "2026-07", "--until", "2026-07", environment=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    found = asked(press, LISTING)
    assert len(found) == len(set(found))
    assert {*found} >= of(press, LISTING, "2026-07")
    assert len({*found} - of(press, LISTING, "2026-07")) <= 2 * 6 + 3  # the pages at both ends, and the search's probes
    press.clear_log()
    again = baotinh("crawl", LISTING, "--since", "2026-06", "--until", "2026-07", environment=environment)
    assert again.returncode == 0, again.stderr[-3000:]
    more = asked(press, LISTING)
    assert not {*more} & {*found}
    assert {*found, *more} >= of(press, LISTING, "2026-06", "2026-07")
    planned = baotinh(
        "crawl", LISTING, "--since", "2026-05", "--until", "2026-07", "--dry-run", environment=environment
    )
    assert planned.stdout.splitlines()[-4:] == [
        "2026-07 done: 8 articles named by chinh-tri-xa-hoi, 0 without a good answer",
        "2026-06 done: 8 articles named by chinh-tri-xa-hoi, 0 without a good answer",
        "2026-05 to do",
        "baoangiang: 1 of 3 months are to do",
    ]
    settled = conn.execute("SELECT month::text, state, channels FROM ops.backfill ORDER BY month").fetchall()
    assert settled == [(f"2026-0{n}-01", "done", ["chinh-tri-xa-hoi"]) for n in (6, 7)]


def test_json_listings_of_the_sections_are_searched_for_the_month(
    press: SamplePress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    press.switch(JSON, "past", "4")
    months = ("crawl", JSON, "--since", "2026-07", "--until", "2026-07")
    done = baotinh(*months, environment=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "1 of 1 months settled" in done.stdout.splitlines()[-1]
    found = asked(press, JSON)
    assert len(found) == len(set(found))
    assert len({*found} & of(press, JSON, "2026-07")) == PAST_ARTICLES_A_MONTH
    again = baotinh(*months, environment=environment)
    assert (again.returncode, press.log) == (0, [])
    assert loaded(conn, JSON)["2026-07"] == PAST_ARTICLES_A_MONTH


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (LISTING, "the listing chinh-tri-xa-hoi ends on page 8, in 2026-05"),
        (SITEMAPS, "sitemap goes back to 2026-05"),
        (NEITHER, "sitemap of robots.txt goes back to 2026-09"),
    ],
)
def test_what_no_channel_reaches_is_said_and_not_asked_for_again(
    press: SamplePress, environment: Mapping[str, str], baotinh: Baotinh, key: str, why: str
) -> None:
    months = ("crawl", key, "--since", "2026-03", "--until", "2026-04")
    done = baotinh(*months, environment=environment)
    said = re.findall(r"2026-0\d is out of reach: (.*)", done.stdout)
    assert (done.returncode, [why in line for line in said]) == (69, [True, True]), done.stdout + done.stderr[-3000:]
    press.clear_log()
    again = baotinh(*months, environment=environment)
    assert (again.returncode, again.stdout.count(why), press.log) == (69, 2, [])


def test_a_paper_without_a_way_back_is_told_what_to_do(environment: Mapping[str, str], baotinh: Baotinh) -> None:
    with serving_site(Site({"/": listing("baocamau.vn", [])})) as site:
        there = {**environment, "BAOTINH_SAMPLE_PRESS": f"http://127.0.0.1:{site.port}"}
        done = baotinh("crawl", NEITHER, "--since", "2026-03", environment=there)
    assert (done.returncode, site.paths) == (69, ["/robots.txt", "/"])
    assert "no channel goes back in time" in done.stdout
    assert "crawler/outlets/baocamau.yaml" in done.stdout


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--since", "2015-13"], "'2015-13' is no month: write it as YYYY-MM, such as 2015-01"),
        (["--since", "2016-01", "--until", "2015-12"], "begin with 2016-01 and end with 2015-12"),
        (["--since", "2015-01", "--until", "2099-01"], "2099-01 has not begun"),
        (["--until", "2015-01"], "--until and --again go with --since"),
    ],
)
def test_months_that_cannot_be_meant_are_refused_in_one_line(
    environment: Mapping[str, str], baotinh: Baotinh, options: list[str], why: str
) -> None:
    done = baotinh("crawl", SITEMAPS, *options, environment=environment)
    assert done.returncode in (1, 2)
    assert (why in done.stderr, len(done.stderr.splitlines())) == (True, 1)


def test_a_call_ends_at_its_limit_and_after_a_kill_the_next_one_goes_on_where_it_stopped(
    press: SlowingPress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    months = ("crawl", SITEMAPS, "--since", "2026-05", "--until", "2026-08")
    first = baotinh(*months, "--limit", "14", environment=environment)
    assert first.returncode == 75, first.stderr[-3000:]
    assert first.stdout.splitlines()[-1] == (
        "sggp: the call's requests are used up: 10 articles fetched, 14 requests, 1 of 4 months settled, "
        "run it again to go on"
    )
    before = asked(press, SITEMAPS)
    press.slow_after(9)
    running = forked.baotinh(*months, environment=environment)
    until("nine articles", lambda: press.articles_answered() >= 9)
    running.kill()
    running.wait()
    press.slow_no_more()
    killed = asked(press, SITEMAPS)
    last = baotinh(*months, environment=environment)
    assert last.returncode == 0, last.stderr[-3000:]
    rest = asked(press, SITEMAPS)
    assert sorted({*before, *killed, *rest}) == sorted(of(press, SITEMAPS, *(f"2026-0{n}" for n in range(5, 9))))
    twice = [*before, *killed, *rest]
    assert len(twice) - len(set(twice)) <= 1  # the one that was on its way when the kill came
    baotinh("load", SITEMAPS, environment=environment)
    assert loaded(conn, SITEMAPS) == {f"2026-0{n}": 8 for n in range(5, 9)}


def test_a_stop_seals_the_file_and_settles_nothing_that_is_not_whole(
    press: SlowingPress, environment: Mapping[str, str], tmp_path: Path
) -> None:
    press.slow_after(2)
    months = ("crawl", SITEMAPS, "--since", "2026-08", "--until", "2026-08")
    running = forked.baotinh(*months, environment=environment)
    until("two articles", lambda: press.articles_answered() >= 2)
    running.terminate()
    done = running.completed()
    assert (done.returncode, "it was stopped: " in done.stdout, "Traceback" in done.stderr) == (1, True, False), (
        done.stdout + done.stderr[-3000:]
    )
    notes = [
        c for path in Archive(tmp_path / "archive").sealed(SITEMAPS) for c in captures(path) if c.kind == "metadata"
    ]
    assert [(c.url, c.payload["reason"]) for c in notes] == [("metadata://baotinh/backfill-end", "shutdown")]


def test_a_night_that_comes_meanwhile_has_the_site_at_once_and_the_backfill_goes_on_later(
    press: SlowingPress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    press.slow_after(2)
    months = ("crawl", SITEMAPS, "--since", "2026-05", "--until", "2026-08")
    past = forked.baotinh(*months, environment=environment)
    until("two articles", lambda: press.articles_answered() >= 2)
    beside = forked.baotinh("crawl", SITEMAPS, "--run", "night-1", environment=environment)
    gave_way = past.completed()
    press.slow_no_more()
    night = beside.completed()
    assert night.returncode == 0, night.stderr[-3000:]
    assert (gave_way.returncode, "it gave way to another crawl of the site" in gave_way.stdout) == (75, True)
    assert max(entry.in_flight for entry in press.log) == 1
    assert baotinh(*months, environment=environment).returncode == 0
    assert baotinh("load", SITEMAPS, environment=environment).returncode == 0
    assert baotinh("check", SITEMAPS, environment=environment).returncode == SILENT
    assert loaded(conn, SITEMAPS) == {"2026-09": 14} | {f"2026-0{n}": 8 for n in range(5, 9)}


def test_nights_verdicts_and_revisits_know_nothing_of_a_backfill_and_a_rebuild_brings_it_back(
    press: SlowingPress, environment: Mapping[str, str], conn: psycopg.Connection, baotinh: Baotinh
) -> None:
    for step in (("crawl", SITEMAPS, "--run", "night-1"), ("load", SITEMAPS)):
        assert baotinh(*step, environment=environment).returncode == 0
    assert baotinh("check", SITEMAPS, environment=environment).returncode == SILENT
    before = judged(conn)
    due = due_in_a_year(conn)
    press.switch(SITEMAPS, "http_500", str(ARTICLES_AN_OUTLET + 1))
    done = baotinh("crawl", SITEMAPS, "--since", "2026-05", "--until", "2026-08", environment=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    assert baotinh("load", SITEMAPS, environment=environment).returncode == 0
    assert loaded(conn, SITEMAPS) == {"2026-08": 7, "2026-09": 14} | {f"2026-0{n}": 8 for n in range(5, 8)}
    assert judged(conn) == before
    # Published within half a year of the fetch they have revisits like any other; what failed is the backfill's.
    young = {s.url for s in press.past(SITEMAPS) if datetime.now(UTC) - s.published_at < timedelta(days=180)}
    assert due_in_a_year(conn) - due == young - {press.past(SITEMAPS)[1].url}
    assert baotinh("check", SITEMAPS, environment=environment).returncode == SILENT
    assert conn.execute("SELECT count(*) FROM ops.check_result").fetchone() == (1,)
    press.clear_log()
    table = "SELECT b FROM ops.backfill AS b ORDER BY month"
    settled, content = conn.execute(table).fetchall(), digest(conn)
    conn.execute(
        "TRUNCATE news.article_record, ops.warc_file, ops.reading, ops.url, ops.url_channel, ops.run, ops.backfill"
        " CASCADE"
    )
    assert baotinh("rebuild", environment=environment).stdout.splitlines()[-1] == f"digest {content}"
    assert conn.execute(table).fetchall() == settled
    again = baotinh("crawl", SITEMAPS, "--since", "2026-05", "--until", "2026-08", environment=environment)
    assert (again.returncode, press.log) == (0, [])


def judged(conn: psycopg.Connection) -> list[object]:
    """Return all that verdicts are made of and have made."""
    tables = ("news.coverage", "ops.check_result", "ops.announcement", "ops.channel_read", "ops.crawl")
    return [conn.execute(f"SELECT t::text FROM {table} AS t ORDER BY 1").fetchall() for table in tables]  # type: ignore[arg-type]


def due_in_a_year(conn: psycopg.Connection) -> set[str]:
    known = read_frontier(conn, SITEMAPS, datetime.now(UTC) + timedelta(days=365)).known
    return {found.url for found in known.values() if found.due}
