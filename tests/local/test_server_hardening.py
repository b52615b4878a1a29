"""docker-compose.yml as an engineer reads it who keeps a server alive: each point with the line that meets it."""

import re
from collections.abc import Callable, Iterable
from importlib.metadata import version
from itertools import combinations
from typing import Any

import compose
import pytest

Service = dict[str, Any]
Services = dict[str, Service]
RUN_ONCE = {"init"}
# What is reached from outside the machine: TLS alone.
PUBLIC_PORTS = {"80:80", "443:443"}
# Its image starts as root and has no other user; it keeps one right of root's.
AS_ROOT = {"proxy"}
# Users of their images other than root, by each image's own USER; the file need not repeat it.
OF_ITS_IMAGE = {"prometheus", "grafana"}
MEGABYTES = {"m": 1, "g": 1024}


def without(services: Services, key: str, but: Iterable[str] = ()) -> list[str]:
    return [name for name, service in services.items() if key not in service and name not in but]


def other_than(services: Services, key: str, value: object) -> list[str]:
    return [name for name, service in services.items() if service.get(key) != value]


def writable(services: Services) -> list[str]:
    """Return mounts of files of this repository that a container could write."""
    mounts = [mount for service in services.values() for mount in service.get("volumes", [])]
    return [mount for mount in mounts if mount.startswith("./") and not mount.endswith(":ro")]


def secrets_in_variables(services: Services) -> list[str]:
    named = [variable for service in services.values() for variable in service.get("environment", {})]
    secret = re.compile(r"PASSWORD|SECRET|_KEY|_URL|_CONN|CREDENTIALS|TOKEN")
    plain = {"AIRFLOW__API__BASE_URL", "AIRFLOW__CORE__EXECUTION_API_SERVER_URL"}
    in_files = re.compile(r"(_FILE|_CMD)$")
    return [name for name in named if secret.search(name) and not in_files.search(name) and name not in plain]


def images_by_variable(services: Services) -> list[str]:
    exact = re.compile(
        r"\$\{\w+_IMAGE:-[a-z/]+:v?\d+\.\d+(\.\d+)?(-\w+)?\}|baotinh:\$\{BAOTINH_VERSION:-\d+\.\d+\.\d+\}"
    )
    return [name for name, service in services.items() if not exact.fullmatch(service["image"])]


def on_other_addresses(services: Services) -> list[str]:
    ports = {port for service in services.values() for port in service.get("ports", [])}
    return [port for port in ports - PUBLIC_PORTS if not port.startswith("127.0.0.1:")]


def who_reaches_the_internet(services: Services) -> list[str]:
    """Return services with a way out that neither crawl, copy away, check a bucket, publish a port nor speak TLS."""
    internal = {name for name, options in compose.whole()["networks"].items() if (options or {}).get("internal")}
    wanted = {"scheduler", "worker", "offsite", "housekeeping"} | {
        name for name, service in services.items() if "ports" in service
    }
    return [name for name, service in services.items() if {*service["networks"]} - internal and name not in wanted]


def pairs_without_a_reason(services: Services) -> list[tuple[str, str]]:
    """Return pairs that share a network though neither needs the other."""
    apart = [("proxy", "postgres"), ("proxy", "redis"), ("grafana", "postgres"), ("offsite", "postgres")]
    apart += [("prometheus", "postgres"), ("redis", "api-server"), ("redis", "postgres"), ("backup", "redis")]
    shared = {
        pair
        for pair in combinations(services, 2)
        if {*services[pair[0]]["networks"]} & {*services[pair[1]]["networks"]}
    }
    return [pair for pair in apart if pair in shared or pair[::-1] in shared]


def too_much_memory(services: Services) -> list[str]:
    """Return what one machine of 8 GB would lack for the services without a profile."""
    limits = [s.get("mem_limit", "64g") for s in services.values() if "profiles" not in s and s.get("restart") != "no"]
    total = sum(int(limit[:-1]) * MEGABYTES[limit[-1]] for limit in limits)
    return [] if total <= 11 * 1024 else [f"{total} MB"]


def owners_of_mounts(services: Services) -> list[str]:
    """Return folders of our containers' volumes that the image does not make for its own user."""
    dockerfile = compose.FILE.with_name("Dockerfile").read_text()
    made = re.search(r"install -d -o 1000 -g 1000 (.*) \\", dockerfile)
    folders = made[1].split() if made else []
    ours = [service for service in services.values() if service["image"].startswith("baotinh:")]
    mounted = {mount.split(":")[1] for service in ours for mount in service["volumes"]}
    return sorted(mounted - {*folders})


# The point, who falls short of it, and the line of the file that meets it.
POINTS: dict[str, tuple[Callable[[Services], list[Any]], str]] = {
    "no right of root is left": (lambda s: other_than(s, "cap_drop", ["ALL"]), r"cap_drop: \[ALL\]"),
    "one right alone is given back, to the proxy": (
        lambda s: [n for n, x in s.items() if x.get("cap_add") and n not in AS_ROOT],
        r"cap_add: \[NET_BIND_SERVICE\]",
    ),
    "no program gains rights": (
        lambda s: other_than(s, "security_opt", ["no-new-privileges:true"]),
        r'security_opt: \["no-new-privileges:true"\]',
    ),
    "nobody is root": (lambda s: without(s, "user", AS_ROOT | OF_ITS_IMAGE), r'user: "1000:1000"'),
    "nobody is privileged, or sees the host": (
        lambda s: [n for n, x in s.items() if {"privileged", "pid", "network_mode", "ipc", "devices"} & x.keys()],
        r"cap_drop: \[ALL\]",
    ),
    "the root file system is read-only": (lambda s: other_than(s, "read_only", True), r"read_only: true"),
    "what must be written is in memory or on a volume": (writable, r'tmpfs: &scratch \["/tmp'),
    "a new volume belongs to the image's user": (owners_of_mounts, r"- airflow-logs:/opt/airflow/logs"),
    "memory is bounded": (lambda s: without(s, "mem_limit"), r"mem_limit: 3g"),
    "the bounds fit a machine": (too_much_memory, r"mem_limit: 2g"),
    "the number of processes is bounded": (lambda s: without(s, "pids_limit"), r"pids_limit: 512"),
    "no secret is a variable": (secrets_in_variables, r"DATABASE_URL_FILE: /run/secrets/loader_url"),
    "secrets are files": (
        lambda s: [n for n, x in compose.whole()["secrets"].items() if "file" not in x],
        r"^secrets:$",
    ),
    "images have exact tags, and room for a digest": (images_by_variable, r"\$\{POSTGRES_IMAGE:-postgres:18\.6"),
    "our own image has the release's tag": (
        lambda s: [
            n for n, x in s.items() if "baotinh:" in x["image"] and f":-{version('baotinh')}}}" not in x["image"]
        ],
        r"image: baotinh:\$\{BAOTINH_VERSION:-",
    ),
    "ports are this machine's, but for TLS": (on_other_addresses, r'"127\.0\.0\.1:8080:8080"'),
    "only who must reaches the internet": (who_reaches_the_internet, r"database: \{internal: true\}"),
    "networks are apart": (pairs_without_a_reason, r"networks: \[queue\]"),
    "everything is watched": (lambda s: without(s, "healthcheck", RUN_ONCE), r"healthcheck:"),
    "everything starts again": (
        lambda s: [n for n in other_than(s, "restart", "unless-stopped") if n not in RUN_ONCE],
        r"restart: unless-stopped",
    ),
    "logs are bounded": (
        lambda s: [n for n, x in s.items() if not x["logging"]["options"]["max-size"]],
        r"max-size: 10m",
    ),
    "zombies are reaped, signals arrive": (lambda s: other_than(s, "init", True), r"init: true"),
    "a crawl may close its files": (
        lambda s: [n for n in ("scheduler", "worker") if s[n]["stop_grace_period"] != "60s"],
        r"stop_grace_period: 60s",
    ),
    "nothing of ours starts before the migrations": (
        lambda s: [
            n
            for n, x in s.items()
            if x["image"].startswith("baotinh:")
            and n not in RUN_ONCE
            and x["depends_on"]["init"]["condition"] != "service_completed_successfully"
        ],
        r"init: \{condition: service_completed_successfully\}",
    ),
    "init waits for a database that answers": (
        lambda s: [c for c in [s["init"]["depends_on"]["postgres"]["condition"]] if c != "service_healthy"],
        r"postgres: \{condition: service_healthy\}",
    ),
    "a copy leaves the machine, and cannot be changed from there": (
        lambda s: [mount for mount in s["offsite"]["volumes"] if not mount.endswith(":ro")],
        r"restic backup",
    ),
    "numbers and alerts are at hand": (
        lambda s: [n for n in ("metrics", "prometheus", "grafana") if s[n].get("profiles") != ["monitoring"]],
        r"prometheus\.yml:ro",
    ),
    "TLS ends at a proxy": (lambda s: [p for p in s["proxy"]["ports"] if p not in PUBLIC_PORTS], r"Caddyfile:ro"),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_point_is_met_by_every_service_and_a_line(point: str) -> None:
    short_of, line = POINTS[point]
    assert short_of(compose.services()) == []
    lines = [n for n, text in enumerate(compose.FILE.read_text("utf8").splitlines(), 1) if re.search(line, text)]
    print(f"{point}: line {lines[0] if lines else None}")
    assert lines


def test_there_are_enough_points_and_each_can_fail() -> None:
    assert len(POINTS) >= 20
    bare: Services = {
        name: {
            "image": "baotinh:latest" if service["image"].startswith("baotinh:") else "postgres",
            "cap_add": ["SYS_ADMIN"],
            "privileged": True,
            "networks": [*compose.whole()["networks"]],
            **({"ports": ["22:22"]} if name in ("metrics", "proxy") else {}),
            "volumes": ["./x:/x"],
            "environment": {"DATABASE_URL": "x"},
            "logging": {"options": {"max-size": ""}},
            "stop_grace_period": "10s",
            "depends_on": {other: {"condition": "service_started"} for other in ("init", "postgres")},
        }
        for name, service in compose.services().items()
    }
    # The list of secrets is not a service's.
    assert [point for point, (short_of, _) in POINTS.items() if not short_of(bare)] == ["secrets are files"]
