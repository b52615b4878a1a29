"""The command `metrics`: the numbers of a home for Prometheus, printed, written to a file, or served."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home

commands = typer.Typer()


def _address(value: str | None) -> tuple[str, int] | None:
    """Return host and port of `[HOST:]PORT`."""
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise typer.BadParameter(f"{value!r} is no port, such as 9464, and no host and port, such as 127.0.0.1:9464")
    return host or "127.0.0.1", int(port)


@commands.command()
def metrics(
    serve: Annotated[
        str | None,
        typer.Option(metavar="[HOST:]PORT", help="Serve /metrics until Ctrl-C; without a host on 127.0.0.1."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the file NAME.prom that node_exporter's textfile collector reads."),
    ] = None,
    home: Home = None,
) -> None:
    """Print numbers for Prometheus: nights, verdicts, articles, what waits, disk, age of the backup.

    Exit status 1: the database could not be read (`baotinh_up 0`).
    """
    from crawler.commands.terminal import fail
    from crawler.configuration import read_configuration
    from crawler.local.numbers import numbers_text, write_numbers

    address, settings = _address(serve), read_configuration(home).settings
    if address and write:
        raise typer.BadParameter("--serve and --write exclude each other")
    if address:
        _serve_until_stopped(*address, home)
        return
    if write:
        problem = write_numbers(settings, write)
    else:
        text, problem = numbers_text(settings)
        typer.echo(text, nl=False)
    if problem:
        fail(problem)


def _serve_until_stopped(host: str, port: int, home: Path | None) -> None:
    from crawler.configuration import read_configuration
    from crawler.local.home import stop_signals
    from crawler.local.numbers import serve_numbers

    stopped = threading.Event()
    with stop_signals(stopped), serve_numbers(read_configuration(home).settings, host, port, typer.echo):
        typer.echo("Ctrl-C ends it")
        stopped.wait()
