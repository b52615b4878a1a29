"""Outlets beside the catalogue's files: a paper just learned, or an invented one, known to this process for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.outlets.catalogue import catalogue, check_catalogue
from crawler.outlets.identity import forget_hosts
from crawler.outlets.outlet import Outlet


@contextmanager
def with_further_outlets(*outlets: Outlet) -> Iterator[None]:
    """Let the catalogue hold these outlets too while the block runs. Raises CatalogueError where claims collide."""
    known = catalogue()
    check_catalogue([*known.values(), *outlets])
    known.update((outlet.key, outlet) for outlet in outlets)
    forget_hosts()
    try:
        yield
    finally:
        for outlet in outlets:
            del known[outlet.key]
        forget_hosts()
