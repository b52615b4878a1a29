"""A contributor's commands: what a change of the parsers does, new papers, recorded pages."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.terminal import Home, fail, outlet_for

if TYPE_CHECKING:
    from crawler.contributor import Proposal
    from crawler.contributor.builds import Build
    from crawler.contributor.replay import Replay
    from crawler.page import SavedPage

commands = typer.Typer()


@commands.command()
def replay(  # noqa: PLR0917 - typer hands each option over by itself
    against: Annotated[
        str,
        typer.Option(
            help="The build to compare with: a git revision of this checkout (HEAD~3, main), the folder of another "
            "checkout or a wheel, or a build whose readings the archive keeps (archive/readings/BUILD)."
        ),
    ],
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's files.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many pages, those of new files first.")] = None,
    examples: Annotated[int, typer.Option(min=0, help="Examples of each kind of difference.")] = 2,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where something was lost.")] = False,
    home: Home = None,
) -> None:
    """Read the archive's pages with another build and with this one, and tell in what they differ.

    Outcomes that turned (article → layout_changed) come first, then the fields gained, lost and changed by outlet,
    then examples: address, record, '-' what the other build read, '+' what this one reads, the witness of each.
    No table and no readings file is touched. The other build runs with this one's Python and packages.

    Exit status 0 whatever was found; with --strict 1 where a field or an outcome was lost.
    """
    from crawler.commands.connections import archive_of
    from crawler.contributor.builds import NoSuchBuild, open_build
    from crawler.contributor.replay import newest_first
    from crawler.contributor.replay_text import as_text
    from crawler.outlets import outlet_by_key
    from crawler.sites import parser_build

    archive = archive_of(home)
    files = newest_first(archive, outlet_by_key(outlet).key if outlet else None)
    if not files:
        fail(f"{archive.root}: holds no sealed WARC file to replay (--home names another home)")
    try:
        with open_build(against, archive) as old:
            typer.echo(f"- {old.name}  {against}\n+ {parser_build()}  this build")
            if old.name == parser_build():
                typer.echo("the same sources: no reading can differ")
                return
            found = _compared(files, old, examples, limit)
    except NoSuchBuild as error:
        fail(str(error))
    for line in as_text(found):
        typer.echo(line)
    if strict and found.losses:
        raise typer.Exit(1)


@commands.command()
def record(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or the address to fetch it from.")],
    url: Annotated[
        str | None, typer.Option(help="The address a file was fetched from; left out, the one that it declares.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet key; found by the address where left out.")] = None,
    into: Annotated[Path, typer.Option(help="Where the twin and its expectation go.")] = Path("tests/pages"),
) -> None:
    """Save a page's scrubbed twin, nobody's text in it, and what is read on it, for a person to check.

    An address is asked politely: robots.txt obeyed, one request a second.
    """
    from crawler.contributor import record as save

    page = _saved([source], [url] if url else [])[0]
    path = save(page, outlet_for(page.url, outlet), into)
    typer.echo(f"wrote {path.with_suffix('.html')} and {path}: read both, correct the expectation, then set checked_by")


@commands.command("new-outlet")
def new_outlet(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|URL…",
            help="Saved copies of an article and, as far as there are any, of the front page, feeds, sitemaps and "
            "robots.txt, in any order; or one address of the paper.",
        ),
    ],
    url: Annotated[
        list[str] | None,
        typer.Option(help="The address of each file, in their order; left out, the one that a file declares."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Write both into this checkout's crawler/outlets, and the article's twin into tests/pages.",
        ),
    ] = False,
) -> None:
    """Propose a paper's entry and its evidence: family by signature, id rule, feeds, sections, and a page to test with.

    An address is asked politely (robots.txt obeyed, one request a second), and so are the front page, one article, the
    feeds that they link and the sitemaps that robots.txt names.
    """
    from crawler.contributor import NoArticle, NotRecognised, propose

    pages = _saved(sources, url or [], exploring=True)
    try:
        proposal = propose(*pages)
    except (NoArticle, NotRecognised) as error:
        fail(str(error))
    if write:
        _write(pages, proposal)
    else:
        typer.echo(f"# crawler/outlets/{proposal.key}.yaml\n{proposal.entry}")
        typer.echo(f"# crawler/outlets/evidence/{proposal.key}.yaml\n{proposal.evidence}", nl=False)


def _saved(sources: list[str], addresses: list[str], *, exploring: bool = False) -> "list[SavedPage]":
    """Return what files and addresses hold; an address may be given for each file, in their order."""
    from crawler.contributor.recognise import declared_address
    from crawler.page import SavedPage

    pages: list[SavedPage] = []
    given = iter(addresses)
    for source in sources:
        if source.startswith(("http://", "https://")):
            pages += _visited(source, explored=exploring and len(sources) == 1)
            continue
        file = Path(source)
        if not file.is_file():
            fail(f"{source}: no such file, and no address (http://… or https://…)", status=2)
        fetched_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        page = SavedPage(body=file.read_bytes(), url="", fetched_at=fetched_at)
        url = next(given, None) or declared_address(page)
        if url is None and file.name != "robots.txt":
            fail(f"{file}: --url is missing, and the file names no address of its own", status=2)
        pages.append(replace(page, url=url or ""))
    return pages


def _visited(url: str, *, explored: bool) -> "list[SavedPage]":
    """Fetch one address, and where `explored` what leads on from it; what did not come is told."""
    from crawler.configuration import settings
    from crawler.contributor.explore import explore
    from crawler.outlets import outlet_by_url, registered_domain
    from crawler.outlets.outlet import POLITE_DELAY_SECONDS
    from crawler.spiders.crawl import pause_seconds
    from crawler.spiders.polite_session import PoliteSession

    known, configured = outlet_by_url(url), settings()
    site = registered_domain((urlsplit(url).hostname or "").removeprefix("www."))
    own = known.delay_seconds if known else POLITE_DELAY_SECONDS
    pause = pause_seconds(own, configured.delay, configured.sample_press)
    with PoliteSession(lambda host: f".{host}".endswith(f".{site}"), pause, configured.sample_press) as session:
        if not explored:
            return [session.get(url)]
        return explore(url, session.get, session.robots, lambda error: typer.echo(f"left out: {error}", err=True))


def _write(pages: "list[SavedPage]", proposal: "Proposal") -> None:
    """Write the proposal into this checkout, and the article's twin beside the other recorded pages."""
    from crawler.contributor import record as save
    from crawler.contributor.recognise import sort_saved_files
    from crawler.outlets.catalogue import read_outlet

    checkout = Path.cwd()
    if not (checkout / "crawler" / "outlets" / "evidence").is_dir():
        fail(f"{checkout}: no checkout's root, which has crawler/outlets: --write adds the paper there")
    file = checkout / "crawler" / "outlets" / f"{proposal.key}.yaml"
    written = [file, file.parent / "evidence" / file.name]
    if there := [path for path in written if path.exists()]:
        fail(f"{there[0]}: is there already")
    file.write_text(proposal.entry, "utf8")
    written[1].write_text(proposal.evidence, "utf8")
    if article := sort_saved_files(pages).article:
        written.append(save(article, read_outlet(file), checkout / "tests" / "pages"))
    typer.echo("wrote " + ", ".join(map(str, written)) + ": fill in what is TO BE FILLED IN, and check the rest")


def _compared(files: list[Path], old: "Build", examples: int, limit: int | None) -> "Replay":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from crawler.contributor.replay import replay as compare

    columns = ("files", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=len(files))
        return compare(files, old, examples=examples, limit=limit, read=lambda _: bar.advance(task))
