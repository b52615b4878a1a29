"""The operator's commands: start, stop and look at a home, its logs, its configuration and its archive."""

import json
import os
import sys
import threading
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
    """Run PostgreSQL, Airflow and the papers every night, until Ctrl-C or `baotinh down`."""
    from crawler.local.up import detach
    from crawler.local.up import up as run_up

    if detached:
        detach(_settings(home), typer.echo)
    else:
        run_up(_settings(home), _echo_with_time if timestamps else typer.echo)


@commands.command()
def down(home: Home = None) -> None:
    """Stop what runs on a home, and what a killed start left running."""
    from crawler.local.up import down as stop_home

    stop_home(Path(_settings(home).home), typer.echo)


@commands.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False, home: Home = None
) -> None:
    """Print what runs and since when, last night's verdicts, the disk in use, and for how long the rest lasts.

    Exit status 1: nothing runs on the home, a part is not healthy, or the last night is red or unknown.
    """
    from crawler.local.status import status as status_of

    current = status_of(_settings(home))
    typer.echo(json.dumps(current.as_json(), ensure_ascii=False) if as_json else "\n".join(current.lines))
    if not current.is_well:
        raise typer.Exit(1)


@commands.command(context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments of psql itself, such as -c QUERY.")] = None,
    owner: Annotated[bool, typer.Option("--owner", help="Connect as the owner, who may write.")] = False,
    address: Annotated[bool, typer.Option("--url", help="Only print the URL, for DBeaver or pandas.")] = False,
    home: Home = None,
) -> None:
    """Open psql on the database, as the role `analyst`, which only reads; with --owner as the owner."""
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
    name: Annotated[str | None, typer.Argument(help="Name of a log; without it, all logs are listed.")] = None,
    lines: Annotated[int, typer.Option("-n", "--lines", min=1, help="How many of its last lines.")] = 50,
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help="Then print what is written to it, until Ctrl-C.")
    ] = False,
    home: Home = None,
) -> None:
    """List the logs, or print the end of one; the logs of single tasks are in Airflow's UI."""
    from crawler.local.failure import LocalFailure
    from crawler.local.logs import last_lines, log_files

    files = log_files(Path(_settings(home).home))
    if name is None:
        for key, file in files.items():
            changed = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
            typer.echo(f"{key:14} {file.stat().st_size:>12,} bytes  {changed:%Y-%m-%d %H:%M}  {file}")
        return
    if name not in files:
        raise LocalFailure(f"there is no log {name!r}; there are: {', '.join(files) or 'none yet'}")
    typer.echo(last_lines(files[name], lines))
    if follow:
        _follow(files[name])


@commands.command()
def config(home: Home = None) -> None:
    """Print every setting with its value, its source and its meaning; secrets are masked."""
    from crawler.configuration import read_configuration, setting_descriptions

    configuration = read_configuration(home)
    typer.echo(f"file: {configuration.file or 'none'}\n")
    for name, value in configuration.as_text().items():
        variable, meaning, valid = setting_descriptions()[name]
        typer.echo(f"{name} = {value or '(not set)'}    [{configuration.sources[name]}]")
        typer.echo(f"    {meaning} {variable}: {valid}.")


@commands.command()
def doctor(home: Home = None) -> None:
    """Look for what would go wrong in the next night, and print each fault with its remedy.

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
    from crawler.archive import archive_of
    from crawler.local.fixity import check_fixity

    files = archive_of(_settings(home)).sealed()
    if check_fixity(files, typer.echo, progress=sys.stderr.isatty()):
        raise typer.Exit(1)


@commands.command()
def housekeeping(
    home: Home = None,
    airflow_home: Annotated[
        Path | None,
        typer.Option(
            envvar="AIRFLOW_HOME",
            help="Folder of an Airflow that is configured by environment variables, as on a server.",
        ),
    ] = None,
) -> None:
    """Do the daily round: delete old logs and old runs of Airflow (`airflow db clean`), check a part of the archive.

    `up` does it by itself; on a server the service `housekeeping` does. Exit status 1: a part failed, or a file is
    damaged.
    """
    from crawler.local.housekeeping import housekeep

    record = housekeep(_settings(home), airflow_home, typer.echo)
    if record.failed or record.damaged:
        raise typer.Exit(1)


@commands.command()
def env(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")] = Path(".env"),
    contact: Annotated[
        str, typer.Option(help="Mail address or web page at which the papers' people can reach you.")
    ] = "",
) -> None:
    """Write what docker-compose.yml needs: settings, and beside them a folder of new secrets; none has a default."""
    from crawler.local.server import SECRETS, write_env

    write_env(file, contact)
    typer.echo(f"wrote {file} and {file.parent / SECRETS} (mode 0700): keep a copy of both apart from the machine")


@commands.command("server-roles")
def server_roles(
    folder: Annotated[Path, typer.Argument(help="The folder of secrets that `baotinh env` wrote.")] = Path(
        "/run/secrets"
    ),
) -> None:
    """Make a server's roles and databases, and give each login the password that now stands in its secret's file."""
    from crawler.configuration import settings
    from crawler.local.server_roles import ensure_server_roles

    ensure_server_roles(folder, analyst_text=settings().analyst_text == "yes")
    typer.echo("the roles and databases are as the secrets say")


@commands.command("server-guard")
def server_guard(
    folder: Annotated[Path, typer.Argument(help="The folder of secrets that `baotinh env` wrote.")] = Path(
        "/run/secrets"
    ),
    alive: Annotated[Path, typer.Option(help="A file that is touched at each look, for a health check.")] = Path(
        "/tmp/guard"
    ),
) -> None:
    """Hold a server's readers to their limits until stopped: what they change is set back, what has no end is ended."""
    from crawler.configuration import settings
    from crawler.local.home import stop_signals
    from crawler.local.server_guard import guard_server

    stopped = threading.Event()
    with stop_signals(stopped):
        guard_server(folder, alive, _echo_with_time, stopped, analyst_text=settings().analyst_text == "yes")


def _settings(home: Path | None) -> "Settings":
    from crawler.configuration import read_configuration

    return read_configuration(home).settings


def _echo_with_time(text: str) -> None:
    # A full disk must not end a program that can go on when there is space again.
    with suppress(OSError):
        typer.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {text}")


def _follow(file: Path) -> None:
    with file.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        while True:
            if stream.tell() > file.stat().st_size:
                stream.seek(0)
            typer.echo(stream.read().decode(errors="replace"), nl=False)
            time.sleep(0.5)
