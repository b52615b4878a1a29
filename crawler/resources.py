"""Where the files lie that are not Python: SQL and DAGs, in the clone or inside the built wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the folder `sql` or `dags`. Raises FileNotFoundError where the installation is broken."""
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is neither in the installed package nor beside it: install baotinh again")
