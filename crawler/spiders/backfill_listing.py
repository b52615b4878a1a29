"""Backfill of a listing: find the page on which a month begins, and read on to the page after its end."""

from itertools import islice

from crawler.article import Announced
from crawler.outlets import Channel, Outlet
from crawler.sites import read_channel
from crawler.spiders.backfill_contract import BackfillReader, MonthCount, MonthPostponed, announced_key

# If the last five articles of a page all show no date, the page's month cannot be known.
MOST_DATE_CHECKS = 5


class BackfillListing:
    """One paged listing, newest first; months are requested from the newest to the oldest.

    Families print dates in listings differently or not at all, so a page's month is that of its articles: an archived
    article tells it without a request, else one is fetched.
    """

    def __init__(self, channel: Channel, outlet: Outlet, reader: BackfillReader) -> None:
        self.channel, self._outlet, self._reader = channel, outlet, reader
        self._start_page = 1
        self._pages: dict[int, list[Announced]] = {}
        self._seen: set[int] = set()

    async def month(self, month: str, count: MonthCount) -> None:
        """Fetch what the listing names for a month; note in `count` whether it reaches the month's end.

        Raises MonthPostponed, BackfillStopped.
        """
        page = await self._first_page(month)
        items = await self._page(page)
        if not items:
            count.limits.append(await self._end(page))
            return
        count.channels.append(self.channel.name)
        self._start_page = 0
        while items:
            months = await self._months_of(items, month, count)
            if not self._start_page and min(months, default=month) < month:
                self._start_page = page  # the next month begins here
            if max(months, default=month) < month:
                return
            page += 1
            items = await self._page(page)
        self._start_page = self._start_page or page
        count.limits.append(await self._end(page))

    async def _months_of(self, items: list[Announced], month: str, count: MonthCount) -> list[str]:
        """Fetch a page's articles of the month, and those whose month is unknown without a fetch; return all months."""
        months = []
        for item in items:
            item_month = self._reader.month_known(item)
            if item_month in (None, month):
                item_month = await self._reader.fetch(item, count) or item_month
            if item_month not in (None, month):
                count.named.discard(announced_key(item))
            months += [item_month] if item_month else []
        return months

    async def _first_page(self, month: str) -> int:
        """Return the first page that ends in the month or before it, or the first page after the listing's end."""
        newer, page, step = self._start_page - 1, self._start_page, 1
        while not await self._reaches(page, month):
            newer, page, step = page, page + step, step * 2
        while page - newer > 1:
            middle = (newer + page) // 2
            if await self._reaches(middle, month):
                page = middle
            else:
                newer = middle
        return page

    async def _reaches(self, page: int, month: str) -> bool:
        items = await self._page(page)
        return not items or await self._last_month(page, items) <= month

    async def _last_month(self, page: int, items: list[Announced]) -> str:
        for item in islice(reversed(items), MOST_DATE_CHECKS):
            if month := self._reader.month_known(item) or await self._reader.fetch(item, MonthCount()):
                return month
        raise MonthPostponed(f"no article at the end of page {page} of the listing {self.channel.name} says its date")

    async def _page(self, number: int) -> list[Announced]:
        """Return what only this page names, since boxes beside the list are on every page. Empty after the end."""
        if number not in self._pages:
            items = await self._read(number)
            if items is not None and not items:  # may be an accident
                items = await self._read(number)
            items = items or []
            new_items = [item for item in items if announced_key(item) not in self._seen]
            self._seen.update(map(announced_key, items))
            self._pages[number] = new_items
        return self._pages[number]

    async def _read(self, number: int) -> list[Announced] | None:
        page = await self._reader.page(self.channel.url.replace("{page}", str(number)))
        if page is None:
            return None
        read = read_channel(page, self._outlet, self.channel)
        for problem in read.problems:
            if problem.code == "unreadable":  # a page that is not JSON is not the end of a JSON listing
                raise MonthPostponed(f"page {number} of the listing {self.channel.name}: {problem.detail}")
        return read.announced

    async def _end(self, page: int) -> str:
        last = page - 1
        if not self._pages.get(last):
            return f"the listing {self.channel.name} names no article"
        return (
            f"the listing {self.channel.name} ends on page {last}, in {await self._last_month(last, self._pages[last])}"
        )
