"""Warcinfo: what the first record of a WARC file says about the file."""

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

# The value of warcinfo's `description` in a file of a backfill.
BACKFILL = "backfill"


def run_of(path: Path) -> str:
    """Return the id of the run that wrote the file, as warcinfo gives it (file names hold a cleaned form).

    A file whose warcinfo names no run belongs to the run in its name.
    """
    return _fields(path).get("isPartOf") or path.name.removesuffix(".warc.gz").split("-", 2)[2]


def is_backfill(path: Path) -> bool:
    """Return True if the file was written by a backfill, not by a night."""
    return _fields(path).get("description") == BACKFILL


def _fields(path: Path) -> dict[str, str]:
    with path.open("rb") as stream:
        record = next(iter(ArchiveIterator(stream)), None)
        if record is None or record.rec_type != "warcinfo":
            return {}
        lines = record.content_stream().read().decode("utf8", "replace").splitlines()
    parted = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in parted if value.strip()}
