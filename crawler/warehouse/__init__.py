"""From sealed WARC files and readings to rows, and back to what the next crawl should ask for."""

from crawler.warehouse.backfill import SettledMonth, archived_months, settled_months
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
    "SettledMonth",
    "archived_months",
    "digest",
    "fill_search",
    "frontier",
    "load_warc",
    "restore_takedowns",
    "settled_months",
    "suppress",
    "sync_catalogue",
    "unloaded",
]
