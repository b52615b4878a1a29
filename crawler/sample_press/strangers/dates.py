"""The forms in which strangers print when an article appeared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True)
class DateForm:
    """How a date is printed, and how exactly: day, minute or second."""

    write: Callable[[datetime], str]
    precision: str = "minute"


def weekday(day: datetime) -> str:
    """Return the day's name in full."""
    return _WEEKDAYS[day.weekday()]


def _short_weekday(day: datetime) -> str:
    return "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}"


def _half(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'SA' if moment.hour < 12 else 'CH'}"


DATE_FORMS = {
    "time_bar_date": DateForm(lambda at: f"{at:%H:%M | %d/%m/%Y}"),
    "weekday_gmt": DateForm(lambda at: f"{weekday(at)}, {at:%d/%m/%Y, %H:%M} (GMT+7)"),
    "weekday_number": DateForm(
        lambda at: f"{'Chủ nhật' if at.weekday() == 6 else f'Thứ {at.weekday() + 2}'}, {at:%d/%m/%Y %H:%M:%S}", "second"
    ),
    "words": DateForm(lambda at: f"ngày {at.day} tháng {at.month} năm {at.year}", "day"),
    "words_with_time": DateForm(lambda at: f"{at:%H:%M}, {weekday(at)} ngày {at.day} tháng {at.month} năm {at.year}"),
    "date_time": DateForm(lambda at: f"{at:%d/%m/%Y %H:%M}"),
    "date_dash_time": DateForm(lambda at: f"{at:%d/%m/%Y - %H:%M}"),
    "dashes_bar": DateForm(lambda at: f"{at:%d-%m-%Y | %H:%M}"),
    "hour_h": DateForm(lambda at: f"{at:%Hh%M} ngày {at:%d/%m/%Y}"),
    "hour_h_minute": DateForm(lambda at: f"{at.hour}h{at:%M}', {at.day}/{at.month}/{at.year}"),
    "dots": DateForm(lambda at: f"{at:%d.%m.%Y, %H:%M}"),
    "time_weekday": DateForm(lambda at: f"{at:%H:%M}, {weekday(at)}, {at:%d/%m/%Y}"),
    "half_day": DateForm(lambda at: f"{at:%d/%m/%Y} {_half(at)}"),
    "half_day_english": DateForm(lambda at: f"{at:%d/%m/%Y %I:%M:%S %p}", "second"),
    "wordpress_words": DateForm(lambda at: f"{at.day} Tháng {at.month}, {at.year}", "day"),
    "hours_in_words": DateForm(lambda at: f"{at.hour} giờ {at:%M} phút, ngày {at:%d/%m/%Y}"),
    "short_weekday": DateForm(lambda at: f"{_short_weekday(at)}, {at:%d/%m/%Y - %H:%M}"),
    "day_only": DateForm(lambda at: f"{at:%d/%m/%Y}", "day"),
    "seconds": DateForm(lambda at: f"{at:%d/%m/%Y | %H:%M:%S} [GMT +7]", "second"),
}
