"""The command that mends an entry after a relaunch: what the archive's new pages teach, tried over the archive."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.terminal import Home, fail

commands = typer.Typer()


@commands.command()
def repair(
    outlet: Annotated[str, typer.Argument(metavar="KEY", help="The paper, by its key in the catalogue.")],
    write: Annotated[
        bool, typer.Option("--write", help="Write the profile into this checkout's crawler/outlets/KEY.yaml.")
    ] = False,
    examples: Annotated[int, typer.Option(min=0, help="Examples of each kind of difference.")] = 2,
    home: Home = None,
) -> None:
    """Learn the layouts of archived pages that the paper's entry does not know, and print what that changes.

    At least 20 pages of articles in unknown layouts are needed. The profile is printed as the entry would hold it, then
    how the archive's newest pages are read with it: outcomes and fields gained, lost and changed. Pages of known
    layouts are read as before. The entry is changed with --write only.
    """
    import msgspec

    from crawler.commands.connections import archive_of
    from crawler.contributor.repair import NothingToRepair, propose_repair, with_profile
    from crawler.contributor.replay import newest_first
    from crawler.contributor.replay_text import as_text
    from crawler.outlets import outlet_by_key
    from crawler.outlets.yaml_files import write_yaml

    paper, archive = outlet_by_key(outlet), archive_of(home)
    file = Path.cwd() / "crawler" / "outlets" / f"{outlet}.yaml"
    if write and not file.is_file():
        fail(f"{file}: no such entry: --write changes the one of a checkout, and is started at its root")
    files = newest_first(archive, paper.key)
    if not files:
        fail(f"{archive.root}: holds no sealed WARC file of {outlet} (--home names another home)")
    try:
        proposal = propose_repair(files, paper, examples=examples)
    except NothingToRepair as reason:
        fail(str(reason))
    text = write_yaml(msgspec.to_builtins({"profile": proposal.profile}))
    typer.echo(f"# {proposal.unknown} pages of unknown layouts; crawler/outlets/{outlet}.yaml with them:\n{text}")
    for line in as_text(proposal.replay):
        typer.echo(line)
    if write:
        file.write_text(with_profile(file.read_text("utf8"), text), "utf8")
        typer.echo(f"wrote {file}: look at the doubtful places (without `sure`), then record a page and sign it")
