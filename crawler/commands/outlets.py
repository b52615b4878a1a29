"""The catalogue's commands: list the papers, check the entries against their evidence, ask the channels."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.learned_paper import learned
from crawler.commands.terminal import AsJson, Home

if TYPE_CHECKING:
    from crawler.outlets import Outlet
    from crawler.spiders.probe import SiteProbe

commands = typer.Typer(
    help="List the catalogue, a line for each outlet: key, province code, family, state, home host, channels, name."
)

commands.command("learned")(learned)


@commands.callback()
def outlets(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """List the catalogue, a line for each outlet: key, province code, family, state, home host, channels, name."""
    from crawler.outlets import catalogue

    if context.invoked_subcommand:
        return
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode(list(catalogue().values())).decode())
        return
    for outlet in catalogue().values():
        state = "crawled" if outlet.crawled else "archive" if outlet.status == "archive" else "known"
        typer.echo(
            f"{outlet.key:15} {outlet.province_code} {outlet.family:9} {state:7} {outlet.home_host:24} "
            f"{len(outlet.channels):2} channels  {outlet.name}"
        )


@commands.command("proof")
def proof(
    keys: Annotated[list[str] | None, typer.Argument(help="Outlets to show (default: all living ones).")] = None,
    home: Home = None,
) -> None:
    """Show what each paper's own nights have proven: a line for each paper, and with keys one for each field.

    A field is proven where witnesses that cannot copy each other (print, head, channel, another extractor) say the same
    in 50 articles of three nights; a paper where headline, date, body and identity are. With keys it also says what the
    nights have against the entry, each with what was learned in its stead.
    """
    from functools import partial

    from crawler.commands.connections import archive_of, database_of
    from crawler.contributor.repair import new_text_places
    from crawler.contributor.replay import newest_first
    from crawler.outlets import catalogue, outlet_by_key
    from crawler.quality import entry_faults, papers_proof

    living = [key for key, outlet in catalogue().items() if outlet.status == "active"]
    with closing(database_of(home)) as conn:
        for paper in papers_proof(conn, [outlet_by_key(key).key for key in keys] if keys else living):
            typer.echo(str(paper))
            if keys:
                outlet = outlet_by_key(paper.outlet_key)
                text_places = partial(new_text_places, newest_first(archive_of(home), outlet.key), outlet)
                for line in (*paper.fields, *entry_faults(conn, outlet, text_places)):
                    typer.echo(f"  {line}")


@commands.command("check")
def check(
    keys: Annotated[list[str] | None, typer.Argument(help="Outlets to check (default: all).")] = None,
    network: Annotated[
        bool, typer.Option("--network", help="Also ask each channel once: robots.txt obeyed, one request a second.")
    ] = False,
    counts: Annotated[
        bool,
        typer.Option("--counts", help="Also print the cost of each paper and family: lines of YAML and of Python."),
    ] = False,
) -> None:
    """Check the catalogue against its evidence: each statement must have a record, and no entry may be unfinished.

    Without --network no site is asked.

    With --network each channel is alive, dead, silent (no answer) or refused (by robots.txt); feeds and sitemaps that
    a site names and the catalogue does not are printed as found. A site that a crawl holds is left out.
    Exit status 1: an entry is unfinished, a statement has no record, a cost is over its bound, or a channel that was
    seen or listed is dead.
    """
    from crawler.outlets import catalogue, outlet_by_key, unfinished_parts, unproven_rules, unproven_statements
    from crawler.outlets.records import TO_FILL

    papers = [outlet_by_key(key) for key in keys] if keys else [*catalogue().values()]
    pages = Path("tests", "pages")
    unfinished = {outlet.key: unfinished_parts(outlet, pages if pages.is_dir() else None) for outlet in papers}
    for key, parts in unfinished.items():
        for part in parts:
            typer.echo(f"{key}: unfinished: {part}")
    unproven = {o.key: [each for each in unproven_statements(o) if TO_FILL not in each] for o in papers}
    for key, statements in unproven.items():
        for statement in statements:
            typer.echo(f"{key}: no record says so: {statement}")
    for rule in unproven_rules():
        typer.echo(f"families: no record says so: {rule}")
    provinces = {paper.province_code for paper in papers if paper.status == "active"}
    crawled = sum(paper.crawled for paper in papers)
    typer.echo(
        f"{len(papers)} outlets, {len(provinces)} provinces with a living paper, {crawled} outlets crawled at night"
    )
    passed = not any(unproven.values()) and not any(unfinished.values()) and not unproven_rules()
    if counts:
        passed = _print_costs(papers) and passed
    if network:
        passed = _ask_sites(papers) and passed
    if not passed:
        raise typer.Exit(1)


def _print_costs(papers: "list[Outlet]") -> bool:
    """Print what papers and families cost; return False if a cost is over its bound."""
    from crawler.contributor.costs import LONGEST_ENTRY, LONGEST_FAMILY, entry_lines, family_lines

    entries = {paper.key: entry_lines(paper) for paper in papers if paper.family != "generic"}
    families = family_lines()
    typer.echo(f"lines of YAML for a paper of a known family (at most {LONGEST_ENTRY}), without its evidence:")
    typer.echo("  " + ", ".join(f"{key} {lines}" for key, lines in entries.items()))
    long = [key for key, lines in entries.items() if lines > LONGEST_ENTRY]
    typer.echo(f"  {len(long)} of {len(entries)} papers exceed {LONGEST_ENTRY}")
    typer.echo(f"lines of Python for a family (at most {LONGEST_FAMILY}):")
    typer.echo("  " + ", ".join(f"{name} {lines}" for name, lines in families.items()))
    over_bound = long + [name for name, lines in families.items() if lines > LONGEST_FAMILY]
    if over_bound:
        typer.echo(f"over the bound: {', '.join(over_bound)}")
    return not over_bound


def _ask_sites(papers: "list[Outlet]") -> bool:
    """Ask the sites in parallel, each at its own pace, and print the answers; return False if there is an alarm."""
    from concurrent.futures import ThreadPoolExecutor, as_completed
    from itertools import groupby

    papers = sorted((paper for paper in papers if paper.channels), key=lambda paper: paper.politeness_group)
    sites = [list(group) for _, group in groupby(papers, key=lambda paper: paper.politeness_group)]
    answers: list[SiteProbe] = []
    with ThreadPoolExecutor(8) as pool:
        for future in as_completed([pool.submit(_ask_site, site) for site in sites]):
            for outlet, answer in future.result():
                _print_answer(outlet, answer)
                answers += [answer] if answer else []
    probes = [probe for answer in answers for probe in answer.channels]
    if probes and all(probe.state == "silent" for probe in probes):
        typer.echo("no site answered: without a network nothing is known of the channels")
        return False
    states = [probe.state for probe in probes]
    alarms = sum(probe.is_alarm for probe in probes)
    typer.echo(
        f"{len(states)} channels: {states.count('alive')} alive, {states.count('dead')} dead, {states.count('silent')} "
        f"silent, {states.count('refused')} refused; {alarms} of the dead were seen or listed"
    )
    return not alarms


def _ask_site(site: "list[Outlet]") -> "list[tuple[Outlet, SiteProbe | None]]":
    from crawler.configuration import settings
    from crawler.spiders.crawl import pause_seconds
    from crawler.spiders.polite_session import PoliteSession
    from crawler.spiders.probe import probe_site

    configured = settings()
    hosts = frozenset[str]().union(*(outlet.page_hosts for outlet in site))
    pause = max(pause_seconds(outlet.delay_seconds, configured.delay, configured.sample_press) for outlet in site)
    session = PoliteSession(hosts.__contains__, pause, configured.sample_press)
    with _hold_site(site[0].politeness_group) as is_free, session:
        return [(outlet, probe_site(outlet, session) if is_free else None) for outlet in site]


@contextmanager
def _hold_site(group: str) -> Iterator[bool]:
    """Hold a site's lock if there is a database; yield False if a crawl has the lock."""
    from crawler.configuration import settings
    from crawler.database import connect, site_lock
    from crawler.local.status import running_url

    url = running_url(settings())
    if not url:
        yield True
        return
    with closing(connect(url)) as conn:
        yield site_lock(conn, group)


def _print_answer(outlet: "Outlet", answer: "SiteProbe | None") -> None:
    if answer is None:
        typer.echo(f"{outlet.key}: left out: a crawl of {outlet.politeness_group} is running")
        return
    for probe in answer.channels:
        channel = probe.channel
        typer.echo(
            f"{outlet.key:15} {probe.state:7} {channel.status:7} {channel.name:18} {channel.url}  {probe.detail}"
        )
    for url, where in answer.unlisted.items():
        typer.echo(f"{outlet.key:15} found   {where}: {url}")
