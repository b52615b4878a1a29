"""The command `completeness`: what the meter shows of a run, and which numbers nobody announced."""

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import AsJson, Home

if TYPE_CHECKING:
    import psycopg

    from crawler.outlets import Outlet
    from crawler.quality.completeness import Completeness

commands = typer.Typer()


@commands.command()
def completeness(
    keys: Annotated[list[str] | None, typer.Argument(help="Which papers (default: the night's).")] = None,
    run: Annotated[str, typer.Option("--run", help="Which run (default: each paper's newest).")] = "",
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Tell how many of the numbers that a paper gave its articles were announced, and name the others.

    A number need not be an article: systems also number drafts, pictures and other editions. So look for what is
    usual of the paper, and at the neighbours' times. Papers whose ids are no close sequence are unknown.
    """
    from contextlib import closing

    from crawler.commands.connections import database_of
    from crawler.configuration import read_configuration
    from crawler.outlets import nightly_outlets, outlet_by_key

    wanted = [outlet_by_key(key) for key in keys or nightly_outlets(read_configuration(home).settings.outlets)]
    with closing(database_of(home)) as conn:
        found = [(paper, _meters(conn, paper, run)) for paper in wanted]
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode([row for paper, meters in found for row in _rows(paper, meters)]).decode())
        return
    for paper, meters in found:
        typer.echo(f"{paper.key}  {paper.name}")
        for meter in meters or []:
            typer.echo("\n".join([f"  {meter}", *(f"    {gap} {gap.between}" for gap in meter.gaps)]))
        if not meters:
            typer.echo(f"  unknown: {_why_not(paper, meters)}")


def _meters(conn: "psycopg.Connection", paper: "Outlet", run: str) -> "list[Completeness] | None":
    """Return what the meter shows; None where no crawl of the paper is loaded."""
    from crawler.quality import newest_run
    from crawler.quality.completeness import completeness as measure

    wanted = run or newest_run(conn, paper.key)
    return None if wanted is None else measure(conn, paper.key, wanted)


def _why_not(paper: "Outlet", meters: "list[Completeness] | None") -> str:
    if meters is None:
        return "no crawl is loaded yet"
    if not any(space.decimal for space in paper.id_spaces):
        return "its ids are no numbers"
    return "the run saw no new number"


def _rows(paper: "Outlet", meters: "list[Completeness] | None") -> list[dict[str, object]]:
    """Return a row for each numbering system; of a paper without one, a row that says why."""
    if not meters:
        return [{"outlet": paper.key, "id_space": None, "unknown": _why_not(paper, meters)}]
    return [
        {
            "outlet": paper.key,
            "id_space": meter.id_space,
            "unknown": None if meter.is_sequence else "no sequence",
            "seen": meter.seen,
            "unseen": meter.unseen,
            "usual": meter.usual,
            "clearly_below": meter.clearly_below,
            "not_announced": [n for gap in meter.named for n in gap.numbers],
            "gaps": [
                {"first": gap.numbers[0], "last": gap.numbers[-1], "after_at": gap.after_at, "before_at": gap.before_at}
                for gap in meter.named
            ],
        }
        for meter in meters
    ]
