"""From sealed WARC files and readings to rows, and back to what the next crawl should ask for."""

from crawler.warehouse.frontier import frontier

__all__ = ["frontier"]
