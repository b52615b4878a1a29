"""The names of WARC and ARC files: those of this archive, and those of any program."""

import re

_OWN = re.compile(r"[a-z0-9]+-\d{8}T\d{12}-[A-Za-z0-9_.-]+\.warc\.gz")
_ANY = re.compile(r".+\.w?arc(?:\.gz|\.zst)?", re.I)


def is_own_name(name: str) -> bool:
    """Return True if a file of this name is one of this archive."""
    return bool(_OWN.fullmatch(name))


def is_record_file(name: str) -> bool:
    """Return True if a file of this name holds WARC or ARC records, of whatever program."""
    return bool(_ANY.fullmatch(name))
