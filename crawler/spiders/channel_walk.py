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
]
_NAMED_CAUSES: dict[str, Cause] = {
    "robots": "robots",
    "robots_unreachable": "robots_unreachable",
    "offsite": "offsite",
    "max redirections reached": "redirect_loop",
}


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
        if not keys and not read.next_url and not read.more and not self.retrying:
            self.retrying = True
            return
        self.retrying = False
        self.pages.append(self.url)
        self.queue += read.more
        if self.rereading:
            self._end_reread(keys)
        else:
            self.end, self.reason = self._end_on_page(keys, read, known)
            self._advance(read)
        self.items.update(keys)
        self.keys_by_page.append(keys)

    def note_cut_off(self) -> None:
        """Note that a page came without its end: what stood there is unseen, whatever the walk still reads."""
        self.failure, self.cause = f"{self.url} came without its end", "truncated"

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

    def _end_on_page(self, keys: list[int], read: ChannelRead, known: Collection[int]) -> tuple[End, str]:
        """Return how and why the walk ends on this page; two empty texts if it goes on."""
        end: tuple[End, str] = ("", "")
        if self._has_named_pages(keys, read, known):
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

    def _has_named_pages(self, keys: list[int], read: ChannelRead, known: Collection[int]) -> bool:
        """Return True if pages that another page named must still be read.

        All listings of a menu are read; the sitemap before the newest only if the newest holds no known article: on the
        first of a month the last evening's articles are in the month before.
        """
        if self.channel.kind == "sitemap":
            if self.page == 1 and read.next_url:
                return True
            return bool(self.queue and known) and not any(key in known for key in keys)
        return bool(self.queue)

    def _advance(self, read: ChannelRead) -> None:
        if self.end:
            self._reread_page_one()
            return
        self.page += 1
        if self.is_paged:
            self.url = self._address()
        else:
            self.url = urljoin(self.url, read.next_url) if read.next_url else self.queue.pop(0)

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
