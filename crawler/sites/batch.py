"""Many pages read in worker processes with limits: a hang or a crash in C code costs one page, not the batch."""

import os
import resource
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from time import monotonic

import msgspec

from crawler.archive.saved_page import SavedPage
from crawler.article import Reading, Unreadable
from crawler.outlets import Outlet
from crawler.sites.channels import read_channel_page
from crawler.sites.contract import read, reading_of

# A forked worker has the parsers already (20 ms); spawned ones import them first (about 1 s), as is safe on macOS.
_CONTEXT: ForkContext | SpawnContext = get_context("fork") if sys.platform == "linux" else get_context("spawn")
SECONDS = 20.0  # a page of 80 KB takes 5 ms, the largest that is read at all about 5 s
BYTES = 1 << 30  # what a worker may take beyond what it starts with
_PAGES_A_WORKER = 500  # then a fresh one: what C libraries leak must not add up to the limit
_AHEAD = 8  # pages a worker that may be read before the one that is waited for
_TO_START = 60.0  # seconds
_NOTHING = b""


class ReadersDown(OSError):
    """No worker process starts on this machine: not the fault of any page."""


def read_page(page: SavedPage, outlet: Outlet) -> Reading | None:
    """Read a captured page as what it is: a channel of the outlet, or else an article's page; robots.txt is neither."""
    if page.url.endswith("/robots.txt"):
        return None
    return read_channel_page(page, outlet) or read(page, outlet)


def read_all(
    pages: Iterable[SavedPage],
    outlet: Outlet,
    *,
    workers: int | None = None,
    seconds: float = SECONDS,
    memory: int = BYTES,
) -> Iterator[Reading]:
    """Yield the readings of an outlet's pages in their order, each made within these limits.

    `workers` defaults to the processors; `seconds` of the clock and `memory` in bytes are for one page. A page whose
    reader hangs, dies or runs out of memory is Unreadable. Raises ReadersDown where no worker starts.
    """
    pool = _Pool(outlet, workers or max(1, os.cpu_count() or 1), seconds, memory)
    try:
        yield from pool.readings(pages)
    finally:
        pool.close()


@dataclass
class _Job:
    """One page on its way: its place in the order, and what came of it."""

    page: SavedPage
    reading: Reading | None = None
    done: bool = False
    again: bool = False


class _Worker:
    def __init__(self, outlet: Outlet, memory: int) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, outlet, memory), daemon=True)
        self.process.start()
        theirs.close()
        self.job: _Job | None = None
        self.deadline = 0.0
        self.pages = 0
        try:
            started = self.connection.poll(_TO_START) and self.connection.recv_bytes() == _NOTHING
        except (EOFError, OSError):
            started = False
        if not started:
            self.stop()
            raise ReadersDown(f"a process that reads pages did not start (exit {self.process.exitcode})")

    def give(self, job: _Job, seconds: float) -> None:
        self.job, self.deadline = job, monotonic() + seconds
        self.pages += 1
        with suppress(OSError):  # a worker that died meanwhile is seen when its answer is waited for
            self.connection.send(_parts(job.page))

    def stop(self) -> None:
        """End the process, whatever it does, and take its exit code."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Pool:
    def __init__(self, outlet: Outlet, size: int, seconds: float, memory: int) -> None:
        self.outlet, self.size, self.seconds, self.memory = outlet, size, seconds, memory
        self.workers: list[_Worker] = []
        self.waiting: deque[_Job] = deque()

    def readings(self, pages: Iterable[SavedPage]) -> Iterator[Reading]:
        source = iter(pages)
        order: deque[_Job] = deque()
        more = True
        while more or order:
            while more and len(order) < self.size * _AHEAD:
                page = next(source, None)
                if page is None:
                    more = False
                else:
                    order.append(_Job(page))
                    self.waiting.append(order[-1])
            self._hand_out()
            if order and not order[0].done:
                self._collect()
            while order and order[0].done:
                if (reading := order.popleft().reading) is not None:
                    yield reading

    def close(self) -> None:
        for worker in self.workers:
            worker.stop()

    def _hand_out(self) -> None:
        for old in [w for w in self.workers if w.job is None and w.pages >= _PAGES_A_WORKER]:
            self._dismiss(old)
        while self.waiting:
            worker = next((w for w in self.workers if w.job is None), None)
            if worker is None:
                if len(self.workers) >= self.size:
                    return
                worker = _Worker(self.outlet, self.memory)
                self.workers.append(worker)
            worker.give(self.waiting.popleft(), self.seconds)

    def _collect(self) -> None:
        """Wait for the next answer, death or deadline, and settle what is settled."""
        busy = [w for w in self.workers if w.job]
        left = max(0.0, min(w.deadline for w in busy) - monotonic())
        ready = wait([w.connection for w in busy], left)
        for worker in busy:
            if worker.connection in ready:
                self._take(worker)
            elif monotonic() >= worker.deadline:
                self._fail(worker, f"no reading within {self.seconds:g} s")

    def _take(self, worker: _Worker) -> None:
        try:
            answer = worker.connection.recv_bytes()
        except (EOFError, OSError):
            worker.process.join(1)
            self._fail(worker, f"the reader died: {_ending(worker.process.exitcode)}", retry=worker.pages > 1)
            return
        reading = msgspec.msgpack.decode(answer, type=Reading) if answer else None
        if reading and isinstance(reading.result, Unreadable) and reading.result.reason.startswith("MemoryError"):
            self._fail(worker, f"out of memory ({self.memory >> 20} MiB)", retry=worker.pages > 1)
            return
        _settle(worker, reading)

    def _fail(self, worker: _Worker, reason: str, *, retry: bool = False) -> None:
        """Part with a worker; its page is unreadable, unless earlier pages of the worker may be to blame."""
        job = worker.job
        self._dismiss(worker)
        if job is None:
            return
        if retry and not job.again:
            job.again = True
            self.waiting.appendleft(job)
            return
        job.reading = reading_of(job.page, self.outlet, self.outlet.family, Unreadable(reason))
        job.done = True

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.stop()


def _settle(worker: _Worker, reading: Reading | None) -> None:
    if worker.job:
        worker.job.reading, worker.job.done = reading, True
    worker.job = None


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


_Parts = tuple[bytes, str, datetime, int, dict[str, str], str, bool]


def _parts(page: SavedPage) -> _Parts:
    """Take a page apart for the pipe: its view of the headers and its cached tree cannot be sent."""
    return page.body, page.url, page.fetched_at, page.status, dict(page.headers), page.record_id, page.truncated


def _serve(connection: Connection, outlet: Outlet, memory: int) -> None:
    """Read page after page until the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it stops its workers
    _close_others(connection.fileno())
    _limit(memory)
    connection.send_bytes(_NOTHING)
    while True:
        try:
            page = SavedPage(*connection.recv())
        except (EOFError, OSError):
            return
        connection.send_bytes(_answer(page, outlet))


def _answer(page: SavedPage, outlet: Outlet) -> bytes:
    try:
        reading = read_page(page, outlet)
        return msgspec.msgpack.encode(reading) if reading else _NOTHING
    except Exception as error:  # a channel's reader, or text that cannot be encoded
        result = Unreadable(f"{type(error).__name__}: {error}"[:300])
        return msgspec.msgpack.encode(reading_of(page, outlet, outlet.family, result))


def _close_others(kept: int) -> None:
    """Let go of the parent's files: a database session or a pipe must not outlive the parent in its workers."""
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    highest = 65536 if highest == resource.RLIM_INFINITY else min(highest, 65536)
    os.closerange(3, kept)
    os.closerange(max(3, kept + 1), highest)


def _limit(memory: int) -> None:
    """Bound the address space to what it is now and `memory` bytes more; no core files."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as sizes:
            now = int(sizes.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
