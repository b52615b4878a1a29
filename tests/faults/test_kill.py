"""kill -9 of crawl, load and PostgreSQL in mid-run; run again, and the digest is that of a quiet night."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forked
import psycopg
import pytest
from commands import Baotinh
from patience import until
from template_server import TemplateServer

from crawler.database import connect
from crawler.pipeline.exit_status import TRY_AGAIN
from crawler.sample_press import SamplePress, serving
from crawler.warehouse import digest

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

KEY = "baonghean"


class Night:
    """One home, with tables of its own and a press that all nights of a test share."""

    def __init__(self, home: Path, tables: TemplateServer, press: str, baotinh: Baotinh) -> None:
        tables.renew()
        self.server = tables.postgres
        self._run = baotinh
        self.environment = os.environ | {
            "DATABASE_URL": self.server.url,
            "BAOTINH_HOME": str(home),
            "BAOTINH_SAMPLE_PRESS": press,
            "BAOTINH_DELAY": "0.1",
        }

    def run(self, step: str, status: int = 0) -> "subprocess.CompletedProcess[str]":
        done = self._run(step, KEY, environment=self.environment)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def start(self, step: str) -> forked.Forked:
        return forked.baotinh(step, KEY, environment=self.environment)

    def finish(self) -> str:
        """Crawl and load as the next night would, and return the digest."""
        self.run("crawl")
        self.run("load")
        with connect(self.server.url) as conn:
            assert conn.execute("SELECT count(*) FROM news.article_record").fetchone() == (14,)
            return digest(conn)

    def kill_server(self) -> None:
        os.kill(int((self.server.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        until("the server's end", lambda: not self.server.is_running())

    @contextmanager
    def half_loaded(self) -> Iterator[forked.Forked]:
        """Start a load and hold it in the middle of its transaction, with part of its rows written."""
        blocker, watcher = psycopg.connect(self.server.url), connect(self.server.url)
        blocker.execute("LOCK TABLE news.article_byline IN ACCESS EXCLUSIVE MODE")
        loading = self.start("load")
        until(
            "the load at the lock",
            lambda: watcher.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'relation'"
            ).fetchone(),
        )
        yield loading
        blocker.close()
        watcher.close()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemplateServer]:
    """Give these tests a server of their own: they kill it."""
    with TemplateServer(tmp_path_factory.mktemp("killed")) as running:
        yield running


@pytest.fixture(scope="module")
def press() -> Iterator[tuple[SamplePress, str]]:
    found = SamplePress()
    with serving(found) as url:
        yield found, url


@pytest.fixture(scope="module")
def quiet(
    press: tuple[SamplePress, str], tables: TemplateServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory
) -> str:
    return Night(tmp_path_factory.mktemp("quiet"), tables, press[1], baotinh).finish()


@pytest.fixture
def night(
    press: tuple[SamplePress, str], tables: TemplateServer, quiet: str, baotinh: Baotinh, tmp_path: Path
) -> Iterator[Night]:
    press[0].clear_log()
    yield Night(tmp_path, tables, press[1], baotinh)
    tables.postgres.start()


def articles_asked(press: tuple[SamplePress, str]) -> int:
    return sum(entry.path.endswith(".html") for entry in press[0].log)


def test_a_killed_crawl(night: Night, press: tuple[SamplePress, str], quiet: str) -> None:
    crawling = night.start("crawl")
    until("five articles", lambda: articles_asked(press) >= 5)
    crawling.kill()
    crawling.wait()
    assert list((Path(night.environment["BAOTINH_HOME"]) / "archive").rglob("*.open"))
    assert night.finish() == quiet
    assert not list((Path(night.environment["BAOTINH_HOME"]) / "archive").rglob("*.open"))


def test_a_killed_load(night: Night, quiet: str) -> None:
    night.run("crawl")
    with night.half_loaded() as loading:
        loading.kill()
        loading.wait()
    with connect(night.server.url) as conn:
        others = "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle'"
        until("the end of the load's session", lambda: conn.execute(others).fetchone() == (1,))
        assert conn.execute("SELECT count(*) FROM news.article_record").fetchone() == (0,)
    assert night.finish() == quiet


def test_postgresql_killed_under_a_load(night: Night, quiet: str) -> None:
    night.run("crawl")
    with night.half_loaded() as loading:
        night.kill_server()
        done = loading.completed()
    assert done.returncode == TRY_AGAIN
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("baotinh: the database went away, and this step begins again")
    night.server.start()
    assert night.finish() == quiet


def test_postgresql_killed_under_a_crawl_stops_it_since_the_sites_lock_is_gone(
    night: Night, press: tuple[SamplePress, str], quiet: str
) -> None:
    crawling = night.start("crawl")
    until("five articles", lambda: articles_asked(press) >= 5)
    night.kill_server()
    asked = articles_asked(press)
    done = crawling.completed()
    assert (done.returncode, "lock_lost" in done.stdout) == (TRY_AGAIN, True)
    assert articles_asked(press) <= asked + 1
    assert "Traceback" not in done.stdout + done.stderr
    night.server.start()
    assert night.finish() == quiet
