"""Delivery: sealed files move from the folder in which a crawl wrote them to the bucket."""

from pathlib import Path

from crawler.archive.archive import Archive
from crawler.archive.sealing import checksum, checksum_path
from crawler.archive.store import sha256_of, upload


class NotDelivered(OSError):
    """A sealed file did not come to the bucket as it is; it stays in the folder, and the next delivery tries again."""


def deliver(archive: Archive, outlet: str) -> list[Path]:
    """Move the outlet's sealed files to the bucket; return where they lie there. Raises NotDelivered.

    The caller holds the site's lock: one delivery at a time. A file that the bucket holds sealed already is not sent
    again, since a takedown may have changed it there since: of it only the rest in the folder is deleted.
    """
    delivered = []
    for file in archive.undelivered(outlet):
        target = archive.warc_path(outlet, file.name)
        if not checksum_path(target).exists():
            _send(file, target)
        for suffix in (".cdxj", ".sha256", ""):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        delivered.append(target)
    return delivered


def _send(file: Path, target: Path) -> None:
    """Send a sealed file with its index, read it back, and write its checksum last: that makes it a sealed one."""
    for suffix in (".cdxj", ""):
        upload(file.with_name(file.name + suffix), target.with_name(target.name + suffix))
    if sha256_of(target) != checksum(file):
        raise NotDelivered(f"{file} is not what was sealed, here or once it came to {target.parent}")
    upload(checksum_path(file), checksum_path(target))
