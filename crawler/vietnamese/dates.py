"""Dates as newspapers print them: a closed list of formats, day first, the weekday as a check, time zone +07:00."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from crawler.article.article import Precision
from crawler.article.time_zone import HANOI
from crawler.vietnamese.text import clean

_SIGN = "[/.\u2044\u2215–-]"  # also the slashes and the dash of typesetters
_DAY_AND_MONTH = rf"(?P<day>\d{{1,2}})\s?{_SIGN}\s?(?P<month>\d{{1,2}})\s?{_SIGN}\s?"
_DATE = rf"{_DAY_AND_MONTH}(?P<year>\d{{4}})"
_SHORT_DATE = rf"{_DAY_AND_MONTH}(?P<year>\d{{2}})(?!\d)"  # '25/11/26': only beside a time is it a date for certain
_TIME = (
    r"(?P<hour>\d{1,2})\s?(?::|h|g|giờ)\s?(?P<minute>\d{2})(?:\s?[:'’]\s?(?P<second>\d{2}))?(?:[’'p]|\s?phút)?(?!\d)"
)
_JOINT = r"[\s,|;\-–—•/]*(?:(?:vào )?(?:lúc|ngày|hồi)|vào)?[\s,|:;\-–—•]*"
_WEEKDAY_PREFIX = r"(?:(?:thứ\s+\w+|chủ nhật)(?:,?\s*ngày)?[\s,|\-–]*)?"
# English or Vietnamese halves of the day: SA = sáng, CH = chiều.
_HALF_OF_DAY = r"(?P<half>\s?(?:[AP]M|SA|CH)\b)?"
_TIMED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?<!\d){_DATE}{_JOINT}{_TIME}{_HALF_OF_DAY}",
        rf"(?<!\d){_TIME}{_HALF_OF_DAY}{_JOINT}{_WEEKDAY_PREFIX}{_DATE}(?!\d)",
        rf"(?<!\d){_SHORT_DATE}{_JOINT}{_TIME}{_HALF_OF_DAY}",
        rf"(?<!\d){_TIME}{_HALF_OF_DAY}{_JOINT}{_WEEKDAY_PREFIX}{_SHORT_DATE}",
    )
)
_DAY = re.compile(rf"(?<!\d){_DATE}(?!\d)")
_MONTHS = (
    *("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"),
    *("giêng", "", "", "bốn", "", "", "bẩy", "", "", "", "", "chạp"),
)
# Browsers in Vietnamese write '20 thg 8, 2026', themes of WordPress '20 Th8, 2026'.
_MONTH_WORDS = "|".join(sorted(filter(None, _MONTHS), key=len, reverse=True))
_MONTH = rf"(?:tháng\s+|thg?\.?\s?(?=\d))(?P<month>\d{{1,2}}|{_MONTH_WORDS})"
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ENGLISH_MONTH = rf"(?P<month>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in _ENGLISH_MONTHS)}|sept)\.?"
# WordPress in Vietnamese prints '19 Tháng 10, 2026', older ones 'Tháng Mười 19, 2026'.
_DATES_IN_WORDS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:ngày\s+)?(?<!\d)(?P<day>\d{{1,2}})\s+{_MONTH}(?:\s+năm\s+|\s*,\s*|\s+)(?P<year>\d{{4}})(?!\d)",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})\s*,\s*(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_ENGLISH_MONTH},?\s+(?P<year>\d{{4}})(?!\d)",
        rf"\b{_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?<![\d/.-])(?P<year>\d{4})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d/T-])",
    )
)
_AMERICAN = re.compile(
    r"^(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<half>\s?[AP]M)?)?$",
    re.I,
)
_ISO = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?|UTC|GMT)?$",
    re.I,
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_WEEKDAY = re.compile(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])\b|(chủ\s+nhật)", re.I)
_SHORT_WEEKDAY = re.compile(r"T\.?\s?[2-7]|CN", re.I)
# Where a date with its time begins, in either order.
_DATED = re.compile(
    rf"(?<!\d){_TIME}{_HALF_OF_DAY}{_JOINT}{_WEEKDAY_PREFIX}{_DATE}(?!\d)".replace("?P<", "?P<first_")
    + rf"|(?<!\d){_DATE}(?:{_JOINT}{_TIME})?",
    re.I,
)
_DATE_WORDS = re.compile(
    r"(?P<update>(?:lần\s+)?(?:cập\s+nhật|sửa\s+đổi|chỉnh\s+sửa|hiệu\s+chỉnh|thay\s+đổi|biên\s+tập\s+lại|"
    r"sửa\s+lần|bổ\s+sung|hiệu\s+đính|đính\s+chính|tái\s+bản|mới\s+nhất|update|modified|edited|revised|sửa)\w*|\bCN\s*:)"
    r"|(?:ngày\s+|giờ\s+)?(?:đăng|xuất\s+bản|phát\s+hành|publish|posted|created|đưa\s+tin|tạo|công\s+bố|lên\s+trang)\w*"
    r"(?-i:(?!\s+(?!Thứ|Chủ|Ngày|Lúc|Hôm|By)[A-ZÀ-ỸĐ][^\W\d]))|\bXB\s*:",  # but 'Đăng Nguyên' is a writer
    re.I,
)
_BEHIND_TIME = re.compile(r"\s*(?:SA|CH|[AP]M)?\s*(?:\(?(?:GMT|UTC)\s?\+?0?7(?::?00)?\)?)?(?!\w)", re.I)
# A date by its shape, whatever its numbers are: '05/03/2206', '31/02/2026', '5-3-2o26'.
_DATE_SHAPE = re.compile(rf"(?<!\d)\d{{1,2}}\s?{_SIGN}\s?\d{{1,2}}\s?{_SIGN}\s?[\dOol]{{4,5}}(?!\d|[.,]\d)")
_DIGIT = re.compile(r"\d")
_BORDERS = " |-–—•·,;:/"  # between a date and a name
_BARS = re.compile(r"\s*[|•·]\s*")
_AGO = re.compile(r"^(?:khoảng\s+)?(?:cách đây\s+)?(?:khoảng\s+)?(\d{1,3})\s+(giây|phút|giờ|tiếng|ngày)\s+trước$", re.I)
_NAMED_DAY = re.compile(r"\b(?P<name>hôm (?:nay|qua))\b", re.I)
_LONGEST_NAMED_DAY = 40  # letters: a longer line is a sentence with 'hôm nay' in it


@dataclass(frozen=True)
class Moment:
    """A time in Hà Nội, and how exactly it is known."""

    when: datetime
    precision: Precision

    def iso(self) -> str:
        """Return ISO 8601 with +07:00 (midnight if only the day is known)."""
        return self.when.isoformat(timespec="seconds")

    def agrees(self, other: "Moment") -> bool:
        """Return True if both are on the same day and, unless one is known only to the day, at the same minute."""
        only_day = "day" in (self.precision, other.precision)
        same_minute = (self.when.hour, self.when.minute) == (other.when.hour, other.when.minute)
        return self.when.date() == other.when.date() and (only_day or same_minute)


def printed(text: str | None, now: datetime | None = None) -> Moment | None:
    """Read a date as printed for readers, day first; None if no known format fits or the weekday contradicts it.

    `now` is the time to which '3 giờ trước' refers; without it such a text is not read.
    """
    text = clean(text)[:200]
    if not _DIGIT.search(text):
        return None
    if now is not None and (ago := _AGO.match(text)):
        return _moment_ago(int(ago[1]), ago[2].lower(), now)
    text = _in_digits(text if now is None else _with_day(text, now))
    # The first date of the line is the publication's: 'Đăng lúc 14:33 09/06/2021, cập nhật 10/06/2021 08:00'.
    timed = [match for pattern in _TIMED if (match := pattern.search(text))]
    first = min(timed, key=lambda match: match.start(), default=None)
    day = _DAY.search(text)
    if day and (first is None or day.end() <= first.start()):
        first = day
    first = first or _ISO.match(text)
    moment = _moment_from_match(first) if first else None
    return moment if moment and _weekday_agrees(text, moment) else None


def _with_day(text: str, now: datetime) -> str:
    """Return 'Hôm nay, 08:15' with the day that it means."""
    if len(text) <= _LONGEST_NAMED_DAY and (match := _NAMED_DAY.search(text)):
        day = now.astimezone(HANOI) - timedelta(days=match["name"].lower() == "hôm qua")
        return f"{text[: match.start()]}{day:%d/%m/%Y}{text[match.end() :]}"
    return text


def _in_digits(text: str) -> str:
    """Return the text with its dates in words, and those with the year first, as 'ngày 19/10/2026'."""
    if _ISO.match(text):
        return text
    for form in _DATES_IN_WORDS:
        text = form.sub(lambda match: f"ngày {match['day']}/{_month_number(match['month'])}/{match['year']}", text)
    return text


def _month_number(month: str) -> int:
    words = " ".join(month.lower().split())
    if words.isdecimal():
        return int(words)
    if words in _MONTHS:
        return _MONTHS.index(words) % 12 + 1
    return next(number for number, name in enumerate(_ENGLISH_MONTHS, 1) if name.startswith(words[:3]))


def published_and_modified(text: str | None, now: datetime | None = None) -> tuple[Moment | None, Moment | None]:
    """Read the dates of one line by the words before them: 'Cập nhật: … - Đăng: …', in any order.

    A date without such a word is the publication's. A single date is the publication's whatever its word is, as
    papers print 'Cập nhật lúc …' for it.
    """
    text = _in_digits(clean(text)[:200])
    starts = [match.start() for match in _DATED.finditer(text)]
    if len(starts) < 2:
        return printed(text, now), None
    words = [match for match in _DATE_WORDS.finditer(text)]
    borders = [0, *(_border_before(start, words, starts) for start in starts[1:]), len(text)]
    published = modified = None
    for begin, end in pairwise(borders):
        part = text[begin:end]
        word = _DATE_WORDS.search(part)
        if word and word["update"]:
            modified = modified or printed(part, now)
        else:
            published = published or printed(part, now)
    return (published, modified) if published else (printed(text, now), None)


def is_misprinted(text: str | None, now: datetime | None = None) -> bool:
    """Return True if a line has the shape of a date, and cannot be one: year 2206, or another day of the week."""
    return bool(_DATE_SHAPE.search(clean(text)[:200])) and printed(text, now) is None


def tells_update(text: str | None) -> bool:
    """Return True if a line's words say that its date is a change's: 'Sửa lúc 8:15 07/03/2026'."""
    text = clean(text)[:200]
    word = _DATE_WORDS.search(text)
    date = _DIGIT.search(text)
    return word is not None and word["update"] is not None and (date is None or word.start() < date.start())


def beside_date(text: str | None) -> list[str]:
    """Return the other parts of a line with dates, without the dates' words: 'Minh Anh | Đăng lúc 9:30 1/2/2026'."""
    text = _in_digits(clean(text)[:200])
    dated = [*_DATED.finditer(text)]
    if not dated:
        return []
    word = _DATE_WORDS.search(text, 0, dated[0].start())
    weekday = _WEEKDAY.search(text, 0, dated[0].start())
    start, end = min(each.start() for each in (dated[0], word, weekday) if each), dated[-1].end()
    if zone := _BEHIND_TIME.match(text, end):
        end = zone.end()
    sides = text[:start].removesuffix("ngày "), _WEEKDAY.sub("", text[end:])
    parts = [part.strip(_BORDERS) for side in sides for part in _BARS.split(side)]
    return [part for part in parts if part and not _SHORT_WEEKDAY.fullmatch(part)]


def _border_before(start: int, words: list[re.Match[str]], starts: list[int]) -> int:
    """Return where the part of a date begins: at the first word between the date before and this one, else at it.

    A word in brackets belongs to the date before it: '22/08/2026 08:00 (cập nhật) | 20/08/2026 20:00'.
    """
    before = max(other for other in starts if other < start)
    between = [word for word in words if before < word.start() < start]
    return next((word.start() for word in between if not word.string.startswith(")", word.end())), start)


def american(text: str | None) -> Moment | None:
    """Read a date in a meta tag of onecms, month first ('1/8/2026 10:02:01 AM' is 8 January)."""
    match = _AMERICAN.match(clean(text)[:60])
    return _moment_from_match(match) if match else None


def iso(text: str | None) -> Moment | None:
    """Read ISO 8601; without a zone it is Hà Nội time."""
    match = _ISO.match(clean(text)[:60])
    return _moment_from_match(match) if match else None


def _moment_from_match(match: re.Match[str]) -> Moment | None:
    part = match.groupdict()
    hour = part.get("hour")
    try:
        when = datetime(
            int(part["year"]) + (2000 if len(part["year"]) == len("26") else 0),
            int(part["month"]),
            int(part["day"]),
            _hour_of_24(int(hour or 0), part.get("half")),
            int(part.get("minute") or 0),
            int(part.get("second") or 0),
            tzinfo=_time_zone(part.get("zone")),
        )
        when = when if when.tzinfo is HANOI else when.astimezone(HANOI)
    except (ValueError, OverflowError):
        return None
    if not 1990 <= when.year <= 2100:  # no newspaper of the catalogue was online before; later years are typing errors
        return None
    precision: Precision = "day" if hour is None else "second" if part.get("second") else "minute"
    return Moment(when, precision)


def _hour_of_24(hour: int, half: str | None) -> int:
    if not half or not half.strip() or hour > 12:
        return hour
    return hour % 12 + (12 if half.strip().upper() in ("PM", "CH") else 0)


def _time_zone(zone: str | None) -> timezone:
    if not zone:
        return HANOI
    if zone.upper() in ("Z", "UTC", "GMT"):
        return timezone(timedelta(0))
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))


def _weekday_agrees(text: str, moment: Moment) -> bool:
    match = _WEEKDAY.search(text)
    if not match:
        return True
    weekday = 6 if match[2] else _WEEKDAYS[match[1].lower()]
    return moment.when.weekday() == weekday


def _moment_ago(count: int, unit: str, now: datetime) -> Moment:
    step = {"giây": timedelta(seconds=1), "phút": timedelta(minutes=1), "ngày": timedelta(days=1)}.get(
        unit, timedelta(hours=1)
    )
    when = (now - count * step).astimezone(HANOI).replace(second=0, microsecond=0)
    if unit in ("giây", "phút"):
        return Moment(when, "minute")
    return Moment(when.replace(hour=0, minute=0), "day")
