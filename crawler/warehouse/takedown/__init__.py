"""Takedowns: the list, what one concerns, what it removes from tables, WARC files and readings, and who is left out."""

from crawler.warehouse.takedown.enforcement import restore_takedowns, suppress
from crawler.warehouse.takedown.redaction import redacted
from crawler.warehouse.takedown.removal import remove, settle, survey
from crawler.warehouse.takedown.scope import Extent, extent, remaining
from crawler.warehouse.takedown.takedowns import BadTakedown, OutletSuppressed, Takedowns, takedowns, takedowns_in

__all__ = [
    "BadTakedown",
    "Extent",
    "OutletSuppressed",
    "Takedowns",
    "extent",
    "redacted",
    "remaining",
    "remove",
    "restore_takedowns",
    "settle",
    "suppress",
    "survey",
    "takedowns",
    "takedowns_in",
]
