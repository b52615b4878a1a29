"""From sealed WARC files and readings to rows, and back to what the next crawl should ask for."""

from crawler.warehouse.digest import digest
from crawler.warehouse.frontier import frontier
from crawler.warehouse.load import CaptureRef, LoadReport, load_warc, sync_catalogue, unloaded

__all__ = ["CaptureRef", "LoadReport", "digest", "frontier", "load_warc", "sync_catalogue", "unloaded"]
