"""A DAG that Airflow cannot read ends the start of `demo` and `up`, with its error."""

import shutil
from pathlib import Path

import pytest

from crawler.configuration import settings
from crawler.local.dags import BrokenDag
from crawler.local.services import Stopwatch, services
from crawler.resources import shipped


@pytest.mark.e2e
@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_broken_dag_ends_the_start_with_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert settings().database_url is None
    dags = tmp_path / "dags"
    shutil.copytree(shipped("dags"), dags, ignore=shutil.ignore_patterns("__pycache__"))
    nightly = dags / "nightly.py"
    nightly.write_text(
        nightly.read_text("utf8").replace("from crawler.", "from crawler import this_is_not_there\nfrom crawler.", 1),
        "utf8",
    )
    messages: list[str] = []
    folder = {"AIRFLOW__CORE__DAGS_FOLDER": str(dags)}
    with (
        pytest.raises(BrokenDag) as broken,
        services(tmp_path / "home", messages.append, Stopwatch(), environment=folder),
    ):
        pytest.fail("it started")
    assert "nightly.py" in str(broken.value)
    assert "ImportError: cannot import name 'this_is_not_there'" in str(broken.value)
    assert len(str(broken.value).splitlines()) == 1
    shutil.rmtree(tmp_path / "home")
