"""A listing's way into the past, against listings as sites print them: boxes, repeated pages, an end."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from crawler.article import Announced
from crawler.outlets import Channel, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import backfillable_channels
from crawler.spiders.backfill_contract import MonthCount, MonthPostponed
from crawler.spiders.backfill_listing import BackfillListing

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CHANNEL = Channel(name="tin", kind="listing", url="https://baoangiang.com.vn/tin/?p={page}", status="seen")
JSON = Channel(
    name="tin",
    kind="json",
    url="https://baoangiang.com.vn/list?c=7&p={page}",
    status="seen",
    items="data",
    link="{link}",
)


@dataclass
class Paper:
    """Four articles a page, two pages a month from 2020-12 down to 2016-01, and what stands beside each list."""

    box: tuple[int, ...] = ()
    dated: bool = True
    behind: str = "404"
    asked: list[int] = field(default_factory=list)
    fetched: list[int] = field(default_factory=list)
    last: int = 120

    def month(self, number: int) -> str:
        months = 2020 * 12 + 11 - number // 8
        return f"{months // 12}-{months % 12 + 1:02}"

    async def page(self, url: str) -> SavedPage | None:
        number = int(url.rpartition("=")[2])
        self.asked.append(number)
        if number > self.last and self.behind == "404":
            return None
        shown = {"last": min(number, self.last), "first": number if number <= self.last else 1}.get(self.behind, number)
        own = [] if shown > self.last else range((shown - 1) * 4, shown * 4)
        return SavedPage(
            body=self.body([f"/bai-{n}-a{n + 1000}.html" for n in (*own, *self.box)]), url=url, fetched_at=NOW
        )

    def body(self, links: list[str]) -> bytes:
        return "".join(["<html><body>", *(f'<a href="{link}">Tin</a>' for link in links), "</body></html>"]).encode()

    async def fetch(self, item: Announced, count: MonthCount) -> str | None:
        if (number := number_of(item)) not in self.fetched:
            self.fetched.append(number)
        return self.month(number) if self.dated else None

    def month_known(self, item: Announced) -> str | None:
        return self.month(number_of(item)) if number_of(item) in self.fetched and self.dated else None


@dataclass
class JsonPaper(Paper):
    """The same paper, whose lists a script of its own asks for."""

    def body(self, links: list[str]) -> bytes:
        return json.dumps({"data": [{"link": link} for link in links]}).encode()


def number_of(item: Announced) -> int:
    return int(item.url.rpartition("-a")[2].removesuffix(".html")) - 1000


def months(paper: Paper, *wanted: str) -> list[MonthCount]:
    async def walk() -> list[MonthCount]:
        channel = JSON if isinstance(paper, JsonPaper) else CHANNEL
        listing, counts = BackfillListing(channel, outlet_by_key("baoangiang"), paper), [MonthCount() for _ in wanted]
        for month, count in zip(wanted, counts, strict=True):
            await listing.month(month, count)
        return counts

    return asyncio.run(walk())


@pytest.mark.parametrize("box", [(), (0, 1, 2)], ids=["bare", "with the newest in a box on every page"])
def test_the_month_is_found_with_few_pages_and_all_of_it_is_fetched(box: tuple[int, ...]) -> None:
    paper = Paper(box=box)
    (count,) = months(paper, "2017-06")
    month = {n for n in range(480) if paper.month(n) == "2017-06"}
    assert month <= {*paper.fetched}
    assert count.channels == ["tin"]
    assert (len(paper.asked) <= 20, len({*paper.fetched} - month) <= 20) == (True, True)


def test_the_next_month_begins_where_the_last_one_ended() -> None:
    one, both = Paper(), Paper()
    months(one, "2018-02")
    months(both, "2018-02", "2018-01")
    assert len(both.asked) == len({*both.asked}) <= len(one.asked) + 3
    assert {n for n in range(480) if both.month(n) in ("2018-02", "2018-01")} <= {*both.fetched}


@pytest.mark.parametrize("behind", ["404", "empty", "last", "first"])
def test_a_month_behind_the_listings_end_is_out_of_reach_however_the_site_shows_its_end(behind: str) -> None:
    (count,) = months(Paper(behind=behind), "2010-01")
    assert count.channels == []
    assert "in 2016-01" in count.limits[0]


def test_a_month_in_which_the_listing_ends_is_fetched_and_its_end_is_told() -> None:
    paper = Paper(last=119)
    (count,) = months(paper, "2016-01")
    assert (count.channels, count.limits) == (["tin"], ["the listing tin ends on page 119, in 2016-01"])
    assert {*range(472, 476)} <= {*paper.fetched}


def test_articles_that_say_no_date_are_a_trouble_and_not_a_guess() -> None:
    with pytest.raises(MonthPostponed, match="at the end of page 1 of the listing tin says its date"):
        months(Paper(dated=False), "2017-06")


# -- a JSON listing


def test_json_listings_with_numbered_pages_go_back_and_menus_do_not() -> None:
    assert {c.name for c in backfillable_channels(outlet_by_key("baocaobang"))} == {
        c.name for c in outlet_by_key("baocaobang").channels if c.kind == "json"
    }
    assert backfillable_channels(outlet_by_key("baodienbienphu")) == []


def test_a_json_listing_is_walked_as_any_other() -> None:
    paper = JsonPaper()
    (count,) = months(paper, "2017-06")
    assert {n for n in range(480) if paper.month(n) == "2017-06"} <= {*paper.fetched}
    assert (count.channels, len(paper.asked) <= 20) == (["tin"], True)


@pytest.mark.parametrize("behind", ["404", "empty", "last", "first"])
def test_the_end_of_a_json_listing_is_told(behind: str) -> None:
    (count,) = months(JsonPaper(behind=behind), "2010-01")
    assert count.channels == []
    assert "in 2016-01" in count.limits[0]


@pytest.mark.parametrize("answer", [b"<html>bao tri</html>", b'{"status": 0}', b'{"data": null}'])
def test_an_answer_without_a_list_is_a_trouble_and_not_the_end(answer: bytes) -> None:
    class Broken(JsonPaper):
        async def page(self, url: str) -> SavedPage | None:
            found = await super().page(url)
            return found and SavedPage(body=answer if self.asked[-1] > 16 else found.body, url=url, fetched_at=NOW)

    with pytest.raises(MonthPostponed, match=r"page \d+ of the listing tin: "):
        months(Broken(), "2010-01")
