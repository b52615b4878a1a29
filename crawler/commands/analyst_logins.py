"""The operator's commands for people who read: a login for each, listed, removed, given a new password."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crawler.commands.terminal import Home

if TYPE_CHECKING:
    from crawler.local.logins.people import People
    from crawler.local.postgres import PostgresServer

commands = typer.Typer(
    no_args_is_help=True, help="Logins of people who read: one each, so that nobody's password or limits are another's."
)

Name = Annotated[str, typer.Argument(help="Small letters a-z, digits and _, such as nga.")]
Into = Annotated[
    Path | None, typer.Option("--into", help="Write the URL to this new file (mode 0600) instead of printing it.")
]


@commands.command()
def add(
    name: Name,
    text: Annotated[
        Literal["yes", "no"] | None,
        typer.Option("--text", help="Full text or not (default: the setting analyst_text)."),
    ] = None,
    build: Annotated[
        bool, typer.Option("--build", help="With a schema of the same name, for tables and views (dbt, BI tools).")
    ] = False,
    into: Into = None,
    home: Home = None,
) -> None:
    """Make a login for one person, and print its URL, with the password, this once."""
    from crawler.configuration import read_configuration

    _require_new(into)
    server, people = _people(home)
    full_text = (text or read_configuration(home).settings.analyst_text) == "yes"
    _hand_over(server.url_for(name, people.add(name, full_text=full_text, may_build=build)), into)


@commands.command()
def rotate(name: Name, into: Into = None, home: Home = None) -> None:
    """Give a login a new password, and end its sessions: the old password opens nothing any more."""
    _require_new(into)
    server, people = _people(home)
    _hand_over(server.url_for(name, people.rotate(name)), into)


@commands.command()
def remove(
    name: Name,
    with_tables: Annotated[
        bool, typer.Option("--with-tables", help="Drop its own tables, views and functions as well.")
    ] = False,
    home: Home = None,
) -> None:
    """End a login, and its sessions at once."""
    _, people = _people(home)
    dropped = people.remove(name, with_tables=with_tables)
    typer.echo(f"{name} cannot log in any more" + (f"; dropped: {', '.join(dropped)}" if dropped else ""))


@commands.command(name="list")
def list_(home: Home = None) -> None:
    """List the people who may log in, what they may read, and since when."""
    server, people = _people(home)
    for one in people.file.read():
        rights = "full text" if one.full_text else "headlines and leads"
        typer.echo(f"{one.name:20} {rights:20} {'own schema' if one.may_build else '':12} since {one.added_at}")
    if not people.file.read():
        typer.echo(f"nobody yet; the login `analyst` of this machine reads at 127.0.0.1:{server.port}")


def _people(home: Path | None) -> "tuple[PostgresServer, People]":
    """Return the running server of a home and its people. Raises LocalFailure."""
    from crawler.configuration import read_configuration
    from crawler.local.failure import LocalFailure
    from crawler.local.logins.databases import OWNER
    from crawler.local.logins.people import People
    from crawler.local.postgres import PostgresServer

    settings = read_configuration(home).settings
    if settings.database_url:
        raise LocalFailure(
            "DATABASE_URL names a server of yours, whose superuser makes the logins: sql/roles/analyst.sql, as "
            "docs/server.md says"
        )
    server = PostgresServer(Path(settings.home))
    if not server.is_running():
        raise LocalFailure(f"PostgreSQL of {settings.home} does not run: `baotinh up --detach` starts it")
    return server, People(server.admin_url(OWNER), server.analysts)


def _require_new(into: Path | None) -> None:
    """Refuse a file that exists, before a login is changed. Raises LocalFailure."""
    from crawler.local.failure import LocalFailure

    if into and (into.exists() or not into.absolute().parent.is_dir()):
        raise LocalFailure(f"{into} exists, or its folder does not: name a new file in a folder that is there")


def _hand_over(url: str, into: Path | None) -> None:
    from crawler.local.private import write_private

    if into is None:
        typer.echo(url)
        typer.echo("this is shown once: hand it over by a way that nobody else reads", err=True)
    else:
        write_private(into, url + "\n")
        typer.echo(f"wrote {into} (mode 0600): hand it over by a way that nobody else reads, then delete it")
