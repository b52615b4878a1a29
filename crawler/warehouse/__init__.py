"""From sealed WARC files and readings to rows, and back to what the next crawl should ask for."""

from crawler.warehouse.catalogue import sync_catalogue
from crawler.warehouse.digest import digest
from crawler.warehouse.frontier import frontier
from crawler.warehouse.load import CaptureRef, LoadReport, load_warc, unloaded
from crawler.warehouse.search import fill_search
from crawler.warehouse.suppression import BadTakedown, OutletSuppressed, restore_takedowns, suppress

__all__ = [
    "BadTakedown",
    "CaptureRef",
    "LoadReport",
    "OutletSuppressed",
    "digest",
    "fill_search",
    "frontier",
    "load_warc",
    "restore_takedowns",
    "suppress",
    "sync_catalogue",
    "unloaded",
]
