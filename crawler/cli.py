"""The command `baotinh`: it joins the commands, and prints an expected failure as one line."""

import typer

from crawler.commands import (
    alert,
    analyst,
    analyst_logins,
    completeness,
    contributor,
    database,
    demo,
    enrichment,
    metrics,
    night,
    operator,
    outlets,
    pages,
    repair,
    reparse,
    takedown,
    web,
)
from crawler.commands.plain_output import escape_output
from crawler.commands.terminal import fail

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Báo Tỉnh: crawl Việt Nam's provincial papers, keep their pages, query them in PostgreSQL.\n\n"
    "Start with `baotinh outlets`; `crawl`, then `load`, bring an outlet's news into the database.",
)

for module in (
    demo,
    operator,
    web,
    metrics,
    night,
    alert,
    pages,
    contributor,
    repair,
    reparse,
    completeness,
    database,
    analyst,
    enrichment,
    takedown,
):
    app.add_typer(module.commands)
app.add_typer(analyst_logins.commands, name="analyst")
app.add_typer(outlets.commands, name="outlets", invoke_without_command=True)


def main() -> None:
    """Run the command line; an expected failure is one clear line on standard error, never a traceback."""
    import psycopg

    from crawler.archive.store import failures
    from crawler.article import BadMonth
    from crawler.configuration import BadConfiguration, settings
    from crawler.database import CannotMigrate, DatabaseDown, Undocumented
    from crawler.local.failure import LocalFailure
    from crawler.outlets import BadAddress, CatalogueError, UnknownOutlet
    from crawler.warehouse import BadTakedown, NoSuchArticle

    escape_output()
    try:
        settings()
        app()
    except (
        BadAddress,
        BadConfiguration,
        BadMonth,
        BadTakedown,
        CannotMigrate,
        CatalogueError,
        DatabaseDown,
        LocalFailure,
        NoSuchArticle,
        OSError,
        Undocumented,
        UnknownOutlet,
    ) as error:
        fail(str(error))
    except failures() as error:
        fail(f"the archive's bucket does not answer: {error} (`baotinh doctor` says more)")
    except psycopg.Error as error:
        fail(f"the database refused: {str(error).strip().splitlines()[0]} (does `baotinh migrate` help?)")
