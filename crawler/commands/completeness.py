"""The command `completeness`: how many of the article numbers of a run were announced, and which were not."""

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
    """Print how many of the numbers that a paper gave its articles were announced, and list the others.

    A number need not be an article: systems also number drafts, pictures and other editions. So compare with what is
    usual for the paper, and look at the neighbours' times. For a paper whose ids are not a dense sequence nothing is
    known.
    """
    from contextlib import closing

    from crawler.commands.connections import database_of
    from crawler.configuration import read_configuration
    from crawler.outlets import nightly_outlets, outlet_by_key

    papers = [outlet_by_key(key) for key in keys or nightly_outlets(read_configuration(home).settings.outlets)]
    with closing(database_of(home)) as conn:
        results = [(paper, _measure(conn, paper, run)) for paper in papers]
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode([row for paper, meters in results for row in _rows(paper, meters)]).decode())
        return
    for paper, meters in results:
        typer.echo(f"{paper.key}  {paper.name}")
        for meter in meters or []:
            typer.echo("\n".join([f"  {meter}", *(f"    {gap} {gap.between}" for gap in meter.gaps)]))
        if not meters:
            typer.echo(f"  unknown: {_why_unknown(paper, meters)}")


def _measure(conn: "psycopg.Connection", paper: "Outlet", run: str) -> "list[Completeness] | None":
    """Return the completeness of each id space; None if no crawl of the paper is loaded."""
    from crawler.quality import newest_run
    from crawler.quality.completeness import completeness as measure

    run_id = run or newest_run(conn, paper.key)
    return None if run_id is None else measure(conn, paper.key, run_id)


def _why_unknown(paper: "Outlet", meters: "list[Completeness] | None") -> str:
    if meters is None:
        return "no crawl is loaded yet"
    if not any(space.decimal for space in paper.id_spaces):
        return "its ids are not numbers"
    return "the run saw no new number"


def _rows(paper: "Outlet", meters: "list[Completeness] | None") -> list[dict[str, object]]:
    """Return a row for each numbering system; for a paper without one, a row that says why it is unknown."""
    if not meters:
        return [{"outlet": paper.key, "id_space": None, "unknown": _why_unknown(paper, meters)}]
    return [
        {
            "outlet": paper.key,
            "id_space": meter.id_space,
            "unknown": None if meter.is_sequence else "no sequence",
            "seen": meter.seen,
            "unseen": meter.unseen,
            "usual": meter.usual,
            "clearly_below": meter.is_clearly_below,
            "not_announced": [n for gap in meter.named_gaps for n in gap.numbers],
            "gaps": [
                {"first": gap.numbers[0], "last": gap.numbers[-1], "after_at": gap.after_at, "before_at": gap.before_at}
                for gap in meter.named_gaps
            ],
        }
        for meter in meters
    ]
