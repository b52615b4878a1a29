"""Dates as papers print them: a closed list of formats, day first, the weekday as checksum, time zone +07:00."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from crawler.article.article import Precision
from crawler.vietnamese.text import clean

# Việt Nam keeps one zone without summer time; a fixed offset needs no zone database.
HANOI = timezone(timedelta(hours=7))

_DAY = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})"
_TIME = r"(?P<hour>\d{1,2})\s?(?::|h|giờ)\s?(?P<minute>\d{2})(?:\s?[:'’]\s?(?P<second>\d{2}))?(?:[’'p]|\s?phút)?(?!\d)"
_BETWEEN = r"[\s,|;\-–—•/]*(?:lúc|ngày|hồi|vào)?[\s,|:;\-–—•]*"
_ON = r"(?:(?:thứ\s+\w+|chủ nhật)(?:,?\s*ngày)?[\s,|\-–]*)?"
# English or Vietnamese halves of the day: SA = sáng, CH = chiều.
_HALF = r"(?P<half>\s?(?:[AP]M|SA|CH)\b)?"
_FORMATS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?<!\d){_DAY}{_BETWEEN}{_TIME}{_HALF}",
        rf"(?<!\d){_TIME}{_HALF}{_BETWEEN}{_ON}{_DAY}(?!\d)",
        rf"(?<!\d){_DAY}(?!\d)",
    )
)
_WORDS = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})", re.I)
_AMERICAN = re.compile(
    r"^(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<half>\s?[AP]M)?)?$",
    re.I,
)
_ISO = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|GMT)?$",
    re.I,
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_WEEKDAY = re.compile(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])\b|(chủ\s+nhật)", re.I)
_DIGIT = re.compile(r"\d")
_AGO = re.compile(r"^(\d{1,3})\s+(phút|giờ|ngày)\s+trước$", re.I)


@dataclass(frozen=True)
class Moment:
    """A time in Hà Nội and how exactly it is known."""

    when: datetime
    precision: Precision

    def iso(self) -> str:
        """Return ISO 8601 with +07:00 (midnight where only the day is known)."""
        return self.when.isoformat(timespec="seconds")

    def agrees(self, other: "Moment") -> bool:
        """Tell whether both name the same moment, as far as the coarser one says."""
        here, there = self.when, other.when
        to_the_day = "day" in (self.precision, other.precision)
        return here.date() == there.date() and (to_the_day or (here.hour, here.minute) == (there.hour, there.minute))


def printed(text: str | None, now: datetime | None = None) -> Moment | None:
    """Read a date a reader sees, day first; None where no known format fits or the weekday contradicts it."""
    text = clean(text)[:200]
    if not _DIGIT.search(text):
        return None
    if now is not None and (ago := _AGO.match(text)):
        return _ago(int(ago[1]), ago[2].lower(), now)
    text = _WORDS.sub(r"ngày \g<day>/\g<month>/\g<year>", text)
    # The first date of the line is the publication's: 'Đăng lúc 14:33 09/06/2021, cập nhật 10/06/2021 08:00'.
    timed = [match for pattern in _FORMATS[:2] if (match := pattern.search(text))]
    found = min(timed, key=lambda match: match.start(), default=None)
    day = _FORMATS[2].search(text)
    if day and (found is None or day.end() <= found.start()):
        found = day
    found = found or _ISO.match(text)
    moment = _moment(found) if found else None
    return moment if moment and _weekday_fits(text, moment) else None


def american(text: str | None) -> Moment | None:
    """Read a date of a onecms meta tag, month first ('1/8/2026 10:02:01 AM' is 8 January)."""
    found = _AMERICAN.match(clean(text)[:60])
    return _moment(found) if found else None


def iso(text: str | None) -> Moment | None:
    """Read ISO 8601; without a zone it is local time."""
    found = _ISO.match(clean(text)[:60])
    return _moment(found) if found else None


def _moment(found: re.Match[str]) -> Moment | None:
    part = found.groupdict()
    hour = part.get("hour")
    try:
        when = datetime(
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            _hour(int(hour or 0), part.get("half")),
            int(part.get("minute") or 0),
            int(part.get("second") or 0),
            tzinfo=_zone(part.get("zone")),
        )
        when = when if when.tzinfo is HANOI else when.astimezone(HANOI)
    except (ValueError, OverflowError):
        return None
    if not 1990 <= when.year <= 2100:  # no paper of the catalogue was online before; later years are typing errors
        return None
    precision: Precision = "day" if hour is None else "second" if part.get("second") else "minute"
    return Moment(when, precision)


def _hour(hour: int, half: str | None) -> int:
    if not half or not half.strip() or hour > 12:
        return hour
    return hour % 12 + (12 if half.strip().upper() in ("PM", "CH") else 0)


def _zone(zone: str | None) -> timezone:
    if not zone:
        return HANOI
    if zone.upper() in ("Z", "UTC", "GMT"):
        return timezone(timedelta(0))
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _weekday_fits(text: str, moment: Moment) -> bool:
    found = _WEEKDAY.search(text)
    if not found:
        return True
    wanted = 6 if found[2] else _WEEKDAYS[found[1].lower()]
    return moment.when.weekday() == wanted


def _ago(count: int, unit: str, now: datetime) -> Moment:
    step = {"phút": timedelta(minutes=1), "giờ": timedelta(hours=1), "ngày": timedelta(days=1)}[unit]
    when = (now - count * step).astimezone(HANOI).replace(second=0, microsecond=0)
    if unit == "phút":
        return Moment(when, "minute")
    return Moment(when.replace(hour=0, minute=0), "day")
