"""docker-compose.yml, read as data: every setting and command in it is one that Airflow and the package know."""

import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import compose
import psycopg
import pytest
import yaml
from commands import Baotinh
from compose import environment_of
from typer.main import get_command

import crawler
from crawler.cli import app
from crawler.configuration import read_configuration, setting_descriptions
from crawler.local.postgres import INITDB_FLAGS, PostgresServer, packaged_binaries
from crawler.resources import shipped

ROOT = Path(crawler.__file__).parent.parent
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
MACHINES = compose.FILE.with_name("docker-compose.machines.yml")
COMPOSE = shutil.which("docker-compose")
# What PostgreSQL's image reads, and what sql/roles/roles.sql takes from the environment.
OF_POSTGRES = {
    "POSTGRES_PASSWORD",
    "POSTGRES_INITDB_ARGS",
    "POSTGRES_HOST_AUTH_METHOD",
    "BAOTINH_PASSWORD",
    "LOADER_PASSWORD",
    "AIRFLOW_PASSWORD",
    "ANALYST_PASSWORD",
}
RUN_ONCE = {"init"}


@pytest.fixture(scope="module")
def text() -> str:
    return compose.FILE.read_text("utf8")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return compose.services()


@pytest.fixture
def secrets(baotinh: Baotinh, tmp_path: Path) -> dict[str, str]:
    file = tmp_path / ".env"
    done = baotinh("env", str(file), "--contact", "toa-soan@example.vn", environment=BARE)
    assert done.returncode == 0, done.stderr
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def lines_of(service: dict[str, Any]) -> str:
    command, check = service.get("command", ""), service.get("healthcheck", {}).get("test", "")
    return "\n".join(" ".join(part) if isinstance(part, list) else part for part in (command, check))


def test_every_airflow_setting_is_one_that_airflow_knows(services: dict[str, dict[str, Any]]) -> None:
    from airflow.configuration import conf

    known = conf.configuration_description
    for service in services.values():
        for name in service.get("environment", {}):
            if name.startswith("AIRFLOW__"):
                section, option = name.removeprefix("AIRFLOW__").lower().split("__")
                assert option in known.get(section, {}).get("options", {}), name


def test_every_other_variable_is_read_by_somebody(services: dict[str, dict[str, Any]]) -> None:
    ours = {variable for variable, _, _ in setting_descriptions().values()}
    ours |= {"AIRFLOW_HOME", "OTEL_EXPORTER_OTLP_ENDPOINT"}
    extra = {"postgres": OF_POSTGRES, "redis": {"REDIS_PASSWORD"}, "init": {"ADMIN_PASSWORD"}}
    for name, service in services.items():
        given = {v for v in service["environment"] if not v.startswith("AIRFLOW__")}
        wanted = extra.get(name, set())
        assert given - ours <= wanted, name
        assert wanted <= given, name
    roles = (ROOT / "sql" / "roles" / "roles.sql").read_text()
    assert set(re.findall(r"\\getenv \w+ (\w+)", roles)) < OF_POSTGRES


def test_the_packages_settings_in_it_are_right_values(
    services: dict[str, dict[str, Any]], secrets: dict[str, str]
) -> None:
    for name, service in services.items():
        if service["image"].startswith("baotinh:"):
            given = environment_of(name, secrets, {})
            read_configuration(
                environment={k: v for k, v in given.items() if k.startswith("BAOTINH_") or k == "DATABASE_URL"}
            )


def test_every_command_is_one_that_the_package_or_airflow_has(services: dict[str, dict[str, Any]]) -> None:
    from airflow.cli.cli_parser import get_parser

    ours = get_command(app).commands  # type: ignore[attr-defined]
    parser, seen = get_parser(), set()
    for service in services.values():
        for line in lines_of(service).splitlines():
            for program, rest in re.findall(r"(?:^|CMD |exec |-ec )\s*(baotinh|airflow) ([^|;&]+)", line):
                words = [word.strip("\"'") for word in rest.split()]
                seen.add((program, words[0]))
                if program == "baotinh":
                    assert words[0] in ours, line
                else:
                    parser.parse_args(words)
    assert {("baotinh", "migrate"), ("baotinh", "backup"), ("airflow", "users"), ("airflow", "celery")} <= seen


def test_every_variable_has_a_secret_of_its_own_or_a_default_that_is_none(
    text: str, secrets: dict[str, str], services: dict[str, dict[str, Any]]
) -> None:
    used = re.findall(r"(?<!\$)\$\{(\w+)(?::([?-])([^}]*))?\}", text)
    must, defaults = {n for n, how, _ in used if how == "?"}, {n: d for n, how, d in used if how == "-"}
    assert must == secrets.keys()
    assert defaults == {
        "EXECUTOR": "LocalExecutor",
        "BASE_URL": "http://localhost:8080",
        "BAOTINH_OUTLETS": "all",
        "BAOTINH_NIGHT_AT": "01:30",
        "BAOTINH_ALERT_TO": "",
        "BAOTINH_ALERT_ON": "red",
        "BAOTINH_ALERT_LANGUAGE": "en",
        "BAOTINH_HEARTBEAT_URL": "",
        "OTEL_ON": "False",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "",
    }
    assert {n for n, _, _ in used} == must | defaults.keys()
    made = [v for n, v in secrets.items() if n != "BAOTINH_CONTACT"]
    assert len({*made}) == len(made)
    assert min(map(len, made)) >= 32


def test_a_second_env_leaves_the_first_as_it_is(baotinh: Baotinh, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert baotinh("env", str(file), environment=BARE).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    done = baotinh("env", str(file), environment=BARE)
    assert (done.returncode, file.read_text()) == (1, before)
    assert "it is left as it is" in done.stderr


def test_each_service_is_pinned_watched_restarted_and_its_log_bounded(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-\w+)?", service["image"]), name
        assert service["logging"]["options"]["max-size"], name
        assert service["restart"] == ("no" if name in RUN_ONCE else "unless-stopped"), name
        assert ("healthcheck" in service) == (name not in RUN_ONCE), name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name


def test_the_server_is_initialised_as_the_embedded_one(services: dict[str, dict[str, Any]]) -> None:
    given = set(services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split())
    # The image's own entrypoint works over the socket as root, where peer would shut it out.
    assert given == {*INITDB_FLAGS} - {"--auth-local=peer"}


class Bare(PostgresServer):
    """A server as the image makes it, before its scripts run."""

    def _ensure_databases(self) -> None:
        return None


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    server = Bare(tmp_path)
    server.start()
    yield server
    server.destroy()


ROLES = """
    SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, rolconnlimit, rolconfig,
        ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1)
    FROM pg_roles AS r WHERE rolname ~ '^(baotinh|airflow|analyst)' ORDER BY 1"""
OWNERS = "SELECT datname, datdba::regrole::text, datlocale FROM pg_database WHERE NOT datistemplate ORDER BY 1"
PUBLIC = """
    SELECT datname, a.privilege_type FROM pg_database, aclexplode(datacl) AS a
    WHERE a.grantee = 0 AND datname IN ('airflow', 'postgres')"""

LOCKS = """
    SELECT p.oid::regprocedure::text,
        ARRAY(SELECT a.grantee::regrole::text FROM aclexplode(p.proacl) AS a ORDER BY 1)
    FROM pg_proc AS p WHERE proname ~ 'advisory' AND pronamespace = 'pg_catalog'::regnamespace"""


def test_its_roles_are_those_of_the_embedded_one(bare: Bare, server: PostgresServer, secrets: dict[str, str]) -> None:
    for _ in range(2):  # once more after an upgrade: what is there stays
        subprocess.run(
            [
                packaged_binaries() / "psql",
                "-q",
                "-d",
                bare._url("postgres", "postgres"),
                "-f",
                shipped("sql") / "roles" / "roles.sql",
            ],
            env=BARE | secrets,
            check=True,
        )
    found = []
    for one in (bare, server):
        with psycopg.connect(one._url("postgres", "baotinh")) as conn:
            assert len(locks := conn.execute(LOCKS).fetchall()) == 21
            assert {tuple(who) for _, who in locks} == {("baotinh", "baotinh_loader", "postgres")}
        with psycopg.connect(one._url("postgres", "postgres")) as conn:
            found.append((conn.execute(ROLES).fetchall(), conn.execute(OWNERS).fetchall()))
            assert conn.execute(PUBLIC).fetchall() == []
    assert found[0] == found[1]
    assert len(found[0][0]) == 6
    owner = f"postgresql://baotinh:{secrets['BAOTINH_PASSWORD']}@127.0.0.1:{bare.port}/baotinh"
    with psycopg.connect(owner) as conn:
        assert conn.execute("SELECT current_user").fetchone() == ("baotinh",)


@pytest.mark.skipif(COMPOSE is None, reason="docker-compose is not installed (it needs no engine to check a file)")
def test_compose_itself_takes_the_file_and_refuses_it_without_secrets(
    secrets: dict[str, str], tmp_path: Path, services: dict[str, dict[str, Any]]
) -> None:
    shutil.copy(compose.FILE, tmp_path)
    asked = [str(COMPOSE), "--profile", "celery", "config"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)["services"]
    assert resolved.keys() == services.keys()
    assert "${" not in done.stdout
    (tmp_path / ".env").unlink()
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "write .env with `baotinh env`" in done.stderr


@pytest.mark.parametrize("name", ["LocalExecutor", "CeleryExecutor"])
def test_its_executors_can_be_loaded(name: str) -> None:
    from airflow.executors.executor_loader import ExecutorLoader

    module, _, executor = ExecutorLoader.executors[name].rpartition(".")
    assert callable(getattr(import_module(module), executor))


def test_a_worker_on_another_machine_finds_every_server_and_the_same_folders(
    secrets: dict[str, str], services: dict[str, dict[str, Any]]
) -> None:
    added = yaml.safe_load(MACHINES.read_text())
    told = environment_of("worker", secrets, {})
    # Their BASE_URL is what people's browsers ask.
    told.pop("AIRFLOW__API__BASE_URL")
    asked = {found for v in told.values() for found in re.findall(r"://(?:[^@/]*@)?([\w-]+):(\d+)/", v)}
    assert len(asked) == 3
    assert added["services"]["worker"]["extra_hosts"] == {host: "${SERVER}" for host, _ in asked}
    for host, port in asked:
        (published,) = added["services"][host]["ports"]
        assert re.fullmatch(rf"\$\{{SERVER(:\?[^}}]+)?\}}:{port}:{port}", published)
    shared = {line.split(":")[0] for line in services["worker"]["volumes"]}
    assert shared == added["volumes"].keys()


@pytest.mark.skipif(COMPOSE is None, reason="docker-compose is not installed (it needs no engine to check a file)")
def test_compose_itself_takes_both_files_and_refuses_them_without_the_servers_address(
    secrets: dict[str, str], tmp_path: Path
) -> None:
    files = [word for file in (compose.FILE, MACHINES) for word in ("-f", shutil.copy(file, tmp_path))]
    asked = [str(COMPOSE), *files, "--profile", "celery", "config"]
    for given, status in ((BARE | {"SERVER": "10.0.0.5"}, 0), (BARE, 1)):
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False, env=given)
        assert (min(done.returncode, 1), "private network" in done.stderr) == (status, bool(status)), done.stderr
