"""Batches: many pages read in worker processes with limits; a hang or a crash in C code costs one page only."""

import os
import resource
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from typing import cast

import msgspec
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.article import Reading, Unreadable
from crawler.outlets import Channel, Outlet
from crawler.page import SavedPage
from crawler.processes import die_with_parent
from crawler.sites.channels import read_channel_page
from crawler.sites.contract import read, reading_of
from crawler.sites.feeds import read_channel

# A forked worker has the parsers already (20 ms); spawned ones import them first (about 1 s), as is safe on macOS.
_CONTEXT = get_context("fork") if sys.platform == "linux" else get_context("spawn")
SECONDS_A_PAGE = 20.0  # a page of 80 KB takes 5 ms, the largest that is read about 5 s
BYTES_A_PAGE = 1 << 30  # memory that a worker may take beyond what it starts with
_PAGES_A_WORKER = 500  # then a new worker: leaks of C libraries must not add up to the limit
_PAGES_AHEAD = 8  # pages for each worker that may be read before the one that is waited for
_START_SECONDS = 60.0

_PageFields = tuple[bytes, str, datetime, int, dict[str, str], str, bool, str]


class ReadersDown(OSError):
    """No worker process starts on this machine; no page is the cause."""


def read_page(page: SavedPage, outlet: Outlet) -> Reading | None:
    """Read a captured page as a channel of the outlet, or else as an article's page; None for robots.txt."""
    if page.url.endswith("/robots.txt"):
        return None
    return read_channel_page(page, outlet) or read(page, outlet)


def read_all(
    pages: Iterable[SavedPage],
    outlet: Outlet,
    *,
    workers: int | None = None,
    seconds: float = SECONDS_A_PAGE,
    memory: int = BYTES_A_PAGE,
) -> Iterator[Reading]:
    """Yield the readings of an outlet's pages in their order, each made within these limits.

    `workers` is by default the number of processors; `seconds` (wall time) and `memory` (bytes) are for one page. A
    page whose reader hangs, dies or runs out of memory is Unreadable. Raises ReadersDown where no worker starts.
    """
    size = workers or max(1, os.cpu_count() or 1)
    pool = ProcessPool(size, _PAGES_A_WORKER, initializer=_limit_worker, initargs=[memory], context=_CONTEXT)
    readers = _Readers(pool, outlet, seconds, memory)
    waiting: deque[tuple[SavedPage, ProcessFuture[bytes]]] = deque()
    try:
        readers.wait_for_first_worker()
        for page in pages:
            waiting.append((page, readers.submit(page)))
            if len(waiting) >= size * _PAGES_AHEAD and (reading := readers.reading(*waiting.popleft())):
                yield reading
        while waiting:
            if reading := readers.reading(*waiting.popleft()):
                yield reading
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def channel_process() -> ProcessPool:
    """Return one worker process for large channels; it starts with its first task, and `stop` ends it."""
    return ProcessPool(1, initializer=_limit_worker, initargs=[BYTES_A_PAGE], context=_CONTEXT)


def read_channel_apart(
    pool: ProcessPool, page: SavedPage, outlet: Outlet, channel: Channel, seconds: float, *, whole: bool
) -> "Future[bytes]":
    """Begin to read a channel's page in a worker; its answer is a ChannelRead as msgpack."""
    task = pool.schedule(_channel_in_worker, args=[_page_fields(page), outlet, channel, whole], timeout=seconds)
    return cast("Future[bytes]", task)  # pebble's is one, which its annotations do not say


def _channel_in_worker(parts: _PageFields, outlet: Outlet, channel: Channel, whole: bool) -> bytes:
    return msgspec.msgpack.encode(read_channel(SavedPage(*parts), outlet, channel, whole=whole))


@dataclass(frozen=True)
class _Readers:
    """The worker processes, their outlet and the limits for one page."""

    pool: ProcessPool
    outlet: Outlet
    seconds: float
    memory: int

    @property
    def _longest_wait(self) -> float:
        """Return the seconds after which no answer can come: all pages ahead took all of their time."""
        return _START_SECONDS + self.seconds * _PAGES_AHEAD

    def wait_for_first_worker(self) -> None:
        """Wait for the first worker. Raises ReadersDown."""
        try:
            # The pool restarts workers that die before they take a task for ever: only this timeout ends that.
            self.pool.schedule(os.getpid).result(_START_SECONDS)
        except (OSError, RuntimeError, TookTooLong, ProcessExpired) as error:
            raise ReadersDown(f"no worker process that reads pages starts on this machine: {error}") from None

    def submit(self, page: SavedPage) -> "ProcessFuture[bytes]":
        return self.pool.schedule(_read_in_worker, args=[_page_fields(page), self.outlet], timeout=self.seconds)

    def reading(self, page: SavedPage, answer: "ProcessFuture[bytes]") -> Reading | None:
        """Wait for a page's answer; where the worker died, try once more, since an earlier page may be the cause."""
        try:
            return _decoded_reading(answer.result(self._longest_wait))
        except TookTooLong:
            return self._unreadable(page, f"no reading within {self.seconds:g} s")
        except (ProcessExpired, MemoryError):
            pass
        try:
            return _decoded_reading(self.submit(page).result(self._longest_wait))
        except TookTooLong:
            return self._unreadable(page, f"no reading within {self.seconds:g} s")
        except MemoryError:
            return self._unreadable(page, f"out of memory ({self.memory >> 20} MiB)")
        except ProcessExpired as death:
            return self._unreadable(page, f"the reader died: {_exit_name(death.exitcode)}")

    def _unreadable(self, page: SavedPage, reason: str) -> Reading:
        return reading_of(page, self.outlet, self.outlet.family, Unreadable(reason))


def _decoded_reading(answer: bytes) -> Reading | None:
    return msgspec.msgpack.decode(answer, type=Reading) if answer else None


def _exit_name(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def _page_fields(page: SavedPage) -> _PageFields:
    """Return the page's fields for the pipe: its read-only headers and its cached tree cannot be sent."""
    headers = dict(page.headers)
    return page.body, page.url, page.fetched_at, page.status, headers, page.record_id, page.truncated, page.defect


def _read_in_worker(parts: _PageFields, outlet: Outlet) -> bytes:
    """Return one page's reading as msgpack, b'' where the page has none. Raises MemoryError."""
    page = SavedPage(*parts)
    try:
        reading = read_page(page, outlet)
        _refuse_if_out_of_memory(reading)
        return msgspec.msgpack.encode(reading) if reading else b""
    except MemoryError:
        raise
    except Exception as error:  # a channel's reader, or text that cannot be encoded
        result = Unreadable(f"{type(error).__name__}: {error}"[:300])
        return msgspec.msgpack.encode(reading_of(page, outlet, outlet.family, result))


def _refuse_if_out_of_memory(reading: Reading | None) -> None:
    """Raise MemoryError again where the contract made it an outcome: a new worker may have enough memory."""
    if reading and isinstance(reading.result, Unreadable) and reading.result.reason.startswith("MemoryError"):
        raise MemoryError


def _limit_worker(memory: int) -> None:
    """Limit the address space to its present size and `memory` bytes more; no core files; Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A forked worker holds the parent's files: a database session would live on in it, and its locks.
    die_with_parent(signal.SIGKILL)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as sizes:
            size = int(sizes.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))
