"""What a WARC file says of itself in its first record."""

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

# The value of warcinfo's `description` by which a file of old months is known.
BACKFILL = "backfill"


def run_of(path: Path) -> str:
    """Return the id of the run that wrote the file, as warcinfo gives it (the name of the file holds it cleaned).

    A file whose warcinfo names no run belongs to the run in its name.
    """
    return _fields(path).get("isPartOf") or path.name.removesuffix(".warc.gz").split("-", 2)[2]


def is_backfill(path: Path) -> bool:
    """Tell whether the file was written by a backfill, and not by a night."""
    return _fields(path).get("description") == BACKFILL


def _fields(path: Path) -> dict[str, str]:
    with path.open("rb") as stream:
        record = next(iter(ArchiveIterator(stream)), None)
        if record is None or record.rec_type != "warcinfo":
            return {}
        lines = record.content_stream().read().decode("utf8", "replace").splitlines()
    parted = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in parted if value.strip()}
