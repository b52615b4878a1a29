"""Batches in worker processes: what hangs, dies or eats memory costs its own page and no other."""

import os
import time

import pytest
from invented_pages import fck, page

from crawler.article import ArticleRead, ChannelRead, Reading, Unreadable
from crawler.outlets import Outlet, outlet_by_key
from crawler.page import SavedPage
from crawler.sites import batch

PAPER = outlet_by_key("baoangiang")


def saved(number: int, text: str = "Nước về tới ấp.") -> SavedPage:
    url = f"https://baoangiang.com.vn/tin-a{number}.html"
    return page(fck(f"<p>{text}</p><p>Bà con vui.</p>", url=url), url, record_id=f"<urn:{number}>")


def read_all(pages: list[SavedPage], **limits: float) -> list[Reading]:
    return list(batch.read_all(pages, PAPER, **limits))  # type: ignore[arg-type]


def hang() -> None:
    time.sleep(60)


def die() -> None:
    os._exit(7)


def crash() -> None:
    os.abort()


def eat() -> None:
    bytearray(4 << 30)


def give_up() -> None:
    raise ValueError("no such page")


@pytest.fixture
def bad_page(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Let the reader do the parameter's deed on page 5 (workers are forked and see it)."""
    sound = batch.read_page

    def reader(one: SavedPage, paper: Outlet) -> Reading | None:
        if "-a5." in one.url:
            request.param()
        return sound(one, paper)

    monkeypatch.setattr(batch, "read_page", reader)
    return str(request.param.__name__)


REASONS = {
    "hang": "no reading within 1 s",
    "die": "the reader died: exit 7",
    "crash": "the reader died: SIGABRT",
    "eat": "MemoryError",
    "give_up": "ValueError: no such page",
}


@pytest.mark.parametrize("bad_page", [hang, die, crash, eat, give_up], indirect=True)
def test_one_bad_page_is_unreadable_and_the_others_are_read(bad_page: str) -> None:
    found = read_all([saved(n) for n in range(1, 12)], seconds=1.0, workers=2)
    assert [r.record_id for r in found] == [f"<urn:{n}>" for n in range(1, 12)]
    assert [isinstance(r.result, ArticleRead) for r in found] == [n != 5 for n in range(1, 12)]
    result = found[4].result
    assert isinstance(result, Unreadable)
    wanted = "out of memory" if bad_page == "eat" else REASONS[bad_page]
    assert result.reason.startswith(wanted)


def test_a_batch_reads_what_single_pages_read_channels_among_them() -> None:
    front = page("<html><body><a href='/tin-a9.html'>Tin</a></body></html>", "https://baoangiang.com.vn/")
    robots = page("User-agent: *", "https://baoangiang.com.vn/robots.txt")
    pages = [front, robots, *(saved(n) for n in range(1, 40))]
    expected = [r for one in pages if (r := batch.read_page(one, PAPER)) is not None]
    assert isinstance(expected[0].result, ChannelRead)
    assert read_all(pages) == expected


def test_pages_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def source() -> "object":
        for n in range(1, 1000):
            taken.append(n)
            yield saved(n)

    readings = batch.read_all(source(), PAPER, workers=1)  # type: ignore[arg-type]
    next(readings)
    readings.close()
    assert len(taken) < 20


def test_no_pages_start_no_worker() -> None:
    assert read_all([]) == []


def test_a_worker_that_cannot_start_is_no_pages_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_limit_worker", lambda memory: os._exit(3))
    monkeypatch.setattr(batch, "_START_SECONDS", 3.0)
    with pytest.raises(batch.ReadersDown):
        read_all([saved(1)])
