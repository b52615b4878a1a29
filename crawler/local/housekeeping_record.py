"""The record of the last round of housekeeping, in the home."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from crawler.local.private import write_private

FILE = "housekeeping.json"


class HousekeepingRecord(msgspec.Struct, kw_only=True):
    """The record of the last round: `at` in seconds since 1970; `failed` names the parts that were not done."""

    at: float = 0.0
    number: int = 0
    logs: int = 0
    files: int = 0
    damaged: int = 0
    failed: list[str] = []

    def __str__(self) -> str:
        if not self.at:
            return "was never run"
        when = f"{datetime.fromtimestamp(self.at).astimezone():%Y-%m-%d %H:%M}"
        done = f"{self.logs} logs deleted, {self.files} WARC files read, {self.damaged or 'none'} damaged"
        return f"{when}: {done}" + (f"; failed: {', '.join(self.failed)}" if self.failed else "")


def last_housekeeping(home: Path) -> HousekeepingRecord:
    """Return the record of the last round; an empty one where there was none."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((home / FILE).read_bytes(), type=HousekeepingRecord)
    return HousekeepingRecord()


def write_record(home: Path, done: HousekeepingRecord) -> None:
    """Write the record, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    write_private(home / FILE, msgspec.json.encode(done).decode())
