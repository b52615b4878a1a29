"""Archived pages of one paper that it can be learned from: the newest answer of each address."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive import captures
from crawler.learner.announcements import host_of
from crawler.learner.saved_files import NotRecognised, sort_files
from crawler.outlets import Outlet
from crawler.page import SavedPage


def newest_pages(files: Iterable[Path], outlet: Outlet) -> Iterator[SavedPage]:
    """Yield pages, feeds, sitemaps and robots.txt of the home host, each address once; `files` are newest first."""
    seen: set[str] = set()
    for file in files:
        for capture in reversed([c for c in captures(file) if c.kind == "response" and c.status == 200]):
            page = capture.page
            if page.url in seen or host_of(page.url).removeprefix("www.") != outlet.home_host:
                continue
            seen.add(page.url)
            try:
                sort_files([page])
            except NotRecognised:
                continue
            yield page
