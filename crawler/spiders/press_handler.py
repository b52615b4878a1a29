"""One setting sends every request to the sample press; addresses stay the real ones."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response


class PressHandler(HTTP11DownloadHandler):
    """Download as Scrapy does, or from BAOTINH_PRESS with the real host in the Host header."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._press: str | None = crawler.settings.get("BAOTINH_PRESS")

    async def download_request(self, request: Request) -> Response:
        """Send one request; the response carries the address that was asked for."""
        if not self._press:
            return await super().download_request(request)
        parts = urlsplit(request.url)
        there = self._press.rstrip("/") + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = request.replace(url=there)
        sent.headers["Host"] = parts.netloc
        sent.headers["X-Forwarded-Proto"] = parts.scheme
        response = await super().download_request(sent)
        return response.replace(url=request.url)
