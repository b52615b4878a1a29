"""A night on two machines, of which one loses power, holds what a night on one machine holds."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from compose import environment_of
from machines import Machine, redis_server
from night_services import Services, assert_polite

from crawler.archive import Archive, captures
from crawler.database import connect, migrate
from crawler.local.airflow import AirflowServer
from crawler.local.postgres import PostgresServer
from crawler.outlets import nightly_outlets
from crawler.sample_press import SamplePress, serving
from crawler.warehouse import digest

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        shutil.which("redis-server") is None,
        reason="redis-server is not installed (apt-get install redis-server)",
    ),
]
# Two of each system's papers where it has two.
OUTLETS = (
    "baoangiang,baocamau,baodanang,baonghean,baogialai,baohatinh,baocaobang,baohungyen,"
    "baodaklak,baokhanhhoa,baophutho,baobacninhtv"
)
DELAY = 0.1
# Twelve papers, three processes each, on however few cores.
PATIENCE = 240
# As docker-compose.yml has it, but for a test's patience.
FASTER = {
    "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "15",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "3",
}
OF_THE_FILE = ("AIRFLOW__CELERY", "AIRFLOW__SCHEDULER__", "AIRFLOW__WORKERS__")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    found = PostgresServer(tmp_path_factory.mktemp("home"))
    found.start()
    yield found
    found.destroy()


@pytest.fixture(scope="module")
def press() -> Iterator[tuple[SamplePress, str]]:
    found = SamplePress()
    with serving(found) as address:
        yield found, address


@pytest.fixture(scope="module")
def prepared(server: PostgresServer, press: tuple[SamplePress, str]) -> Callable[[str, dict[str, str]], Services]:
    """Give a database and a home to a night, and an Airflow that is not started yet; Airflow's own tables are one's."""

    def prepare(name: str, settings: dict[str, str]) -> Services:
        with psycopg.connect(server.url, autocommit=True) as conn:
            conn.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        url = f"{server.url.rsplit('/', 1)[0]}/{name}"
        migrate(url)
        environment = {
            "DATABASE_URL": url,
            "BAOTINH_HOME": str(server.home / name),
            "BAOTINH_OUTLETS": OUTLETS,
            "BAOTINH_SAMPLE_PRESS": press[1],
            "BAOTINH_DELAY": str(DELAY),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(server.home / name / "logs"),
            **settings,
            **FASTER,
        }
        airflow = AirflowServer(server.home, server.airflow_url, environment)
        return Services(server.home / name, server, press[0], press[1], airflow, url=url)

    return prepare


@pytest.fixture(scope="module")
def one(prepared: Callable[[str, dict[str, str]], Services]) -> str:
    """Run the night on one machine, by LocalExecutor, and return its digest."""
    services = prepared("one", {"AIRFLOW__CORE__EXECUTOR": "LocalExecutor"})
    with services.up():
        run_id = services.api.trigger()
        assert services.end_of(run_id, PATIENCE) == "success", services.api.log(run_id, services.task(run_id, "report"))
    return digest_of(services)


@pytest.fixture
def two(
    one: str, prepared: Callable[[str, dict[str, str]], Services], tmp_path: Path
) -> Iterator[tuple[Services, list[Machine]]]:
    """Start the same with docker-compose.yml's Redis and two of its workers."""
    password = secrets.token_urlsafe(16)
    machines = [Machine(name, tmp_path / name) for name in ("first", "second")]
    with ExitStack() as stack:
        port = stack.enter_context(redis_server(tmp_path / "redis", password))
        (tmp_path / "secrets").mkdir()
        (tmp_path / "secrets" / "broker_url").write_text(f"redis://:{password}@127.0.0.1:{port}/0")
        here = {"/run/secrets": str(tmp_path / "secrets")}
        file = environment_of("worker", {"EXECUTOR": "CeleryExecutor"}, here)
        settings = {name: value for name, value in file.items() if name.startswith(OF_THE_FILE)}
        services = prepared("two", settings | {"AIRFLOW__CORE__EXECUTOR": file["AIRFLOW__CORE__EXECUTOR"]})
        services.airflow.task_environment["AIRFLOW__CELERY__RESULT_BACKEND"] = (
            "db+" + services.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        )
        stack.enter_context(services.up())
        for machine in machines:
            stack.callback(machine.end)
            machine.start(services.environment)
        for machine in machines:
            services.wait_for(f"the worker {machine.name}", lambda m=machine: m.ready)
        yield services, machines


def digest_of(services: Services) -> str:
    with connect(services.url) as conn:
        return digest(conn)


def test_one_of_two_machines_loses_power_and_the_night_holds_the_same(
    one: str, two: tuple[Services, list[Machine]]
) -> None:
    services, (first, second) = two
    services.press.clear_log()
    run_id = services.api.trigger()
    archive = Archive(services.home / "archive")

    def begun() -> set[str]:
        """Return what both machines crawl, where the second has articles in an open file."""
        articles = [entry.host for entry in services.press.log if entry.path.count("-") > 2]
        hosts = {key: o.home_host for key, o in nightly_outlets(OUTLETS).items()}
        there = {key for key in second.crawls() if articles.count(hosts[key]) >= 3}
        return there if first.crawls() else set()

    services.wait_for("crawls of both machines", begun)
    lost = second.crawls()
    assert second.lose_power() > 5
    left = {path.parent.name for path in archive.root.rglob("*.open")}
    assert {*lost} & left
    assert services.end_of(run_id, PATIENCE) == "success", services.api.log(run_id, services.task(run_id, "report"))

    assert digest_of(services) == one
    assert services.rows("SELECT count(*), count(DISTINCT outlet_key) FROM news.article_record") == [(168, 12)]
    assert_polite(services.press.log, DELAY)
    again = [t for t in services.api.tasks(run_id) if t.task == "outlet_night.crawl" and t.tries > 1]
    assert {t.name for t in again} >= {o.name for key, o in nightly_outlets(",".join(lost)).items()}
    # What the lost machine had written is sealed, kept and loaded beside the second try.
    assert not list(archive.root.rglob("*.open"))
    for key in {*lost} & left:
        ends = [[c.payload["reason"] for c in captures(p) if c.url.endswith("crawl-end")] for p in archive.sealed(key)]
        assert sorted(ends) == [[], ["finished"]]
    # The log of a try that its machine did not outlive is read from the shared folder.
    assert "Spider opened" in services.api.log(run_id, replace(again[0], tries=1))
