"""The commands of one address or one saved page: whose article it is, and what the parser reads on it."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import AsJson, Home, fail, outlet_for

if TYPE_CHECKING:
    from crawler.article import ArticleRead, Reading
    from crawler.outlets import Outlet
    from crawler.page import SavedPage

commands = typer.Typer()


@commands.command()
def identify(url: str, as_json: AsJson = False) -> None:
    """Print whose article an address is: outlet, id space, native id, article_id."""
    from crawler.outlets import identify as find_identity
    from crawler.outlets import outlet_by_url

    identity = find_identity(url)
    if identity is None:
        outlet = outlet_by_url(url)
        fail(f"{url}: no article of {outlet.key}" if outlet else f"{url}: no outlet of the catalogue has this host")
    if as_json:
        row = {"outlet": identity.outlet, "id_space": identity.id_space, "native_id": identity.native_id}
        typer.echo(json.dumps(row | {"article_id": identity.article_id}))
    else:
        typer.echo(f"{identity.outlet}  {identity.id_space}  {identity.native_id}  (article_id {identity.article_id})")


@commands.command()
def parse(  # noqa: PLR0917 - typer hands each option over by itself
    file: Annotated[Path, typer.Argument(help="A saved page, or a file of WARC or ARC records, of whatever program.")],
    url: Annotated[
        str | None, typer.Option(help="The address that the page was fetched from (not for a WARC).")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet key; left out, it is found by the address.")] = None,
    as_json: AsJson = False,
    explained: Annotated[
        bool,
        typer.Option(
            "--explain", help="Also print each field's witnesses, their places on the page, and which one was believed."
        ),
    ] = False,
    home: Home = None,
) -> None:
    """Read a saved page and print the article, or why it is not an article; for a WARC, write its readings file."""
    from crawler.archive import is_record_file

    if is_record_file(file.name):
        typer.echo(_parse_warc(file, home))
        return
    if url is None:
        fail("--url is missing: the address says which outlet's rules apply", status=2)
    from crawler.page import SavedPage
    from crawler.sites import read

    page = SavedPage(body=file.read_bytes(), url=url, fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC))
    owner = outlet_for(url, outlet)
    _print_reading(read(page, owner), as_json)
    if explained:
        _print_witnesses(page, owner)


@commands.command("write-readings", hidden=True)
def write_readings(home: Home = None) -> None:
    """Read the WARC files named on standard input, a path a line; write their readings files, and answer each.

    The first line of the output names the package and its build. `replay` runs another build by this command.
    """
    from crawler.sites import parser_build

    print(Path(__file__).parents[1], parser_build(), sep="\t", flush=True)
    for line in sys.stdin:
        answer = "read"
        try:
            _parse_warc(Path(line.rstrip("\n")), home)
        except (Exception, SystemExit) as error:  # a failure is answered, and the next file is read
            answer = f"failed\t{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


def _parse_warc(file: Path, home: Path | None) -> str:
    """Write the readings file of a WARC file; return a line with the count of each outcome."""
    from crawler.archive import captures
    from crawler.commands.connections import archive_of
    from crawler.pipeline.load import readings_of

    urls = (capture.url for capture in captures(file) if capture.kind == "response")
    outlet = next((outlet for url in urls if (outlet := _outlet_of(url))), None)
    if outlet is None:
        fail(f"{file}: holds no page of an outlet of the catalogue")
    outcomes = Counter(type(reading.result).__name__ for reading in readings_of(archive_of(home), file, outlet))
    return f"{file.name}: " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())


def _outlet_of(url: str) -> "Outlet | None":
    """Return the outlet of an address in a file of whatever program, where anything may stand for an address."""
    from crawler.outlets import BadAddress, outlet_by_url

    try:
        return outlet_by_url(url)
    except BadAddress:
        return None


def _print_reading(reading: "Reading", as_json: bool) -> None:
    """Print the article as text, or with its evidence as JSON; of another outcome, always JSON."""
    import msgspec

    from crawler.article import ArticleRead

    result = reading.result
    fields = msgspec.to_builtins(result)
    if isinstance(result, ArticleRead):
        article = result.article
        fields = fields["article"] | {
            "text_hash": article.text_hash,
            "attr_hash": article.attr_hash,
            "parser": f"{reading.build} {reading.parser}",
            "evidence": result.evidence,
            "problems": fields["problems"],
            "unclaimed": result.unclaimed,
        }
    if as_json or not isinstance(result, ArticleRead):
        typer.echo(json.dumps(fields, ensure_ascii=False, indent=1))
    else:
        typer.echo(_as_text(result))


def _print_witnesses(page: "SavedPage", outlet: "Outlet") -> None:
    """Print the declared places that match nothing, then each field's witnesses; '>' marks the believed one."""
    from crawler.contributor import dead_places, explain

    if dead := dead_places(page, outlet):
        typer.echo("\nno element of the page is at a declared place of:")
        for field, places in dead.items():
            typer.echo(f" ! {field:13} {', '.join(places)}")
    for field, witnesses in explain(page, outlet).items():
        typer.echo(f"\n{field}")
        for witness in witnesses:
            typer.echo(f" {'>' if witness.believed else ' '} {witness.name}\n     at {witness.path or 'no one place'}")
            if witness.text:
                typer.echo(f"     says {witness.text}")


def _as_text(result: "ArticleRead") -> str:
    article = result.article
    lines = [
        article.headline or "(no headline)",
        " | ".join(part for part in [article.published_at, " > ".join(article.section), article.byline_raw] if part),
        "",
        article.lead or "(no lead)",
        *(f"  {block.text}" for block in article.body),
        *(f"  [picture] {image.caption or ''} ({image.credit or 'no credit'})" for image in article.images),
        *(f"! {p.field}: {p.code} {p.detail}" for p in result.problems),
        *(f"? unclaimed: {text}" for text in result.unclaimed),
    ]
    return "\n".join(lines)
