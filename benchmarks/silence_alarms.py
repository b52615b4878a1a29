"""How often the rule of silence is wrong on quiet papers, and how soon it tells of a frozen one: simulated nights.

    uv run python benchmarks/silence_alarms.py [--months 1200] [--seed 1]

The papers are invented: their articles a day, their weekends, the days that are much busier or quieter than others, and
Tết, on which next to nothing appears. The rule is the one of `baotinh check`, asked every night at 01:30.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crawler.article.time_zone import HANOI
from crawler.quality.completeness import HISTORY_DAYS
from crawler.quality.silence import Life, is_tet, silence

DAYS_A_MONTH = 30
NIGHT_AT = time(1, 30)


@dataclass(frozen=True)
class Habit:
    """How a paper publishes: articles on a working day, the share of that on weekends, and how much days differ."""

    articles: float
    weekend: float
    spread: float

    @classmethod
    def any(cls, rng: random.Random) -> "Habit":
        """Return a habit between that of a small paper, with a few articles a day, and a large one."""
        return cls(rng.choice([4, 8, 15, 25, 40]), rng.uniform(0.3, 0.9), rng.uniform(2, 12))

    def articles_on(self, day: date, rng: random.Random) -> int:
        """Return the number of articles of one day."""
        mean = self.articles * (self.weekend if day.weekday() >= 5 else 1) * (0.05 if is_tet(day) else 1)
        rate = rng.gammavariate(self.spread, mean / self.spread)  # days differ by more than chance
        return sum(1 for _ in range(int(4 * mean) + 20) if rng.random() < rate / (int(4 * mean) + 20))


def published(habit: Habit, first: date, days: int, rng: random.Random) -> list[datetime]:
    """Return the times of all articles of some days, in order; the newsroom works from 05:00 to 22:00."""
    times = []
    for number in range(days):
        day = first + timedelta(days=number)
        for _ in range(habit.articles_on(day, rng)):
            minutes = rng.uniform(5 * 60, 22 * 60)
            times.append(datetime.combine(day, time(), HANOI) + timedelta(minutes=minutes))
    return sorted(times)


def nights(times: list[datetime], first: date, days: int) -> Iterator[Life]:
    """Yield what each night knows, from the first day on; the crawl at 01:30 brings what appeared since the last."""
    by_night = Counter((at - timedelta(hours=NIGHT_AT.hour, minutes=NIGHT_AT.minute)).date() for at in times)
    for number in range(1, days):
        day = first + timedelta(days=number)
        night_at = datetime.combine(day, NIGHT_AT, HANOI)
        known = [at for at in times if at < night_at]
        if not known:
            continue
        recent = [at for at in known if at > known[-1] - timedelta(days=HISTORY_DAYS)]
        crawled = [day - timedelta(days=n) for n in range(1, min(number, HISTORY_DAYS) + 1)]
        volumes = {earlier: by_night[earlier - timedelta(days=1)] for earlier in crawled}
        yield Life(night_at, known[-1], recent, volumes, by_night[day - timedelta(days=1)])


def false_alarms(months: int, seed: int) -> tuple[float, float]:
    """Return the false reds a paper-year and the false ambers a paper-month of papers that are well."""
    rng, alarms = random.Random(seed), Counter[str]()
    for number in range(months):
        start = date(2024, 1, 1) + timedelta(days=rng.randrange(3 * 365))
        habit = Habit.any(random.Random(f"{seed}/{number}"))
        times = published(habit, start, HISTORY_DAYS + DAYS_A_MONTH + 1, rng)
        for life in [*nights(times, start, HISTORY_DAYS + DAYS_A_MONTH + 1)][-DAYS_A_MONTH:]:
            alarms.update({finding.colour for finding in silence(life)})
    return alarms["red"] / (months / 12), alarms["amber"] / months


def days_until_told(papers: int, seed: int) -> list[int]:
    """Return for each paper after how many days without an article it is red; it freezes on an ordinary day."""
    rng, days = random.Random(seed), []
    for _ in range(papers):
        start = date(2025, 4, 1) + timedelta(days=rng.randrange(180))
        times = published(Habit.any(rng), start, HISTORY_DAYS + 1, rng)
        frozen = times[-1].date()
        for life in nights(times, start, HISTORY_DAYS + 60):
            if life.night_at.date() > frozen and any(finding.colour == "red" for finding in silence(life)):
                days.append((life.night_at.date() - frozen).days)
                break
    return days


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    red, amber = false_alarms(arguments.months, arguments.seed)
    print(f"{arguments.months} quiet paper-months: {red:.2f} false reds a paper-year, {amber:.2f} false ambers a month")
    days = sorted(days_until_told(200, arguments.seed))
    print(f"200 frozen papers: {len(days)} told, after {days[len(days) // 2]} days (median), {days[-1]} at most")


if __name__ == "__main__":
    main()
