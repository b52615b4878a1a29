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
        "Thứ Tư, ngày 30/09/2026 - 20:00 | Cập nhật: Thứ Hai, ngày 05/10/2026 - 08:00",
    ],
)
def test_the_words_say_which_date_is_which(line: str) -> None:
    published, modified = published_and_modified(line)
    assert published
    assert modified
    assert (published.iso(), modified.iso()) == (FIRST, SECOND)


@pytest.mark.parametrize("line", ["Cập nhật: 30/09/2026 20:00", "Thứ Tư, 30/09/2026, 20:00", "20:00 30/09/2026"])
def test_a_single_date_is_the_publication(line: str) -> None:
    published, modified = published_and_modified(line)
    assert published
    assert (published.iso(), modified) == (FIRST, None)
