"""The demo: all of the project on one machine, with invented papers."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def demo(
    home: Annotated[
        Path | None, typer.Option("--home", help="State folder (default: baotinh-demo in the user's data folder).")
    ] = None,
    leave: Annotated[bool, typer.Option("--exit", help="Leave after the run; 0 only where it succeeded.")] = False,
    switch: Annotated[
        list[str] | None,
        typer.Option("--switch", help="Make a paper misbehave: OUTLET:NAME[=VALUE], such as baocamau:http_500."),
    ] = None,
    outlets: Annotated[
        str | None,
        typer.Option(help="Which papers: all (one or more of each province), or keys: baoangiang,baodaklak."),
    ] = None,
) -> None:
    """Show it all on this machine: PostgreSQL, six invented papers or more, Airflow, one night, the rows.

    DATABASE_URL puts the tables into a PostgreSQL of yours instead of an embedded one.
    """
    import platformdirs

    from crawler.local.demo import demo as run

    where = home or Path(platformdirs.user_data_dir("baotinh-demo"))
    if not run(where.expanduser().absolute(), typer.echo, leave=leave, switches=switch or [], outlets=outlets):
        raise typer.Exit(1)
