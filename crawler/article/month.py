"""Months of publication in Việt Nam, written 'YYYY-MM': as text they sort by time."""

import re
from collections.abc import Sequence
from datetime import datetime

from crawler.article.time_zone import HANOI

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
# Airflow maps a task at most 1,024 times in one run (its setting core.max_map_length).
MOST_PARTS = 1_000


class BadMonth(ValueError):
    """A month or a range of months is not possible; the message says which, and what is right."""


def months(since: str, until: str | None = None, now: datetime | None = None) -> list[str]:
    """Return the months from `since` to `until`, or to the current one, the newest first. Raises BadMonth."""
    current = month_of(now or datetime.now(HANOI))
    last = until or current
    for text in (since, last):
        if not _MONTH.fullmatch(text):
            raise BadMonth(f"{text!r} is no month: write it as YYYY-MM, such as 2015-01")
    if since > last:
        raise BadMonth(f"the months begin with {since} and end with {last}, which is earlier")
    if last > current:
        raise BadMonth(f"{last} has not begun: this month is {current}")
    first, end = _month_number(since), _month_number(last)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(end, first - 1, -1)]


def backfill_parts(outlets: Sequence[str], since: str, until: str | None = None) -> list[dict[str, str]]:
    """Return every {outlet, month} of a backfill, paper by paper. Raises BadMonth, also for more than MOST_PARTS."""
    all_months = months(since, until)
    if len(all_months) * len(outlets) > MOST_PARTS:
        raise BadMonth(
            f"{len(outlets)} papers with {len(all_months)} months each are too much: a run takes at most {MOST_PARTS} "
            "months in all; choose fewer papers, or fewer months"
        )
    return [{"outlet": key, "month": month} for key in outlets for month in all_months]


def month_of(moment: datetime) -> str:
    """Return the month of a moment in Việt Nam."""
    return f"{moment.astimezone(HANOI):%Y-%m}"


def _month_number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1
