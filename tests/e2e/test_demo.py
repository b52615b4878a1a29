"""`baotinh demo --exit` with a paper that fails, without, and with an edit; tests/docs runs it as a new user does."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from patience import until

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue, crawled_outlets

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

COMMAND = [str(Path(sys.executable).with_name("baotinh")), "demo"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BAOTINH_HOME", "BAOTINH_SAMPLE_PRESS")}


def demo(home: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """Run a demo from a folder that holds a `crawler` of somebody else's: it must not take the place of ours."""
    elsewhere = home.with_name("elsewhere")
    (elsewhere / "crawler").mkdir(parents=True, exist_ok=True)
    (elsewhere / "crawler" / "__init__.py").touch()
    return subprocess.run(
        [*COMMAND, "--exit", "--home", str(home), *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=550,
        env=ENVIRONMENT,
        cwd=elsewhere,
    )


@contextmanager
def rows_of(home: Path) -> Iterator[psycopg.Connection]:
    server = PostgresServer(home)
    with connect(server.start()) as conn:
        yield conn
    server.stop()


def snapshot(home: Path) -> list[tuple]:  # type: ignore[type-arg]
    """Return every row of every table of `news` with the transaction that wrote it."""
    with rows_of(home) as conn:
        tables = conn.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'news'::regnamespace AND relkind = 'r'"
        )
        return [
            (name, *row)
            for (name,) in sorted(tables)
            for row in conn.execute(
                psycopg.sql.SQL("SELECT xmin::text, ctid::text FROM {} ORDER BY ctid").format(
                    psycopg.sql.Identifier("news", name)
                )
            )
        ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    yield folder
    PostgresServer(folder).destroy()


@pytest.mark.long
def test_a_failing_paper_makes_the_demo_fail_and_is_red_alone(home: Path) -> None:
    done = demo(home, "--switch", "baocamau:http_500")
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-3000:]
    loaded = {key: int(n) for key, n in re.findall(r"^  (\w+) +(\d+) articles", done.stdout, re.M)}
    assert loaded.keys() == crawled_outlets().keys()
    assert [key for key, articles in loaded.items() if not articles] == ["baocamau"]
    assert re.findall(r"^  check failed +(.+)$", done.stdout, re.M) == [catalogue()["baocamau"].name]
    assert len(re.findall(r"^  check success +(.+)$", done.stdout, re.M)) == len(loaded) - 1
    assert "The night is red" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.long
def test_a_demo_without_the_fault_loads_the_rest_and_one_more_changes_no_row_of_news(home: Path) -> None:
    done = demo(home)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    before = snapshot(home)
    again = demo(home)
    assert again.returncode == 0, again.stdout[-3000:] + again.stderr[-3000:]
    assert snapshot(home) == before


@pytest.mark.long
def test_changed_articles_alone_gain_a_revision_and_both_versions_can_be_read(home: Path) -> None:
    done = demo(home, "--outlets", "baoangiang,baocamau", "--switch", "baoangiang:changed=0,3")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    with rows_of(home) as conn:
        found = conn.execute(
            "SELECT outlet_key, revision_count FROM news.article_record WHERE revision_count > 1"
        ).fetchall()
        versions = conn.execute(
            "SELECT article_id, revision, is_present, headline, body FROM news.article_version"
            " WHERE article_id IN (SELECT article_id FROM news.article_record WHERE revision_count > 1) ORDER BY 1, 2"
        ).fetchall()
    assert found == [("baoangiang", 2)] * 2
    assert [present for _, _, present, _, _ in versions] == [False, True] * 2
    assert all(old[3:] != new[3:] and old[4] and new[4] for old, new in zip(versions[::2], versions[1::2], strict=True))


def test_ctrl_c_stops_everything_and_leaves_no_process(home: Path) -> None:
    running = subprocess.Popen(
        [*COMMAND, "--home", str(home)], env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "The DAG nightly runs" in line:
            break
    family = psutil.Process(running.pid).children(recursive=True)
    assert len(family) >= 4
    second = demo(home)
    assert (second.returncode, "another demo runs" in second.stderr) == (1, True)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 1  # the night was not over
    until("their end", lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family))
    assert not PostgresServer(home).is_running()
