"""The words of the messages, in English and in Vietnamese.

A finding's own sentence is English in both: in Vietnamese it follows a phrase that says what kind it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["en", "vi"]


@dataclass(frozen=True)
class Words:
    """The phrases of one language; braces are filled in by the message."""

    colours: Mapping[str, str]
    new: str
    run: str
    red: str
    changed: str
    amber: str
    all_green: str
    recovered: str
    not_checked: str
    step_failed: str
    more: str
    late_subject: str
    late: str
    still_open: str
    test_subject: str
    test: str
    machine: Mapping[str, str]
    findings: Mapping[str, str] = field(default_factory=dict)


ENGLISH = Words(
    colours={"red": "red", "amber": "amber", "closed": "closed", "green": "green"},
    new="new",
    run="Run",
    red="RED",
    changed="NEW SINCE THE LAST NIGHT",
    amber="AMBER",
    all_green="All papers are green.",
    recovered="green again",
    not_checked="was not checked in this run",
    step_failed="The step `{step}` failed: its log in Airflow says why",
    more="… and {count} more lines: `baotinh report --run {run_id}`",
    late_subject="the night is not done yet ({open} of {all} papers are open)",
    late="The run {run_id} is still not done at the hour at which it should be. `baotinh status` says what runs.",
    still_open="OPEN",
    test_subject="a test message",
    test="If you can read this, alerts from this machine reach you. Nothing is wrong.",
    machine={
        "services": "a server ends by itself again and again",
        "disk": "the disk is almost full",
        "backup": "the newest backup is old",
    },
)

VIETNAMESE = Words(
    colours={"red": "đỏ", "amber": "vàng", "closed": "đóng", "green": "xanh"},
    new="mới",
    run="Lần chạy",
    red="ĐỎ",
    changed="MỚI SO VỚI ĐÊM TRƯỚC",
    amber="VÀNG",
    all_green="Tất cả các báo đều xanh.",
    recovered="đã xanh trở lại",
    not_checked="không được kiểm tra trong lần chạy này",
    step_failed="Bước `{step}` bị lỗi: xem nhật ký của nó trong Airflow",
    more="… và {count} dòng nữa: `baotinh report --run {run_id}`",
    late_subject="đêm chạy chưa xong (còn {open} trên {all} báo)",
    late="Lần chạy {run_id} chưa xong vào giờ phải xong. `baotinh status` cho biết những gì đang chạy.",
    still_open="CHƯA XONG",
    test_subject="thư thử",
    test="Nếu bạn đọc được dòng này, cảnh báo từ máy này đến được với bạn. Không có lỗi gì.",
    machine={
        "services": "một dịch vụ tự tắt nhiều lần",
        "disk": "ổ đĩa sắp đầy",
        "backup": "bản sao lưu mới nhất đã cũ",
    },
    findings={
        "not-checked": "chưa được kiểm tra",
        "not-crawled": "không thu thập được",
        "crawl-cut-short": "việc thu thập bị ngắt giữa chừng",
        "dead-site": "trang báo không trả lời",
        "robots-unreachable": "không đọc được robots.txt",
        "closed": "robots.txt cấm thu thập",
        "site-error": "trang báo trả về lỗi",
        "moved-site": "trang báo đã chuyển sang địa chỉ lạ",
        "nothing-announced": "không kênh tin nào có bài",
        "channel-failed": "một kênh tin bị lỗi",
        "channel-cut-short": "một kênh tin bị cắt ngang",
        "no-overlap": "có thể đã sót bài giữa hai lần đọc",
        "new-articles-lost": "mất bài mới",
        "known-articles-lost": "không xem lại được bài đã có",
        "silent-paper": "báo không có bài mới",
        "few-articles": "ít bài mới hơn thường lệ",
        "numbers-missing": "thiếu nhiều số bài hơn thường lệ",
        "other-layout": "trang báo có bố cục khác với bố cục đã khai",
        "field-lost": "một trường dữ liệu bị mất",
        "field-contradicted": "một trường dữ liệu mâu thuẫn với nguồn khác",
    },
)


def words_of(language: Language) -> Words:
    """Return the words of this language."""
    return VIETNAMESE if language == "vi" else ENGLISH
