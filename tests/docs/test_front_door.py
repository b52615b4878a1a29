"""The files at the repository's door: each says what holds for this version, and is what its reader takes."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = [path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]


def test_the_citation_is_of_this_version_and_licence() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in PROJECT["authors"]]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_named_questions(form: Path) -> None:
    written = yaml.safe_load(form.read_text("utf8"))
    assert {"name", "description", "body"} <= set(written)
    questions = [part for part in written["body"] if part["type"] != "markdown"]
    assert all(question["attributes"]["label"] for question in questions)
    assert len({question["id"] for question in questions}) == len(questions) >= 5


def test_what_is_checked_before_a_commit_is_what_ci_checks() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf8"))["repos"][0]["hooks"]
    in_ci = (ROOT / ".ci" / "run").read_text("utf8")
    commands = [hook["entry"].removesuffix(" --force-exclude") for hook in hooks]
    assert len(commands) == 4
    assert [command for command in commands if not re.search(rf"^ *{re.escape(command)}", in_ci, re.M)] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_commands_that_a_page_names_exist(name: str) -> None:
    from typer.main import get_command

    from crawler.cli import app

    named = re.findall(r"`(?:uv run )?baotinh ([a-z-]+)\b", (ROOT / name).read_text("utf8"))
    assert set(named) <= set(get_command(app).commands)  # type: ignore[attr-defined]
