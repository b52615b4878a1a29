"""The contributor's commands: what a change of the parsers does, recorded pages, new papers."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from crawler.commands.terminal import Home, fail, outlet_for

if TYPE_CHECKING:
    from crawler.archive import Archive
    from crawler.contributor import Proposal
    from crawler.contributor.builds import Build
    from crawler.contributor.replay import Replay
    from crawler.outlets import Outlet
    from crawler.page import SavedPage
    from crawler.spiders.polite_session import Exchange, PoliteSession

# A source with such an ending is a file that is not there, and no host.
_ENDINGS_OF_FILES = ("htm", "xml", "rss", "txt", "warc", "gz", "json", "yaml")

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
    strict: Annotated[bool, typer.Option("--strict", help="End with exit status 1 if something was lost.")] = False,
    home: Home = None,
) -> None:
    """Read the archive's pages with another build and with this one, and print where the readings differ.

    Outcomes that changed (article → layout_changed) come first, then the fields gained, lost and changed by outlet,
    then examples: address, record, '-' what the other build read, '+' what this one reads, the witness of each.
    It changes no table and no readings file. The other build runs with this one's Python and packages.

    Exit status 0, whatever differs; with --strict 1 if a field or an outcome was lost.
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
        with open_build(against, archive) as build:
            typer.echo(f"- {build.name}  {against}\n+ {parser_build()}  this build")
            if build.name == parser_build():
                typer.echo("the same sources: no reading can differ")
                return
            result = _compare(archive, files, build, examples, limit)
    except NoSuchBuild as error:
        fail(str(error))
    for line in as_text(result):
        typer.echo(line)
    if strict and result.losses:
        raise typer.Exit(1)


@commands.command()
def record(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or the address to fetch it from.")],
    url: Annotated[
        str | None,
        typer.Option(help="The address that a file was fetched from; left out, the one that the page declares."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet key; left out, it is found by the address.")] = None,
    into: Annotated[Path, typer.Option(help="Folder for the twin and its expectation.")] = Path("tests/pages"),
    over: Annotated[
        Path | None, typer.Option(help="The JSON file of an earlier recording of this page, which is replaced.")
    ] = None,
) -> None:
    """Save a page's scrubbed twin, which has nobody's text, and what the parser reads on it, for a person to check.

    Words, numbers and addresses are drawn by chance, so a second twin of one page is another one, with another id.
    An address is requested politely: robots.txt is obeyed, with one request a second.
    """
    page = _saved_pages([source], [url] if url else [])[0]
    path = _save_twin(page, outlet_for(page.url, outlet), into, over)
    typer.echo(f"wrote {path.with_suffix('.html')} and {path}: read both, correct the expectation, then set checked_by")


@commands.command("new-outlet")
def new_outlet(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="HOST|URL|FILE|FOLDER…",
            help="The paper's host or one address of it, to be visited; or saved copies, in any order: pages, feeds, "
            "sitemaps, robots.txt, WARC files, or a folder of them.",
        ),
    ],
    url: Annotated[
        list[str] | None,
        typer.Option(help="The address of each file, in their order; left out, the one that the page declares."),
    ] = None,
    pages: Annotated[
        int, typer.Option(min=3, help="How many pages a visit asks for at most, one a second, robots.txt apart.")
    ] = 60,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Write both into this checkout's crawler/outlets, and the article's twin into tests/pages.",
        ),
    ] = False,
    home: Home = None,
) -> None:
    """Propose a paper's entry and its evidence: family, id rules, what is no article, channels, a page to test with.

    A visit asks politely (robots.txt is obeyed, one request a second) for the front page, feeds, sitemaps, and pages of
    every shape of address, and keeps them as WARC under the home's folder `visits`, from which it can be run again.
    Parts that are doubtful are marked with their reason; what only a person can say is TO BE FILLED IN.
    """
    from crawler.contributor import NoArticle, NotRecognised, propose

    files = _saved_pages(sources, url or [], lambda address: _visited(address, pages, home))
    try:
        proposal = propose(*files)
    except (NoArticle, NotRecognised) as error:
        fail(str(error))
    if write:
        _write(proposal)
    else:
        typer.echo(f"# crawler/outlets/{proposal.key}.yaml\n{proposal.entry}")
        typer.echo(f"# crawler/outlets/evidence/{proposal.key}.yaml\n{proposal.evidence}", nl=False)
    for doubt in proposal.doubts:
        typer.echo(f"doubtful: {doubt}", err=True)


def _saved_pages(
    sources: list[str], addresses: list[str], visited: "Callable[[str], list[SavedPage]] | None" = None
) -> "list[SavedPage]":
    """Return the pages of files, folders and URLs; `addresses` are those of the files, in their order.

    A single URL or host is `visited`, if that is given.
    """
    from crawler.archive import is_record_file
    from crawler.contributor.recognise import declared_address
    from crawler.contributor.saved_copies import files_below, pages_of_warc, saved_page

    pages: list[SavedPage] = []
    remaining_addresses = iter(addresses)
    for source in sources:
        address = _address(source)
        if address:
            pages += visited(address) if visited and len(sources) == 1 else [_fetched(address)]
            continue
        if not Path(source).exists():
            fail(f"{source}: no such file or folder, and no address (http://… or https://…)", status=2)
        for file in files_below(Path(source)):
            if is_record_file(file.name):
                pages += pages_of_warc(file)
                continue
            page = saved_page(file)
            url = next(remaining_addresses, None) or page.url or declared_address(page)
            if not url and Path(source).is_dir() and file.name != "robots.txt":
                typer.echo(f"left out: {file}: it names no address of its own", err=True)
                continue
            if not url and file.name != "robots.txt":
                fail(f"{file}: --url is missing, and the file names no address of its own", status=2)
            pages.append(replace(page, url=url or ""))
    return pages


def _address(source: str) -> str | None:
    """Return the address that a source names: one that is written out, or a host that is no file; None for a file."""
    if source.startswith(("http://", "https://")):
        return source
    is_host = "." in source and "/" not in source and not Path(source).exists() and " " not in source
    return f"https://{source}/" if is_host and not source.rpartition(".")[2].startswith(_ENDINGS_OF_FILES) else None


def _fetched(url: str) -> "SavedPage":
    with _session(url) as session:
        return session.get(url)


def _visited(url: str, most_pages: int, home: Path | None) -> "list[SavedPage]":
    """Visit a paper, keep what came as WARC, and return its files; print what could not be fetched."""
    from crawler.commands.terminal import progress_bar
    from crawler.configuration import read_configuration
    from crawler.contributor.saved_copies import VisitArchive
    from crawler.contributor.visit import visit

    folder = Path(read_configuration(home).settings.home) / "visits"
    with VisitArchive(folder, url) as archive, _session(url, archive.keep) as session, progress_bar("pages") as moved:
        typer.echo(f"asking {url} and what it leads to: at most {most_pages} pages, one request a second", err=True)
        files = visit(
            url,
            session.get,
            session.robots,
            lambda error: typer.echo(f"left out: {error}", err=True),
            most_pages=most_pages,
            page_done=moved,
        )
    typer.echo(f"kept in {archive.path}: `new-outlet {archive.path}` learns from it again", err=True)
    robots = [files.robots] if files.robots else []
    return [*files.pages, *files.feeds, *files.sitemaps, *robots]


def _session(url: str, keep: "Callable[[Exchange], None] | None" = None) -> "PoliteSession":
    from crawler.configuration import settings
    from crawler.outlets import outlet_by_url, registered_domain
    from crawler.outlets.outlet import POLITE_DELAY_SECONDS
    from crawler.spiders.crawl import pause_seconds
    from crawler.spiders.polite_session import PoliteSession

    outlet, configured = outlet_by_url(url), settings()
    site = registered_domain((urlsplit(url).hostname or "").removeprefix("www."))
    delay = outlet.delay_seconds if outlet else POLITE_DELAY_SECONDS
    pause = pause_seconds(delay, configured.delay, configured.sample_press)
    return PoliteSession(lambda host: f".{host}".endswith(f".{site}"), pause, configured.sample_press, keep)


def _save_twin(page: "SavedPage", outlet: "Outlet", folder: Path, over: Path | None = None) -> Path:
    """Record a page's twin, and say in which fields the twin is read in another way than the page."""
    from crawler.contributor import TwinLeaks
    from crawler.contributor import record as write_twin

    try:
        recording = write_twin(page, outlet, folder, over)
    except TwinLeaks as error:
        fail(str(error))
    if recording.differences:
        typer.echo(f"the twin is read in another way than the page in: {', '.join(recording.differences)}", err=True)
    return recording.path


def _write(proposal: "Proposal") -> None:
    """Write the proposal into this checkout, and the article's twin to the other recorded pages."""
    from crawler.outlets.catalogue import read_outlet

    checkout = Path.cwd()
    if not (checkout / "crawler" / "outlets" / "evidence").is_dir():
        fail(f"{checkout}: no checkout's root, which has crawler/outlets: --write adds the paper there")
    file = checkout / "crawler" / "outlets" / f"{proposal.key}.yaml"
    paths = [file, file.parent / "evidence" / file.name]
    if existing := [path for path in paths if path.exists()]:
        fail(f"{existing[0]}: is there already")
    file.write_text(proposal.entry, "utf8")
    paths[1].write_text(proposal.evidence, "utf8")
    paths.append(_save_twin(proposal.article, read_outlet(file), checkout / "tests" / "pages"))
    typer.echo("wrote " + ", ".join(map(str, paths)) + ": fill in what is TO BE FILLED IN, and check the rest")
    typer.echo(f"a person has to say: {', '.join(proposal.to_say)}; and unit_today and province of the evidence")


def _compare(archive: "Archive", files: list[Path], build: "Build", examples: int, limit: int | None) -> "Replay":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from crawler.contributor.replay import replay as compare_builds

    columns = ("files", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=len(files))
        return compare_builds(
            files,
            build,
            examples=examples,
            limit=limit,
            file_done=lambda _: bar.advance(task),
            at_hand=archive.at_hand,
        )
