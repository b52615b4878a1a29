"""The archive: WARC files of what the sites answered, and the readings made of them."""

from crawler.archive.archive import Archive, archive_of, run_name
from crawler.archive.captures import Capture, captures, channels_asked, read_capture
from crawler.archive.content_coding import LARGEST_BODY, Body, unpack
from crawler.archive.delivery import deliver
from crawler.archive.file_names import is_record_file
from crawler.archive.readings import change_readings, read_lines, read_readings, write_readings
from crawler.archive.removal import RemovalReason, Tombstone, tombstone_of
from crawler.archive.sealing import checksum, checksums, defect_of
from crawler.archive.warc import WarcWriter

__all__ = [
    "LARGEST_BODY",
    "Archive",
    "Body",
    "Capture",
    "RemovalReason",
    "Tombstone",
    "WarcWriter",
    "archive_of",
    "captures",
    "change_readings",
    "channels_asked",
    "checksum",
    "checksums",
    "defect_of",
    "deliver",
    "is_record_file",
    "read_capture",
    "read_lines",
    "read_readings",
    "run_name",
    "tombstone_of",
    "unpack",
    "write_readings",
]
