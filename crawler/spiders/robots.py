"""robots.txt as RFC 9309 defines it: absent allows all, unreachable refuses all."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response

_REFUSE_ALL = b"User-agent: *\nDisallow: /\n"


class Robots(RobotsTxtMiddleware):
    """Obey robots.txt, its failures (section 2.3.1) and its Crawl-delay, which Scrapy parses but ignores."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(status=response.status, body=_REFUSE_ALL)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._apply_delay(netloc)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting: Any = self._parsers[netloc]
        refused = self._parserimpl.from_crawler(self.crawler, _REFUSE_ALL)
        self._parsers[netloc] = refused
        waiting.callback(refused)

    def _apply_delay(self, netloc: str) -> None:
        spider: Any = self.crawler.spider
        parser: Any = getattr(self._parsers[netloc], "rp", None)
        crawl_delay = parser.crawl_delay(self._robotstxt_useragent) if parser is not None else None
        slot = self.crawler.engine.downloader.slots.get(spider.outlet.politeness_group)
        if crawl_delay and slot is not None:
            slot.delay = max(slot.delay, float(crawl_delay))
