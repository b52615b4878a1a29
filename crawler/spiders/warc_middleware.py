"""Every exchange goes into the archive as it was sent and received."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Self

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.archive import WarcWriter
from crawler.spiders.unpacking import CUT

# Twisted returns bodies without their chunking; this header would be false for what is stored.
_HEADERS_NOT_KEPT = {"transfer-encoding"}


class WarcMiddleware:
    """Write each answer to the spider's WARC file before anything else in Scrapy sees it."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Build the middleware for one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange and pass the answer on, with the record's id in its meta.

        Raises IgnoreRequest where the archive cannot be written, and ends the crawl.
        """
        writer = getattr(self._crawler.spider, "writer", None)
        if writer is not None:
            try:
                request.meta["record_id"] = _write(writer, request, response)
            except OSError as error:
                self._crawler.spider.stop_without_archive(error)
                raise IgnoreRequest(self._crawler.spider.why_left) from None
        return response


def _write(writer: WarcWriter, request: Request, response: Response) -> str:
    return writer.write_exchange(
        url=request.url,
        method=request.method,
        request_headers=_header_pairs(request.headers),
        status=response.status,
        reason=_reason_phrase(response.status),
        response_headers=[h for h in _header_pairs(response.headers) if h[0].lower() not in _HEADERS_NOT_KEPT],
        body=response.body,
        fetched_at=datetime.now(UTC),
        truncated="disconnect" if CUT in response.flags else None,
    )


def _header_pairs(headers: Any) -> list[tuple[str, str]]:
    return [(n.decode("latin1"), v.decode("latin1")) for n, values in headers.items() for v in values]


def _reason_phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
