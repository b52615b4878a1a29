"""The package's files that are not modules: SQL, official lists and DAGs, in a checkout or in the built wheel."""

import csv
from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the folder `sql`, `dags`, `plugins` or `docs`. Raises FileNotFoundError if the installation is broken."""
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is neither in the installed package nor beside it: install baotinh again")


def seed_table(name: str) -> list[dict[str, str]]:
    """Return the rows of `sql/seed/NAME.csv`."""
    with (shipped("sql") / "seed" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))
