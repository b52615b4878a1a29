"""A command as an Airflow task runs it: its lines and its status (how it is stopped is tested with Airflow)."""

import pytest

from crawler.pipeline.task import run_baotinh


def test_its_lines_and_its_status_are_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_baotinh(["identify", "https://baonghean.vn/mot-bai-10230827.html"]) == 0
    assert run_baotinh(["identify", "https://example.org/"]) == 1
    said = capfd.readouterr().out.splitlines()
    assert said[0].startswith("baonghean")
    assert said[1] == "baotinh: https://example.org/: no outlet of the catalogue has this host"
