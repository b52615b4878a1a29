"""Two dates on one line: which is the publication's and which the update's, by the words before them."""

import pytest

from crawler.vietnamese.dates import is_misprinted, published_and_modified

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
        "Mới nhất: 05/10/2026 08:00 - Xuất bản lần đầu: 30/09/2026 20:00",
        "Hiệu đính: 05/10/2026 08:00 | Công bố: 30/09/2026 20:00",
        "Tái bản: 05.10.2026 - 08h00' * Lên trang: 30.09.2026 - 20h00'",
        "2026-10-05 08:00 (cập nhật) | 2026-09-30 20:00 (đăng)",
        "Cập nhật: 2026-10-05 08:00 | Đăng: 2026-09-30 20:00",
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
        *[
            "Ngày 30/09/2026 vào lúc 20:00",
            "30–09–2026 20:00",
            "30\u20449\u20442026 20:00",
            "30/9/26 20:00",
            "20h00 30/09/26",
        ],
        *["September 30th, 2026 20:00", "Wednesday, 30 September 2026 20:00"],
    ],
)
def test_a_single_date_is_the_publication(line: str) -> None:
    published, modified = published_and_modified(line)
    assert published
    assert (published.iso(), modified) == (FIRST, None)


@pytest.mark.parametrize(
    ("line", "misprinted"),
    [
        *[(f"05/03/{year} 10:17", True) for year in ("2206", "0226", "2o26", "20226", "1926", "9999")],
        *[("31/02/2026", True), ("5-13-2026", True), ("Thứ Ba, 05/03/2026 10:17", True)],
        *[
            ("05/03/2026 10:17", False),
            ("Thứ Năm, 05/03/2026", False),
            ("2026-03-05", False),
            ("10:17 05/03/20261.204 lượt", False),
            ("Số 12/3/45", False),
        ],
    ],
)
def test_a_date_that_cannot_be_is_a_misprint(line: str, misprinted: bool) -> None:
    assert is_misprinted(line) is misprinted
