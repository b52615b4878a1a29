"""The database as a whole: its version, its digest, its copies, and how it is made again from the archive."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home

commands = typer.Typer()


@commands.command()
def migrate(home: Home = None) -> None:
    """Bring the database to this version's tables; where it holds articles, `home/backups` gets a copy first."""
    from crawler.commands.connections import url_of
    from crawler.configuration import read_configuration
    from crawler.local.upgrade import upgrade

    settings = read_configuration(home).settings
    names = upgrade(url_of(home), Path(settings.home), typer.echo, settings.backups)
    typer.echo("\n".join(f"applied {n}" for n in names) or "nothing to apply: the database is up to date")


@commands.command()
def digest(home: Home = None) -> None:
    """Print an order-free hash of what `news` holds, without run ids and times."""
    from crawler.commands.connections import database_of
    from crawler.warehouse import digest as compute

    with database_of(home) as conn:
        typer.echo(compute(conn))


@commands.command()
def rebuild(home: Home = None) -> None:
    """Fill an empty database from the archive alone: migrate, then load every sealed WARC."""
    from crawler.commands.connections import archive_of, database_of, url_of
    from crawler.database import migrate as apply
    from crawler.pipeline.rebuild import rebuild as fill

    apply(url_of(home))
    with database_of(home) as conn:
        typer.echo(f"digest {fill(conn, archive_of(home), typer.echo)}")


@commands.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The copy to write (custom format of pg_dump).")], home: Home = None
) -> None:
    """Copy the database at DATABASE_URL to a file, whole or not at all."""
    from crawler.commands.connections import url_of
    from crawler.local.backup import backup as dump

    dump(url_of(home), file)
    typer.echo(f"wrote {file} ({file.stat().st_size:,} bytes)")


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, help="A copy that `baotinh backup` wrote.")], home: Home = None
) -> None:
    """Replace what the database at DATABASE_URL holds by a copy, in one transaction.

    A copy of an older version is brought to this version's tables, and what the archive's list says was taken down
    since the copy was made is taken down again.
    """
    from crawler.commands.connections import archive_of, database_of, url_of
    from crawler.database import migrate as apply
    from crawler.local.backup import restore as fill
    from crawler.pipeline.rebuild import follow_archive

    fill(url_of(home), file)
    typer.echo(f"restored from {file}")
    apply(url_of(home))
    with database_of(home) as conn:
        if again := follow_archive(conn, archive_of(home)):
            typer.echo(f"{again} takedowns made since then are in force again")
