"""One walk over a channel: its pages in order, and where and why the walk ends."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from crawler.article import ChannelRead, url_key
from crawler.outlets import Channel, normal_url

# single: the channel has one page. known: a page has no article that is new since the last run. declared: the
# numbered pages ended. cap: the catalogue's number of pages was read, and the last still held new articles.
End = Literal["", "single", "known", "declared", "cap", "cut_short", "error"]

_STATUS = {"": "cut_short", "error": "failed", "cut_short": "cut_short"}

# Why a page was not read, for the verdict; the first word of an IgnoreRequest's message names it.
Cause = Literal[
    "",
    "robots",
    "robots_unreachable",
    "no_answer",
    "offsite",
    "redirect_loop",
    "http_error",
    "truncated",
    "unreadable",
    "asked_to_wait",
    "crawl_delay",
]
_NAMED_CAUSES: dict[str, Cause] = {
    "robots": "robots",
    "robots_unreachable": "robots_unreachable",
    "offsite": "offsite",
    "max redirections reached": "redirect_loop",
    "asked_to_wait": "asked_to_wait",
    "crawl_delay": "crawl_delay",
}


# An index names indexes at some papers (one of each year); deeper, and wider than this, are loops and old years.
MOST_INDEXES = 3
MOST_PAGES_OF_A_SITEMAP = 12


@dataclass
class ChannelWalk:
    """The state of a walk; `end` is empty while it goes on, `queue` holds pages that another page named."""

    channel: Channel
    page: int = 1
    url: str = ""
    retrying: bool = False
    rereading: bool = False
    end: End = ""
    reason: str = ""
    items: set[int] = field(default_factory=set)
    keys_by_page: list[list[int]] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    failure: str = ""
    cause: Cause = ""
    indexes: int = 0

    def __post_init__(self) -> None:
        self.url = self.url or self._address()

    @property
    def is_paged(self) -> bool:
        """Return True if the catalogue numbers this channel's pages."""
        return "{page}" in self.channel.url

    @property
    def is_over(self) -> bool:
        """Return True if this walk needs no further request."""
        return bool(self.end) and not self.rereading

    @property
    def status(self) -> str:
        """Return ok, failed or cut_short; a walk without an end was cut short."""
        return _STATUS.get(self.end, "ok")

    def add_page(self, read: ChannelRead, known: Collection[int]) -> None:
        """Add a page; then the walk is at its next page, at page one again, or over.

        `known` holds keys of articles known before this run: what another channel just showed must not end a walk.
        """
        keys = [url_key(normal_url(item.url)) for item in read.announced]
        next_url = self._index_to_follow(read) if self.channel.kind == "sitemap" else read.next_url
        if not keys and not read.next_url and not read.more and not self.queue and not self.retrying:
            self.retrying = True
            return
        self.retrying = False
        self.pages.append(self.url)
        more = [urljoin(self.url, url) for url in read.more] if next_url or self.channel.kind != "sitemap" else []
        # The sitemaps of an index within an index come before those that stand beside it.
        self.queue = [url for url in dict.fromkeys(more + self.queue) if url not in self.pages]
        if self.rereading:
            self._end_reread(keys)
        else:
            self.end, self.reason = self._end_on_page(keys, next_url, known)
            self._advance(next_url)
        self.items.update(keys)
        self.keys_by_page.append(keys)

    def note_cut_off(self) -> None:
        """Note that a page came without its end: what stood there is unseen, whatever the walk still reads."""
        self.failure, self.cause = f"{self.url} came without its end", "truncated"

    def note_unreadable(self, why: str) -> None:
        """Note that a page's bytes could not be read: what stood there is unseen."""
        self.failure, self.cause = f"{self.url}: {why}", "unreadable"

    def fail(self, reason: str, http_status: int = 0, cause: Cause = "") -> None:
        """Note that a page was not fetched; without a cause the reason's first word names it."""
        named = "http_error" if http_status else _NAMED_CAUSES.get(reason.split(":", 1)[0], "no_answer")
        self.cause = cause or named
        if self.rereading:
            self.end, self.reason = "cut_short", f"page one, read again: {reason}"
        elif self.is_paged and self.page > 1 and http_status in (404, 410):
            self.end, self.reason, self.cause = "declared", reason, ""
            self._reread_page_one()
            return
        elif self.queue:
            self.failure = self.failure or reason
            self.page, self.url = self.page + 1, self.queue.pop(0)
            return
        else:
            self.end, self.reason = "error" if self.page == 1 else "cut_short", reason
        self.rereading = False

    def _index_to_follow(self, read: ChannelRead) -> str | None:
        """Return the address of an index's newest sitemap; None for a sitemap, and where indexes lead to indexes."""
        if not read.next_url:
            return None
        self.indexes += 1
        url = urljoin(self.url, read.next_url)
        return url if self.indexes <= MOST_INDEXES and url not in (*self.pages, self.url) else None

    def _end_on_page(self, keys: list[int], next_url: str | None, known: Collection[int]) -> tuple[End, str]:
        """Return how and why the walk ends on this page; two empty texts if it goes on."""
        end: tuple[End, str] = ("", "")
        if self._has_named_pages(keys, next_url, known):
            return end
        if not keys:
            end = ("declared" if self.items else "error", "announced nothing")
        elif not self.is_paged:
            end = ("single", "")
        elif keys in self.keys_by_page:  # after their last page some sites show the last or the first again
            end = ("declared", "a page of this walk came again")
        elif all(key in known for key in keys):
            end = ("known", "")
        elif self.page >= self.channel.pages:
            end = ("cap", f"new articles still stood on page {self.page}")
        return ("cut_short", self.failure) if end[0] and self.failure else end

    def _has_named_pages(self, keys: list[int], next_url: str | None, known: Collection[int]) -> bool:
        """Return True if pages that another page named must still be read.

        All listings of a menu are read. Of an index the sitemap after the newest only if the newest holds no article,
        or none that is known: on the first of a month the last evening's articles are in the month before.
        """
        if self.channel.kind == "sitemap":
            if next_url:
                return True
            is_unread = bool(self.queue) and self.page < MOST_PAGES_OF_A_SITEMAP
            return is_unread and (not keys or (bool(known) and not any(key in known for key in keys)))
        return bool(self.queue)

    def _advance(self, next_url: str | None) -> None:
        if self.end:
            self._reread_page_one()
            return
        self.page += 1
        if self.is_paged:
            self.url = self._address()
        else:
            self.url = urljoin(self.url, next_url) if next_url else self.queue.pop(0)

    def _reread_page_one(self) -> None:
        """Read page one again: articles published meanwhile have pushed others to the next page."""
        self.rereading = self.is_paged and self.page > 1
        if self.rereading:
            self.page = 1
            self.url = self._address()

    def _end_reread(self, keys: list[int]) -> None:
        self.rereading = False
        if not self.items.intersection(keys):
            self.end, self.reason = "cut_short", "page one, read again, shows nothing of this walk"

    def _address(self) -> str:
        return self.channel.url.replace("{page}", str(self.page))
