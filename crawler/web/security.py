"""What protects a visitor: the headers of every answer, whose host names are answered, and how much one may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing comes from another host, nothing inline runs; forms lead only here.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REQUESTS_A_SECOND, REQUESTS_AT_ONCE = 20.0, 200.0
_VISITORS = 1000


class Headers:
    """Add the headers to every answer; `embedded`: Airflow's page may show it in a frame."""

    def __init__(self, app: ASGIApp, *, embedded: bool) -> None:
        self.app = app
        self.headers = {
            **_HEADERS,
            "Content-Security-Policy": _POLICY.format(ancestors="'self'" if embedded else "'none'"),
            "X-Frame-Options": "SAMEORIGIN" if embedded else "DENY",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                # A page shows rows of this moment; only files of the program may be kept.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Allowance:
    """Bound how much one visitor asks for: a bucket that fills again with time."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self._clock = app, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when to ask again."""
        if scope["type"] == "http" and not self._takes((scope.get("client") or ("?", 0))[0]):
            refusal = PlainTextResponse("too many requests: wait a few seconds\n", 429, {"Retry-After": "5"})
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _takes(self, visitor: str) -> bool:
        """Take one request out of the visitor's bucket; return False if it is empty."""
        now = self._clock()
        left, at = self._buckets.pop(visitor, (REQUESTS_AT_ONCE, now))
        left = min(REQUESTS_AT_ONCE, left + (now - at) * REQUESTS_A_SECOND)
        self._buckets[visitor] = (max(0.0, left - 1), now)
        while len(self._buckets) > _VISITORS:
            self._buckets.popitem(last=False)
        return left >= 1
