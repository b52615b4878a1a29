"""docker-compose.yml, read as data: every setting and command in it is one that Airflow and the package know."""

import re
import shlex
import shutil
import stat
import subprocess
import threading
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import compose
import psycopg
import pytest
import yaml
from commands import Baotinh
from compose import environment_of
from patience import until
from psycopg import sql
from psycopg.conninfo import make_conninfo
from typer.main import get_command

from crawler.cli import app
from crawler.configuration import Settings, read_configuration, secret_file_variables, setting_descriptions
from crawler.local import server_roles
from crawler.local.doctor.logins import check_logins
from crawler.local.failure import LocalFailure
from crawler.local.logins.login import PERSONAL_DEFAULTS
from crawler.local.postgres import INITDB_FLAGS, PostgresServer
from crawler.local.server import GENERATED, TO_FILL_IN
from crawler.local.server_guard import guard_server
from crawler.local.server_roles import ensure_server_roles

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
MACHINES = compose.FILE.with_name("docker-compose.machines.yml")
COMPOSE = shutil.which("docker-compose")
# What each image reads that is not ours.
OF_IMAGES = {
    "postgres": {"POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS", "POSTGRES_HOST_AUTH_METHOD"},
    "api-server": {"FORWARDED_ALLOW_IPS"},
    **{name: {"AWS_SHARED_CREDENTIALS_FILE"} for name in ("scheduler", "worker", "housekeeping")},
    "proxy": {"SITE"},
    "offsite": {
        "RESTIC_REPOSITORY_FILE",
        "RESTIC_PASSWORD_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "RESTIC_CACHE_DIR",
    },
    "grafana": {
        "GF_SECURITY_ADMIN_PASSWORD__FILE",
        "GF_ANALYTICS_REPORTING_ENABLED",
        "GF_ANALYTICS_CHECK_FOR_UPDATES",
    },
}
# Ports that `baotinh up` opens, and a server's containers do not.
NOT_FOR_CONTAINERS = {"BAOTINH_UI_PORT", "BAOTINH_WEB_PORT", "BAOTINH_METRICS_PORT"}
PROFILES = ("celery", "tls", "offsite", "monitoring")


@pytest.fixture(scope="module")
def text() -> str:
    return compose.FILE.read_text("utf8")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return compose.services()


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, str]:
    """Give what `.env` says; the files of secrets are beside it."""
    return compose.write_secrets(tmp_path, {})


def is_ours(service: dict[str, Any]) -> bool:
    return bool(service["image"].startswith("baotinh:"))


def lines_of(service: dict[str, Any]) -> str:
    command, check = service.get("command", ""), service.get("healthcheck", {}).get("test", "")
    return "\n".join(" ".join(part) if isinstance(part, list) else part for part in (command, check))


def test_every_airflow_setting_is_one_that_airflow_knows(services: dict[str, dict[str, Any]]) -> None:
    from airflow.configuration import conf

    known = conf.configuration_description
    for service in services.values():
        for name in service.get("environment", {}):
            if name.startswith("AIRFLOW__"):
                section, option = name.removeprefix("AIRFLOW__").removesuffix("_CMD").lower().split("__")
                assert option in known.get(section, {}).get("options", {}), name
                # Airflow runs a command only for what it holds secret.
                assert (section, option) in conf.sensitive_config_values or not name.endswith("_CMD"), name


def test_every_other_variable_is_read_by_somebody(services: dict[str, dict[str, Any]]) -> None:
    ours = {variable for variable, _, _ in setting_descriptions().values()} | {*secret_file_variables().values()}
    ours |= {"AIRFLOW_HOME", "OTEL_EXPORTER_OTLP_ENDPOINT"}
    for name, service in services.items():
        given = {v for v in service.get("environment", {}) if not v.startswith("AIRFLOW__")}
        assert given - ours == OF_IMAGES.get(name, set()), name


def test_every_setting_reaches_the_containers(services: dict[str, dict[str, Any]]) -> None:
    in_files = secret_file_variables()
    for name, (variable, _, _) in setting_descriptions().items():
        if variable not in NOT_FOR_CONTAINERS:
            assert in_files.get(name, variable) in services["scheduler"]["environment"], variable
            assert in_files.get(name, variable) in services["worker"]["environment"], variable
            if name not in in_files:
                assert all(variable in s["environment"] for s in services.values() if is_ours(s)), variable


def test_the_packages_settings_in_it_are_right_values(
    services: dict[str, dict[str, Any]], secrets: dict[str, str], tmp_path: Path
) -> None:
    for name, service in services.items():
        if is_ours(service):
            given = environment_of(name, secrets, {"/run/secrets": str(tmp_path / "secrets")})
            ours = {k: v for k, v in given.items() if k.startswith(("BAOTINH_", "DATABASE_URL"))}
            settings = read_configuration(environment=ours).settings
            assert ("DATABASE_URL_FILE" in ours) == (settings.database_url is not None)
            assert settings.alert_to is None


def test_every_command_is_one_that_the_package_or_airflow_has(services: dict[str, dict[str, Any]]) -> None:
    from airflow.cli.cli_parser import get_parser

    ours = get_command(app).commands  # type: ignore[attr-defined]
    parser, seen = get_parser(), set()
    for service in services.values():
        # What stands in a secret's file is one word.
        for line in re.sub(r"\$\$\([^)]*\)", "SECRET", lines_of(service)).splitlines():
            for program, rest in re.findall(r"(?:^|CMD |exec |-ec )\s*(baotinh|airflow) ([^|;&]+)", line):
                words = [word.strip("\"'") for word in rest.split()]
                seen.add((program, words[0]))
                if program == "baotinh":
                    assert words[0] in ours, line
                else:
                    parser.parse_args(words)
    assert {("baotinh", "migrate"), ("baotinh", "backup"), ("airflow", "users"), ("airflow", "celery")} <= seen


def test_every_variable_has_a_default_and_no_secret_stands_among_them(text: str, secrets: dict[str, str]) -> None:
    used = {match[1]: match[2] for match in compose.VARIABLE.finditer(text)}
    assert {name for name, how in used.items() if how != "-"} == secrets.keys() == {"BAOTINH_CONTACT"}
    assert not [name for name in used if re.search("PASSWORD|SECRET|KEY|TOKEN|URL$", name) and name != "BASE_URL"]
    assert f"baotinh:${{BAOTINH_VERSION:-{version('baotinh')}}}" in text


def test_every_secret_is_one_long_text_of_its_own_behind_a_closed_folder(tmp_path: Path) -> None:
    compose.write_env(tmp_path / ".env", "")
    folder = tmp_path / "secrets"
    written = {file.name: file.read_text().strip() for file in folder.iterdir()}
    assert {*written} == {*compose.whole()["secrets"]} == {*GENERATED, *TO_FILL_IN}
    made = [text.partition("://")[2].partition("@")[0] or text for name, text in written.items() if name in GENERATED]
    assert len({*made}) == len(made) == len(GENERATED)
    assert min(map(len, made)) >= 32
    assert {written[name] for name in TO_FILL_IN} == {""}
    # Other users of the machine stop at the folder; the users of containers get single files, and may read them.
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o444}


def test_what_airflow_is_told_to_run_prints_the_secret_without_the_end_of_its_line(
    services: dict[str, dict[str, Any]], secrets: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "secrets"
    address = (folder / "airflow_url").read_text().strip()
    printed: dict[str, str] = {}
    for name in services:
        for variable, line in environment_of(name, secrets, {"/run/secrets": str(folder)}).items():
            if variable.endswith("_CMD"):
                printed[variable] = subprocess.check_output(shlex.split(line), text=True)
    assert printed == {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_CMD": address,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC_CMD": address.replace("+psycopg", "+psycopg_async"),
        "AIRFLOW__CELERY__RESULT_BACKEND_CMD": f"db+{address}",
        "AIRFLOW__CELERY__BROKER_URL_CMD": (folder / "broker_url").read_text().strip(),
        "AIRFLOW__CORE__FERNET_KEY_CMD": (folder / "fernet_key").read_text().strip(),
        "AIRFLOW__API__SECRET_KEY_CMD": (folder / "api_secret_key").read_text().strip(),
        "AIRFLOW__API_AUTH__JWT_SECRET_CMD": (folder / "jwt_secret").read_text().strip(),
    }


def test_each_container_is_given_the_secrets_that_it_reads_and_no_other(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        told = [*service.get("environment", {}).values(), lines_of(service)]
        read = {secret for line in told for secret in re.findall(r"/run/secrets/(\w+)", line)}
        # Our command for roles reads the files of all logins in the folder.
        if "server-roles" in lines_of(service):
            read |= {*server_roles.ADDRESSES, server_roles.SUPERUSER_PASSWORD}
        if "server-guard" in lines_of(service):
            read |= {server_roles.READERS_ADDRESS, server_roles.SUPERUSER_PASSWORD}
        assert {*service.get("secrets", [])} == read, name
    superuser = {n for n, s in services.items() if "postgres_password" in s.get("secrets", [])}
    owner = {n for n, s in services.items() if "owner_url" in s.get("secrets", [])}
    assert (superuser, owner) == ({"postgres", "init", "guard"}, {"init", "backup"})


def test_a_second_env_leaves_the_first_as_it_is(baotinh: Baotinh, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert baotinh("env", str(file), environment=BARE).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    done = baotinh("env", str(file), environment=BARE)
    assert (done.returncode, file.read_text()) == (1, before)
    assert "it is left as it is" in done.stderr


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


def test_its_roles_are_those_of_the_embedded_one(bare: Bare, server: PostgresServer, tmp_path: Path) -> None:
    folder = secrets_of(bare, tmp_path)
    for _ in range(2):  # at each start: what is there stays
        ensure_server_roles(folder, analyst_text=True)
    states = []
    for one in (bare, server):
        with psycopg.connect(one._url("postgres", "baotinh")) as conn:
            assert len(locks := conn.execute(LOCKS).fetchall()) == 21
            assert {tuple(who) for _, who in locks} == {("baotinh", "baotinh_loader", "postgres")}
        with psycopg.connect(one._url("postgres", "postgres")) as conn:
            states.append((conn.execute(ROLES).fetchall(), conn.execute(OWNERS).fetchall()))
            assert conn.execute(PUBLIC).fetchall() == []
    assert states[0] == states[1]
    assert len(states[0][0]) == 6


def test_a_new_password_in_a_secrets_file_is_the_password_from_the_next_start_on(bare: Bare, tmp_path: Path) -> None:
    folder = secrets_of(bare, tmp_path)
    ensure_server_roles(folder, analyst_text=True)
    for name in ("owner_url", "loader_url", "airflow_url", "reader_url"):
        file, old = folder / name, (folder / name).read_text().strip()
        new = re.sub(r"(?<=:)[^:/@]+(?=@)", "n%3Aw-" + "x" * 30, old)
        file.write_text(new)
        ensure_server_roles(folder, analyst_text=False)
        with psycopg.connect(new.replace("+psycopg", "")) as conn:
            assert conn.execute("SELECT current_user").fetchone() == (urlsplit(old).username,)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(old.replace("+psycopg", ""))
    # No statement carried a password: the server's log, which keeps statements that failed, could not show one.
    with psycopg.connect(bare._url("postgres", "postgres")) as conn:
        assert conn.execute(
            "SELECT bool_and(rolpassword ~ '^SCRAM-SHA-256') FROM pg_authid WHERE rolcanlogin"
        ).fetchone()
        assert conn.execute("SELECT pg_has_role('analyst', 'baotinh_fulltext', 'member')").fetchone() == (False,)


def test_secrets_that_open_nothing_are_named(bare: Bare, tmp_path: Path) -> None:
    folder = secrets_of(bare, tmp_path)
    for name, text, message in (
        ("loader_url", "postgresql://baotinh:x@h/baotinh", "loader_url is no address of the role baotinh_loader"),
        ("postgres_password", "another", "the superuser cannot log in"),
    ):
        before = (folder / name).read_text()
        (folder / name).write_text(text)
        with pytest.raises(LocalFailure, match=message):
            ensure_server_roles(folder, analyst_text=True)
        (folder / name).write_text(before)
    (folder / "reader_url").unlink()
    with pytest.raises(LocalFailure, match="`baotinh env` writes it"):
        ensure_server_roles(folder, analyst_text=True)


def test_a_servers_guard_sets_back_the_limits_of_the_shared_login_and_of_people(bare: Bare, tmp_path: Path) -> None:
    folder = secrets_of(bare, tmp_path)
    ensure_server_roles(folder, analyst_text=True)
    superuser = bare.admin_url("baotinh")
    with psycopg.connect(superuser, autocommit=True) as conn:
        conn.execute("CREATE ROLE nga LOGIN CONNECTION LIMIT 5 IN ROLE baotinh_analyst, baotinh_fulltext")
        for name, value in PERSONAL_DEFAULTS.items():
            conn.execute(sql.SQL("ALTER ROLE nga SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        conn.execute("ALTER ROLE nga PASSWORD 'of-her-own'")
        owner = Settings(database_url=(folder / "owner_url").read_text().strip(), home=str(tmp_path))
        assert [f.message for f in check_logins(owner)] == ["2 with their limits"]
        conn.execute("ALTER ROLE nga IN DATABASE baotinh SET statement_timeout = 0")
        conn.execute("ALTER ROLE analyst CONNECTION LIMIT 90")
        assert len([f for f in check_logins(owner) if "nga" in f.message or "analyst" in f.message]) == 2
    told: list[str] = []
    stopped = threading.Event()
    run = threading.Thread(
        target=guard_server, args=(folder, tmp_path / "alive", told.append, stopped), kwargs={"analyst_text": True}
    )
    run.start()
    until("the limits are set back", lambda: len(told) == 2)
    stopped.set()
    run.join()
    assert (tmp_path / "alive").exists()
    assert [f.message for f in check_logins(owner)] == ["2 with their limits"]
    with psycopg.connect(make_conninfo(superuser, user="nga", password="of-her-own")) as conn:
        assert conn.execute("SHOW statement_timeout").fetchone() == ("1min",)


def secrets_of(bare: Bare, folder: Path) -> Path:
    """Write secrets whose addresses are this server's, with its superuser's password."""
    compose.write_secrets(folder, {"@postgres:5432": f"@127.0.0.1:{bare.port}"})
    (folder / "secrets" / "postgres_password").write_text(bare._password("postgres"))
    return folder / "secrets"


@pytest.mark.skipif(COMPOSE is None, reason="docker-compose is not installed (it needs no engine to check a file)")
def test_compose_itself_takes_the_file_and_refuses_it_without_secrets(
    secrets: dict[str, str], tmp_path: Path, services: dict[str, dict[str, Any]]
) -> None:
    shutil.copy(compose.FILE, tmp_path)
    asked = [str(COMPOSE), *(word for name in PROFILES for word in ("--profile", name)), "config"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)["services"]
    assert resolved.keys() == services.keys()
    assert "${" not in done.stdout
    (tmp_path / ".env").unlink()
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "BAOTINH_CONTACT" in done.stderr


@pytest.mark.parametrize("name", ["LocalExecutor", "CeleryExecutor", "KubernetesExecutor"])
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
    told |= {name: GENERATED[name]() for name in services["worker"]["secrets"] if name in GENERATED}
    asked = {found for v in told.values() for found in re.findall(r"://(?:[^@/]*@)?([\w-]+):(\d+)/", v)}
    assert len(asked) == 3
    assert added["services"]["worker"]["extra_hosts"] == {host: "${SERVER}" for host, _ in asked}
    for host, port in asked:
        (published,) = added["services"][host]["ports"]
        assert re.fullmatch(rf"\$\{{SERVER(:\?[^}}]+)?\}}:{port}:{port}", published)
    # Internal networks reach no other machine.
    assert compose.whole()["networks"]["outside"] is None
    assert "outside" in services["worker"]["networks"]
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
