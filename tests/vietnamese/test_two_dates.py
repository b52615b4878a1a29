"""Two dates on one line: which is the publication's and which the update's, by the words before them."""

import pytest

from crawler.vietnamese.dates import published_and_modified

FIRST, SECOND = "2026-09-30T20:00:00+07:00", "2026-10-05T08:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "Cập nhật: 05/10/2026 08:00 - Đăng: 30/09/2026 20:00",
        "Đăng: 30/09/2026 20:00 - Cập nhật: 05/10/2026 08:00",
        "Sửa đổi 05/10/2026, 08:00 | Xuất bản 30/09/2026, 20:00",
        "Cập nhật lần cuối 08:00 05/10/2026 | Ngày đăng 20:00 30/09/2026",
        "Ngày đăng: 20:00, 30/09/2026 (cập nhật lúc 08:00, 05/10/2026)",
        "30/09/2026 20:00, lần cập nhật cuối: 05/10/2026 08:00",
        "Chỉnh sửa lúc 08h00 ngày 05/10/2026; đăng lúc 20h00 ngày 30/09/2026",
        "Hiệu chỉnh: 05/10/2026 08:00 - Đăng tải: 30/09/2026 20:00",
        "Last edited 05/10/2026 08:00 | Created 30/09/2026 20:00",
        "CN: 05/10/2026 08:00 | XB: 30/09/2026 20:00",
        "Biên tập lại: 05/10/2026 08:00; Đăng: 30/09/2026 20:00",
        "05/10/2026 08:00 (cập nhật) | 30/09/2026 20:00 (đăng)",
        "Ngày 30 tháng 9 năm 2026, 20:00 (cập nhật ngày 5 tháng 10 năm 2026, 08:00)",
        "Updated: Oct 5, 2026 08:00 - Published: Sept. 30, 2026 20:00",
        "Thứ Tư, ngày 30/09/2026 - 20:00 | Cập nhật: Thứ Hai, ngày 05/10/2026 - 08:00",
    ],
)
def test_the_words_say_which_date_is_which(line: str) -> None:
    published, modified = published_and_modified(line)
    assert published
    assert modified
    assert (published.iso(), modified.iso()) == (FIRST, SECOND)


@pytest.mark.parametrize(
    "line",
    [
        *["Cập nhật: 30/09/2026 20:00", "Thứ Tư, 30/09/2026, 20:00", "20:00 30/09/2026", "20g00 30/9/2026"],
        *["2026/09/30 20:00", "30 thg 9, 2026 20:00", "30 Th9, 2026 20:00", "30 Sep 2026 20:00"],
        *["September 30th, 2026 20:00", "Wednesday, 30 September 2026 20:00"],
    ],
)
def test_a_single_date_is_the_publication(line: str) -> None:
    published, modified = published_and_modified(line)
    assert published
    assert (published.iso(), modified) == (FIRST, None)
