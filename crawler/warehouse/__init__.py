"""The warehouse: sealed WARC files and their readings become rows, and rows say what the next crawl asks for."""

from crawler.warehouse.catalogue import sync_catalogue
from crawler.warehouse.citation import Citation, NoSuchArticle, cite
from crawler.warehouse.digest import digest
from crawler.warehouse.frontier import read_frontier
from crawler.warehouse.load import LoadReport, load_warc, unloaded
from crawler.warehouse.orphaned_warc import seal_orphans
from crawler.warehouse.read_again import CaptureRef
from crawler.warehouse.search import fill_search, indexed_at_the_end
from crawler.warehouse.settled_months import SettledMonth, archived_months, settled_months
from crawler.warehouse.summaries import refresh_summaries
from crawler.warehouse.takedown import (
    BadTakedown,
    OutletSuppressed,
    Takedowns,
    TakedownScope,
    archived_takedowns,
    finish_removals,
    read_takedowns,
    redacted_reading,
    remaining_captures,
    remove_from_file,
    restore_takedowns,
    suppress,
    survey_takedown,
    takedown_scope,
)

__all__ = [
    "BadTakedown",
    "CaptureRef",
    "Citation",
    "LoadReport",
    "NoSuchArticle",
    "OutletSuppressed",
    "SettledMonth",
    "TakedownScope",
    "Takedowns",
    "archived_months",
    "archived_takedowns",
    "cite",
    "digest",
    "fill_search",
    "finish_removals",
    "indexed_at_the_end",
    "load_warc",
    "read_frontier",
    "read_takedowns",
    "redacted_reading",
    "refresh_summaries",
    "remaining_captures",
    "remove_from_file",
    "restore_takedowns",
    "seal_orphans",
    "settled_months",
    "suppress",
    "survey_takedown",
    "sync_catalogue",
    "takedown_scope",
    "unloaded",
]
