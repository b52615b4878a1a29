"""Takedowns: their list, the scope of each, and what it removes from tables, WARC files, readings and bylines."""

from crawler.warehouse.takedown.enforcement import restore_takedowns, suppress
from crawler.warehouse.takedown.redaction import redacted_reading
from crawler.warehouse.takedown.removal import finish_removals, remove_from_file, survey_takedown
from crawler.warehouse.takedown.scope import TakedownScope, remaining_captures, takedown_scope
from crawler.warehouse.takedown.takedowns import (
    BadTakedown,
    OutletSuppressed,
    Takedowns,
    archived_takedowns,
    read_takedowns,
)

__all__ = [
    "BadTakedown",
    "OutletSuppressed",
    "TakedownScope",
    "Takedowns",
    "archived_takedowns",
    "finish_removals",
    "read_takedowns",
    "redacted_reading",
    "remaining_captures",
    "remove_from_file",
    "restore_takedowns",
    "suppress",
    "survey_takedown",
    "takedown_scope",
]
