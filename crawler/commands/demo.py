"""The command `demo`: the whole project on one machine, with invented papers."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def demo(
    home: Annotated[
        Path | None, typer.Option("--home", help="State folder (default: baotinh-demo in the user's data folder).")
    ] = None,
    leave: Annotated[
        bool, typer.Option("--exit", help="End after the run, with exit status 0 only if it succeeded.")
    ] = False,
    switch: Annotated[
        list[str] | None,
        typer.Option("--switch", help="Make a paper misbehave: OUTLET:NAME[=VALUE], such as baocamau:http_500."),
    ] = None,
    outlets: Annotated[
        str | None,
        typer.Option(help="Which papers: all (one or more of each province), or keys: baoangiang,baodaklak."),
    ] = None,
) -> None:
    """Show the whole project on this machine: PostgreSQL, six or more invented papers, Airflow, one night, the rows.

    With DATABASE_URL the tables are made in your own PostgreSQL instead of an embedded one.
    """
    import platformdirs

    from crawler.local.demo import demo as run_demo

    folder = home or Path(platformdirs.user_data_dir("baotinh-demo"))
    if not run_demo(folder.expanduser().absolute(), typer.echo, leave=leave, switches=switch or [], outlets=outlets):
        raise typer.Exit(1)
