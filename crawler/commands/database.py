"""The commands of the whole database: migrate, digest, rebuild from the archive, backup and restore."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home

commands = typer.Typer()


@commands.command()
def migrate(home: Home = None) -> None:
    """Migrate the database to this version's tables; if it has articles, `home/backups` gets a copy first."""
    from crawler.commands.connections import url_of
    from crawler.configuration import read_configuration
    from crawler.local.upgrade import upgrade

    settings = read_configuration(home).settings
    names = upgrade(url_of(home), Path(settings.home), typer.echo, settings.backups)
    typer.echo("\n".join(f"applied {name}" for name in names) or "nothing to apply: the database is up to date")


@commands.command()
def digest(home: Home = None) -> None:
    """Print a hash of the rows of `news` that does not depend on their order, on run ids or on times."""
    from crawler.commands.connections import database_of
    from crawler.warehouse import digest as compute_digest

    with database_of(home) as conn:
        typer.echo(compute_digest(conn))


@commands.command()
def rebuild(home: Home = None) -> None:
    """Fill an empty database from the archive alone: migrate, then load every sealed WARC."""
    from crawler.commands.connections import archive_of, database_of, url_of
    from crawler.database import migrate as apply_migrations
    from crawler.pipeline.rebuild import rebuild as load_archive

    apply_migrations(url_of(home))
    with database_of(home) as conn:
        typer.echo(f"digest {load_archive(conn, archive_of(home), typer.echo)}")


@commands.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The copy to write (custom format of pg_dump).")], home: Home = None
) -> None:
    """Copy the database at DATABASE_URL to a file, whole or not at all."""
    from crawler.commands.connections import url_of
    from crawler.local.backup import backup as write_backup

    write_backup(url_of(home), file)
    typer.echo(f"wrote {file} ({file.stat().st_size:,} bytes)")


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, help="A copy that `baotinh backup` wrote.")], home: Home = None
) -> None:
    """Replace the content of the database at DATABASE_URL by a copy, in one transaction.

    A copy from an older version is migrated to this version's tables. What was taken down after the copy was made is
    taken down again, by the list in the archive.
    """
    from crawler.commands.connections import archive_of, database_of, url_of
    from crawler.database import migrate as apply_migrations
    from crawler.local.backup import restore as restore_backup
    from crawler.pipeline.rebuild import follow_archive

    restore_backup(url_of(home), file)
    typer.echo(f"restored from {file}")
    apply_migrations(url_of(home))
    with database_of(home) as conn:
        if takedowns := follow_archive(conn, archive_of(home)):
            typer.echo(f"{takedowns} takedowns made since then are in force again")
