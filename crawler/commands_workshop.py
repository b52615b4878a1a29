"""A contributor's commands: what a change of the parsers does, new papers, recorded pages."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from crawler.workshop.builds import Build
    from crawler.workshop.replay import Replay

commands = typer.Typer()

Home = Annotated[
    Path | None, typer.Option("--home", envvar="BAOTINH_HOME", help="State folder (default: the user's data folder).")
]


@commands.command()
def replay(  # noqa: PLR0917 - typer hands each option over by itself
    against: Annotated[
        str,
        typer.Option(
            help="The build to compare with: a git revision of this checkout (HEAD~3, main), the folder of another "
            "checkout or a wheel, or a build whose readings the archive keeps (archive/readings/BUILD)."
        ),
    ],
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's files.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many pages, those of new files first.")] = None,
    examples: Annotated[int, typer.Option(min=0, help="Examples of each kind of difference.")] = 2,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where something was lost.")] = False,
    home: Home = None,
) -> None:
    """Read the archive's pages with another build and with this one, and tell in what they differ.

    Outcomes that turned (article → layout_changed) come first, then the fields gained, lost and changed by outlet,
    then examples: address, record, '-' what the other build read, '+' what this one reads, the witness of each.
    No table and no readings file is touched. The other build runs with this one's Python and packages.

    Exit status 0 whatever was found; with --strict 1 where a field or an outcome was lost.
    """
    from crawler.archive import Archive
    from crawler.configuration import settings
    from crawler.outlets import outlet as find
    from crawler.sites import build
    from crawler.workshop.builds import NoSuchBuild, other
    from crawler.workshop.replay import newest_first
    from crawler.workshop.replay_text import as_text

    archive = Archive((home or Path(settings().home)) / "archive")
    files = newest_first(archive, find(outlet).key if outlet else None)
    if not files:
        _fail(f"{archive.root}: holds no sealed WARC file to replay (--home names another home)")
    try:
        with other(against, archive) as old:
            typer.echo(f"- {old.name}  {against}\n+ {build()}  this build")
            if old.name == build():
                typer.echo("the same sources: no reading can differ")
                return
            found = _compared(files, old, examples, limit)
    except NoSuchBuild as error:
        _fail(str(error))
    for line in as_text(found):
        typer.echo(line)
    if strict and found.losses:
        raise typer.Exit(1)


def _compared(files: list[Path], old: "Build", examples: int, limit: int | None) -> "Replay":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from crawler.workshop.replay import replay as compare

    columns = ("files", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=len(files))
        return compare(files, old, examples=examples, limit=limit, read=lambda _: bar.advance(task))


def _fail(text: str) -> NoReturn:
    typer.echo(f"baotinh: {text}", err=True)
    raise typer.Exit(1)
