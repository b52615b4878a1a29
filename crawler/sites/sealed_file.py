"""A sealed WARC file read as a whole: its pages in its order, by the channels that its own crawl asked."""

from collections.abc import Iterator
from pathlib import Path

from crawler.archive import captures, channels_asked
from crawler.article import Reading
from crawler.outlets import Outlet
from crawler.outlets.trial_channels import with_learned_channels
from crawler.sites.batch import read_all


def read_file(path: Path, outlet: Outlet, *, workers: int | None = None) -> Iterator[Reading]:
    """Yield the readings of the file's pages; of a paper on trial, channels are also those that it had that night."""
    if not outlet.crawled:
        outlet = with_learned_channels(outlet, channels_asked(path))
    yield from read_all((c.page for c in captures(path) if c.kind == "response"), outlet, workers=workers)
