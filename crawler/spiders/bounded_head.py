"""Answers whose head never ends: a connection is cut once its status line and headers exceed a limit."""

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from crawler.spiders.line_feeds import HeadRepair

# A paper's head has 1 KB. Chrome and nginx take 256 KiB at most.
MOST_HEAD_BYTES = 256 << 10
_STATES_OF_A_HEAD = ("STATUS", "HEADER")


class HeadTooLong(Exception):
    """The status line and the headers of an answer have more bytes than MOST_HEAD_BYTES."""


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Twisted bounds each line of a head, and not their number: endless headers took 2.6 GB."""

    def request(self, request: Any) -> Any:
        self._head_bytes = 0
        self._repair = HeadRepair()
        answer = super().request(request)
        if self._parser is not None:  # a line of 16 KB ends the connection otherwise
            self._parser.MAX_LENGTH = MOST_HEAD_BYTES
        return answer

    def dataReceived(self, bytes: bytes) -> None:
        if self._parser is not None and self._parser.state in _STATES_OF_A_HEAD:
            self._head_bytes += len(bytes)
            if self._head_bytes > MOST_HEAD_BYTES:
                error = HeadTooLong(f"headers of more than {MOST_HEAD_BYTES:,} bytes")
                self._disconnectParser(Failure(error))  # type: ignore[no-untyped-call]
                self.transport.abortConnection()  # type: ignore[union-attr]
                return
            if self._repair.passes:  # the head after that of an answer 100
                self._repair = HeadRepair()
            bytes = self._repair.feed(bytes)
            if not bytes:
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Any = connectionDone) -> None:
        """Give the parser what is held of a head that did not end."""
        if self._parser is not None and (held := self._repair.flush()):
            super().dataReceived(held)  # type: ignore[no-untyped-call]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """The factory of such connections, for a pool of Twisted's."""

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:
        """Return the protocol of a new connection."""
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
