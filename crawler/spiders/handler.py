"""The last step before a request is sent: check the site's lock, and use the sample press if one is set."""

import asyncio
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.spiders.bounded_head import BoundedFactory


class SiteHandler(HTTP11DownloadHandler):
    """Download as Scrapy does, or from BAOTINH_SAMPLE_PRESS with the real host in the Host header."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        self._sample_press: str | None = crawler.settings.get("BAOTINH_SAMPLE_PRESS")
        self._closing: asyncio.Task[None] | None = None
        self._pool._factory = BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """Send one request; the response carries the requested address. Raises IgnoreRequest."""
        patience = getattr(self._crawler.spider, "patience", None)
        if patience is not None:
            await patience.rest()
        self._stop_unless_locked()
        status = None
        try:
            response = await self._send(request)
            status = response.status
            if patience is not None:
                retry_after = (response.headers.get("Retry-After") or b"").decode("latin1")
                patience.note(status, retry_after, is_robots=bool(request.meta.get("dont_obey_robotstxt")))
            return response
        finally:
            self._count_delay_from_now(request)
            if count_try := getattr(self._crawler.spider, "count_try", None):
                count_try(status)

    async def _send(self, request: Request) -> Response:
        if not self._sample_press:
            return await super().download_request(request)
        parts = urlsplit(request.url)
        url = self._sample_press.rstrip("/") + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        redirected = request.replace(url=url)
        redirected.headers["Host"] = parts.netloc
        redirected.headers["X-Forwarded-Proto"] = parts.scheme
        response = await super().download_request(redirected)
        return response.replace(url=request.url)

    def _count_delay_from_now(self, request: Request) -> None:
        """Count the delay from the answer: counted from the sending, one after a slow request would be too early."""
        slot = self._crawler.engine.downloader.slots.get(str(request.meta.get("download_slot")))
        if slot is not None:
            slot.lastseen = monotonic()

    def _stop_unless_locked(self) -> None:
        """End the crawl if the database ended, and the site's lock with it: another crawl may hold it now."""
        holds_site = getattr(self._crawler.spider, "holds_site", None)
        if holds_site is None or holds_site():
            return
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="lock_lost"))
        raise IgnoreRequest("lock_lost: the database ended, and the site's lock with it")
