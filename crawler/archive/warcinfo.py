"""What a WARC file says of itself in its first record."""

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator


def run_of(path: Path) -> str:
    """Return the id of the run that wrote the file, as warcinfo gives it (the name of the file holds it cleaned).

    A file whose warcinfo names no run belongs to the run in its name.
    """
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            fields = record.content_stream().read().decode("utf8", "replace") if record.rec_type == "warcinfo" else ""
            for line in fields.splitlines():
                name, _, value = line.partition(":")
                if name.strip() == "isPartOf" and value.strip():
                    return value.strip()
            break
    return path.name.removesuffix(".warc.gz").split("-", 2)[2]
