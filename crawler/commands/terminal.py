"""What the commands share at the terminal: the options of many, a failure in one line, a bar for long work."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from crawler.outlets import Outlet

Home = Annotated[
    Path | None, typer.Option("--home", envvar="BAOTINH_HOME", help="State folder (default: the user's data folder).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def fail(text: str, status: int = 1) -> NoReturn:
    """Say what is wrong in one line on standard error, and end with this status."""
    typer.echo(f"baotinh: {text}", err=True)
    sys.exit(status)


def outlet_for(url: str, key: str | None) -> "Outlet":
    """Return the outlet that --outlet names, or else the one that has the address's host; end where none has."""
    from crawler.outlets import outlet_by_key, outlet_by_url

    found = outlet_by_key(key) if key else outlet_by_url(url)
    if found is None:
        fail(f"{url}: no outlet of the catalogue has this host; name one with --outlet")
    return found


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, and give the function that says how many are done, and of how many."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
