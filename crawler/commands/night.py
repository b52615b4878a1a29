"""The steps of a night as commands: crawl (also a backfill of old months), load, check, stories, report."""

import json
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home, fail, progress_bar

commands = typer.Typer()

Key = Annotated[str, typer.Argument(help="The outlet's key, as `baotinh outlets` lists it.")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
ColourStatus = Annotated[
    bool, typer.Option("--colour-status", help="End with 10 for amber and 11 for closed instead of 0.")
]
Run = Annotated[str, typer.Option("--run", help="The run that this belongs to; the night's DAG sets its own.")]


@commands.command()
def crawl(  # noqa: PLR0917 - typer hands each option over by itself
    key: Key,
    run: Run = "",
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, help="Fetch at most this many articles; with --since, send at most this many requests (1000)."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched; with --since, which months are not done.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(help="Go back to this month of publication, such as 2015-01, newest month first.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="With --since: begin at this month (default: the current one).")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="With --since: also the months that are settled, once more.")
    ] = False,
    home: Home = None,
) -> None:
    """Fetch an outlet's new and due articles into sealed WARC files; with --since, old months instead (a backfill).

    Exit status 75: another crawl holds this site, the database went away, or some of the old months are not done: run
    it again later.
    69: no channel of the paper goes back to some of the months.
    """
    if since is not None:
        raise typer.Exit(_backfill(key, since, until, run=run, limit=limit, dry_run=dry_run, again=again, home=home))
    if until is not None or again:
        fail("--until and --again go with --since", status=2)
    from crawler.commands.connections import archive_of, night_database
    from crawler.configuration import read_configuration
    from crawler.outlets import outlet_by_key
    from crawler.pipeline.crawl import SiteBusy, crawl_outlet
    from crawler.pipeline.exit_status import TRY_AGAIN

    outlet, settings = outlet_by_key(key), read_configuration(home).settings
    with night_database(home) as conn:
        try:
            result = crawl_outlet(conn, archive_of(home), outlet, settings, run_id=run, limit=limit, dry_run=dry_run)
        except SiteBusy as busy:
            typer.echo(str(busy), err=True)
            raise typer.Exit(TRY_AGAIN) from None
    for url in result.planned if dry_run else []:
        typer.echo(url)
    typer.echo(
        f"{key}: {result.reason}: {result.announced} announced, {result.fetched} fetched, {result.gone} gone, "
        f"{result.refused} refused, {result.failed} failed"
    )
    if result.reason != "finished":
        raise typer.Exit(TRY_AGAIN if result.reason == "lock_lost" else 1)


@commands.command()
def load(key: Key, home: Home = None) -> None:
    """Parse an outlet's sealed WARC files that are not loaded yet, and load them (safe to repeat)."""
    from crawler.commands.connections import archive_of, night_database
    from crawler.pipeline.load import load_outlet

    with night_database(home) as conn:
        load_outlet(conn, archive_of(home), key, typer.echo)


@commands.command()
def check(
    key: Key,
    run: Run = "",
    as_json: Json = False,
    colour_status: ColourStatus = False,
    home: Home = None,
) -> None:
    """Judge an outlet's crawl (the newest, or that of --run): exit status 1 for red, 0 for all else.

    Each finding names its page of the runbook in brackets. Closed: robots.txt forbids all that was due.
    """
    from crawler.commands.connections import night_database
    from crawler.outlets import outlet_by_key
    from crawler.pipeline.check import NothingToCheck, check_outlet

    outlet = outlet_by_key(key)
    with night_database(home) as conn:
        try:
            verdict = check_outlet(conn, outlet, run)
        except NothingToCheck as error:
            fail(str(error))
    typer.echo(
        json.dumps({"outlet_key": key, **asdict(verdict)}, ensure_ascii=False) if as_json else f"{key}: {verdict}"
    )
    raise typer.Exit(_status_of(verdict.colour, colour_status))


@commands.command()
def stories(home: Home = None) -> None:
    """Find which articles are copies of others, and which was first; then update the summary tables of `news`.

    It compares what is new or changed since it last ran; it is safe to repeat, and to stop at any moment.
    """
    from crawler.commands.connections import night_database
    from crawler.pipeline.stories import find_copies

    with night_database(home) as conn, progress_bar("comparing articles") as progress:
        result = find_copies(conn, progress)
    typer.echo(f"{result.compared} articles compared; {result.stories} stories, {result.copies} copies in all")


@commands.command()
def report(
    run: Annotated[str, typer.Option("--run", help="The run to report on.")],
    keys: Annotated[
        list[str] | None, typer.Argument(help="Outlets that the run should have crawled (default: the night's).")
    ] = None,
    as_json: Json = False,
    colour_status: ColourStatus = False,
    home: Home = None,
) -> None:
    """Print each outlet's verdict, counts and findings, red and new ones first, each with its page of the runbook.

    Exit status 1 if one is red or was never checked.
    """
    from crawler.commands.connections import night_database
    from crawler.configuration import read_configuration
    from crawler.pipeline.check import report_night

    with night_database(home) as conn:
        summary = report_night(conn, run, keys, read_configuration(home).settings.outlets)
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.text())
    raise typer.Exit(_status_of(summary.colour, colour_status))


def _status_of(colour: str, colour_status: bool) -> int:
    from crawler.pipeline.exit_status import AMBER, CLOSED

    return ({"red": 1} | ({"amber": AMBER, "closed": CLOSED} if colour_status else {})).get(colour, 0)


def _backfill(
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

    outlet, range_of_months = outlet_by_key(key), months(since, until)
    with closing(database_of(home)) as conn:

        def load() -> None:
            load_outlet(conn, archive_of(home), key, typer.echo)

        if dry_run:
            list_months(conn, outlet, range_of_months, load, typer.echo)
            return 0
        return backfill(
            conn,
            outlet,
            archive_of(home),
            range_of_months,
            run_id=run or f"backfill-{datetime.now(UTC):%Y%m%dT%H%M%S}",
            load=load,
            say=typer.echo,
            most_requests=limit or MOST_REQUESTS,
            again=again,
        )
