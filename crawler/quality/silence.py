"""Silence: whether a paper that brought nothing new is as quiet as it usually is, or has stopped to be heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import fmean, median, variance

import psycopg

from crawler.article.time_zone import HANOI
from crawler.quality.completeness import HISTORY_DAYS, LEAST_NIGHTS
from crawler.quality.exact_tests import count_tail
from crawler.quality.finding import Finding

LONGEST_SILENCES = 3
OLD_DAYS, VERY_OLD_DAYS = 7, 30
# One night of two and a half years by chance, as much as the paper's days differ. How much they do is known from few of
# them: half of the smallest must be undercut as well (benchmarks/silence_alarms.py).
RARE = 0.001
LEAST_NIGHTS_FOR_VOLUME = 14


@dataclass(frozen=True)
class Life:
    """What the paper published of late: `night_at` is when the crawl began, `published` the times of 28 days before.

    `newest_at` is the newest publication of all times, `volumes` the number of new articles by day, before `night_at`,
    of the days on which the paper was crawled; `new` is the number of this run's new articles.
    """

    night_at: datetime
    newest_at: datetime | None
    published: Sequence[datetime] = field(default_factory=list)
    volumes: dict[date, int] = field(default_factory=dict)
    new: int = 0

    @property
    def is_habit_known(self) -> bool:
        """Return True if the paper was crawled on enough days to know how often it publishes."""
        return len(self.volumes) >= LEAST_NIGHTS


def silence(life: Life) -> Iterator[Finding]:
    """Yield what is unusual in a paper's silence or in the number of its new articles."""
    if life.newest_at is None:
        return
    quiet = working_time(life.newest_at, life.night_at)
    since = f"{life.newest_at.astimezone(HANOI):%Y-%m-%d %H:%M}"
    if not life.is_habit_known:
        if quiet > timedelta(days=VERY_OLD_DAYS):
            yield Finding("red", "silent-paper", f"its newest article is of {since}, {quiet.days} days ago")
        elif quiet > timedelta(days=OLD_DAYS):
            yield Finding("amber", "silent-paper", f"its newest article is of {since}, {quiet.days} days ago")
        return
    longest = longest_silence(life)
    if quiet > LONGEST_SILENCES * longest:
        # A paper that brings articles is not dead: their dates are old, or read wrongly.
        last = f"none of the {life.new} new articles is dated after" if life.new else "no new article since"
        yield Finding(
            "red",
            "silent-paper",
            f"{last} {since}: {_hours(quiet)} of silence, where its longest of {HISTORY_DAYS} days was"
            f" {_hours(longest)}",
        )
    yield from _volume(life)


def longest_silence(life: Life) -> timedelta:
    """Return the paper's longest silence of the four weeks up to its newest article, but no less than a day."""
    times = sorted(life.published)
    gaps = [working_time(a, b) for a, b in pairwise(times)]
    return max([timedelta(days=1), *gaps])


def working_time(start: datetime, end: datetime) -> timedelta:
    """Return the time between two moments without the days of Tết, on which hardly any paper works."""
    first, last = start.astimezone(HANOI).date(), end.astimezone(HANOI).date()
    days = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return max(timedelta(0), end - start - timedelta(days=sum(is_tet(day) for day in days)))


@cache
def _tet_days(year: int) -> frozenset[date]:
    """Return the official days off of a year's Tết, and one day on either side."""
    import holidays  # noqa: PLC0415 - 100 ms that a load, which imports the verdicts, does not need

    named = holidays.country_holidays("VN", years=year, language="en_US", categories=("public",))
    tet = {day for day, name in named.items() if "Lunar New Year" in name}
    return frozenset(day + timedelta(days=n) for day in tet for n in (-1, 0, 1))


def is_tet(day: date) -> bool:
    """Return True if most papers' newsrooms rest on this day."""
    return day in _tet_days(day.year)


def _volume(life: Life) -> Iterator[Finding]:
    """Yield a night with clearly fewer new articles than on any such day of the last four weeks."""
    today = life.night_at.astimezone(HANOI).date()
    is_weekend = today.weekday() >= 5
    alike = [n for day, n in life.volumes.items() if not is_tet(day) and (day.weekday() >= 5) == is_weekend]
    if is_tet(today) or len(life.volumes) < LEAST_NIGHTS_FOR_VOLUME or len(alike) < 4:
        return
    usual = median(alike)
    if 2 * life.new < min(alike) and count_tail(life.new, fmean(alike), variance(alike)) < RARE:
        yield Finding(
            "amber",
            "few-articles",
            f"{life.new} new articles, where such days usually bring {usual:g} (least {min(alike)})",
        )


def _hours(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.1f} days"


def life_of(conn: psycopg.Connection, outlet_key: str, night_at: datetime, new: int) -> Life:
    """Return what the paper published before the crawl that began at `night_at`; times that lie after it are errors."""
    filters = {"outlet": outlet_key, "at": night_at, "days": HISTORY_DAYS}
    row = conn.execute(_NEWEST, filters).fetchone()
    newest_at = row[0] if row else None
    published = [at for (at,) in conn.execute(_PUBLISHED, filters | {"newest": newest_at})] if newest_at else []
    volumes = {day: int(count) for day, count in conn.execute(_VOLUMES, filters)}
    return Life(night_at, newest_at, published, volumes, new)


# An article may be dated some hours ahead, by a wrong clock or for the morning paper.
_NEWEST = """
    SELECT max(published_at) FROM news.article_record
    WHERE outlet_key = %(outlet)s AND published_at < %(at)s + interval '1 day'"""

_PUBLISHED = """
    SELECT published_at FROM news.article_record
    WHERE outlet_key = %(outlet)s AND published_at <= %(newest)s
      AND published_at > %(newest)s - interval '1 day' * %(days)s"""

# The first crawl brings what the channels hold, so only articles count that appeared in the two days before.
_VOLUMES = """
    SELECT crawled.day, count(a.article_id)
    FROM (
        SELECT DISTINCT (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day FROM ops.crawl AS c
        JOIN ops.run AS r USING (run_id)
        WHERE c.outlet_key = %(outlet)s AND r.kind = 'night'
          AND started_at < %(at)s - interval '6 hours' AND started_at > %(at)s - interval '1 day' * (%(days)s + 1)
    ) AS crawled
    LEFT JOIN news.article_record AS a ON a.outlet_key = %(outlet)s
        AND (a.first_seen_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = crawled.day
        AND a.published_at > a.first_seen_at - interval '2 days'
    GROUP BY crawled.day"""
