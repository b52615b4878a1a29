"""One address, one saved page: whose it is, and what the parser reads in it."""

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
    from crawler.outlets import identify as find
    from crawler.outlets import outlet_by_url

    found = find(url)
    if found is None:
        owner = outlet_by_url(url)
        fail(f"{url}: no article of {owner.key}" if owner else f"{url}: no outlet of the catalogue has this host")
    if as_json:
        row = {"outlet": found.outlet, "id_space": found.id_space, "native_id": found.native_id}
        typer.echo(json.dumps(row | {"article_id": found.article_id}))
    else:
        typer.echo(f"{found.outlet}  {found.id_space}  {found.native_id}  (article_id {found.article_id})")


@commands.command()
def parse(  # noqa: PLR0917 - typer hands each option over by itself
    file: Annotated[Path, typer.Argument(help="A saved page, or a sealed WARC (*.warc.gz).")],
    url: Annotated[str | None, typer.Option(help="The address the page was fetched from (not for a WARC).")] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet key; found by the URL where left out.")] = None,
    as_json: AsJson = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Print each field's witnesses, which was believed, and its place.")
    ] = False,
    home: Home = None,
) -> None:
    """Read a saved page and print the article or why it is none; over a WARC write its readings file."""
    if file.name.endswith(".warc.gz"):
        typer.echo(_parse_warc(file, home))
        return
    if url is None:
        fail("--url is missing: the address says which outlet's rules apply", status=2)
    from crawler.page import SavedPage
    from crawler.sites import read

    page = SavedPage(body=file.read_bytes(), url=url, fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC))
    found = outlet_for(url, outlet)
    _print_reading(read(page, found), as_json)
    if explained:
        _print_witnesses(page, found)


@commands.command("write-readings", hidden=True)
def write_readings(home: Home = None) -> None:
    """Read the WARC files named on standard input, a path a line, and write their readings files; answer each.

    The first line names the package and its build. It is how `replay` asks another build.
    """
    from crawler.sites import parser_build

    print(Path(__file__).parents[1], parser_build(), sep="\t", flush=True)
    for line in sys.stdin:
        answer = "read"
        try:
            _parse_warc(Path(line.rstrip("\n")), home)
        except (Exception, SystemExit) as error:  # one file's failure is told, and the next is read
            answer = f"failed\t{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


def _parse_warc(file: Path, home: Path | None) -> str:
    """Write a WARC file's readings and return what they are, by kind and count."""
    from crawler.archive import captures
    from crawler.commands.connections import archive_of
    from crawler.outlets import outlet_by_url
    from crawler.pipeline.load import readings_of

    owner = next((o for c in captures(file) if c.kind == "response" and (o := outlet_by_url(c.url))), None)
    if owner is None:
        fail(f"{file}: holds no page of an outlet of the catalogue")
    outcomes = Counter(type(r.result).__name__ for r in readings_of(archive_of(home), file, owner))
    return f"{file.name}: " + ", ".join(f"{n} {kind}" for kind, n in outcomes.most_common())


def _print_reading(reading: "Reading", as_json: bool) -> None:
    """Print the article with its evidence as the design's JSON, or the outcome that it is none."""
    import msgspec

    from crawler.article import ArticleRead

    result = reading.result
    shown = msgspec.to_builtins(result)
    if isinstance(result, ArticleRead):
        article = result.article
        shown = shown["article"] | {
            "text_hash": article.text_hash,
            "attr_hash": article.attr_hash,
            "parser": f"{reading.build} {reading.parser}",
            "evidence": result.evidence,
            "problems": shown["problems"],
            "unclaimed": result.unclaimed,
        }
    if as_json or not isinstance(result, ArticleRead):
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        typer.echo(_as_text(result))


def _print_witnesses(page: "SavedPage", found: "Outlet") -> None:
    """Print what each place of the page says of each field; '>' marks the one that was believed."""
    from crawler.contributor import explain

    for field, witnesses in explain(page, found).items():
        typer.echo(f"\n{field}")
        for witness in witnesses:
            typer.echo(f" {'>' if witness.believed else ' '} {witness.name}\n     at {witness.path or 'no one place'}")
            if witness.says:
                typer.echo(f"     says {witness.says}")


def _as_text(result: "ArticleRead") -> str:
    article = result.article
    lines = [
        article.headline or "(no headline)",
        " | ".join(x for x in [article.published_at, " > ".join(article.section), article.byline_raw] if x),
        "",
        article.lead or "(no lead)",
        *(f"  {block.text}" for block in article.body),
        *(f"  [picture] {image.caption or ''} ({image.credit or 'no credit'})" for image in article.images),
        *(f"! {p.field}: {p.code} {p.detail}" for p in result.problems),
        *(f"? unclaimed: {text}" for text in result.unclaimed),
    ]
    return "\n".join(lines)
