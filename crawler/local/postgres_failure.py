"""Why the embedded PostgreSQL does not run, and what to do about it."""

import re
from pathlib import Path

from crawler.local.failure import LocalFailure

# What PostgreSQL says of data that it cannot recover; a start that only takes long says nothing like it.
_DAMAGE = re.compile(
    r"PANIC: |checkpoint record|control file|pg_control|invalid page in block|"
    r"database files are incompatible|is not a valid data directory"
)


class PostgresFailed(LocalFailure):
    """The embedded server cannot run; the text says why and what to do."""


class PostgresBeyondHelp(PostgresFailed):
    """The embedded server cannot run until somebody does what the text says: another start changes nothing."""


def advice_for(output: str) -> str:
    """Return what to do if the output shows that another start would fail as well; else an empty string."""
    if "No space left on device" in output:
        return "\nThe disk is full: free some space and start again."
    if _DAMAGE.search(output):
        return (
            "\nIts data is damaged: check the disk, move the folder away, start again and `baotinh restore` the newest "
            "copy of the folder `backups`; without a copy, `baotinh rebuild` fills an empty database from the archive."
        )
    return ""


def end_of_log(path: Path, size: int = 2000) -> str:
    """Return the last letters of the server's log; an empty string if there is none."""
    return path.read_text(errors="replace")[-size:] if size and path.exists() else ""
