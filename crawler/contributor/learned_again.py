"""A paper of the catalogue learned again from its own archive: an entry and its evidence beside those that it has."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive import captures
from crawler.contributor.proposal import Proposal, propose
from crawler.learner.saved_files import NotRecognised, sort_files
from crawler.outlets import Outlet, OutletEntry, complete_outlet
from crawler.outlets.yaml_files import parse_yaml
from crawler.page import SavedPage

MOST_FILES = 400  # the newest: some minutes of a night, and what a profile is learned from in half a minute


def learn_again(files: Iterable[Path], outlet: Outlet) -> Proposal:
    """Propose the entry that a paper's archived pages, feeds and sitemaps teach, newest first. Raises NoArticle.

    Name, province, other hosts and marks are the entry's own: no page says them.
    """
    pages = _newest(files, outlet)
    return propose(*(page for page, _ in zip(pages, range(MOST_FILES), strict=False)), known=outlet)


def lost_statements(outlet: Outlet, proposal: Proposal) -> list[str]:
    """Return what the entry states and the proposal does not: an old address answers no more, but is still true."""
    learned = complete_outlet(outlet.key, parse_yaml(proposal.entry, OutletEntry, f"{outlet.key}.yaml"))
    spaces = {space.id_space for space in learned.id_spaces}
    channels = {channel.url for channel in learned.channels}
    return [
        *(f"id space {space.id_space}" for space in outlet.id_spaces if space.id_space not in spaces),
        *(f"channel {channel.url}" for channel in outlet.channels if channel.url not in channels),
    ]


def _newest(files: Iterable[Path], outlet: Outlet) -> Iterator[SavedPage]:
    """Yield the answers of the home host that a paper can be learned from, each address once, as it was last."""
    seen: set[str] = set()
    for file in files:
        for capture in reversed([c for c in captures(file) if c.kind == "response" and c.status == 200]):
            page = capture.page
            if page.url in seen or not _is_at_home(page.url, outlet):
                continue
            seen.add(page.url)
            try:
                sort_files([page])
            except NotRecognised:
                continue
            yield page


def _is_at_home(url: str, outlet: Outlet) -> bool:
    host = url.partition("://")[2].partition("/")[0].removeprefix("www.")
    return host == outlet.home_host
