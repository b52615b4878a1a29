"""Retry-After in the forms that servers write: each is a rest, and one that names no time is the usual rest."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.spiders.patience import LONGEST_REST, Patience, rest_asked_for


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), (" 7 ", 7), ("+5", 5), ("2.5", 2.5), ("120s", 120), ("30 sec", 30), ("1e9", 1e9), ("9" * 300, 1e9)],
)
def test_a_number_is_seconds(text: str, seconds: float) -> None:
    assert rest_asked_for(text) == seconds


def test_a_date_is_the_time_until_then() -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
    for text in (format_datetime(soon, usegmt=True), soon.isoformat(), f"{soon:%Y-%m-%dT%H:%M:%SZ}"):
        assert 295 < (rest_asked_for(text) or 0) <= 300, text
    assert rest_asked_for(format_datetime(soon - timedelta(days=1))) == 0


@pytest.mark.parametrize("text", ["-5", "nan", "inf", "soon", "PT1H", "²", "120, 60", "Fri, 31 Dec 99999 25:61:61 GMT"])
def test_what_names_no_time_is_the_usual_rest(text: str) -> None:
    assert rest_asked_for(text) is None
    for status in (429, 503):
        patience = Patience(1.0)
        for _ in range(3):
            patience.note(status, text)
        assert "3 times in a row" in patience.why_left


def test_a_503_without_the_header_is_a_fault_and_no_wish() -> None:
    patience = Patience(1.0)
    for _ in range(9):
        patience.note(503, "")
    assert patience.why_left == ""
    patience.note(503, str(LONGEST_REST + 1))
    assert patience.why_left.startswith("asked_to_wait")
