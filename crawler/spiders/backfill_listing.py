"""A listing's way into the past: find the page on which a month begins, and walk to the page behind its end."""

from itertools import islice

from crawler.article import Announced
from crawler.outlets import Channel, Outlet
from crawler.sites import read_channel
from crawler.spiders.backfill_contract import BackfillReader, MonthCount, MonthPostponed, announced_key

# A page whose last articles all say no date is none of which the place in time could be told.
MOST_PROBES = 5


class BackfillListing:
    """One paged listing, newest first; months are asked for from the newest to the oldest.

    Listings print no dates that every family shares, so a page's place in time is that of its articles: archived ones
    tell it for nothing, else one is fetched.
    """

    def __init__(self, channel: Channel, outlet: Outlet, reader: BackfillReader) -> None:
        self.channel, self._outlet, self._reader = channel, outlet, reader
        self._place = 1
        self._pages: dict[int, list[Announced]] = {}
        self._seen: set[int] = set()

    async def month(self, month: str, tally: MonthCount) -> None:
        """Fetch what the listing names for a month; note in `tally` whether it gets there.

        Raises MonthPostponed, BackfillStopped.
        """
        page = await self._first_page(month)
        items = await self._page(page)
        if not items:
            tally.limits.append(await self._end(page))
            return
        tally.channels.append(self.channel.name)
        self._place = 0
        while items:
            dated = await self._months_of(items, month, tally)
            if not self._place and min(dated, default=month) < month:
                self._place = page  # the next month begins here
            if max(dated, default=month) < month:
                return
            page += 1
            items = await self._page(page)
        self._place = self._place or page
        tally.limits.append(await self._end(page))

    async def _months_of(self, items: list[Announced], month: str, tally: MonthCount) -> list[str]:
        """Fetch a page's articles of the month, and those of which only their page can tell it; return all months."""
        dated = []
        for item in items:
            found = self._reader.month_known(item)
            if found in (None, month):
                found = await self._reader.fetch(item, tally) or found
            if found not in (None, month):
                tally.named.discard(announced_key(item))
            dated += [found] if found else []
        return dated

    async def _first_page(self, month: str) -> int:
        """Return the first page that ends in the month or before it, or the first behind the listing's end."""
        newer, page, step = self._place - 1, self._place, 1
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
        for item in islice(reversed(items), MOST_PROBES):
            if found := self._reader.month_known(item) or await self._reader.fetch(item, MonthCount()):
                return found
        raise MonthPostponed(f"no article at the end of page {page} of the listing {self.channel.name} says its date")

    async def _page(self, number: int) -> list[Announced]:
        """Return what only this page names: boxes beside the list stand on every page. Empty behind the end."""
        if number not in self._pages:
            found = await self._read(number)
            if found is not None and not found:  # may be an accident
                found = await self._read(number)
            found = found or []
            own = [item for item in found if announced_key(item) not in self._seen]
            self._seen.update(map(announced_key, found))
            self._pages[number] = own
        return self._pages[number]

    async def _read(self, number: int) -> list[Announced] | None:
        page = await self._reader.page(self.channel.url.replace("{page}", str(number)))
        if page is None:
            return None
        read = read_channel(page, self._outlet, self.channel)
        for problem in read.problems:
            if problem.code == "unreadable":  # a JSON listing's page that is none: not the listing's end
                raise MonthPostponed(f"page {number} of the listing {self.channel.name}: {problem.detail}")
        return read.announced

    async def _end(self, page: int) -> str:
        last = page - 1
        if not self._pages.get(last):
            return f"the listing {self.channel.name} names no article"
        return (
            f"the listing {self.channel.name} ends on page {last}, in {await self._last_month(last, self._pages[last])}"
        )
