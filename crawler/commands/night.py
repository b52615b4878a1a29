"""The steps of a night, each by hand: crawl, load, check, stories, report; and the past of a paper."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home, counting, fail

# sysexits.h EX_TEMPFAIL: what the DAG waits on and tries again, instead of calling the outlet red.
SITE_BUSY = 75
# A backfill that holds the site sees this crawl wait, and gives way after its present request.
PATIENCE_SECONDS = 10

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
    from crawler.commands.opened import archive_of, database_of
    from crawler.configuration import read
    from crawler.database import alive, site_lock
    from crawler.outlets import outlet as find
    from crawler.spiders import run_crawl
    from crawler.warehouse import frontier

    found, configured = find(key), read(home).settings
    with closing(database_of(home)) as conn:
        if not site_lock(conn, found.politeness_group, PATIENCE_SECONDS):
            typer.echo(f"{key}: another crawl of {found.politeness_group} is running; try again later", err=True)
            raise typer.Exit(SITE_BUSY)
        archive = archive_of(home)
        if not dry_run:
            archive.seal_leftovers(key)
        result = run_crawl(
            found,
            frontier(conn, key, datetime.now(UTC)),
            archive,
            run or f"manual-{datetime.now(UTC):%Y%m%dT%H%M%S}",
            limit=limit,
            delay=configured.delay,
            press=configured.press,
            dry_run=dry_run,
            holds_site=lambda: alive(conn),
        )
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
    from crawler.commands.loading import load_outlet
    from crawler.commands.opened import archive_of, database_of

    with database_of(home) as conn:
        load_outlet(conn, archive_of(home), key)


@commands.command()
def check(key: Key, run: Run = "", home: Home = None) -> None:
    """Judge an outlet's crawl (the newest, or that of --run): green and amber end with 0, red with 1."""
    from crawler.commands.opened import database_of
    from crawler.outlets import outlet as find
    from crawler.quality import check as judge
    from crawler.quality import newest_run

    found = find(key)
    with database_of(home) as conn:
        wanted = run or newest_run(conn, key)
        if wanted is None:
            fail(f"{key}: no crawl is loaded yet: `baotinh crawl {key}`, then `baotinh load {key}`")
        verdict = judge(conn, found, wanted)
    typer.echo(f"{key}: {verdict}")
    if verdict.colour == "red":
        raise typer.Exit(1)


@commands.command()
def stories(home: Home = None) -> None:
    """Find which articles are copies of which, and who was first; then bring the summaries of `news` up to date.

    It compares what is new or changed since it last ran; safe to repeat, and to stop at any moment.
    """
    from crawler.commands.opened import database_of
    from crawler.enrichment import find_stories
    from crawler.warehouse import refresh_summaries

    with database_of(home) as conn, counting("comparing articles") as tell:
        found = find_stories(conn, tell)
        refresh_summaries(conn)
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
    from crawler.commands.opened import database_of
    from crawler.configuration import read
    from crawler.outlets import nightly
    from crawler.quality import report as summarise

    with database_of(home) as conn:
        summary = summarise(conn, run, keys or [*nightly(read(home).settings.outlets)])
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
    from crawler.backfill import MOST_REQUESTS, backfill, plan
    from crawler.commands.loading import load_outlet
    from crawler.commands.opened import archive_of, database_of
    from crawler.outlets import outlet as find

    found, wanted = find(key), months(since, until)
    with closing(database_of(home)) as conn:

        def load() -> None:
            load_outlet(conn, archive_of(home), key)

        if dry_run:
            plan(conn, found, wanted, load, typer.echo)
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
