"""`outlets learned`: what a paper's archive teaches, as the catalogue's entry and evidence."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import Home, fail

if TYPE_CHECKING:
    from crawler.contributor import Proposal


def learned(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The paper, by its key in the catalogue.")],
    into: Annotated[
        Path | None,
        typer.Option(help="A new folder: KEY.yaml, evidence/KEY.yaml and pages/ with an article's scrubbed twin."),
    ] = None,
    home: Home = None,
) -> None:
    """Print what a paper's archive teaches as the catalogue's YAML and evidence, to be compared with its own.

    Its newest pages, feeds and sitemaps are learned from, as `new-outlet` learns from a visit. Name, province, other
    hosts and marks are the entry's own. What the entry states and the archive did not teach is named: old addresses
    stay true. What its nights have proven goes along: a fresh home then reads the paper as a proven one.
    """
    from crawler.commands.connections import archive_of
    from crawler.contributor import NoArticle, learn_again, lost_statements
    from crawler.contributor.replay import newest_first
    from crawler.outlets import outlet_by_key

    outlet, archive = outlet_by_key(key), archive_of(home)
    files = newest_first(archive, key)
    if not files:
        fail(f"{archive.root}: holds no sealed WARC file of {key} (--home names another home)")
    if into and (existing := [file for file in _files(into, key) if file.exists()]):
        fail(f"{existing[0]}: is there already: --into takes a folder without it")
    try:
        proposal = learn_again(files, outlet, _proven_by(key, home))
    except NoArticle as reason:
        fail(f"{key}: in {len(files)} archived files: {reason}")
    if into:
        _write(proposal, into)
    else:
        typer.echo(f"# crawler/outlets/{key}.yaml\n{proposal.entry}")
        typer.echo(f"# crawler/outlets/evidence/{key}.yaml\n{proposal.evidence}", nl=False)
    for doubt in proposal.doubts:
        typer.echo(f"doubtful: {doubt}", err=True)
    for statement in lost_statements(outlet, proposal):
        typer.echo(f"the entry has, and the archive did not teach: {statement}", err=True)


def _proven_by(key: str, home: Path | None) -> str | None:
    """Return the source that an entry gives for a paper which its nights have proven; None where they have not."""
    from crawler.commands.connections import database_of
    from crawler.database import DatabaseDown
    from crawler.quality import papers_proof

    try:
        with closing(database_of(home)) as conn:
            return next((proof.source for proof in papers_proof(conn, [key])), None)
    except DatabaseDown as error:
        typer.echo(f"whether its nights have proven {key} is not known, so nothing says so: {error}", err=True)
        return None


def _write(proposal: "Proposal", folder: Path) -> None:
    """Write entry, evidence and the article's twin."""
    from crawler.contributor import TwinLeaks, record
    from crawler.outlets.catalogue import read_outlet

    entry, evidence = _files(folder, proposal.key)
    evidence.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(proposal.entry, "utf8")
    evidence.write_text(proposal.evidence, "utf8")
    try:
        twin = record(proposal.article, read_outlet(entry), folder / "pages").path
    except TwinLeaks as error:
        fail(f"wrote {entry} and {evidence}, but no twin: {error}")
    typer.echo(f"wrote {entry}, {evidence} and {twin}: read them, then move what is right into the checkout")


def _files(folder: Path, key: str) -> tuple[Path, Path]:
    """Return where the entry and the evidence are written."""
    return folder / f"{key}.yaml", folder / "evidence" / f"{key}.yaml"
