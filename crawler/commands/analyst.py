"""The analyst's commands: the data dictionary, articles as files, and how to cite one."""

import json
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from crawler.commands.terminal import AsJson, Home, progress_bar

commands = typer.Typer()


@commands.command()
def dictionary(home: Home = None) -> None:
    """Print the data dictionary: every table, view, column and function, in the database's own words (Markdown)."""
    from crawler.commands.connections import database_of
    from crawler.database import dictionary as data_dictionary

    with closing(database_of(home)) as conn:
        typer.echo(data_dictionary(conn), nl=False)


@commands.command()
def export(  # noqa: PLR0917 - typer hands each option over by itself
    into: Annotated[
        Path,
        typer.Argument(help="A new folder for the rows and manifest.json; it is made only if the export succeeds."),
    ],
    form: Annotated[
        Literal["parquet", "csv", "jsonl"], typer.Option("--format", help="Format of the rows.")
    ] = "parquet",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication.")] = None,
    province: Annotated[
        str | None, typer.Option(help="Province of the paper, by name or code: 'An Giang' or 91.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="One paper, by key or name.")] = None,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="With the bodies; to publish them again needs the papers' consent.")
    ] = False,
    home: Home = None,
) -> None:
    """Write articles to a file for pandas, DuckDB or a spreadsheet: a row an article, the columns of news.articles.

    Without --full-text it has everything but the body: headline, lead, byline, section, tags, dates, address. The
    manifest says what was asked for and when, gives the file's sha256, and says how to cite it. No article that was
    taken down is in the file.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import restore_takedowns
    from crawler.warehouse.export import BadExport, Filters
    from crawler.warehouse.export import export as write_export

    filters = Filters(since and since.date(), until and until.date(), province, outlet)
    with closing(database_of(home)) as conn, progress_bar("articles") as progress:
        # A database that was restored from a copy may lack the newest takedowns; the archive has them.
        restore_takedowns(conn, archive_of(home))
        try:
            manifest = write_export(conn, into, form, filters, full_text=full_text, progress=progress)
        except BadExport as error:
            raise typer.BadParameter(str(error)) from None
    typer.echo(f"wrote {manifest.rows:,} articles to {into / manifest.file} ({manifest.bytes:,} bytes)")
    typer.echo(f"cite: {manifest.cite_as}")
    if full_text:
        typer.echo(manifest.terms)


@commands.command()
def cite(
    article: Annotated[str, typer.Argument(help="The article's address or its article_id.")],
    revision: Annotated[
        int | None, typer.Option(min=1, help="Number of an earlier revision (default: the newest).")
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print how to cite an article: a capture's record id and time, the text's hash, a footnote.

    If its paper removed the article, it says between which captures; if it was taken down here, it says only that.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import cite as find_citation
    from crawler.warehouse import restore_takedowns

    with closing(database_of(home)) as conn:
        restore_takedowns(conn, archive_of(home))
        citation = asdict(find_citation(conn, article, revision))
    if as_json:
        typer.echo(json.dumps(citation, ensure_ascii=False, indent=1))
        return
    typer.echo(citation.pop("words"))
    for name, value in citation.items():
        if value is not None:
            typer.echo(f"  {name:22} {' … '.join(value) if isinstance(value, tuple) else value}")
