"""Limits on every request, robots.txt and redirects included: one delay for a politeness group, no foreign host."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest


class Courtesy:
    """Put all requests into the politeness group's slot, and refuse hosts that the outlet does not declare."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Build the middleware for one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass in the group's slot. Raises IgnoreRequest for a foreign host or a dead site."""
        outlet = getattr(self._crawler.spider, "outlet", None)
        if outlet is None:  # `scrapy shell` begins with a spider of Scrapy's own where no outlet has the host
            raise IgnoreRequest(f"offsite: {request.url} lies on no host of the catalogue")
        parts = urlsplit(request.url)
        if (
            parts.scheme not in ("http", "https")
            or (parts.hostname or "").removeprefix("www.") not in outlet.page_hosts
        ):
            raise IgnoreRequest(f"offsite: {parts.scheme}://{parts.hostname} is no host of {outlet.key}")
        if getattr(self._crawler.spider, "site_is_down", False):
            last = self._crawler.spider.last_failure_text
            raise IgnoreRequest(f"site_down: the requests before failed one after the other, the last with {last}")
        request.meta["download_slot"] = outlet.politeness_group
