"""When a paper's silence is an alarm: held against its own four weeks, Tết apart, and on first nights by age alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import silence_alarms

from crawler.article.time_zone import HANOI
from crawler.quality.silence import Life, is_tet, silence, working_time

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def crawled(days: int, until: datetime = NIGHT, count: int = 20) -> dict[date, int]:
    return {(until - timedelta(days=n)).astimezone(HANOI).date(): count for n in range(1, days + 1)}


def life(newest: timedelta, every: timedelta, *, at: datetime = NIGHT, nights: int = 28, new: int = 20) -> Life:
    newest_at = at - newest
    published = [newest_at - n * every for n in range(int(timedelta(days=28) / every))]
    return Life(at, newest_at, published, crawled(nights, at), new)


def colours(found: Life) -> list[tuple[str, str]]:
    return [(f.colour, f.code) for f in silence(found)]


@pytest.mark.parametrize(
    ("age", "colour"), [(1, []), (6, []), (8, [("amber", "silent-paper")]), (61, [("red", "silent-paper")])]
)
def test_on_first_nights_the_age_of_the_newest_article_counts(age: int, colour: list[tuple[str, str]]) -> None:
    assert colours(life(timedelta(days=age), timedelta(hours=3), nights=2)) == colour


def test_a_daily_paper_that_falls_silent_is_red_after_three_times_its_longest_silence() -> None:
    assert colours(life(timedelta(days=2.5), timedelta(hours=3))) == []
    ((colour, code),) = colours(life(timedelta(days=3.5), timedelta(hours=3)))
    assert (colour, code) == ("red", "silent-paper")


def test_a_paper_whose_new_articles_are_all_dated_long_ago_is_not_called_without_any() -> None:
    said = [f.text for new in (0, 20) for f in silence(life(timedelta(days=3.5), timedelta(hours=3), new=new))]
    assert said[0].startswith("no new article since 2026-11-20 13:30")
    assert said[-1].startswith("none of the 20 new articles is dated after 2026-11-20 13:30")


def test_a_weekly_paper_is_not_silent_after_two_weeks_and_is_after_a_month() -> None:
    assert colours(life(timedelta(days=14), timedelta(days=7))) == []
    assert colours(life(timedelta(days=29), timedelta(days=7))) == [("red", "silent-paper")]


def test_the_days_of_tet_are_no_silence() -> None:
    after_tet = datetime(2026, 2, 23, 18, 30, tzinfo=UTC)
    assert is_tet(date(2026, 2, 17))
    assert not is_tet(date(2026, 2, 23))
    found = life(timedelta(days=8), timedelta(hours=3), at=after_tet)
    assert working_time(found.newest_at or NIGHT, after_tet) <= timedelta(days=3)
    assert colours(found) == []


def test_a_night_with_hardly_any_new_article_is_amber_and_one_as_small_as_another_is_not() -> None:
    assert colours(life(timedelta(hours=9), timedelta(hours=3), new=3)) == [("amber", "few-articles")]
    small_once = life(timedelta(hours=9), timedelta(hours=3), new=3)
    small_once.volumes[min(small_once.volumes)] = 2
    assert colours(small_once) == []


def test_a_paper_without_any_article_or_history_says_nothing() -> None:
    assert colours(Life(NIGHT, None)) == []


@pytest.mark.parametrize("months", [20, pytest.param(200, marks=[pytest.mark.faults, pytest.mark.long])])
def test_quiet_papers_have_few_false_alarms(months: int) -> None:
    red_a_year, amber_a_month = silence_alarms.false_alarms(months, seed=2)
    assert red_a_year <= 0.2
    assert amber_a_month <= 0.5


def test_a_frozen_paper_is_red_within_two_weeks() -> None:
    days = silence_alarms.days_until_told(12, seed=2)
    assert len(days) == 12
    assert max(days) <= 14
