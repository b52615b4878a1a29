"""robots.txt as RFC 9309 defines it: absent allows all, unreachable refuses all, and each refusal says which it was."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response

from crawler.spiders.patience import TOO_MANY_REQUESTS
from crawler.spiders.robots_rules import pause_asked_for
from crawler.spiders.unpacking import CUT

_REFUSE_ALL = b"User-agent: *\nDisallow: /\n"
# At one request a minute a usual night of a paper, 60 pages, takes an hour; what is slower does not end before morning.
LONGEST_CRAWL_DELAY = 60.0
# Why a site is asked for nothing more tonight, its robots.txt included.
_LEFT = ("site_down", "lock_lost", "asked_to_wait", "crawl_delay", "disk_full", "archive_failed")


class Robots(RobotsTxtMiddleware):
    """Obey robots.txt, its failures (section 2.3.1) and its Crawl-delay, which Scrapy parses but ignores."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._failures: dict[str, str] = {}

    def process_request_2(self, rp: Any, request: Request) -> None:
        """Let the request pass. Raises IgnoreRequest: a robots.txt without an answer is not one that forbids."""
        if failure := self._failures.get(urlsplit(request.url).netloc):
            raise IgnoreRequest(failure)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status < 400 and CUT in response.flags:
            self._failures[netloc] = "robots_unreachable: robots.txt came without its end"
            response = response.replace(body=_REFUSE_ALL)
        # 429 asks for patience as 503 does; RFC 9309 leaves it among the answers that allow all.
        elif response.status >= 500 or response.status == TOO_MANY_REQUESTS:
            self._failures[netloc] = f"robots_unreachable: robots.txt answers HTTP {response.status}"
            response = response.replace(status=response.status, body=_REFUSE_ALL)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._apply_delay(netloc)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._failures[netloc] = _failure(exc)
        waiting: Any = self._parsers[netloc]
        refused = self._parserimpl.from_crawler(self.crawler, _REFUSE_ALL)
        self._parsers[netloc] = refused
        waiting.callback(refused)

    def _apply_delay(self, netloc: str) -> None:
        spider: Any = self.crawler.spider
        rules: Any = getattr(self._parsers[netloc], "rp", None)
        crawl_delay = pause_asked_for(rules) if rules is not None else 0.0
        if not crawl_delay:
            return
        if reason := delay_refusal(crawl_delay):
            self._failures[netloc] = reason
            spider.leave(reason)
            return
        slot = self.crawler.engine.downloader.slots.get(spider.outlet.politeness_group)
        if slot is not None:
            slot.delay = max(slot.delay, crawl_delay)


def delay_refusal(crawl_delay: float) -> str:
    """Return why a site with this Crawl-delay is left for tonight; '' for one that is kept."""
    if crawl_delay <= LONGEST_CRAWL_DELAY:
        return ""
    return (
        f"crawl_delay: robots.txt asks for {crawl_delay:g} s between two requests, and more than"
        f" {LONGEST_CRAWL_DELAY:g} s are not waited for"
    )


def _failure(error: Exception) -> str:
    """Return why a host is not asked: its robots.txt leads nowhere or takes too long, or the host does not answer."""
    text = str(error) or type(error).__name__
    if isinstance(error, IgnoreRequest):
        is_ours = text.startswith(_LEFT)
        return text if is_ours else f"robots_unreachable: robots.txt leads nowhere ({text})"
    if isinstance(error, DownloadTimeoutError):
        return f"robots_unreachable: robots.txt gives no answer in time ({text})"
    return f"no_answer: the site does not answer ({text})"
