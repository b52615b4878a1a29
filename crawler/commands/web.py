"""The command `web`: the reading room on this machine."""

from typing import Annotated

import typer

from crawler.commands.terminal import Home

commands = typer.Typer()


@commands.command()
def web(
    port: Annotated[
        int | None, typer.Option(min=1024, max=65535, help="Port on 127.0.0.1 (default: BAOTINH_WEB_PORT, or 8090).")
    ] = None,
    home: Home = None,
) -> None:
    """Serve the reading room until Ctrl-C: search, articles with their evidence, coverage of 28 nights, a JSON API.

    It reads by the analyst's login and changes nothing. `baotinh up` serves it as well.
    """
    from crawler.configuration import read_configuration
    from crawler.local.reading_room import PORT
    from crawler.local.status import analyst_url
    from crawler.web.serve import HOST, serve

    settings = read_configuration(home).settings
    if not settings.reader_url:
        analyst_url(settings)  # a database that is away is said now, not on every page
    chosen = port or settings.web_port or PORT
    typer.echo(f"Reading room: http://{HOST}:{chosen}/  (Ctrl-C ends it)")
    serve(settings, chosen)
