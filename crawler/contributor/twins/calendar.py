"""The calendar of a twin: every date of the page, some years earlier, on the same day of the week."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from crawler.contributor.twins.chance import CHANCE, Numbers
from crawler.vietnamese.dates import american

_YEAR = r"(?P<{0}year>(?:19|20)\d\d)"
_NUMERIC = rf"(?P<day>\d{{1,2}})(?P<s1>\s?[/.-]\s?)(?P<month>\d{{1,2}})(?P<s2>\s?[/.-]\s?){_YEAR.format('')}"
_WORDS = rf"ngày\s+(?P<wday>\d{{1,2}})(?P<w1>\s+tháng\s+)(?P<wmonth>\d{{1,2}})(?P<w2>\s+năm\s+){_YEAR.format('w')}"
_ISO = (
    rf"{_YEAR.format('i')}-(?P<imonth>\d{{1,2}})-(?P<iday>\d{{1,2}})"
    r"(?:(?P<time>[T\s]+\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?P<zone>\s*(?:Z|[+-]\d{2}:?\d{2}))?)?"
)
_DATE = re.compile(rf"(?<!\d)(?:{_ISO}|{_NUMERIC}|{_WORDS})(?!\d)", re.I)
# Dates in addresses of pictures and articles: 20140312, 202106, 2014.
_COMPACT = re.compile(r"((?:19|20)\d\d)((?:0[1-9]|1[0-2])((?:0[1-9]|[12]\d|3[01]))?)?")
_WEEK = timedelta(weeks=1)
_FIRST_YEAR = 1992  # the readers take no date before 1990
_FEWEST_WEEKS = 60
_TRIES = 400


class TwinDate(NamedTuple):
    """A date in a text, and what stands there in the twin."""

    start: int
    end: int
    text: str


class Calendar:
    """Whole weeks by which one twin's dates are earlier, so that no year of the original is among theirs."""

    def __init__(self, original: str, fetched_at: datetime, numbers: Numbers) -> None:
        days = {day for match in _DATE.finditer(original) if (day := _day_of(match, month_first=False))}
        days = {day for day in days if day.year >= 2000} | {fetched_at.date()}
        latest = max(_FEWEST_WEEKS + 1, (min(days) - date(_FIRST_YEAR, 1, 1)).days // 7)
        weeks = CHANCE.randint(_FEWEST_WEEKS, latest)
        for _ in range(_TRIES):
            if all(numbers.is_free(str((day - weeks * _WEEK).year)) for day in days):
                break
            weeks = CHANCE.randint(_FEWEST_WEEKS, latest)
        self._earlier = weeks * _WEEK
        self._numbers = numbers

    def moment(self, when: datetime) -> datetime:
        """Return the twin's time for a time of the original."""
        return when - self._earlier

    def dates(self, text: str, *, in_head: bool = False) -> Iterator[TwinDate]:
        """Yield each date of a text; in the page's head, one in the American order is read so."""
        month_first = in_head and american(text) is not None and not re.search(r"\b(?:SA|CH)$", text.strip())
        for match in _DATE.finditer(text):
            if day := _day_of(match, month_first=month_first):
                earlier = self._day(day)
                if self._numbers.is_free(f"{earlier.year:04}"):
                    yield TwinDate(match.start(), match.end(), _printed(match, earlier, month_first=month_first))

    def compact(self, digits: str) -> str | None:
        """Return the twin of a date without separators: '20140312', '202106', '2014'; None for another number."""
        match = _COMPACT.fullmatch(digits)
        if match is None or not 1995 <= int(match[1]) <= 2040:
            return None
        try:
            day = self._day(date(int(match[1]), int((match[2] or "07")[:2]), int(match[3] or "15")))
        except ValueError:
            return None
        drawn = f"{day:%Y%m%d}"[: len(digits)]
        return drawn if self._numbers.is_free(drawn) else None

    def _day(self, day: date) -> date:
        try:
            return day - self._earlier
        except OverflowError:
            return day


def _day_of(match: re.Match[str], *, month_first: bool) -> date | None:
    part = match.groupdict()
    kind = "i" if part["iyear"] else "w" if part["wyear"] else ""
    year, month, day = (int(part[f"{kind}{name}"]) for name in ("year", "month", "day"))
    if month_first or (kind == "" and month > 12):
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _printed(match: re.Match[str], day: date, *, month_first: bool) -> str:
    part = match.groupdict()
    if part["iyear"]:
        zone = re.sub(r"(\d{2})(\d{2})$", r"\1:\2", part["zone"] or "")
        return f"{day.isoformat()}{part['time'] or ''}{zone}"
    kind = "w" if part["wyear"] else ""
    first, second = part[f"{kind}day"], part[f"{kind}month"]
    is_padded = "0" in (first[0], second[0]) or (len(first), len(second)) == (2, 2)
    numbers = (day.month, day.day) if month_first or (not kind and int(second) > 12) else (day.day, day.month)
    one, two = (f"{number:02}" if is_padded else str(number) for number in numbers)
    if kind:
        return f"ngày {one}{part['w1']}{two}{part['w2']}{day.year}"
    return f"{one}{part['s1']}{two}{part['s2']}{day.year}"
