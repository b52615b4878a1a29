"""The archive: WARC files of what the sites answered, saved pages, and the readings made of them."""

from crawler.archive.archive import Archive, run_name
from crawler.archive.frontier import Frontier, KnownUrl
from crawler.archive.readings import read_lines, read_readings, write_readings
from crawler.archive.saved_page import SavedPage
from crawler.archive.warc import Capture, WarcWriter, captures, read_capture

__all__ = [
    "Archive",
    "Capture",
    "Frontier",
    "KnownUrl",
    "SavedPage",
    "WarcWriter",
    "captures",
    "read_capture",
    "read_lines",
    "read_readings",
    "run_name",
    "write_readings",
]
