"""docs/kubernetes, read as data: the chart has each value, Airflow and the package know each variable."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import compose
import pytest
import yaml

from crawler.configuration import read_configuration, secret_file_variables, setting_descriptions
from crawler.local import server_roles
from crawler.local.server import GENERATED, TO_FILL_IN

Values = dict[str, Any]
FOLDER = compose.FILE.parent / "docs" / "kubernetes"
CHART: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("chart_keys.yaml").read_text("utf8"))
# Values whose content is Kubernetes' or Airflow's own, not the chart's.
NOT_THE_CHARTS = re.compile(r"config(\..*)?|securityContexts\.\w+(\..*)?|\w+\.resources\.\w+(\..*)?")
PODS = ("workers", "scheduler", "apiServer", "dagProcessor", "triggerer", "migrateDatabaseJob", "createUserJob")
# Megabytes that benchmarks/night_memory.py printed for a night of 34 papers; pods share nothing, so requests are above.
MEASURED = {"workers": 86 + 41, "scheduler": 509, "apiServer": 279, "dagProcessor": 165}
UNITS = {"Mi": 1, "Gi": 1024}


def values(*names: str) -> Values:
    """Return the values as Helm joins files: a mapping key by key, a list whole."""
    joined: Values = {}
    for name in names:
        joined = merged(joined, yaml.safe_load((FOLDER / name).read_text("utf8")))
    return joined


def merged(first: Values, second: Values) -> Values:
    both = {
        key: merged(first[key], value) if isinstance(value, dict) and isinstance(first.get(key), dict) else value
        for key, value in second.items()
    }
    return first | both


@pytest.fixture(params=[("values.yaml",), ("values.yaml", "values-celery.yaml")], ids=["kubernetes", "celery"])
def given(request: pytest.FixtureRequest) -> Values:
    return values(*request.param)


def unknown_values(given: Values, path: str = "") -> Iterator[str]:
    for key, value in given.items():
        place = f"{path}.{key}".lstrip(".")
        if not NOT_THE_CHARTS.fullmatch(place) and key not in CHART.get(path, []):
            yield place
        elif isinstance(value, dict) and not NOT_THE_CHARTS.fullmatch(place):
            yield from unknown_values(value, place)


def environment(given: Values, pod: str) -> dict[str, str]:
    variables = [*given["env"], *given.get(pod, {}).get("env", [])]
    assert len({one["name"] for one in variables}) == len(variables)
    return {one["name"]: one["value"] for one in variables}


def secrets_of(given: Values, pod: str) -> set[str]:
    (volume,) = (v for v in given[pod]["extraVolumes"] if v["name"] == "secrets")
    assert all(item["key"] == item["path"] for item in volume["secret"]["items"])
    return {item["key"] for item in volume["secret"]["items"]}


def megabytes(quantity: str) -> int:
    return int(quantity[:-2]) * UNITS[quantity[-2:]]


def test_the_chart_has_each_value(given: Values) -> None:
    assert list(unknown_values(given)) == []
    assert list(unknown_values({"workers": {"replica": 1}, "redis": {"persistence": {"claim": 1}}, "x": {}})) == [
        "workers.replica",
        "redis.persistence.claim",
        "x",
    ]


def test_airflow_and_the_package_know_each_variable(given: Values) -> None:
    from airflow.configuration import conf

    ours = {variable for variable, _, _ in setting_descriptions().values()} | {*secret_file_variables().values()}
    for pod in PODS:
        for name in environment(given, pod):
            if name.startswith("AIRFLOW__"):
                section, option = name.removeprefix("AIRFLOW__").removesuffix("_CMD").lower().split("__")
                assert option in conf.configuration_description.get(section, {}).get("options", {}), name
                assert (section, option) in conf.sensitive_config_values or not name.endswith("_CMD"), name
            else:
                assert name in ours, name
    for section, options in given["config"].items():
        for option in options:
            assert option in conf.configuration_description.get(section, {}).get("options", {}), (section, option)


def test_the_packages_values_are_right(given: Values) -> None:
    plain = {name: value for name, value in environment(given, "scheduler").items() if name.startswith("BAOTINH_")}
    assert read_configuration(environment=plain).settings.parallelism == 8


def test_each_pod_mounts_the_secrets_that_it_reads(given: Values) -> None:
    for pod in PODS:
        own = [*given[pod].get("args", []), *(one["value"] for one in given[pod].get("env", []))]
        read = {name for text in own for name in re.findall(r"/run/secrets/(\w+)", text)}
        if any("server-roles" in text for text in own):
            read |= {*server_roles.ADDRESSES, server_roles.SUPERUSER_PASSWORD}
        mounted = secrets_of(given, pod)
        assert read <= mounted <= {*GENERATED, *TO_FILL_IN}, pod
        # What all pods are told to read they need not have; only Airflow's own may be more than a pod's own.
        assert mounted - read <= {"airflow_url", "fernet_key", "jwt_secret", "api_secret_key"}, pod
        assert {m["name"] for m in given[pod]["extraVolumeMounts"]} == {"home", "secrets"}
    assert "owner_url" not in secrets_of(given, "workers") | secrets_of(given, "apiServer")


def test_what_is_requested_is_above_what_was_measured(given: Values) -> None:
    at_once = given["config"].get("celery", {}).get("worker_concurrency", 1)
    for pod, measured in MEASURED.items():
        tasks = at_once if pod == "workers" else 1
        resources = given[pod]["resources"]
        assert measured * tasks * 1.2 <= megabytes(resources["requests"]["memory"]), pod
        assert megabytes(resources["limits"]["memory"]) >= megabytes(resources["requests"]["memory"]) * 1.2, pod


def test_it_is_the_release_and_the_airflow_of_this_lock(given: Values) -> None:
    assert given["images"]["airflow"]["tag"] == version("baotinh")
    assert given["airflowVersion"] == version("apache-airflow")


def test_pods_have_no_rights_and_no_secret_is_a_value(given: Values) -> None:
    assert given["securityContexts"]["pod"]["runAsNonRoot"] is True
    assert given["securityContexts"]["container"]["capabilities"] == {"drop": ["ALL"]}
    for pod in PODS:
        for name, value in environment(given, pod).items():
            secret = re.search(r"PASSWORD|SECRET|_KEY|_CONN|DATABASE_URL|READER_URL|ALERT_TO", name)
            assert not secret or "/run/secrets/" in value, name


def test_both_files_tell_the_same_but_for_the_queue() -> None:
    one, two = values("values.yaml")["env"], values("values-celery.yaml")["env"]
    assert two[: len(one)] == one
    assert all(extra["name"].startswith("AIRFLOW__CELERY") for extra in two[len(one) :])
