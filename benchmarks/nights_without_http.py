"""A paper's night without HTTP: its channels are read, then what they announce and nobody fetched yet is archived."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from crawler.archive import WarcWriter
from crawler.article import ChannelRead
from crawler.outlets import Channel, Outlet, identify
from crawler.page import SavedPage
from crawler.sites import read_channel_page

MOST_CHANNEL_PAGES = 60  # of a night
Answer = Callable[[str, datetime], SavedPage]


class NightWithoutHttp:
    """One night of a paper that begins `at`; `asked` holds the articles of the nights before, and grows."""

    def __init__(self, answer: Answer, outlet: Outlet, at: datetime, asked: set[str], most: int) -> None:
        self.answer, self.outlet, self.at, self.asked_before, self.most = answer, outlet, at, asked, most

    def pages(self, writer: WarcWriter, *again: str) -> Iterator[SavedPage]:
        """Write the night, and yield each article's answer; `again` are addresses of old ones that are due.

        The answer's address may be another than was asked.
        """
        new: dict[str, str] = {}
        for url in self._announced(writer):
            identity = identify(url, self.outlet)
            if identity and str(identity.article_id) not in self.asked_before:
                new.setdefault(str(identity.article_id), url)
        tonight = dict([*new.items()][: self.most])
        self.asked_before.update(tonight)  # the caller's own set
        for url in (*tonight.values(), *again):
            yield self._asked(writer, url)

    def _announced(self, writer: WarcWriter) -> Iterator[str]:
        asked: set[str] = set()
        for channel in self.outlet.channels:
            waiting, announced = [channel.url.replace("{page}", "1")], dict[str, None]()
            while waiting and len(asked) < MOST_CHANNEL_PAGES:
                if (url := waiting.pop(0)) in asked:
                    continue
                asked.add(url)
                reading = read_channel_page(self._asked(writer, url), self.outlet)
                if reading and isinstance(reading.result, ChannelRead):
                    waiting += [*([reading.result.next_url] if reading.result.next_url else []), *reading.result.more]
                    announced |= dict.fromkeys(each.url for each in reading.result.announced)
            self._note_channel(writer, channel, len(announced))
            yield from announced

    def _note_channel(self, writer: WarcWriter, channel: Channel, items: int) -> None:
        facts = {"channel": channel.name, "certainty": channel.status, "url": channel.url, "items": items, "reason": ""}
        read = {"status": "ok", "end": "single"} if items else {"status": "failed", "end": "error"}
        writer.write_metadata("channel", facts | read, self.at)

    def _asked(self, writer: WarcWriter, url: str) -> SavedPage:
        self.at += timedelta(seconds=1)
        page = self.answer(url, self.at)
        writer.write_exchange(
            url=page.url,
            method="GET",
            request_headers=[],
            status=page.status,
            reason="",
            response_headers=[("Content-Type", content_type(page))],
            body=page.body,
            fetched_at=self.at,
        )
        return page


def content_type(page: SavedPage) -> str:
    """Return the type that a server gives for these bytes."""
    return "application/xml" if page.body.lstrip().startswith(b"<?xml") else "text/html; charset=utf-8"
