"""The steps of a night, each by hand: crawl, load, check, stories, report; and the past of a paper."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home, fail, progress_bar

commands = typer.Typer()

Key = Annotated[str, typer.Argument(help="The outlet's key, as `baotinh outlets` lists it.")]
Run = Annotated[str, typer.Option("--run", help="The run this belongs to; the night's DAG gives its own.")]


@commands.command()
def crawl(  # noqa: PLR0917 - typer hands each option over by itself
    key: Key,
    run: Run = "",
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Fetch at most this many articles; with --since, ask at most so often (1000)."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched; with --since, which months are to do.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(help="Go back to this month of publication, such as 2015-01, newest month first.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="With --since: begin at this month (default: the present).")] = None,
    again: Annotated[bool, typer.Option("--again", help="With --since: settled months once more.")] = False,
    home: Home = None,
) -> None:
    """Fetch an outlet's new and due articles into sealed WARC files; with --since, its past instead.

    Exit status 75: another crawl holds this site, or months of the past are left: run it again later.
    69: no channel of the paper goes back to some of the months.
    """
    if since is not None:
        raise typer.Exit(_crawl_past(key, since, until, run=run, limit=limit, dry_run=dry_run, again=again, home=home))
    if until is not None or again:
        fail("--until and --again go with --since", status=2)
    from crawler.commands.connections import archive_of, database_of
    from crawler.configuration import read_configuration
    from crawler.outlets import outlet_by_key
    from crawler.pipeline.crawl import SiteBusy, crawl_outlet
    from crawler.pipeline.exit_status import TRY_AGAIN

    paper, settings = outlet_by_key(key), read_configuration(home).settings
    with closing(database_of(home)) as conn:
        try:
            result = crawl_outlet(conn, archive_of(home), paper, settings, run_id=run, limit=limit, dry_run=dry_run)
        except SiteBusy as busy:
            typer.echo(str(busy), err=True)
            raise typer.Exit(TRY_AGAIN) from None
    for address in result.planned if dry_run else []:
        typer.echo(address)
    typer.echo(
        f"{key}: {result.reason}: {result.announced} announced, {result.fetched} fetched, {result.gone} gone, "
        f"{result.refused} refused, {result.failed} failed"
    )
    if result.reason != "finished":
        raise typer.Exit(1)


@commands.command()
def load(key: Key, home: Home = None) -> None:
    """Parse an outlet's sealed WARC files that are not loaded yet, and load them (safe to repeat)."""
    from crawler.commands.connections import archive_of, database_of
    from crawler.pipeline.load import load_outlet

    with database_of(home) as conn:
        load_outlet(conn, archive_of(home), key, typer.echo)


@commands.command()
def check(key: Key, run: Run = "", home: Home = None) -> None:
    """Judge an outlet's crawl (the newest, or that of --run): green and amber end with 0, red with 1."""
    from crawler.commands.connections import database_of
    from crawler.outlets import outlet_by_key
    from crawler.pipeline.check import NothingToCheck, check_outlet

    paper = outlet_by_key(key)
    with database_of(home) as conn:
        try:
            verdict = check_outlet(conn, paper, run)
        except NothingToCheck as error:
            fail(str(error))
    typer.echo(f"{key}: {verdict}")
    if verdict.colour == "red":
        raise typer.Exit(1)


@commands.command()
def stories(home: Home = None) -> None:
    """Find which articles are copies of which, and who was first; then bring the summaries of `news` up to date.

    It compares what is new or changed since it last ran; safe to repeat, and to stop at any moment.
    """
    from crawler.commands.connections import database_of
    from crawler.pipeline.stories import find_copies

    with database_of(home) as conn, progress_bar("comparing articles") as progress:
        found = find_copies(conn, progress)
    typer.echo(f"{found.compared} articles compared; {found.stories} stories, {found.copies} copies in all")


@commands.command()
def report(
    run: Annotated[str, typer.Option("--run", help="The run to report on.")],
    keys: Annotated[
        list[str] | None, typer.Argument(help="Outlets that it was to crawl (default: the night's).")
    ] = None,
    home: Home = None,
) -> None:
    """Print one line an outlet with verdict and counts; end with 1 where one is red or was never checked."""
    from crawler.commands.connections import database_of
    from crawler.configuration import read_configuration
    from crawler.pipeline.check import report_night

    with database_of(home) as conn:
        summary = report_night(conn, run, keys, read_configuration(home).settings.outlets)
    typer.echo(summary)
    if summary.red:
        raise typer.Exit(1)


def _crawl_past(
    key: str,
    since: str,
    until: str | None,
    *,
    run: str,
    limit: int | None,
    dry_run: bool,
    again: bool,
    home: Path | None,
) -> int:
    from crawler.article import months
    from crawler.commands.connections import archive_of, database_of
    from crawler.outlets import outlet_by_key
    from crawler.pipeline.backfill import MOST_REQUESTS, backfill, list_months
    from crawler.pipeline.load import load_outlet

    found, wanted = outlet_by_key(key), months(since, until)
    with closing(database_of(home)) as conn:

        def load() -> None:
            load_outlet(conn, archive_of(home), key, typer.echo)

        if dry_run:
            list_months(conn, found, wanted, load, typer.echo)
            return 0
        return backfill(
            conn,
            found,
            archive_of(home),
            wanted,
            run_id=run or f"backfill-{datetime.now(UTC):%Y%m%dT%H%M%S}",
            load=load,
            say=typer.echo,
            most_requests=limit or MOST_REQUESTS,
            again=again,
        )
