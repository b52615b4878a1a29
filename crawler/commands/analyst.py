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
    from crawler.database import dictionary as describe

    with closing(database_of(home)) as conn:
        typer.echo(describe(conn), nl=False)


@commands.command()
def export(  # noqa: PLR0917 - typer hands each option over by itself
    into: Annotated[Path, typer.Argument(help="A new folder: it gets the rows and manifest.json, or is not made.")],
    form: Annotated[Literal["parquet", "csv", "jsonl"], typer.Option("--format", help="Of the rows.")] = "parquet",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication.")] = None,
    province: Annotated[str | None, typer.Option(help="Of the paper, by name or code: 'An Giang' or 91.")] = None,
    outlet: Annotated[str | None, typer.Option(help="One paper, by key or name.")] = None,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="With the bodies: publishing them again needs the papers' consent.")
    ] = False,
    home: Home = None,
) -> None:
    """Write articles to a file for pandas, DuckDB or a spreadsheet: the columns of news.articles, a row an article.

    Without --full-text everything but the body: headline, lead, byline, section, tags, dates, address. The manifest
    says what was asked, when, and the file's sha256, and how to cite it. What is taken down is never in it.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import restore_takedowns
    from crawler.warehouse.export import BadExport, Filters
    from crawler.warehouse.export import export as write

    filters = Filters(since and since.date(), until and until.date(), province, outlet)
    with closing(database_of(home)) as conn, progress_bar("articles") as tell:
        # A database brought back from a copy may not know the newest takedowns yet; the archive does.
        restore_takedowns(conn, archive_of(home))
        try:
            done = write(conn, into, form, filters, full_text=full_text, tell=tell)
        except BadExport as error:
            raise typer.BadParameter(str(error)) from None
    typer.echo(f"wrote {done.rows:,} articles to {into / done.file} ({done.bytes:,} bytes)\ncite: {done.cite_as}")
    if full_text:
        typer.echo(done.terms)


@commands.command()
def cite(
    article: Annotated[str, typer.Argument(help="The article's address or its article_id.")],
    revision: Annotated[int | None, typer.Option(min=1, help="Of an earlier text (default: the newest).")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print how to cite an article: its capture's record id and time, the hash of its text, and words for a footnote.

    One that its paper removed says between which captures; one that was removed here on request says so, and no more.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import cite as find
    from crawler.warehouse import restore_takedowns

    with closing(database_of(home)) as conn:
        restore_takedowns(conn, archive_of(home))
        found = asdict(find(conn, article, revision))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    typer.echo(found.pop("words"))
    for name, value in found.items():
        if value is not None:
            typer.echo(f"  {name:22} {' … '.join(value) if isinstance(value, tuple) else value}")
