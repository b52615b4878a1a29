"""What counts as the same, of two prints of a title, a name or a time."""

from datetime import datetime, timedelta

import pytest

from crawler.vietnamese.agreement import names_agree, texts_agree, times_agree

NOON = datetime.fromisoformat("2026-11-20T12:05:00+07:00")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Nước lũ về sớm ở đầu nguồn", "NƯỚC LŨ VỀ SỚM Ở ĐẦU NGUỒN - Báo An Giang", True),
        ("Nước lũ về sớm ở đầu nguồn", "Nước lũ về sớm…", True),
        ("Nước lũ về sớm ở đầu nguồn", "Khánh thành cầu mới tại phường Long Xuyên", False),
        ("Nước lũ về sớm ở đầu nguồn", "Xem thêm", None),
        ("Nước lũ về sớm ở đầu nguồn", None, None),
    ],
)
def test_titles(one: str, other: str | None, agree: bool | None) -> None:
    assert texts_agree(one, other) is agree


def test_names() -> None:
    assert names_agree(["Minh Hòa"], ["MINH HÒA (tổng hợp)"]) is True
    assert names_agree(["Minh Hòa"], ["Lan Anh"]) is False
    assert names_agree(["Minh Hòa"], [""]) is None


def test_times() -> None:
    assert times_agree(NOON, NOON + timedelta(minutes=50))
    assert times_agree(NOON, NOON + timedelta(hours=7))  # Hà Nội's clock under the name of GMT
    assert not times_agree(NOON, NOON + timedelta(hours=3))
    assert times_agree(NOON, NOON.replace(hour=0, minute=0))
    assert not times_agree(NOON, NOON.replace(day=21, hour=0, minute=0))
