"""Limits on every request, robots.txt and redirects included: one delay for a politeness group, no foreign host."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler.outlets import Outlet

# Elsewhere on a paper's machine listen its database and its mail, not its pages.
_WEB_PORTS = (None, 80, 443)


class Courtesy:
    """Put all requests into the politeness group's slot, and refuse hosts that the outlet does not declare."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Build the middleware for one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass in the group's slot. Raises IgnoreRequest for a foreign host or a site that was left."""
        spider = self._crawler.spider
        outlet = getattr(spider, "outlet", None)
        if outlet is None:  # `scrapy shell` begins with a spider of Scrapy's own where no outlet has the host
            raise IgnoreRequest(f"offsite: {request.url} lies on no host of the catalogue")
        # A redirect keeps this mark of a request for robots.txt.
        if reason := offsite(request.url, outlet, is_robots=bool(request.meta.get("dont_obey_robotstxt"))):
            raise IgnoreRequest(f"offsite: {reason}")
        if why_left := getattr(spider, "why_left", ""):
            raise IgnoreRequest(why_left)
        request.meta["download_slot"] = outlet.politeness_group


def offsite(url: str, outlet: Outlet, *, is_robots: bool = False) -> str:
    """Return why an address is not asked for: another host, a login in it or an odd port; '' if it may be.

    A robots.txt may stand on any host of the paper, on that of its pictures too (RFC 9309, section 2.3.1.2).
    """
    if reason := odd_address(url):
        return reason
    parts = urlsplit(url)
    host = parts.hostname or ""
    hosts = {h.host for h in outlet.hosts} if is_robots else outlet.page_hosts
    if {host, host.removeprefix("www.")} & hosts:
        return ""
    return f"{parts.scheme}://{host} is no host of {outlet.key}"


def odd_address(url: str) -> str:
    """Return what an address has that no page's address of a paper has; '' for a plain one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"{url} is no address ({error})"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}://{parts.hostname} is not on the web"
    if "@" in parts.netloc:
        return f"an address on {parts.hostname} has a login in it"
    return "" if port in _WEB_PORTS else f"port {port} of {parts.hostname} is not that of a site"
