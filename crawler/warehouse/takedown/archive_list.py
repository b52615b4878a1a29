"""The archive's list of takedowns: one line each, on disk before a takedown has any other effect."""

import json
import os
from pathlib import Path

import msgspec

from crawler.archive import Archive

FILE = "suppression.jsonl"


class Takedown(msgspec.Struct, frozen=True):
    """One line: `scope` is url, article, person or outlet, `at` is ISO 8601; the key is a hash, and names nobody."""

    scope: str
    key_hash: int
    reason: str
    at: str


def listed_takedowns(root: Path) -> list[Takedown]:
    """Return the archive's takedowns, oldest first; half a line, left by a killed command, is ignored."""
    file = root / FILE
    lines = _whole_lines(file.read_bytes()) if file.exists() else b""
    return [msgspec.json.decode(line, type=Takedown) for line in lines.splitlines()]


def add_takedown(root: Path, entry: Takedown) -> None:
    """Add a line to the list; return when it is on disk."""
    file = Archive(root).make_root() / FILE
    # It holds reasons as the operator wrote them: private even where the folder is not.
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.seek(len(_whole_lines(stream.read())))
        stream.truncate()
        stream.write(json.dumps(msgspec.to_builtins(entry), ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _whole_lines(text: bytes) -> bytes:
    return text[: text.rfind(b"\n") + 1]
