"""Which run is a night, and which night is complete."""

from datetime import UTC, datetime, timedelta

from crawler.metrics.nights import Night, Nights

KEYS = ["baoangiang", "baocamau"]
FIRST = datetime(2026, 11, 1, 18, 30, tzinfo=UTC)


def night(day: int, run: str = "scheduled__", **verdicts: str) -> Night:
    return Night(f"{run}{day}", FIRST + timedelta(days=day), verdicts)


def last_complete(*nights: Night) -> str | None:
    found = Nights([*nights], KEYS).last_complete
    return found.run_id if found else None


def test_a_night_with_a_red_or_an_unchecked_paper_is_not_complete() -> None:
    good = night(1, baoangiang="green", baocamau="amber")
    assert last_complete(good, night(2, baoangiang="green", baocamau="red")) == "scheduled__1"
    assert last_complete(good, night(2, baoangiang="green", baocamau="unchecked")) == "scheduled__1"
    assert last_complete(good, night(2, baoangiang="green")) == "scheduled__1"
    assert last_complete(good, night(2, baoangiang="green", baocamau="closed")) == "scheduled__2"


def test_without_any_night_none_is_complete() -> None:
    assert last_complete() is None
    assert last_complete(night(1, baoangiang="red", baocamau="green")) is None


def test_a_paper_counts_from_its_first_night_on() -> None:
    before = night(1, baoangiang="green")
    joined = night(2, baoangiang="green", baocamau="green")
    assert last_complete(before) == "scheduled__1"
    assert last_complete(before, joined, night(3, baoangiang="green")) == "scheduled__2"


def test_a_crawl_by_hand_is_a_night_only_if_it_was_of_every_paper() -> None:
    assert night(1, baoangiang="green").is_of_all_papers(KEYS)
    assert not night(1, "manual-", baoangiang="green").is_of_all_papers(KEYS)
    assert night(1, "manual__", baoangiang="green", baocamau="red").is_of_all_papers(KEYS)
