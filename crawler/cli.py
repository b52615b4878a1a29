"""The command `baotinh`: one short function a command; the work is done in the rooms below."""

import json
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler import (
    commands_analyst,
    commands_completeness,
    commands_enrichment,
    commands_outlets,
    commands_takedown,
    commands_workshop,
)
from crawler.local.commands import commands
from crawler.terminal import AsJson, Home, counting, fail, outlet_for

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from crawler.archive import Archive, SavedPage
    from crawler.article import ArticleRead, Reading
    from crawler.outlets import Outlet
    from crawler.warehouse import CaptureRef

# sysexits.h EX_TEMPFAIL: what the DAG waits on and tries again, instead of calling the outlet red.
SITE_BUSY = 75
# A backfill that holds the site sees this crawl wait, and gives way after its present request.
PATIENCE_SECONDS = 10

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Báo Tỉnh: crawl Việt Nam's provincial papers, keep their pages, query them in PostgreSQL.\n\n"
    "Start with `baotinh outlets`; `crawl`, then `load`, bring an outlet's news into the database.",
)

app.add_typer(commands)
app.add_typer(commands_analyst.commands)
app.add_typer(commands_completeness.commands)
app.add_typer(commands_enrichment.commands)
app.add_typer(commands_outlets.commands, name="outlets", invoke_without_command=True)
app.add_typer(commands_takedown.commands)
app.add_typer(commands_workshop.commands)

Key = Annotated[str, typer.Argument(help="The outlet's key, as `baotinh outlets` lists it.")]
Run = Annotated[str, typer.Option("--run", help="The run this belongs to; the night's DAG gives its own.")]


def main() -> None:
    """Run the command line; an expected failure is one clear line, never a traceback."""
    import psycopg

    from crawler.article import BadMonth
    from crawler.configuration import BadConfiguration, settings
    from crawler.database import DatabaseDown, Undocumented
    from crawler.local.failure import LocalFailure
    from crawler.outlets import BadAddress, CatalogueError, UnknownOutlet
    from crawler.warehouse import BadTakedown, NoSuchArticle

    try:
        settings()
        app()
    except (
        BadAddress,
        BadConfiguration,
        BadMonth,
        BadTakedown,
        CatalogueError,
        DatabaseDown,
        LocalFailure,
        NoSuchArticle,
        OSError,
        Undocumented,
        UnknownOutlet,
    ) as error:
        fail(str(error))
    except psycopg.Error as error:
        fail(f"the database refused: {str(error).strip().splitlines()[0]} (does `baotinh migrate` help?)")


@app.command()
def demo(
    home: Annotated[
        Path | None, typer.Option("--home", help="State folder (default: baotinh-demo in the user's data folder).")
    ] = None,
    leave: Annotated[bool, typer.Option("--exit", help="Leave after the run; 0 only where it succeeded.")] = False,
    switch: Annotated[
        list[str] | None,
        typer.Option("--switch", help="Make a paper misbehave: OUTLET:NAME[=VALUE], such as baocamau:http_500."),
    ] = None,
    outlets: Annotated[
        str | None,
        typer.Option(help="Which papers: all (one or more of each province), or keys: baoangiang,baodaklak."),
    ] = None,
) -> None:
    """Show it all on this machine: PostgreSQL, six invented papers or more, Airflow, one night, the rows.

    DATABASE_URL puts the tables into a PostgreSQL of yours instead of an embedded one.
    """
    import platformdirs

    from crawler.local.demo import demo as run

    where = home or Path(platformdirs.user_data_dir("baotinh-demo"))
    if not run(where.expanduser().absolute(), typer.echo, leave=leave, switches=switch or [], outlets=outlets):
        raise typer.Exit(1)


@app.command()
def identify(url: str, as_json: AsJson = False) -> None:
    """Print whose article an address is: outlet, id space, native id, article_id."""
    from crawler.outlets import identify as find
    from crawler.outlets import outlet_of

    found = find(url)
    if found is None:
        owner = outlet_of(url)
        fail(f"{url}: no article of {owner.key}" if owner else f"{url}: no outlet of the catalogue has this host")
    if as_json:
        row = {"outlet": found.outlet, "id_space": found.id_space, "native_id": found.native_id}
        typer.echo(json.dumps(row | {"article_id": found.article_id}))
    else:
        typer.echo(f"{found.outlet}  {found.id_space}  {found.native_id}  (article_id {found.article_id})")


@app.command()
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
        _parse_warc(file, home)
        return
    if url is None:
        fail("--url is missing: the address says which outlet's rules apply", status=2)
    from crawler.archive import SavedPage
    from crawler.sites import read

    page = SavedPage(body=file.read_bytes(), url=url, fetched_at=datetime.fromtimestamp(file.stat().st_mtime, UTC))
    found = outlet_for(url, outlet)
    _print_reading(read(page, found), as_json)
    if explained:
        _print_witnesses(page, found)


@app.command()
def crawl(  # noqa: PLR0917 - typer hands each option over by itself
    key: Key,
    run: Run = "",
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Fetch at most this many articles; with --since, ask at most so often (1000)."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched; with --since, which months are to do.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(help="Go back to this month of publication, such as 2015-01, newest month first.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="With --since: begin at this month (default: the present).")] = None,
    again: Annotated[bool, typer.Option("--again", help="With --since: settled months once more.")] = False,
    home: Home = None,
) -> None:
    """Fetch an outlet's new and due articles into sealed WARC files; with --since, its past instead.

    Exit status 75: another crawl holds this site, or months of the past are left: run it again later.
    69: no channel of the paper goes back to some of the months.
    """
    if since is not None:
        raise typer.Exit(_crawl_past(key, since, until, run=run, limit=limit, dry_run=dry_run, again=again, home=home))
    if until is not None or again:
        fail("--until and --again go with --since", status=2)
    from crawler.configuration import settings
    from crawler.database import alive, site_lock
    from crawler.outlets import outlet as find
    from crawler.spiders import run_crawl
    from crawler.warehouse import frontier

    found, configured = find(key), settings()
    with closing(_database()) as conn:
        if not site_lock(conn, found.politeness_group, PATIENCE_SECONDS):
            typer.echo(f"{key}: another crawl of {found.politeness_group} is running; try again later", err=True)
            raise typer.Exit(SITE_BUSY)
        archive = _archive(home)
        if not dry_run:
            archive.seal_leftovers(key)
        result = run_crawl(
            found,
            frontier(conn, key, datetime.now(UTC)),
            archive,
            run or f"manual-{datetime.now(UTC):%Y%m%dT%H%M%S}",
            limit=limit,
            delay=configured.delay,
            press=configured.press,
            dry_run=dry_run,
            holds_site=lambda: alive(conn),
        )
    for address in result.planned if dry_run else []:
        typer.echo(address)
    typer.echo(
        f"{key}: {result.reason}: {result.announced} announced, {result.fetched} fetched, {result.gone} gone, "
        f"{result.refused} refused, {result.failed} failed"
    )
    if result.reason != "finished":
        raise typer.Exit(1)


@app.command()
def load(key: Key, home: Home = None) -> None:
    """Parse an outlet's sealed WARC files that are not loaded yet, and load them (safe to repeat)."""
    with _database() as conn:
        _load_outlet(conn, _archive(home), key)


@app.command()
def check(key: Key, run: Run = "") -> None:
    """Judge an outlet's crawl (the newest, or that of --run): green and amber end with 0, red with 1."""
    from crawler.outlets import outlet as find
    from crawler.quality import check as judge
    from crawler.quality import newest_run

    found = find(key)
    with _database() as conn:
        wanted = run or newest_run(conn, key)
        if wanted is None:
            fail(f"{key}: no crawl is loaded yet: `baotinh crawl {key}`, then `baotinh load {key}`")
        verdict = judge(conn, found, wanted)
    typer.echo(f"{key}: {verdict}")
    if verdict.colour == "red":
        raise typer.Exit(1)


@app.command()
def report(
    run: Annotated[str, typer.Option("--run", help="The run to report on.")],
    keys: Annotated[
        list[str] | None, typer.Argument(help="Outlets that it was to crawl (default: the night's).")
    ] = None,
) -> None:
    """Print one line an outlet with verdict and counts; end with 1 where one is red or was never checked."""
    from crawler.configuration import settings
    from crawler.outlets import nightly
    from crawler.quality import report as summarise

    with _database() as conn:
        summary = summarise(conn, run, keys or [*nightly(settings().outlets)])
    typer.echo(summary)
    if summary.red:
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables; where it holds articles, `home/backups` gets a copy first."""
    from crawler.configuration import settings
    from crawler.local.upgrade import upgrade

    names = upgrade(_url(), Path(settings().home), typer.echo, settings().backups)
    typer.echo("\n".join(f"applied {n}" for n in names) or "nothing to apply: the database is up to date")


@app.command()
def digest() -> None:
    """Print an order-free hash of what `news` holds, without run ids and times."""
    from crawler.warehouse import digest as compute

    with _database() as conn:
        typer.echo(compute(conn))


@app.command()
def stories() -> None:
    """Find which articles are copies of which, and who was first: `news.story` and `news.story_article`.

    It compares what is new or changed since it last ran; safe to repeat, and to stop at any moment.
    """
    from crawler.enrichment import find_stories

    with _database() as conn, counting("comparing articles") as tell:
        found = find_stories(conn, tell)
    typer.echo(f"{found.compared} articles compared; {found.stories} stories, {found.copies} copies in all")


@app.command()
def rebuild(home: Home = None) -> None:
    """Fill an empty database from the archive alone: migrate, then load every sealed WARC."""
    from crawler.database import migrate as apply
    from crawler.outlets import catalogue
    from crawler.warehouse import digest as compute

    apply(_url())
    with _database() as conn:
        for key in catalogue():
            _load_outlet(conn, _archive(home), key)
        typer.echo(f"digest {compute(conn)}")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The copy to write (custom format of pg_dump).")]) -> None:
    """Copy the database at DATABASE_URL to a file, whole or not at all."""
    from crawler.local.backup import backup as dump

    dump(_url(), file)
    typer.echo(f"wrote {file} ({file.stat().st_size:,} bytes)")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, help="A copy that `baotinh backup` wrote.")], home: Home = None
) -> None:
    """Replace what the database at DATABASE_URL holds by a copy, in one transaction.

    A copy of an older version is brought to this version's tables, and what the archive's list says was taken down
    since the copy was made is taken down again.
    """
    from crawler.database import migrate as apply
    from crawler.local.backup import restore as fill
    from crawler.outlets import catalogue
    from crawler.warehouse import restore_takedowns, settle, sync_catalogue

    fill(_url(), file)
    typer.echo(f"restored from {file}")
    apply(_url())
    archive = _archive(home)
    with _database() as conn:
        sync_catalogue(conn)
        if again := restore_takedowns(conn, archive):
            typer.echo(f"{again} takedowns made since then are in force again")
        for key in catalogue():
            settle(conn, archive, key)


def _crawl_past(
    key: str,
    since: str,
    until: str | None,
    *,
    run: str,
    limit: int | None,
    dry_run: bool,
    again: bool,
    home: Path | None,
) -> int:
    from crawler.article import months
    from crawler.backfill import MOST_REQUESTS, backfill, plan
    from crawler.outlets import outlet as find

    found, wanted = find(key), months(since, until)
    with closing(_database()) as conn:

        def load() -> None:
            _load_outlet(conn, _archive(home), key)

        if dry_run:
            plan(conn, found, wanted, load, typer.echo)
            return 0
        return backfill(
            conn,
            found,
            _archive(home),
            wanted,
            run_id=run or f"backfill-{datetime.now(UTC):%Y%m%dT%H%M%S}",
            load=load,
            say=typer.echo,
            most_requests=limit or MOST_REQUESTS,
            again=again,
        )


def _load_outlet(conn: "psycopg.Connection", archive: "Archive", key: str) -> None:
    from crawler.enrichment import find_mentions
    from crawler.outlets import outlet as find
    from crawler.sites import build
    from crawler.warehouse import (
        load_warc,
        remove,
        restore_takedowns,
        seal_leftovers,
        settle,
        sync_catalogue,
        takedowns,
        unloaded,
    )

    found = find(key)
    sync_catalogue(conn)
    restore_takedowns(conn, archive)
    seal_leftovers(conn, archive, key)
    settle(conn, archive, key)
    paths, down = unloaded(conn, archive, key, build()), takedowns(conn)
    for path in paths:
        if down.of_pages:
            remove(conn, archive, path, down)
        report = load_warc(conn, path, _readings(archive, path, found), _reread(archive), build())
        typer.echo(f"{key}: {path.name}: {report}")
    find_mentions(conn, key)
    if not paths:
        typer.echo(f"{key}: nothing new to load")


def _reread(archive: "Archive") -> "Callable[[list[CaptureRef]], list[Reading]]":
    """Let the loader ask for earlier captures again, so that one build reads a whole chain."""
    from itertools import groupby

    from crawler.archive import read_capture
    from crawler.outlets import outlet as find
    from crawler.sites import read_all

    def reread(refs: "list[CaptureRef]") -> "list[Reading]":
        found: list[Reading] = []
        for key, of_outlet in groupby(refs, key=lambda ref: ref.outlet):
            pages = (
                read_capture(archive.warc_path(ref.outlet, ref.warc), ref.offset, ref.record_id).page
                for ref in of_outlet
            )
            found += read_all(pages, find(key))
        return found

    return reread


def _parse_warc(file: Path, home: Path | None) -> None:
    from crawler.archive import captures
    from crawler.outlets import outlet_of

    owner = next((o for c in captures(file) if c.kind == "response" and (o := outlet_of(c.url))), None)
    if owner is None:
        fail(f"{file}: holds no page of an outlet of the catalogue")
    outcomes = Counter(type(r.result).__name__ for r in _readings(_archive(home), file, owner))
    typer.echo(f"{file.name}: " + ", ".join(f"{n} {kind}" for kind, n in outcomes.most_common()))


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
    from crawler.workshop import explain

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


def _readings(archive: "Archive", path: Path, found: "Outlet") -> "list[Reading]":
    """Read every page of a sealed WARC with this build, and keep the readings file, without what is taken down."""
    from crawler.archive import captures, write_readings
    from crawler.sites import build, read_all
    from crawler.warehouse import redacted, takedowns_in

    down = takedowns_in(archive)
    readings = list(read_all((c.page for c in captures(path) if c.kind == "response"), found))
    write_readings(archive, path, build(), (kept for r in readings if (kept := redacted(r, down))))
    return readings


def _home(home: Path | None) -> Path:
    from crawler.configuration import settings

    return home or Path(settings().home)


def _archive(home: Path | None) -> "Archive":
    from crawler.archive import Archive

    return Archive(_home(home) / "archive")


def _database() -> "psycopg.Connection":
    from crawler.local.opened import running_database

    return running_database()


def _url() -> str:
    from crawler.local.opened import url_of_running

    return url_of_running()
