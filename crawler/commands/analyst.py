"""The analyst's commands: the data dictionary, articles as files, and how to cite one."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crawler.commands.terminal import AsJson, Home, fail, progress_bar

if TYPE_CHECKING:
    import psycopg

    from crawler.warehouse.dataset import Selection

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
        typer.Argument(
            help="A new folder, made only if the export succeeds; with --format dataset also one to bring up to date."
        ),
    ],
    form: Annotated[
        Literal["parquet", "csv", "jsonl", "dataset"],
        typer.Option("--format", help="One file of articles, or dataset: every subject by paper and month."),
    ] = "parquet",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication.")] = None,
    province: Annotated[
        str | None, typer.Option(help="Province of the paper, by name or code: 'An Giang' or 91.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="One paper, by key or name.")] = None,
    query: Annotated[str | None, typer.Option(help="Words as in news.search: 'sạt lở \"đê biển\" -họp'.")] = None,
    section: Annotated[str | None, typer.Option(help="A step of the breadcrumb, as in news.search.")] = None,
    sample: Annotated[
        float | None,
        typer.Option(min=0.000001, max=1, help="Only for a dataset: this share of the articles, drawn by their ids."),
    ] = None,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="With the bodies; to publish them again needs the papers' consent.")
    ] = False,
    home: Home = None,
) -> None:
    """Write articles to a file for pandas, DuckDB or a spreadsheet: a row an article, the columns of news.articles.

    Without --full-text it has everything but the body: headline, lead, byline, section, tags, dates, address. The
    manifest says what was asked for and when, gives the file's sha256, and says how to cite it. No article that was
    taken down is in the file. With --format dataset the folder holds every subject (articles, versions, places,
    documents, officials, stories, coverage, proof …) with a card, a Data Package and a file for Datasette; asked for
    again, it writes only what changed.
    """
    from crawler.commands.connections import archive_of, database_of
    from crawler.warehouse import restore_takedowns
    from crawler.warehouse.dataset import Selection
    from crawler.warehouse.export import CONSENT, BadExport, Filters
    from crawler.warehouse.export import export as write_export

    filters = Filters(since and since.date(), until and until.date(), province, outlet, query, section)
    with closing(database_of(home)) as conn, progress_bar("rows") as progress:
        # A database that was restored from a copy may lack the newest takedowns; the archive has them.
        restore_takedowns(conn, archive_of(home))
        try:
            if form == "dataset":
                lines = _dataset(conn, into, Selection(filters, full_text, sample), progress)
            elif sample is not None:
                raise BadExport("--sample is for --format dataset")
            else:
                manifest = write_export(conn, into, form, filters, full_text=full_text, progress=progress)
                lines = [
                    f"wrote {manifest.rows:,} articles to {into / manifest.file} ({manifest.bytes:,} bytes)",
                    f"cite: {manifest.cite_as}",
                ]
        except BadExport as error:
            raise typer.BadParameter(str(error)) from None
    typer.echo("\n".join([*lines, *([CONSENT] if full_text else [])]))


def _dataset(
    conn: "psycopg.Connection", into: Path, selection: "Selection", progress: Callable[[int, int], None]
) -> list[str]:
    from crawler.warehouse.dataset import write_dataset

    done = write_dataset(conn, into, selection, progress)
    return [
        f"{into}: {done.articles:,} articles; wrote {len(done.written):,} files, removed {len(done.removed):,}, left "
        f"{done.unchanged:,} as they were",
        f"cite: {done.cite_as}",
    ]


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


@commands.command()
def mcp(home: Home = None) -> None:
    """Serve read-only tools (search, article, document, coverage, schema) to a program that speaks MCP, by its pipes.

    The tools read as the role `analyst`: what this login may not read, no tool tells. It needs the extra `mcp`.
    """
    from crawler.configuration import read_configuration
    from crawler.local.status import analyst_url

    url = analyst_url(read_configuration(home).settings)
    try:
        from crawler.mcp_server import server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != "mcp":
            raise
        fail("the extra `mcp` is not installed: `uv sync --extra mcp`, or `pip install 'baotinh[mcp]'`")
    server(url).run("stdio")
