"""The catalogue's commands: the table of the papers, what its entries can prove, and what their channels answer."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import AsJson

if TYPE_CHECKING:
    from crawler.outlets import Outlet
    from crawler.spiders.probe import SiteProbe

commands = typer.Typer(
    help="List the catalogue, a line an outlet: key, province code, family, state, home host, channels, name."
)


@commands.callback()
def outlets(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """List the catalogue, a line an outlet: key, province code, family, state, home host, channels, name."""
    from crawler.outlets import catalogue

    if context.invoked_subcommand:
        return
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode(list(catalogue().values())).decode())
        return
    for found in catalogue().values():
        state = "crawled" if found.crawled else "archive" if found.status == "archive" else "known"
        typer.echo(
            f"{found.key:15} {found.province_code} {found.family:9} {state:7} {found.home_host:24} "
            f"{len(found.channels):2} channels  {found.name}"
        )


@commands.command("check")
def check(
    keys: Annotated[list[str] | None, typer.Argument(help="Outlets to look at (default: all).")] = None,
    network: Annotated[
        bool, typer.Option("--network", help="Also ask each channel once: robots.txt obeyed, one request a second.")
    ] = False,
    counts: Annotated[
        bool, typer.Option("--counts", help="Also print what a paper and a family cost: lines of YAML and of Python.")
    ] = False,
) -> None:
    """Hold the catalogue against its evidence: each statement must have a record. Asks no site without --network.

    With it each channel is alive, dead, silent (no answer) or refused (by robots.txt); feeds and sitemaps that a site
    names and the catalogue does not are printed as found. A site that a crawl holds is left out.
    Exit status 1: a statement has no record, a cost is over its bound, or a channel that was seen or listed is dead.
    """
    from crawler.outlets import catalogue, outlet_by_key, unproven_rules, unproven_statements

    chosen = [outlet_by_key(key) for key in keys] if keys else [*catalogue().values()]
    found = {outlet.key: unproven_statements(outlet) for outlet in chosen}
    for key, statements in found.items():
        for statement in statements:
            typer.echo(f"{key}: no record says so: {statement}")
    for rule in unproven_rules():
        typer.echo(f"families: no record says so: {rule}")
    living = {o.province_code for o in chosen if o.status == "active"}
    crawled = sum(o.crawled for o in chosen)
    typer.echo(f"{len(found)} outlets, {len(living)} provinces with a living paper, {crawled} outlets crawled at night")
    good = not any(found.values()) and not unproven_rules()
    if counts:
        good = _count(chosen) and good
    if network:
        good = _ask(chosen) and good
    if not good:
        raise typer.Exit(1)


def _count(chosen: "list[Outlet]") -> bool:
    """Print the costs; False where one is over its bound."""
    from crawler.contributor.costs import LONGEST_ENTRY, LONGEST_FAMILY, entry_lines, family_lines

    entries = {o.key: entry_lines(o) for o in chosen if o.family != "generic"}
    families = family_lines()
    typer.echo(f"lines of YAML a paper of a known family (at most {LONGEST_ENTRY}), besides its evidence:")
    typer.echo("  " + ", ".join(f"{key} {lines}" for key, lines in entries.items()))
    long = [key for key, lines in entries.items() if lines > LONGEST_ENTRY]
    typer.echo(f"  {len(long)} of {len(entries)} papers exceed {LONGEST_ENTRY}")
    typer.echo(f"lines of Python a family (at most {LONGEST_FAMILY}):")
    typer.echo("  " + ", ".join(f"{name} {lines}" for name, lines in families.items()))
    over = long + [name for name, lines in families.items() if lines > LONGEST_FAMILY]
    if over:
        typer.echo(f"over the bound: {', '.join(over)}")
    return not over


def _ask(chosen: "list[Outlet]") -> bool:
    """Ask the sites side by side, each by itself at its own pace, and print what they answer; False for an alarm."""
    from concurrent.futures import ThreadPoolExecutor, as_completed
    from itertools import groupby

    chosen = sorted((o for o in chosen if o.channels), key=lambda o: o.politeness_group)
    groups = [list(of_site) for _, of_site in groupby(chosen, key=lambda o: o.politeness_group)]
    answers: list[SiteProbe] = []
    with ThreadPoolExecutor(8) as pool:
        for done in as_completed([pool.submit(_ask_site, site) for site in groups]):
            for outlet, probed in done.result():
                _print(outlet, probed)
                answers += [probed] if probed else []
    probes = [p for probed in answers for p in probed.channels]
    if probes and all(p.state == "silent" for p in probes):
        typer.echo("no site answered: without a network nothing is known of the channels")
        return False
    states = [p.state for p in probes]
    typer.echo(
        f"{len(states)} channels: {states.count('alive')} alive, {states.count('dead')} dead, {states.count('silent')} "
        f"silent, {states.count('refused')} refused; {sum(p.is_alarm for p in probes)} of the dead were seen or listed"
    )
    return not any(p.is_alarm for p in probes)


def _ask_site(site: "list[Outlet]") -> "list[tuple[Outlet, SiteProbe | None]]":
    from crawler.configuration import settings
    from crawler.spiders.crawl import pause_seconds
    from crawler.spiders.polite_session import PoliteSession
    from crawler.spiders.probe import probe_site

    configured = settings()
    hosts = frozenset[str]().union(*(outlet.page_hosts for outlet in site))
    pause = max(pause_seconds(outlet.delay_seconds, configured.delay, configured.sample_press) for outlet in site)
    session = PoliteSession(hosts.__contains__, pause, configured.sample_press)
    with _holding(site[0].politeness_group) as free, session:
        return [(outlet, probe_site(outlet, session) if free else None) for outlet in site]


@contextmanager
def _holding(group: str) -> Iterator[bool]:
    """Hold a site's lock where there is a database; False where a crawl has it."""
    from crawler.configuration import settings
    from crawler.database import connect, site_lock
    from crawler.local.status import running_url

    url = running_url(settings())
    if not url:
        yield True
        return
    with closing(connect(url)) as conn:
        yield site_lock(conn, group)


def _print(outlet: "Outlet", probed: "SiteProbe | None") -> None:
    if probed is None:
        typer.echo(f"{outlet.key}: left out: a crawl of {outlet.politeness_group} is running")
        return
    for each in probed.channels:
        channel = each.channel
        typer.echo(f"{outlet.key:15} {each.state:7} {channel.status:7} {channel.name:18} {channel.url}  {each.detail}")
    for url, why in probed.unlisted.items():
        typer.echo(f"{outlet.key:15} found   {why}: {url}")
