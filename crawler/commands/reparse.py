"""The commands of a re-parse: what a better parser changes in what is loaded, then the loads, whole or in parts."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import Home, fail

if TYPE_CHECKING:
    import psycopg

    from crawler.archive import Archive
    from crawler.contributor.replay import Replay
    from crawler.pipeline.reparse import LoadedFile

commands = typer.Typer()

Keys = Annotated[list[str] | None, typer.Argument(metavar="KEY…", help="The papers; without any, all.")]
Since = Annotated[str | None, typer.Option(help="Only files written since this month, such as 2026-01.")]
Until = Annotated[str | None, typer.Option(help="With --since: until this month (default: the current one).")]
Examples = Annotated[int, typer.Option(min=0, help="Examples of each kind of difference.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The paper.")]
Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Names of its WARC files.")]
Build = Annotated[str, typer.Option(help="The build that is compared; another one is refused.")]


@commands.command()
def reparse(  # noqa: PLR0917 - typer hands each option over by itself
    keys: Keys = None,
    since: Since = None,
    until: Until = None,
    examples: Examples = 2,
    yes: Annotated[bool, typer.Option("--yes", help="Load them again, too.")] = False,
    home: Home = None,
) -> None:
    """Compare what is loaded with what this version reads in the same pages; with --yes load it again.

    It is about files that another version has loaded. The report is that of `replay`: articles and fields gained, lost
    and changed, with examples. Without --yes nothing is changed. Stopped, it goes on where it was when it is called
    again. The DAG `reparse` does the same in parts, and asks before it loads.

    Exit status 75: a crawl of a paper goes first; call it again later.
    """
    from crawler.commands.connections import archive_of, night_database
    from crawler.pipeline.exit_status import TRY_AGAIN
    from crawler.pipeline.reparse import reload
    from crawler.sites import parser_build

    archive = archive_of(home)
    with night_database(home) as conn:
        outdated = _outdated(conn, keys, since, until)
        if not outdated:
            typer.echo("nothing to do: this version has read every loaded file of these papers and months")
            return
        for key, files in outdated.items():
            typer.echo(f"{key}: {len(files)} files, {sum(file.captures for file in files)} captures")
        _print_report(_compare(archive, [file for files in outdated.values() for file in files], examples))
        if not yes:
            typer.echo("nothing was changed: --yes loads it")
            return
        for key, files in outdated.items():
            if not reload(conn, archive, key, [file.name for file in files], parser_build(), typer.echo):
                raise typer.Exit(TRY_AGAIN)


@commands.command("reparse-parts", hidden=True)
def parts(keys: Keys = None, since: Since = None, until: Until = None, home: Home = None) -> None:
    """Print the parts of a re-parse as JSON: {outlet, files, build} each."""
    from crawler.commands.connections import night_database
    from crawler.pipeline.reparse import parts_of
    from crawler.sites import parser_build

    with night_database(home) as conn:
        files_of_parts = parts_of(_outdated(conn, keys, since, until))
    typer.echo(json.dumps([part | {"build": parser_build()} for part in files_of_parts]))


@commands.command("reparse-compare", hidden=True)
def compare(key: Key, files: Files, build: Build, examples: Examples = 1, home: Home = None) -> None:
    """Compare one part; print its replay as JSON."""
    from crawler.commands.connections import archive_of, night_database
    from crawler.contributor.replay_json import to_plain
    from crawler.pipeline.reparse import outdated_files, refuse_other_build

    refuse_other_build(build)
    with night_database(home) as conn:
        outdated = outdated_files(conn, key, names=files)
    typer.echo(json.dumps(to_plain(_compare(archive_of(home), outdated, examples)), ensure_ascii=False))


@commands.command("reparse-load", hidden=True)
def load(key: Key, files: Files, build: Build, home: Home = None) -> None:
    """Load one part again. Exit status 75: a crawl of the paper goes first."""
    from crawler.commands.connections import archive_of, night_database
    from crawler.pipeline.exit_status import TRY_AGAIN
    from crawler.pipeline.reparse import reload

    with night_database(home) as conn:
        if not reload(conn, archive_of(home), key, files, build, typer.echo):
            raise typer.Exit(TRY_AGAIN)


def _outdated(
    conn: "psycopg.Connection", keys: list[str] | None, since: str | None, until: str | None
) -> "dict[str, list[LoadedFile]]":
    """Return by paper the files to load again; papers without any are left out."""
    from crawler.article import months
    from crawler.outlets import catalogue, outlet_by_key
    from crawler.pipeline.reparse import outdated_files

    if until and not since:
        fail("--until goes with --since", status=2)
    chosen = months(since, until) if since else []
    papers = [outlet_by_key(key).key for key in keys or catalogue()]
    return {key: files for key in papers if (files := outdated_files(conn, key, chosen))}


def _compare(archive: "Archive", files: "list[LoadedFile]", examples: int) -> "Replay":
    """Compare the files as they were loaded with this build; what is taken down is in neither."""
    from functools import partial

    from crawler.contributor.builds import LoadedBuilds
    from crawler.contributor.replay import replay
    from crawler.warehouse import archived_takedowns, redacted_reading

    loaded = LoadedBuilds(archive, {file.name: file.build for file in files})
    return replay(
        [path for file in files if (path := archive.warc_path(file.name.partition("-")[0], file.name)).exists()],
        loaded,
        examples=examples,
        file_done=lambda _: None,
        at_hand=archive.at_hand,
        as_kept=partial(redacted_reading, takedowns=archived_takedowns(archive)),
    )


def _print_report(replay: "Replay") -> None:
    from crawler.contributor.replay_text import as_text

    typer.echo(f"articles: {replay.articles_gained} gained, {replay.articles_lost} lost")
    for line in as_text(replay):
        typer.echo(line)
