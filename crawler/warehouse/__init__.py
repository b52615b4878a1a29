"""From sealed WARC files and readings to rows, and back to what the next crawl should ask for."""

from crawler.warehouse.catalogue import sync_catalogue
from crawler.warehouse.citation import Citation, NoSuchArticle, cite
from crawler.warehouse.digest import digest
from crawler.warehouse.frontier import frontier
from crawler.warehouse.load import CaptureRef, LoadReport, load_warc, unloaded
from crawler.warehouse.orphaned_warc import seal_leftovers
from crawler.warehouse.search import fill_search
from crawler.warehouse.settled_months import SettledMonth, archived_months, settled_months
from crawler.warehouse.summaries import refresh_summaries
from crawler.warehouse.takedown import (
    BadTakedown,
    Extent,
    OutletSuppressed,
    Takedowns,
    extent,
    redacted,
    remaining,
    remove,
    restore_takedowns,
    settle,
    suppress,
    survey,
    takedowns,
    takedowns_in,
)

__all__ = [
    "BadTakedown",
    "CaptureRef",
    "Citation",
    "Extent",
    "LoadReport",
    "NoSuchArticle",
    "OutletSuppressed",
    "SettledMonth",
    "Takedowns",
    "archived_months",
    "cite",
    "digest",
    "extent",
    "fill_search",
    "frontier",
    "load_warc",
    "redacted",
    "refresh_summaries",
    "remaining",
    "remove",
    "restore_takedowns",
    "seal_leftovers",
    "settle",
    "settled_months",
    "suppress",
    "survey",
    "sync_catalogue",
    "takedowns",
    "takedowns_in",
    "unloaded",
]
