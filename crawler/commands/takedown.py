"""The commands of takedowns: take something down, list the takedowns, and finish the interrupted ones."""

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

_MOST_LISTED = 20


@commands.command()
def suppress(
    scope: Annotated[str, typer.Argument(help="url, article, person or outlet.")],
    key: Annotated[str, typer.Argument(help="The address, the article_id, the name as printed, or the outlet's key.")],
    reason: Annotated[
        str, typer.Option(help="Who asked for it, and why. The reason is stored; of the key only a hash.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be removed, and change nothing.")] = False,
    home: Home = None,
) -> None:
    """Take something down for good: from the tables, the WARC files and the readings, and from every later crawl.

    article: every capture of it under all its addresses: revisits, redirects to it, copies that declare it.

    url: the captures of this one address; the article stays as its other addresses show it.

    outlet: everything that the paper answered, except robots.txt.

    person: the name is removed from bylines, picture credits and source lines of all revisions, from the officials
    that texts name, and from the readings. The pages stay, and so does the text, which is the paper's: to remove a
    name in it, take down the article.

    What stays: listings and feeds that named an article, as evidence of what was announced; they may show its
    headline and lead. Copies that were made before (backups, exports, other machines) still have it.

    Run again, it completes a takedown that was killed; otherwise it changes nothing.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import BadTakedown, read_takedowns, sync_catalogue, takedown_scope
    from crawler.warehouse import suppress as take_down

    if not reason and not dry_run:
        raise BadTakedown("--reason is missing: who asked for it, and why; it is kept on record")
    archive = archive_of(home)
    with closing(database_of(home)) as conn:
        sync_catalogue(conn)
        target = takedown_scope(conn, archive, scope, key)
        if dry_run:
            _print_preview(archive, target)
            return
        earlier = conn.execute(
            "SELECT at, reason FROM ops.suppression WHERE scope = %s AND key_hash = %s", [scope, target.key_hash]
        ).fetchone()
        take_down(conn, archive, scope, key, reason)
        if earlier:
            day, earlier_reason = earlier
            typer.echo(
                f"{scope} {target.key_hash} is taken down since {day:%Y-%m-%d} ({earlier_reason}): looking again"
            )
        else:
            typer.echo(f"{scope} {target.key_hash} is taken down: {_effects(target)}")
        _clean_archive(conn, archive, target.outlets, read_takedowns(conn))
    if scope in ("url", "person") and target.articles:
        typer.echo("`baotinh load KEY` (or the next night) brings back what else the papers' files hold of these")
    typer.echo("Copies of the database or the archive that were made before still hold it (docs/operator.md, Takedown)")


@commands.command()
def takedowns(
    finish: Annotated[
        bool, typer.Option("--finish", help="Look through the whole archive, and remove what is left of any takedown.")
    ] = False,
    home: Home = None,
) -> None:
    """List every takedown: its day, what it removed from the archive and when, and who asked for it.

    Exit status 1: something that was taken down is still in the archive, because its removal was killed; --finish
    removes it.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.outlets import catalogue
    from crawler.warehouse import read_takedowns, remaining_captures, restore_takedowns, sync_catalogue

    archive = archive_of(home)
    with closing(database_of(home)) as conn:
        if finish:
            sync_catalogue(conn)
            restore_takedowns(conn, archive)
            _clean_archive(conn, archive, [key for key in catalogue() if archive.sealed(key)], read_takedowns(conn))
        for row in conn.execute(
            "SELECT at, scope, key_hash, captures, files, bytes, removed_at, reason FROM ops.takedown ORDER BY at"
        ):
            at, scope, key, captures, files, size, removed_at, reason = row
            removed = (
                f"{captures} captures ({size:,} bytes) of {files} files, {removed_at:%Y-%m-%d}" if captures else "-"
            )
            typer.echo(f"{at:%Y-%m-%d}  {scope:7} {key:>19}  {removed}  {reason}")
        remaining = remaining_captures(conn)
    if remaining:
        typer.echo(f"{remaining} captures of these are still in the archive: `baotinh takedowns --finish` removes them")
        raise typer.Exit(1)


def _print_preview(archive: "Archive", target: "TakedownScope") -> None:
    """Print what a takedown would remove: the articles, then each capture with its file."""
    from crawler.warehouse import survey_takedown

    typer.echo(f"would take down {target.scope} {target.key_hash}: {_effects(target)}")
    for article_id, headline in target.articles[:_MOST_LISTED]:
        typer.echo(f"  article {article_id}  {headline or '(no headline)'}")
    if len(target.articles) > _MOST_LISTED:
        typer.echo(f"  … and {len(target.articles) - _MOST_LISTED} more")
    captures = 0
    for path in _sealed_files(archive, target.outlets, "looking through the archive"):
        for capture, _ in survey_takedown(path, target.takedown).to_remove:
            captures += 1
            typer.echo(f"  capture {capture.fetched_at:%Y-%m-%d %H:%M} {capture.status} {capture.url}  {path.name}")
    typer.echo(f"would remove {captures} captures from the archive; nothing was changed")


def _effects(target: "TakedownScope") -> str:
    """Return what the takedown does to the tables, in words."""
    mentions = f"; {target.mentions} mentions as an official" if target.mentions else ""
    if not target.articles:
        return f"no article in the tables is concerned; it will not be asked for or loaded{mentions}"
    effect = "left the tables until the next load" if target.scope in ("url", "person") else "left the tables"
    return f"{len(target.articles)} articles ({effect}){mentions}"


def _clean_archive(
    conn: "psycopg.Connection", archive: "Archive", outlets: Sequence[str], all_takedowns: "Takedowns"
) -> None:
    """Remove what is taken down from these outlets' files, and print what was removed."""
    from crawler.warehouse import finish_removals, remove_from_file, seal_orphans

    busy = [key for key in outlets if not seal_orphans(conn, archive, key)]
    for key in outlets:
        finish_removals(conn, archive, key)
    captures = size = readings = files = rewritten = 0
    for path in _sealed_files(archive, outlets, "removing from the archive"):
        removal = remove_from_file(conn, archive, path, all_takedowns)
        files, captures, size = files + 1, captures + removal.captures, size + removal.bytes
        readings += removal.readings
        if removal.captures:
            rewritten += 1
            typer.echo(f"{path.name}: written anew without {removal.captures} captures")
    typer.echo(
        f"archive: {captures} captures ({size:,} bytes) removed from {rewritten} of {files} files; {readings} readings "
        "removed or changed"
    )
    for key in busy:
        typer.echo(f"{key}: a crawl is running; what it fetches of it is removed when `baotinh load {key}` loads it")


def _sealed_files(archive: "Archive", outlets: Sequence[str], label: str) -> "list[Path]":
    """Return the outlets' sealed files; a terminal shows a progress bar while they are iterated."""
    from rich.progress import track

    files = [path for key in outlets for path in archive.sealed(key)]
    return track(files, label, disable=not sys.stderr.isatty(), transient=True)  # type: ignore[return-value]
