"""Bare line feeds in a header: a space, as RFC 9110 5.5 has it; else the head's rest is taken for the body."""

import re

from crawler.spiders.odd_heads import readable

_END = b"\r\n\r\n"
_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\x00")
_MOST_WITHOUT_END = 16 << 10  # bytes: a head of this size without its end has its lines ended by line feeds


class HeadRepair:
    """Filter of one answer's bytes: its head is held back until it ends, and then its bare line feeds are spaces.

    An answer whose first line ends in a bare line feed is left as it is: its server ends every line so.
    """

    def __init__(self) -> None:
        self._held = b""
        self.passes = False

    def feed(self, data: bytes) -> bytes:
        """Return the bytes that can go on, '' while the head has not ended."""
        if self.passes:
            return data
        self._held = (self._held + data).lstrip(b"\r\n")  # some servers begin with a blank line
        end = self._held.find(_END)
        first_line = self._held.find(b"\n")
        if first_line > 0 and self._held[first_line - 1 : first_line] != b"\r":
            return self.flush()
        if end < 0:
            return self.flush() if b"\n\n" in self._held and len(self._held) > _MOST_WITHOUT_END else b""
        head, rest = self._held[:end], self._held[end:]
        self._held, self.passes = b"", True
        return readable(_BARE.sub(b" ", head)) + rest

    def flush(self) -> bytes:
        """Return what is held back as it came, as at the end of a connection."""
        held, self._held, self.passes = self._held, b"", True
        return held
