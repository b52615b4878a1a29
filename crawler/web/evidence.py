"""Explain a cell: what the archived page of an article says of each field, read anew in a process of its own."""

from __future__ import annotations

import resource
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.archive.store import failures
from crawler.processes import die_with_parent

# As for a page of a batch: the largest that is read takes about 5 s; the first also imports the parsers.
SECONDS = 30.0
BYTES = 1 << 30
_PAGES_A_WORKER = 100


@dataclass(frozen=True)
class WitnessShown:
    """One place of the page that speaks of a field; `believed`: its words became the field."""

    field: str
    name: str
    path: str
    text: str
    believed: bool


class NoEvidence(RuntimeError):
    """The archived page cannot be shown; the text is the key of the phrase that says why."""


class EvidenceReader:
    """Reads archived pages one at a time, in a process with limits, which starts with the first of them."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        # The kernel ends a worker with the thread that started it, and a server's threads end when nobody asks.
        self._starter = ThreadPoolExecutor(1)

    def witnesses(self, warc: Path, offset: int, record_id: str, outlet_key: str) -> list[WitnessShown]:
        """Return every witness of every field on an archived page. Raises NoEvidence."""
        if not _is_there(warc):
            raise NoEvidence("evidence_no_file")
        task = self._starter.submit(self._schedule, warc, offset, record_id, outlet_key).result()
        try:
            rows: list[tuple[str, str, str, str, bool]] = task.result(SECONDS * 2)
        except LookupError:
            raise NoEvidence("evidence_no_record") from None
        except (TookTooLong, BrokenProcessPool, ProcessExpired, MemoryError):
            raise NoEvidence("evidence_unreadable") from None
        return [WitnessShown(*row) for row in rows]

    def stop(self) -> None:
        """End the process; nothing is read after it."""
        self._starter.submit(self._end_pool).result()
        self._starter.shutdown()

    def _schedule(self, *capture: object) -> ProcessFuture[Any]:
        if self._pool is not None and not self._pool.active:  # its idle worker was killed
            self._end_pool()
        if self._pool is None:
            # Spawned: a fork of a process with threads can hang.
            self._pool = ProcessPool(1, _PAGES_A_WORKER, initializer=_limit, context=get_context("spawn"))
        return self._pool.schedule(_read, args=[*capture], timeout=SECONDS)

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


def _is_there(warc: Path) -> bool:
    try:
        return warc.is_file()
    except failures():
        return False


def _limit() -> None:
    die_with_parent()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (BYTES * 4, BYTES * 4))


def _read(warc: Path, offset: int, record_id: str, outlet_key: str) -> list[tuple[str, str, str, str, bool]]:
    """Read a capture and list its witnesses as plain values; imports here, since only the worker needs the parsers."""
    from crawler.archive import read_capture  # noqa: PLC0415
    from crawler.contributor.explain import explain  # noqa: PLC0415
    from crawler.outlets import outlet_by_key  # noqa: PLC0415

    page = read_capture(warc, offset, record_id).page
    fields = explain(page, outlet_by_key(outlet_key))
    return [(field, w.name, w.path, w.text, w.believed) for field, witnesses in fields.items() for w in witnesses]
