"""Nights as an operator runs them, through Airflow's REST API, judged by the rows, the grid and the press's log."""

import os
import signal
import subprocess
import sys
import time

import httpx
import psutil
import pytest
from night_services import DELAY, PlayedNight, Services, assert_polite
from template_server import recreate_database

from crawler.archive import Archive, captures
from crawler.database import connect
from crawler.outlets import catalogue, crawled_outlets
from crawler.processes import marked_processes
from crawler.warehouse import digest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

CONTENT = "SELECT 'article', xmin::text, ctid::text FROM news.article_record UNION ALL SELECT 'revision', xmin::text, ctid::text FROM news.article_revision UNION ALL SELECT 'text', xmin::text, ctid::text FROM news.article_text UNION ALL SELECT 'url', xmin::text, ctid::text FROM news.article_url ORDER BY 1, 2, 3"  # noqa: E501


def crawl_processes(services: Services, key: str) -> list[psutil.Process]:
    """Find the crawls of this home's tasks: another test may crawl the same paper at this moment."""
    return [p for p in marked_processes(services.airflow.folder) if {"crawl", key} <= set(p.cmdline())]


def test_a_night_loads_every_announced_article_and_a_second_writes_nothing(
    services: Services, green_night: PlayedNight
) -> None:
    run_id = green_night.run_id
    assert green_night.state == "success", services.api.log(run_id, services.task(run_id, "report"))
    loaded = dict(services.rows("SELECT outlet_key, count(*) FROM news.article_record GROUP BY outlet_key"))
    assert loaded == {key: len(services.press.truth(key)) for key in crawled_outlets()}
    assert sum(loaded.values()) >= 60
    names = {t.name for t in services.api.tasks(run_id) if t.task == "outlet_night.check"}
    assert names == {o.name for o in crawled_outlets().values()}
    assert "6 green of 6 papers" in services.api.log(run_id, services.task(run_id, "report"))
    assert "10 of 14 articles fetched" in services.api.log(run_id, services.task(run_id, "crawl", 5))  # Nghệ An
    assert_polite(green_night.requests, DELAY)
    before = services.rows(CONTENT)
    _, again = services.night("baoangiang", "baodanang", "baonghean")  # a feed, a page's listing, a sitemap
    assert (again, services.rows(CONTENT)) == ("success", before)


def test_each_green_outlet_publishes_its_asset(services: Services, green_night: PlayedNight) -> None:
    events = services.api.call("GET", "assets/events", limit=100)["asset_events"]
    assert {f"baotinh://news/{key}" for key in crawled_outlets()} <= {event["uri"] for event in events}


def test_an_edit_gives_exactly_the_changed_articles_a_revision(services: Services) -> None:
    time.sleep(1.1)  # sitemaps date an edit in whole seconds
    services.press.switch("baohaiphong", "changed", "1,4")
    _, state = services.night("baohaiphong")
    assert state == "success"
    changed = {services.press.truth("baohaiphong")[n].number for n in (1, 4)}
    rows = services.rows("SELECT native_id, revision_count FROM news.article_record WHERE revision_count > 1")
    assert {(int(n), count) for n, count in rows} == {(number, 2) for number in changed}
    versions = services.rows(
        "SELECT count(*), count(DISTINCT (v.headline, v.body)) FROM news.article_version AS v"
        " JOIN news.article_record USING (article_id) WHERE revision_count > 1"
    )
    assert versions == [(4, 4)]
    services.press.clear()


def test_the_form_refuses_an_unknown_outlet(services: Services) -> None:
    with pytest.raises(httpx.HTTPStatusError) as refused:
        services.api.trigger(["baokhongco"])
    assert refused.value.response.status_code == httpx.codes.BAD_REQUEST


def test_an_outlet_that_fails_is_red_alone_and_the_report_names_it(services: Services, red_night: PlayedNight) -> None:
    assert red_night.state == "failed"
    checks = [t for t in services.api.tasks(red_night.run_id) if t.task == "outlet_night.check"]
    assert [t.name for t in checks if t.state == "failed"] == [catalogue()["baocamau"].name]
    assert sorted(str(t.state) for t in checks) == ["failed", "skipped", "skipped", "success", "success", "success"]
    report = services.api.log(red_night.run_id, services.task(red_night.run_id, "report"))
    assert "1 red, 1 closed, 1 amber, 3 green of 6 papers: baocamau" in report
    # The press has its two new articles of Nghệ An no more.
    loaded = services.rows("SELECT count(*) FROM news.article_record WHERE outlet_key = 'baonghean'")
    assert loaded == [(len(services.press.truth("baonghean")) + 2,)]


def test_a_site_is_never_asked_by_two_runs_at_once(services: Services) -> None:
    services.press.clear_log()
    # So slow that it lasts until the night's crawl has met it, however busy the machine is; quick from then on.
    services.press.switch("baocantho", "slow", "12")
    beside = subprocess.Popen(
        [sys.executable, "-m", "crawler", "crawl", "baocantho", "--run", "beside"],
        env=services.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    services.wait_for("the first request", lambda: services.press.log)
    run_id = services.api.trigger(["baocantho"])
    services.wait_for(
        "the waiting crawl", lambda: services.task(run_id, "crawl").state in ("up_for_reschedule", "success")
    )
    assert services.task(run_id, "crawl").state == "up_for_reschedule"
    services.press.clear()
    assert beside.wait(120) == 0
    assert services.end_of(run_id) == "success"
    assert_polite(services.press.log, DELAY)


@pytest.mark.parametrize(
    "how", ["failed", pytest.param("cleared", marks=pytest.mark.long), pytest.param("killed", marks=pytest.mark.long)]
)
def test_a_stopped_crawl_ends_cleanly_and_runs_again(services: Services, how: str) -> None:
    key = "baodanang"
    services.press.switch(key, "new", "3")
    services.press.switch(key, "slow", "1")
    services.press.clear_log()
    run_id = services.api.trigger([key])
    services.wait_for("three requests", lambda: len(services.press.log) >= 3)
    (process,) = crawl_processes(services, key)
    if how == "failed":
        services.api.set_state(run_id, "outlet_night.crawl", 0, "failed")
    elif how == "cleared":
        services.api.clear(run_id, "outlet_night.crawl", 0)
    else:
        os.kill(process.pid, signal.SIGKILL)
    services.wait_for("the end of Scrapy", lambda: not process.is_running(), 60)
    services.press.clear(key)
    services.press.switch(key, "new", "3")
    if how == "failed":
        assert services.end_of(run_id) == "failed"
        ends = [
            c.payload["reason"]
            for p in Archive(services.home / "archive").sealed(key)[-1:]
            for c in captures(p)
            if c.url.endswith("crawl-end")
        ]
        assert ends == ["shutdown"]
        services.api.clear(run_id, "outlet_night.crawl", 0)
        services.wait_for("the second try", lambda: services.api.run_state(run_id) != "failed")
    assert services.end_of(run_id) == "success", services.api.tasks(run_id)
    assert services.rows("SELECT count(*) FROM news.article_record WHERE outlet_key = %s", key) == [
        (len(services.press.truth(key)),)
    ]
    assert max(entry.in_flight for entry in services.press.log) == 1
    services.press.clear()


def test_the_rebuilt_database_holds_the_same(services: Services) -> None:
    with connect(services.server.url) as conn:
        before = digest(conn)
    recreate_database(services.server)
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "rebuild"],
        env=services.environment | {"DATABASE_URL": services.server.url},
        capture_output=True,
        text=True,
        check=False,
        timeout=550,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == f"digest {before}"
