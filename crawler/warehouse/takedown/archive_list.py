"""The archive's list of takedowns: one line each, on disk before a takedown has any other effect."""

import json

import msgspec

from crawler.archive import Archive
from crawler.archive.store import writing

FILE = "suppression.jsonl"


class Takedown(msgspec.Struct, frozen=True):
    """One line: `scope` is url, article, person or outlet, `at` is ISO 8601; the key is a hash, and names nobody."""

    scope: str
    key_hash: int
    reason: str
    at: str


def listed_takedowns(archive: Archive) -> list[Takedown]:
    """Return the archive's takedowns, oldest first; half a line, left by a killed command, is ignored."""
    return [msgspec.json.decode(line, type=Takedown) for line in _lines(archive).splitlines()]


def add_takedown(archive: Archive, entry: Takedown) -> None:
    """Add a line to the list; return when it is on disk. One caller at a time: the list is written anew."""
    archive.make_root()
    line = json.dumps(msgspec.to_builtins(entry), ensure_ascii=False).encode() + b"\n"
    text = _lines(archive) + line
    # It holds reasons as the operator wrote them: private even where the folder is not.
    with writing(archive.store / FILE) as stream:
        stream.write(text)


def _lines(archive: Archive) -> bytes:
    """Return the list's text up to its last whole line."""
    try:
        text = (archive.store / FILE).read_bytes()
    except FileNotFoundError:
        return b""
    return text[: text.rfind(b"\n") + 1]
