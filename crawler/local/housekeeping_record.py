"""The record of the last round of housekeeping: a file in the home."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from crawler.local.private import write_private

FILE = "housekeeping.json"


class HousekeepingRecord(msgspec.Struct, kw_only=True):
    """What one round of housekeeping did; `at` is in seconds since 1970, `failed` names the parts that failed."""

    at: float = 0.0
    number: int = 0
    logs: int = 0
    files: int = 0
    damaged: int = 0
    failed: list[str] = []

    def __str__(self) -> str:
        if not self.at:
            return "was never run"
        moment = f"{datetime.fromtimestamp(self.at).astimezone():%Y-%m-%d %H:%M}"
        results = f"{self.logs} logs deleted, {self.files} WARC files read, {self.damaged or 'none'} damaged"
        return f"{moment}: {results}" + (f"; failed: {', '.join(self.failed)}" if self.failed else "")


def last_housekeeping(home: Path) -> HousekeepingRecord:
    """Return the record of the last round; an empty record if there was none."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((home / FILE).read_bytes(), type=HousekeepingRecord)
    return HousekeepingRecord()


def write_record(home: Path, record: HousekeepingRecord) -> None:
    """Write the record in one step: whole, or not at all."""
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    write_private(home / FILE, msgspec.json.encode(record).decode())
