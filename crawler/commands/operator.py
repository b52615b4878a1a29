"""The operator's commands: one short function each, joined to `baotinh` by its entrance."""

import os
import shutil
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import Home

if TYPE_CHECKING:
    from crawler.configuration import Settings

commands = typer.Typer()


@commands.command()
def up(
    home: Home = None,
    detached: Annotated[bool, typer.Option("--detach", help="Return when everything is up; `down` stops it.")] = False,
    timestamps: Annotated[bool, typer.Option("--timestamps", hidden=True)] = False,
) -> None:
    """Run it for real: PostgreSQL, Airflow and the papers every night, until Ctrl-C or `baotinh down`."""
    from crawler.local.up import detach
    from crawler.local.up import up as run

    if detached:
        detach(_settings(home), typer.echo)
    else:
        run(_settings(home), _timed if timestamps else typer.echo)


@commands.command()
def down(home: Home = None) -> None:
    """Stop what runs on a home, and what a killed start left of it."""
    from crawler.local.up import down as stop

    stop(Path(_settings(home).home), typer.echo)


@commands.command()
def status(home: Home = None) -> None:
    """Tell what runs since when, last night's verdicts, the disk used and for how long it lasts.

    Exit status 1: it does not run, or not all of it is healthy.
    """
    from crawler.local.status import status as look

    lines, good = look(_settings(home))
    typer.echo("\n".join(lines))
    if not good:
        raise typer.Exit(1)


@commands.command(context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="What psql itself takes, such as -c QUERY.")] = None,
    owner: Annotated[bool, typer.Option("--owner", help="Work as the owner, who may write.")] = False,
    address: Annotated[bool, typer.Option("--url", help="Print the URL, for DBeaver or pandas, and end.")] = False,
    home: Home = None,
) -> None:
    """Open psql on the database, as the reading role `analyst` unless told otherwise."""
    from crawler.local.backup import psql_command
    from crawler.local.status import analyst_url, data_url

    settings = _settings(home)
    url = data_url(settings) if owner else analyst_url(settings)
    if address:
        typer.echo(url)
        return
    command, environment = psql_command(url)
    sys.stdout.flush()
    os.execve(command[0], [*command, *(arguments or [])], environment)


@commands.command()
def logs(
    name: Annotated[str | None, typer.Argument(help="Which one; left out, all are listed.")] = None,
    lines: Annotated[int, typer.Option("-n", "--lines", min=1, help="How many of its last lines.")] = 50,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with what is written next.")] = False,
    home: Home = None,
) -> None:
    """List the logs, or print the end of one; the logs of single tasks are in Airflow's UI."""
    from crawler.local.failure import LocalFailure
    from crawler.local.logs import last_lines, log_files

    found = log_files(Path(_settings(home).home))
    if name is None:
        for key, file in found.items():
            changed = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
            typer.echo(f"{key:14} {file.stat().st_size:>12,} bytes  {changed:%Y-%m-%d %H:%M}  {file}")
        return
    if name not in found:
        raise LocalFailure(f"there is no log {name!r}; there are: {', '.join(found) or 'none yet'}")
    typer.echo(last_lines(found[name], lines))
    if follow:
        _follow(found[name])


@commands.command()
def config(home: Home = None) -> None:
    """Print every setting with its value, where it comes from and what it means; secrets are masked."""
    from crawler.configuration import meanings, read_configuration

    found = read_configuration(home)
    typer.echo(f"file: {found.file or 'none'}\n")
    for name, value in found.shown().items():
        variable, meaning, right = meanings()[name]
        typer.echo(f"{name} = {value or '(not set)'}    [{found.sources[name]}]")
        typer.echo(f"    {meaning} {variable}: {right}.")


@commands.command()
def doctor(home: Home = None) -> None:
    """Look for what would go wrong at 01:30, and name the remedy of each.

    Exit status 1: there is a fault.
    """
    from crawler.local.doctor import examine

    faults = 0
    for finding in examine(_settings(home)):
        typer.echo(str(finding))
        faults += finding.level == "fault"
    typer.echo(f"\n{faults} faults" if faults else "\nno fault")
    if faults:
        raise typer.Exit(1)


@commands.command()
def fixity(home: Home = None) -> None:
    """Read every sealed WARC file and compare its sha256 with the one written when it was sealed.

    Exit status 1: a file is damaged, or has no checksum.
    """
    from crawler.archive import Archive
    from crawler.local.fixity import check_fixity

    files = Archive(Path(_settings(home).home) / "archive").sealed()
    if check_fixity(files, typer.echo, progress=sys.stderr.isatty()):
        raise typer.Exit(1)


@commands.command()
def housekeeping(
    home: Home = None,
    airflow_home: Annotated[
        Path | None,
        typer.Option(envvar="AIRFLOW_HOME", help="Folder of an Airflow set up by its own variables (a server's)."),
    ] = None,
) -> None:
    """Do the daily round: old logs, old runs of Airflow (`airflow db clean`), checksums of a part of the archive.

    `up` does it by itself, and on a server the service `housekeeping`. Exit status 1: a part failed, or a file is
    damaged.
    """
    from crawler.local.housekeeping import housekeep

    done = housekeep(_settings(home), airflow_home, typer.echo)
    if done.failed or done.damaged:
        raise typer.Exit(1)


@commands.command()
def env(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")] = Path(".env"),
    contact: Annotated[str, typer.Option(help="Mail address or page for the papers' people.")] = "",
) -> None:
    """Write the secrets that docker-compose.yml needs, all made anew: there is no default password."""
    from crawler.local.server import write_env

    write_env(file, contact)
    typer.echo(f"wrote {file} (mode 0600): keep a copy of it apart from the machine")


def _settings(home: Path | None) -> "Settings":
    from crawler.configuration import read_configuration

    return read_configuration(home).settings


def _timed(text: str) -> None:
    # A full disk must not stop what could go on once it has room again.
    with suppress(OSError):
        typer.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {text}")


def _follow(file: Path) -> None:
    with file.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        while True:
            if stream.tell() > file.stat().st_size:
                stream.seek(0)
            shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            time.sleep(0.5)
