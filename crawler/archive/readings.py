"""Readings files: one JSON line a capture, compressed, one file for each WARC file and build."""

import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from crawler.archive.archive import Archive
from crawler.article import Reading


def write_readings(archive: Archive, warc: Path, build: str, readings: Iterable[Reading]) -> Path:
    """Write one build's readings of a sealed WARC file, whole or not at all; return where they lie."""
    path = archive.readings_path(build, warc.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    encoder = msgspec.json.Encoder()
    with zstandard.open(part, "wb") as stream:
        for reading in readings:
            stream.write(_line(encoder, reading) + b"\n")
    part.replace(path)
    return path


def _line(encoder: msgspec.json.Encoder, reading: Reading) -> bytes:
    try:
        return encoder.encode(reading)
    except UnicodeEncodeError:  # half a surrogate pair: JSON can say it, UTF-8 cannot
        return json.dumps(msgspec.to_builtins(reading), ensure_ascii=False).encode("utf8", "replace")


def read_readings(archive: Archive, warc: Path, build: str) -> Iterator[Reading]:
    """Yield one build's readings of a WARC file in its order. Raises FileNotFoundError where it has none."""
    decoder = msgspec.json.Decoder(Reading)
    with zstandard.open(archive.readings_path(build, warc.name), "rb") as stream:
        for line in io.BufferedReader(stream):
            yield decoder.decode(line)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the readings of a file as plain values: another build may know other fields and outcomes."""
    with zstandard.open(path, "rb") as stream:
        for line in io.BufferedReader(stream):
            yield msgspec.json.decode(line)
