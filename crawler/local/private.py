"""Private files: small files of a home that are whole or absent, and that only their owner can read."""

import os
import secrets
import stat
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can enter, or make one so that is there; return it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step: a process that is killed meanwhile leaves the old file or none."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
