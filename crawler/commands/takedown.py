"""The commands of takedowns: take something down, list what was, and finish what was left undone."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import Home

if TYPE_CHECKING:
    import psycopg

    from crawler.archive import Archive
    from crawler.warehouse import Takedowns, TakedownScope

commands = typer.Typer()

_SHOWN = 20


@commands.command()
def suppress(
    scope: Annotated[str, typer.Argument(help="url, article, person or outlet.")],
    key: Annotated[str, typer.Argument(help="The address, the article_id, the name as printed, or the outlet's key.")],
    reason: Annotated[str, typer.Option(help="Who asked for it, and why. It is kept; the key only as a hash.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be removed, and change nothing.")] = False,
    home: Home = None,
) -> None:
    """Take something down for good: out of the tables, the WARC files and the readings, and out of every later crawl.

    article: every capture of it under all its addresses: revisits, redirects to it, copies that declare it.

    url: the captures of this one address; the article stays as its other addresses show it.

    outlet: everything that the paper answered, but robots.txt.

    person: the name leaves bylines, picture credits and source lines of all revisions, the officials that texts name,
    and the readings. The pages stay, and so does the text, which is the paper's: a name in it takes a takedown of the
    article.

    What stays: listings and feeds that named an article, as evidence of what was announced; they may show its
    headline and lead. Copies made before (backups, exports, other machines) hold it still.

    Asked again, it completes what a killed one left, and else changes nothing.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import BadTakedown, read_takedowns, sync_catalogue, takedown_scope
    from crawler.warehouse import suppress as take_down

    if not reason and not dry_run:
        raise BadTakedown("--reason is missing: who asked for it, and why; it is kept on record")
    archive = archive_of(home)
    with closing(database_of(home)) as conn:
        sync_catalogue(conn)
        found = takedown_scope(conn, archive, scope, key)
        if dry_run:
            _preview(archive, found)
            return
        since = conn.execute(
            "SELECT at, reason FROM ops.suppression WHERE scope = %s AND key_hash = %s", [scope, found.key_hash]
        ).fetchone()
        take_down(conn, archive, scope, key, reason)
        if since:
            typer.echo(f"{scope} {found.key_hash} is taken down since {since[0]:%Y-%m-%d} ({since[1]}): looking again")
        else:
            typer.echo(f"{scope} {found.key_hash} is taken down: {_articles(found)}")
        _clean(conn, archive, found.outlets, read_takedowns(conn))
    if scope in ("url", "person") and found.articles:
        typer.echo("`baotinh load KEY` (or the next night) brings back what else the papers' files hold of these")
    typer.echo("Copies of the database or the archive that were made before still hold it (docs/operator.md, Takedown)")


@commands.command()
def takedowns(
    finish: Annotated[
        bool, typer.Option("--finish", help="Look through the whole archive and remove what is left of any.")
    ] = False,
    home: Home = None,
) -> None:
    """List every takedown: since when, what it removed from the archive and when, who asked.

    Exit status 1: something taken down is still in the archive, since a removal was killed; --finish removes it.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.outlets import catalogue
    from crawler.warehouse import read_takedowns, remaining_captures, restore_takedowns, sync_catalogue

    archive = archive_of(home)
    with closing(database_of(home)) as conn:
        if finish:
            sync_catalogue(conn)
            restore_takedowns(conn, archive)
            _clean(conn, archive, [key for key in catalogue() if archive.sealed(key)], read_takedowns(conn))
        for row in conn.execute(
            "SELECT at, scope, key_hash, captures, files, bytes, removed_at, reason FROM ops.takedown ORDER BY at"
        ):
            at, scope, key, captures, files, size, removed_at, reason = row
            gone = f"{captures} captures ({size:,} bytes) of {files} files, {removed_at:%Y-%m-%d}" if captures else "-"
            typer.echo(f"{at:%Y-%m-%d}  {scope:7} {key:>19}  {gone}  {reason}")
        left = remaining_captures(conn)
    if left:
        typer.echo(f"{left} captures of these are still in the archive: `baotinh takedowns --finish` removes them")
        raise typer.Exit(1)


def _preview(archive: "Archive", found: "TakedownScope") -> None:
    """Print what a takedown would remove: the articles, then each capture with its file."""
    from crawler.warehouse import survey_takedown

    typer.echo(f"would take down {found.scope} {found.key_hash}: {_articles(found)}")
    for article_id, headline in found.articles[:_SHOWN]:
        typer.echo(f"  article {article_id}  {headline or '(no headline)'}")
    if len(found.articles) > _SHOWN:
        typer.echo(f"  … and {len(found.articles) - _SHOWN} more")
    captures = 0
    for path in _each(archive, found.outlets, "looking through the archive"):
        for capture, _ in survey_takedown(path, found.takedown).condemned:
            captures += 1
            typer.echo(f"  capture {capture.fetched_at:%Y-%m-%d %H:%M} {capture.status} {capture.url}  {path.name}")
    typer.echo(f"would remove {captures} captures from the archive; nothing was changed")


def _articles(found: "TakedownScope") -> str:
    also = f"; {found.mentions} mentions as an official" if found.mentions else ""
    return _only_articles(found) + also


def _only_articles(found: "TakedownScope") -> str:
    if not found.articles:
        return "no article in the tables is concerned; it will not be asked for or loaded"
    what = "left the tables until the next load" if found.scope in ("url", "person") else "left the tables"
    return f"{len(found.articles)} articles ({what})"


def _clean(conn: "psycopg.Connection", archive: "Archive", outlets: Sequence[str], down: "Takedowns") -> None:
    """Remove from these outlets' files whatever is taken down, and say what that was."""
    from crawler.warehouse import finish_removals, remove_from_file, seal_orphans

    busy = [key for key in outlets if not seal_orphans(conn, archive, key)]
    for key in outlets:
        finish_removals(conn, archive, key)
    captures = size = lines = looked = rewritten = 0
    for path in _each(archive, outlets, "removing from the archive"):
        done = remove_from_file(conn, archive, path, down)
        looked, captures, size, lines = looked + 1, captures + done.captures, size + done.bytes, lines + done.readings
        if done.captures:
            rewritten += 1
            typer.echo(f"{path.name}: written anew without {done.captures} captures")
    typer.echo(
        f"archive: {captures} captures ({size:,} bytes) removed from {rewritten} of {looked} files; {lines} readings "
        "removed or changed"
    )
    for key in busy:
        typer.echo(f"{key}: a crawl is running; what it fetches of it is removed when `baotinh load {key}` loads it")


def _each(archive: "Archive", outlets: Sequence[str], what: str) -> "list[Path]":
    """Give the outlets' sealed files one by one, with a bar of progress where somebody looks."""
    from rich.progress import track

    files = [path for key in outlets for path in archive.sealed(key)]
    return track(files, what, disable=not sys.stderr.isatty(), transient=True)  # type: ignore[return-value]
