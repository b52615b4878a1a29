"""Kinds of saved files, by content: page, feed, sitemap, robots.txt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.page import SavedPage
from crawler.sites.sitemaps import is_sitemap

_ROBOTS = re.compile(rb"\s*(?:#[^\n]*\n\s*)*(?:user-agent|sitemap|disallow|allow)\s*:", re.I)
_FEED = re.compile(rb"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.S)
_HEAD = 4096  # bytes
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)[\s>]", re.I)


class NotRecognised(ValueError):
    """A file is not a page, feed, sitemap or robots.txt."""


@dataclass
class SavedFiles:
    """The saved files of one paper, by kind."""

    pages: list[SavedPage] = field(default_factory=list)
    feeds: list[SavedPage] = field(default_factory=list)
    sitemaps: list[SavedPage] = field(default_factory=list)
    robots: SavedPage | None = None


def is_feed(page: SavedPage) -> bool:
    """Return True if the file is an RSS, RDF or Atom feed, by its root element."""
    return bool(_FEED.match(_head(page)))


def sort_files(files: Iterable[SavedPage]) -> SavedFiles:
    """Sort files by kind. Raises NotRecognised."""
    sorted_files = SavedFiles()
    for page in files:
        if _ROBOTS.match(_head(page)):
            sorted_files.robots = sorted_files.robots or page
        elif is_sitemap(page):
            sorted_files.sitemaps.append(page)
        elif is_feed(page):
            sorted_files.feeds.append(page)
        elif _MARKUP.search(page.body):
            sorted_files.pages.append(page)
        else:
            raise NotRecognised(f"what is said to be {page.url}: no page, feed, sitemap or robots.txt by its content")
    return sorted_files


def _head(page: SavedPage) -> bytes:
    return page.body[:_HEAD].removeprefix(b"\xef\xbb\xbf")
