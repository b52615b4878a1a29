"""Ranges of months of publication, and the parts of a backfill."""

from datetime import UTC, datetime

import pytest

from crawler.article import BadMonth, backfill_parts, months

NOW = datetime(2026, 2, 28, 18, 0, tzinfo=UTC)  # 1 March in Việt Nam


def test_months_run_from_the_newest_to_the_oldest_over_a_years_end() -> None:
    assert months("2025-11", "2026-01", NOW) == ["2026-01", "2025-12", "2025-11"]
    assert months("2015-01", "2015-01", NOW) == ["2015-01"]


def test_without_an_end_they_begin_with_the_present_month_of_viet_nam() -> None:
    assert months("2026-02", None, NOW) == ["2026-03", "2026-02"]


@pytest.mark.parametrize("since", ["2015", "2015-1", "2015-13", "15-01", "1815-01", "2015-01-01", ""])
def test_what_is_no_month_is_refused(since: str) -> None:
    with pytest.raises(BadMonth, match="is no month: write it as YYYY-MM"):
        months(since, None, NOW)


def test_parts_go_paper_by_paper_and_their_number_is_bounded() -> None:
    assert backfill_parts(["a", "b"], "2015-01", "2015-02") == [
        {"outlet": "a", "month": "2015-02"},
        {"outlet": "a", "month": "2015-01"},
        {"outlet": "b", "month": "2015-02"},
        {"outlet": "b", "month": "2015-01"},
    ]
    with pytest.raises(BadMonth, match="9 papers with 120 months each are too much"):
        backfill_parts([*"abcdefghi"], "2010-01", "2019-12")
