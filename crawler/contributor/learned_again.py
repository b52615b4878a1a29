"""A paper of the catalogue learned again from its own archive: an entry and its evidence beside those that it has."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from crawler.contributor.proposal import Proposal, propose
from crawler.learner.archived_pages import newest_pages
from crawler.outlets import Outlet, OutletEntry, complete_outlet
from crawler.outlets.yaml_files import parse_yaml

MOST_FILES = 400  # the newest: some minutes of a night, and what a profile is learned from in half a minute


def learn_again(files: Iterable[Path], outlet: Outlet, proven_by: str | None = None) -> Proposal:
    """Propose the entry that a paper's archived pages, feeds and sitemaps teach, newest first. Raises NoArticle.

    Name, province, other hosts and marks are the entry's own: no page says them. `proven_by` is the source for that the
    paper is proven, where its nights have proven it.
    """
    return propose(*islice(newest_pages(files, outlet), MOST_FILES), known=outlet, proven_by=proven_by)


def lost_statements(outlet: Outlet, proposal: Proposal) -> list[str]:
    """Return what the entry states and the proposal does not: an old address answers no more, but is still true."""
    learned = complete_outlet(outlet.key, parse_yaml(proposal.entry, OutletEntry, f"{outlet.key}.yaml"))
    spaces = {space.id_space for space in learned.id_spaces}
    channels = {channel.url for channel in learned.channels}
    return [
        *(f"id space {space.id_space}" for space in outlet.id_spaces if space.id_space not in spaces),
        *(f"channel {channel.url}" for channel in outlet.channels if channel.url not in channels),
    ]
