"""Channels read beside the crawl: a large one in a process of its own, so that Scrapy's loop never stands still."""

import asyncio
from concurrent.futures import TimeoutError as TookTooLong

import msgspec
from pebble import ProcessExpired, ProcessPool

from crawler.article import ChannelRead, Problem
from crawler.outlets import Channel, Outlet
from crawler.page import SavedPage
from crawler.sites import channel_process, read_channel, read_channel_apart

# The usual page has 60-160 KB, and is read in 0.1 s; of tags with thousands of attributes 500 KB take up to 18 s.
MOST_BYTES_READ_HERE = 256 << 10
SECONDS_A_CHANNEL = 60.0
_GZIP = b"\x1f\x8b"


class ChannelReader:
    """The reader of one crawl; its process starts with the first large page and ends with `stop`."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._is_stopped = False

    async def read(self, page: SavedPage, outlet: Outlet, channel: Channel, *, whole: bool = False) -> ChannelRead:
        """Read what a channel's page announces, as `read_channel` does; a page that takes too long is unreadable."""
        if len(page.body) <= MOST_BYTES_READ_HERE and not page.body.startswith(_GZIP):
            return read_channel(page, outlet, channel, whole=whole)
        if self._is_stopped:
            return _unreadable(channel, "the crawl ended")
        self._pool = self._pool or channel_process()
        answer = read_channel_apart(self._pool, page, outlet, channel, SECONDS_A_CHANNEL, whole=whole)
        try:
            packed: bytes = await asyncio.wrap_future(answer)
            return msgspec.msgpack.decode(packed, type=ChannelRead)
        except TookTooLong:
            return _unreadable(channel, f"not read within {SECONDS_A_CHANNEL:g} s")
        except (ProcessExpired, MemoryError) as error:
            return _unreadable(channel, f"its reader died: {error or type(error).__name__}")

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._is_stopped = True
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


def _unreadable(channel: Channel, why: str) -> ChannelRead:
    return ChannelRead(channel.name, [], problems=[Problem("channel", "unreadable", why)])
