"""Notices: what a site prints in place of a page that does not exist; such a text is made of a few words only."""

import re

# The page itself must be what is missing: news reports of missing people, deleted posts and 404 cases as well.
_PAGE_WORDS = r"(?:trang|bài viết|bài báo|bài|nội dung|tin bài|tin|liên kết|đường dẫn|địa chỉ|url|link)"
_MISSING_WORDS = r"(?:không (?:còn )?tồn tại|không (?:được )?tìm thấy|không còn|(?:bị|được) (?:xóa|xoá|gỡ))"
_NOTICE = re.compile(
    rf"\b{_PAGE_WORDS}\b.*\b{_MISSING_WORDS}\b|không (?:thể )?tìm thấy {_PAGE_WORDS}\b|"
    r"lỗi 404|^404$|404 error|error 404|not found|"
    r"\bpage\b.*(?:not (?:be )?found|does not exist|no longer)|bài viết đang được cập nhật"
)
# A sentence is a notice only if it has no other words than these: a name, a place or a deed makes it news.
_VOCABULARY = """
trang bài viết báo tin nội dung liên kết link url đường dẫn địa chỉ web website này đó bạn quý vị độc giả đọc mà
đang vừa muốn cần tìm kiếm thấy yêu cầu truy cập xem trên hệ thống có thể hiện tại không còn nữa tồn được đã bị
xóa xoá gỡ bỏ hoặc hay và thay đổi di chuyển sang nơi khác rất tiếc xin lỗi thông báo vui lòng quay lại trở về
chủ thử sau kiểm tra cập nhật do theo của chúng tôi
404 http error oops sorry page not found the you we this that requested are is looking for could can cannot be
was does exist no longer exists has been removed deleted available on server
"""
_NOTICE_WORDS = frozenset(_VOCABULARY.split())
_LONGEST_NOTICE = 500  # letters of one sentence; the longest that was seen has 90, and the search is quadratic
_SENTENCE_ENDS = re.compile(r"[.!?;:|,\n]|\s[-–—]\s")


def says_missing(text: str | None) -> bool:
    """Return True if a sentence of the text is a notice that the page does not exist."""
    return any(_is_notice(sentence) for sentence in _sentences(text))


def says_only_missing(text: str | None) -> bool:
    """Return True if the text is such a notice and nothing else."""
    return says_missing(text) and all(_NOTICE_WORDS.issuperset(_words(sentence)) for sentence in _sentences(text))


def _is_notice(sentence: str) -> bool:
    return (
        len(sentence) <= _LONGEST_NOTICE
        and bool(_NOTICE.search(sentence))
        and _NOTICE_WORDS.issuperset(_words(sentence))
    )


def _sentences(text: str | None) -> list[str]:
    return [part.strip() for part in _SENTENCE_ENDS.split((text or "").casefold()) if part.strip()]


def _words(sentence: str) -> list[str]:
    return re.findall(r"\w+", sentence)
