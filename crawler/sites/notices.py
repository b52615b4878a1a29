"""Notices: what a site prints in place of a page that does not exist, that it cannot make, or that it does not give.

Such a text is made of a few words only.
"""

import re
from typing import Literal

NoticeKind = Literal["soft_404", "http_error", "login_wall"]

# The page itself must be what is missing: news reports of missing people, deleted posts and 404 cases as well.
_PAGE_WORDS = (
    r"(?:trang|bài viết|bài báo|bài|nội dung|tin bài|tin|liên kết|đường dẫn|địa chỉ|url|link|dữ liệu|chuyên mục)"
)
_MISSING_WORDS = (
    r"(?:không (?:còn )?tồn tại|không (?:được )?tìm thấy|không còn|(?:bị|được) (?:xóa|xoá|gỡ)|không khả dụng|"
    r"không có sẵn|không hợp lệ|không đúng|không (?:còn )?hoạt động|bị lỗi|hết hạn|không có(?! quyền)|"
    r"chưa được (?:xuất bản|duyệt|đăng)|(?:đang )?chờ (?:duyệt|xuất bản))"
)
_MISSING = re.compile(
    rf"\b{_PAGE_WORDS}\b.*\b{_MISSING_WORDS}\b|không (?:thể )?(?:tìm thấy|tồn tại) (?:{_PAGE_WORDS}|kết quả)\b|"
    rf"^(?:hiện )?(?:chưa|không) có {_PAGE_WORDS}|"
    r"lỗi 404|^404$|404 error|error 404|not found|"
    r"\b(?:page|resource|file|post|article)\b.*(?:not (?:be )?found|does not exist|no longer)|"
    r"^(?:no (?:posts|articles|results) |nothing )found|(?:bài viết|dữ liệu|nội dung) đang (?:được )?cập nhật"
)
# What a server, its proxy or its program says of itself: the page may be there again tomorrow.
_FAILURE = re.compile(
    r"\b50[0-4]\b|^50[0-4] |internal server error|service (?:temporarily )?unavailable|bad gateway|gateway time|"
    r"connection timed out|establishing a database connection|runtime error|server error|too many connections|"
    r"^(?:403 )?forbidden$|^access (?:is )?denied|account (?:has been |is )?suspended|"
    r"under (?:maintenance|construction)|"
    r"domain (?:name )?(?:has expired|is for sale)|tên miền .*hết hạn|welcome to nginx|iis windows server|"
    r"^it works|default page|^index of /?$|"
    r"(?:trang|website|web|hệ thống|máy chủ|báo) .*(?:bảo trì|nâng cấp|tạm (?:ngừng|dừng)|quá tải)|"
    r"^(?:đã |có |đã có )?lỗi (?:xảy ra|hệ thống|máy chủ|kết nối)|có lỗi xảy ra|tài khoản .*(?:bị )(?:khóa|khoá)|"
    r"không có quyền (?:truy cập|xem)"
)
LOGIN_WALL = re.compile(
    r"vui lòng đăng nhập|(?:đăng nhập|đăng ký)(?: tài khoản)? để (?:xem|đọc|tiếp tục)|yêu cầu đăng nhập|"
    r"dành (?:riêng )?cho (?:thuê bao|thành viên|hội viên)",
    re.I,
)
_PROGRAM_ERROR = re.compile(
    r"^(?:php )?(?:warning|fatal error|parse error|notice|deprecated): .{1,300}"
    r"(?:on line \d|call to undefined|uncaught|\.php)|^server error in '.{0,100}' application|sqlstate\[|^ora-\d{5}"
)
# A sentence is a notice only if it has no other words than these: a name, a place or a deed makes it news.
_VOCABULARY = """
trang bài viết báo tin nội dung liên kết link url đường dẫn địa chỉ web website này đó bạn quý vị độc giả đọc mà
đang vừa muốn cần tìm kiếm thấy yêu cầu truy cập xem trên hệ thống có thể hiện tại không còn nữa tồn được đã bị
xóa xoá gỡ bỏ hoặc hay và thay đổi di chuyển sang nơi khác rất tiếc xin lỗi thông báo vui lòng quay lại trở về
chủ thử sau kiểm tra cập nhật do theo của chúng tôi ôi úi dữ liệu chuyên mục nào kết quả khả dụng sẵn hợp lệ đúng
hoạt động hết hạn chưa xuất bản duyệt đăng chờ xảy ra máy kết nối cơ sở bảo trì nâng cấp tạm ngừng dừng quá tải
thông cảm mong tên miền tài khoản khóa khoá quyền ít phút nhập ký để tiếp dành riêng cho thuê bao thành hội viên
404 403 500 501 502 503 504 http error oops sorry page not found the you we this that requested are is looking for
could can cannot be was does exist no longer exists has been removed deleted available on server resource file post
posts article articles results nothing internal service temporarily unavailable bad gateway timeout time out timed
connection establishing a database runtime too many connections forbidden access denied account suspended under
maintenance construction domain name expired sale welcome to nginx iis windows apache2 ubuntu debian default it works
index of 1
"""
_NOTICE_WORDS = frozenset(_VOCABULARY.split())
_LONGEST_NOTICE = 500  # letters of one sentence; the longest that was seen has 90, and the search is quadratic
_SENTENCE_ENDS = re.compile(r"[.!?;:|,\n]|\s[-–—]\s")


def notice_kind(text: str | None) -> NoticeKind | None:
    """Return what a sentence of the text gives notice of: no such page, a failure of the site, a login; else None."""
    if is_program_error(text):
        return "http_error"
    return next((kind for sentence in _sentences(text) if (kind := _kind_of(sentence))), None)


def only_notice_kind(text: str | None) -> NoticeKind | None:
    """Return the kind of notice that the text is, where it is nothing else."""
    is_notice = all(_NOTICE_WORDS.issuperset(_words(sentence)) for sentence in _sentences(text))
    return notice_kind(text) if is_notice else None


def is_program_error(text: str | None) -> bool:
    """Return True if a text begins as the message of a program that failed."""
    return bool(_PROGRAM_ERROR.search((text or "")[:_LONGEST_NOTICE].casefold()))


def _sentences(text: str | None) -> list[str]:
    return [part.strip() for part in _SENTENCE_ENDS.split((text or "").casefold()) if part.strip()]


def _words(sentence: str) -> list[str]:
    return re.findall(r"\w+", sentence)


def _kind_of(sentence: str) -> NoticeKind | None:
    if len(sentence) > _LONGEST_NOTICE or not _NOTICE_WORDS.issuperset(_words(sentence)):
        return None
    if _MISSING.search(sentence):
        return "soft_404"
    if _FAILURE.search(sentence):
        return "http_error"
    return "login_wall" if LOGIN_WALL.search(sentence) else None
