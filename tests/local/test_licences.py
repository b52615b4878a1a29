"""What the package asks for goes with Apache-2.0: nothing under the GPL or AGPL alone. `just licences` lists it."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def licences(installed: Distribution) -> list[str]:
    """Return the licences that a package offers, by its metadata: an expression, a name, or its classifiers."""
    metadata = installed.metadata
    if expression := metadata.get("License-Expression"):
        return [expression]
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License :: ")]
    named = (metadata.get("License") or "").strip().split("\n")[0]
    return classifiers or ([named] if named else [])


def is_strong_copyleft(offered: list[str]) -> bool:
    """Tell whether each licence on offer is the GPL or AGPL; LGPL is neither."""
    choices = [choice for line in offered for choice in re.split(r"\bOR\b", line)]
    strong = [re.search(r"(?<!L)GPL|Affero|GNU General Public", re.sub(r"Lesser.*", "", choice)) for choice in choices]
    return bool(choices) and all(strong)


@pytest.mark.parametrize(
    ("offered", "strong"),
    [
        (["AGPL-3.0-or-later"], True),
        (["License :: OSI Approved :: GNU Affero General Public License v3"], True),
        (["License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)"], True),
        (["Apache-2.0 AND GPL-3.0-only"], True),
        (["LGPL-3.0-only"], False),
        (["License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)"], False),
        (["MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"], False),
        (["License :: Artistic License", "License :: OSI Approved :: GNU General Public License (GPL)"], False),
        (["Apache-2.0"], False),
    ],
)
def test_what_counts_as_strong_copyleft(offered: list[str], strong: bool) -> None:
    assert is_strong_copyleft(offered) == strong


def imported_packages() -> set[str]:
    """Return the packages that hold what the package and its DAGs import, wherever in a file they do."""
    names = set()
    for file in (*ROOT.glob("crawler/**/*.py"), *ROOT.glob("dags/*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    held_by = packages_distributions()
    foreign = names - sys.stdlib_module_names - {"crawler"}
    return {canonicalize_name(package) for name in foreign for package in held_by.get(name, ())}


def asked_for(name: str, extra: str = "") -> Iterator[tuple[str, str]]:
    """Yield the packages, each with the extra of it, that one asks for where it is installed here."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((canonicalize_name(requirement.name), more) for more in ("", *requirement.extras))


def runtime_packages() -> set[str]:
    """Return all that an installation with every extra brings; a package of another system is not here."""
    waiting = [("baotinh", ""), ("baotinh", "server"), ("baotinh", "kubernetes"), ("baotinh", "mcp")]
    reached = set[tuple[str, str]]()
    while waiting:
        wanted = waiting.pop()
        if wanted not in reached:
            try:
                waiting += asked_for(*wanted)
            except PackageNotFoundError:
                continue
            reached.add(wanted)
    return {name for name, _ in reached} - {"baotinh"}


def test_nothing_that_is_imported_or_installed_is_strong_copyleft() -> None:
    imported, installed = imported_packages(), runtime_packages()
    assert {"scrapy", "psycopg", "apache-airflow-task-sdk"} <= imported <= installed
    assert len(installed) > 150
    offered = {name: licences(distribution(name)) for name in imported | installed}
    assert {name: offer for name, offer in offered.items() if not offer or is_strong_copyleft(offer)} == {}
