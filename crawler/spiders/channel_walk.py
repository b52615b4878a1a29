"""One walk over a channel: its pages in order, and where and why it ends."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from crawler.article import ChannelRead, url_key
from crawler.outlets import Channel, normal_url

# single: the channel has one page. known: a page without an article that is new since the last run. declared: the
# numbered pages ran out. cap: the catalogue's number of pages was read, and the last still held new articles.
End = Literal["", "single", "known", "declared", "cap", "cut_short", "error"]

_STATUS = {"": "cut_short", "error": "failed", "cut_short": "cut_short"}


@dataclass
class ChannelWalk:
    """Where a walk stands; `end` is empty while it goes on, `queue` holds pages that another one named."""

    channel: Channel
    page: int = 1
    url: str = ""
    again: bool = False
    closing: bool = False
    end: End = ""
    reason: str = ""
    items: set[int] = field(default_factory=set)
    lists: list[list[int]] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    broken: str = ""

    def __post_init__(self) -> None:
        self.url = self.url or self._address()

    @property
    def paged(self) -> bool:
        """Tell whether the catalogue numbers this channel's pages."""
        return "{page}" in self.channel.url

    @property
    def over(self) -> bool:
        """Tell whether nothing of this walk is left to ask for."""
        return bool(self.end) and not self.closing

    @property
    def status(self) -> str:
        """Return ok, failed or cut_short; a walk whose end nobody saw was cut short."""
        return _STATUS.get(self.end, "ok")

    def take(self, read: ChannelRead, known: Collection[int]) -> None:
        """Take in a page; then the walk is at its next page, at page one again, or over.

        `known` holds the articles known before this run began: what another channel just showed ends no walk.
        """
        keys = [url_key(normal_url(item.url)) for item in read.announced]
        if not keys and not read.next_url and not read.more and not self.again:
            self.again = True
            return
        self.again = False
        self.asked.append(self.url)
        self.queue += read.more
        if self.closing:
            self._close(keys)
        else:
            self.end, self.reason = self._judge(keys, read, known)
            self._move(read)
        self.items.update(keys)
        self.lists.append(keys)

    def fail(self, reason: str, http_status: int = 0) -> None:
        """Take in that a page did not come."""
        if self.closing:
            self.end, self.reason = "cut_short", f"page one, read again: {reason}"
        elif self.paged and self.page > 1 and http_status in (404, 410):
            self.end, self.reason = "declared", reason
            self._reread_page_one()
            return
        elif self.queue:
            self.broken = self.broken or reason
            self.page, self.url = self.page + 1, self.queue.pop(0)
            return
        else:
            self.end, self.reason = "error" if self.page == 1 else "cut_short", reason
        self.closing = False

    def _judge(self, keys: list[int], read: ChannelRead, known: Collection[int]) -> tuple[End, str]:
        """Say whether the walk ends on this page, and how."""
        found: tuple[End, str] = ("", "")
        if self._goes_on(keys, read, known):
            return found
        if self.broken:
            found = ("cut_short", self.broken)
        elif not keys:
            found = ("declared" if self.items else "error", "announced nothing")
        elif not self.paged:
            found = ("single", "")
        elif keys in self.lists:  # past their last page some sites show the last or the first again
            found = ("declared", "a page of this walk came again")
        elif all(key in known for key in keys):
            found = ("known", "")
        elif self.page >= self.channel.pages:
            found = ("cap", f"new articles still stood on page {self.page}")
        return found

    def _goes_on(self, keys: list[int], read: ChannelRead, known: Collection[int]) -> bool:
        """Tell whether pages that another page named are left to read.

        A menu's listings are all read; the sitemap before the newest only where the newest holds nothing known: on the
        first of a month the last evening's articles stand in the month before.
        """
        if self.channel.kind == "sitemap":
            if self.page == 1 and read.next_url:
                return True
            return bool(self.queue and known) and not any(key in known for key in keys)
        return bool(self.queue)

    def _move(self, read: ChannelRead) -> None:
        if self.end:
            self._reread_page_one()
            return
        self.page += 1
        if self.paged:
            self.url = self._address()
        else:
            self.url = urljoin(self.url, read.next_url) if read.next_url else self.queue.pop(0)

    def _reread_page_one(self) -> None:
        """Ask for page one again: articles that came meanwhile pushed others over the page's edge."""
        self.closing = self.paged and self.page > 1
        if self.closing:
            self.page = 1
            self.url = self._address()

    def _close(self, keys: list[int]) -> None:
        self.closing = False
        if not self.items.intersection(keys):
            self.end, self.reason = "cut_short", "page one, read again, shows nothing of this walk"

    def _address(self) -> str:
        return self.channel.url.replace("{page}", str(self.page))
