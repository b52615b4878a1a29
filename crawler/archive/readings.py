"""Readings files: one for each WARC file and build, compressed, with one JSON line for each capture."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import zstandard

from crawler.archive.archive import Archive
from crawler.archive.store import children, delete_earlier_versions, writing
from crawler.article import Reading


def write_readings(archive: Archive, warc: Path, build: str, readings: Iterable[Reading]) -> Path:
    """Write one build's readings of a sealed WARC file, whole or not at all; return its path."""
    path = archive.readings_path(build, warc.name)
    archive.make_root()
    encoder = msgspec.json.Encoder()
    _write(path, (_line(encoder, reading) for reading in readings))
    return path


def change_readings(archive: Archive, warc: Path, change: Callable[[Reading], Reading | None]) -> int:
    """Apply `change` to every build's readings of a WARC file; return how many lines changed or were deleted.

    Where `change` returns None, the line is deleted. A line of an older build that this version cannot decode is
    dropped if the file must be written anew.
    """
    decoder, encoder, changed = msgspec.json.Decoder(Reading), msgspec.json.Encoder(), 0
    _delete_partial_files(archive, warc)
    name = archive.readings_path("", warc.name).name
    for path in sorted(build / name for build in children(archive.store / "readings") if (build / name).exists()):
        delete_earlier_versions(path)
        lines, differing = [], 0
        for line in _lines(path):
            try:
                reading = decoder.decode(line)
            except msgspec.ValidationError:
                continue
            new = change(reading)
            differing += new != reading
            if new is not None:
                lines.append(_line(encoder, new) if new != reading else line.rstrip(b"\n"))
        if differing:
            _write(path, lines)
            delete_earlier_versions(path)
            changed += differing
    return changed


def _delete_partial_files(archive: Archive, warc: Path) -> None:
    """Delete partial readings files that killed writers left: they may hold what was taken down since."""
    for part in (archive.root / "readings").glob(f"*/{archive.readings_path('', warc.name).name}.*.part"):
        if not psutil.pid_exists(int(part.name.split(".")[-2])):
            part.unlink(missing_ok=True)


def _write(path: Path, lines: Iterable[bytes]) -> None:
    with writing(path) as file, zstandard.open(file, "wb", closefd=False) as stream:
        for line in lines:
            stream.write(line + b"\n")


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, zstandard.open(file, "rb") as stream:
        yield from io.BufferedReader(stream)


def _line(encoder: msgspec.json.Encoder, reading: Reading) -> bytes:
    try:
        return encoder.encode(reading)
    except UnicodeEncodeError:  # half a surrogate pair: JSON can say it, UTF-8 cannot
        return json.dumps(msgspec.to_builtins(reading), ensure_ascii=False).encode("utf8", "replace")


def read_readings(archive: Archive, warc: Path, build: str) -> Iterator[Reading]:
    """Yield one build's readings of a WARC file in its order. Raises FileNotFoundError where there are none."""
    decoder = msgspec.json.Decoder(Reading)
    for line in _lines(archive.readings_path(build, warc.name)):
        yield decoder.decode(line)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the readings of a file as plain values: another build may have other fields and outcomes."""
    for line in _lines(path):
        yield msgspec.json.decode(line)
