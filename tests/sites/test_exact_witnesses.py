"""An extractor's lines beside a body: lead and captions do not contradict it, a paragraph too few or too many does."""

import pytest

from crawler.sites.exact_witnesses import bodies_agree

LEAD = "Sau bốn ngày tranh tài sôi nổi, giải bóng chuyền hơi của xã đã khép lại với phần thắng của đội chủ nhà"
CAPTION = "Các đội tham gia giải bóng chuyền hơi trong ngày khai mạc"
BODY = [" ".join(f"chữ{n}{letter}" for letter in "abcdefghijklmnopqrst") for n in range(5)]


def agree(lines: list[str]) -> bool | None:
    return bodies_agree(BODY, lines, [LEAD, CAPTION])


@pytest.mark.parametrize(
    ("lines", "same"),
    [
        (BODY, True),
        ([f"(BĐM) - {LEAD}", *BODY, f"{CAPTION}. - Ảnh: Võ Hữu Tài"], True),
        ([*BODY, "Mời bạn đọc theo dõi Báo Đầm Sương"], True),
        (BODY[:-2], False),
        ([*BODY[:1], *BODY[3:]], None),  # an extractor's own omission: nothing foreign, both ends found
        ([*BODY[:1], *BODY[3:], *(line.replace("chữ", "khác") for line in BODY[:1])], False),
        ([*BODY, *(line.replace("chữ", "khác") for line in BODY[:2])], False),
        ([], None),
        ([LEAD], None),
    ],
)
def test_only_lines_that_no_field_has_speak_against_a_body(lines: list[str], same: bool | None) -> None:
    assert agree(lines) is same
