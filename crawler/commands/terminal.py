"""What the commands share: common options, a failure as one line, and a progress bar for long work."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from crawler.commands.plain_output import stream_behind

if TYPE_CHECKING:
    from crawler.outlets import Outlet

Home = Annotated[
    Path | None, typer.Option("--home", envvar="BAOTINH_HOME", help="State folder (default: the user's data folder).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def fail(text: str, status: int = 1) -> NoReturn:
    """Print what is wrong as one line on standard error, and end with this exit status."""
    typer.echo(f"baotinh: {text}", err=True)
    sys.exit(status)


def outlet_for(url: str, key: str | None) -> "Outlet":
    """Return the outlet that --outlet names, or else the one with the address's host; end with 1 if there is none."""
    from crawler.outlets import outlet_by_key, outlet_by_url

    outlet = outlet_by_key(key) if key else outlet_by_url(url)
    if outlet is None:
        fail(f"{url}: no outlet of the catalogue has this host; name one with --outlet")
    return outlet


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error; yield the callback that moves it, `(done, total)`."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(transient=True, console=Console(file=stream_behind(sys.stderr))) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
