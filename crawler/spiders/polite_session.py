"""Single pages of a site, fetched politely outside a crawl: robots.txt obeyed, one delay for all requests."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from crawler.archive import unpack
from crawler.outlets.outlet import POLITE_DELAY_SECONDS
from crawler.page import SavedPage
from crawler.spiders.courtesy import odd_address
from crawler.spiders.crawl import MARGIN_SECONDS
from crawler.spiders.patience import TOO_MANY_REQUESTS
from crawler.spiders.robots import delay_refusal
from crawler.spiders.robots_rules import pause_asked_for, robots_rules
from crawler.spiders.settings import (
    DEFAULT_REQUEST_HEADERS,
    DOWNLOAD_MAXSIZE,
    REDIRECT_MAX_TIMES,
    ROBOTSTXT_USER_AGENT,
    USER_AGENT,
)

TIMEOUT_SECONDS = 20.0
_REFUSE_ALL = "User-agent: *\nDisallow: /\n"


class NotFetched(OSError):
    """A page was not requested or not received; the text says which and why."""


class NoAnswer(NotFetched):
    """The host gave no answer at all."""


class RefusedByRobots(NotFetched):
    """The site's robots.txt keeps crawlers from the page."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer as they went over the wire, for an archive."""

    url: str
    request_headers: list[tuple[str, str]]
    status: int
    reason: str
    response_headers: list[tuple[str, str]]
    body: bytes
    fetched_at: datetime


@dataclass
class PoliteSession:
    """A session with one site; `may_request` says on which hosts. Requests go to `sample_press` if one is set.

    `keep` is given each exchange, before it is read.
    """

    may_request: Callable[[str], bool]
    pause: float = POLITE_DELAY_SECONDS
    sample_press: str | None = None
    keep: Callable[[Exchange], None] | None = None
    robots: dict[str, SavedPage] = field(default_factory=dict)
    _rules: dict[str, Protego] = field(default_factory=dict)
    _last_answer_at: float = float("-inf")

    def __enter__(self) -> Self:
        headers = {**DEFAULT_REQUEST_HEADERS, "User-Agent": USER_AGENT}
        self._client = httpx.Client(headers=headers, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str) -> SavedPage:
        """Fetch a page, following redirects on the site's hosts; its `url` is the last one. Raises NotFetched."""
        for _ in range(REDIRECT_MAX_TIMES + 1):
            if not self.rules(url).can_fetch(url, ROBOTSTXT_USER_AGENT):
                raise RefusedByRobots(f"{url}: robots.txt refuses it")
            page = self._request(url)
            target = page.header("location") if 300 <= page.status < 400 else ""
            if not target:
                return page
            url = urljoin(url, target)
        raise NotFetched(f"{url}: more than {REDIRECT_MAX_TIMES} redirects")

    def rules(self, url: str) -> Protego:
        """Return the robots.txt rules of the address's host (RFC 9309: absent allows all, unreachable refuses all)."""
        parts = urlsplit(url)
        host = parts.netloc
        if host not in self._rules:
            page = self._request(f"{parts.scheme}://{host}/robots.txt")
            for _ in range(REDIRECT_MAX_TIMES):
                if 300 <= page.status < 400 and (target := page.header("location")):
                    page = self._request(urljoin(page.url, target))
            is_unreachable = page.status >= 500 or page.status == TOO_MANY_REQUESTS or page.truncated
            rules = _REFUSE_ALL if is_unreachable else page.text if page.status == 200 else ""
            self.robots[host], self._rules[host] = page, robots_rules(rules)
            crawl_delay = pause_asked_for(self._rules[host])
            if reason := delay_refusal(crawl_delay):
                del self._rules[host]
                raise NotFetched(f"{url}: {reason}")
            self.pause = max(self.pause, crawl_delay)
        return self._rules[host]

    def _request(self, url: str) -> SavedPage:
        parts = urlsplit(url)
        if reason := odd_address(url):
            raise NotFetched(f"{url}: {reason}")
        if not self.may_request((parts.hostname or "").removeprefix("www.")):
            raise NotFetched(f"{url}: lies on no host of this site")
        target = url
        headers = {}
        if self.sample_press:
            target = self.sample_press.rstrip("/") + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
        time.sleep(max(0.0, self._last_answer_at + self.pause + MARGIN_SECONDS - time.monotonic()))
        try:
            return self._read(url, target, headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswer(f"{url}: no answer: {error or type(error).__name__}") from None
        finally:
            self._last_answer_at = time.monotonic()  # from the answer, as in a crawl

    def _read(self, url: str, target: str, headers: dict[str, str]) -> SavedPage:
        with self._client.stream("GET", target, headers=headers) as response:
            packed = bytearray()
            for chunk in response.iter_raw():
                packed += chunk
                if len(packed) > DOWNLOAD_MAXSIZE:
                    raise NotFetched(f"{url}: more than {DOWNLOAD_MAXSIZE:,} bytes are not a page")
            fetched_at = datetime.now(UTC)
            if self.keep is not None:
                self.keep(_exchange(url, response, bytes(packed), fetched_at))
            body = unpack(BytesIO(packed), response.headers.get("content-encoding", ""))
            headers_read = MappingProxyType(dict(response.headers))
            return SavedPage(
                body.content,
                url,
                fetched_at,
                status=response.status_code,
                headers=headers_read,
                truncated=body.is_cut,
                defect=body.defect,
            )


def _exchange(url: str, response: httpx.Response, body: bytes, fetched_at: datetime) -> Exchange:
    """Return what was sent and received; the body stands without its chunks, so no header speaks of them."""
    received = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw]
    return Exchange(
        url=url,
        request_headers=[(n.decode("latin-1"), v.decode("latin-1")) for n, v in response.request.headers.raw],
        status=response.status_code,
        reason=response.reason_phrase,
        response_headers=[(name, value) for name, value in received if name.lower() != "transfer-encoding"],
        body=body,
        fetched_at=fetched_at,
    )
