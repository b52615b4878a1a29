"""Furniture: what every page of a paper prints around its articles; one page tells it only by its words."""

import re

from crawler.article import Block

_IMPRINT = re.compile(
    r"^(?:(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:©\s*)?(?:19|20)\d\d|® |(?:©\s*)?bản quyền (?:thuộc|của)"
    r"|cơ quan (?:chủ quản|ngôn luận)|giấy phép (?:số|hoạt động|xuất bản)|(?:phó )?tổng biên tập\s*:"
    r"|(?:tòa|toà) soạn\s*:|ghi rõ nguồn|phụ trách nội dung|đường dây nóng\s*:|liên hệ quảng cáo|phát triển bởi"
    r"|thiết kế (?:bởi|web)|powered by)|[-–—] cơ quan (?:chủ quản|ngôn luận) (?:của|:)",
    re.I,
)
# Headings of boxes that stand between paragraphs as well as after the text.
_LINKS_BOX = re.compile(
    r"^[>»\s]*(?:(?:các )?(?:tin|bài)(?: viết)?(?:,? bài)? (?:liên quan|khác|cùng chuyên mục|cùng chủ đề)"
    r"|xem thêm|đọc thêm|(?:có thể )?bạn (?:có thể )?quan tâm|đừng bỏ lỡ)\s*:?$",
    re.I,
)
# What begins after the text only.
_END = re.compile(
    r"^(?:(?:tin |bài |video )?(?:đọc nhiều|xem nhiều|mới nhất|nổi bật|mới|nóng)(?: nhất)?\s*:?$"
    r"|(?:gửi )?(?:bình luận|ý kiến)(?: (?:bạn đọc|của bạn))?\s*(?:\(\s*\d*\s*\))?\s*:?$"
    r"|(?:từ khóa|từ khoá|tags?)\s*(?::|$)|vui lòng nhập tiếng việt)",
    re.I,
)
_SWITCH = (
    r"(?:chia sẻ(?: bài viết)?|in bài(?: viết)?|in trang|gửi (?:bài|email|mail)|lưu bài(?: viết)?|cỡ chữ"
    r"|nghe (?:đọc )?bài(?: viết)?|nghe audio|theo dõi|facebook|zalo|twitter|telegram|email|copy link"
    r"|sao chép(?: liên kết)?|thích|trả lời|bình luận(?: \(?\d+\)?)?|quay lại|về trang chủ|a ?[-+]|aa?)"
)
_SWITCHES = re.compile(
    rf"^(?:{_SWITCH}[\s:|•·,-]*){{1,10}}$|^trình duyệt .{{0,60}} không hỗ trợ|^đánh giá (?:bài viết|tin)\s*:|"
    r"^[\d.,]+ lượt (?:xem|đọc)$",
    re.I,
)
_PROMOTION = re.compile(
    r"^đăng ký (?:nhận|theo dõi)\b.*\b(?:bản tin|tin tức|email|kênh)\b|"
    r"^(?:chúng tôi|website|trang(?: web)?)\b.*\bcookies?\b|"
    r"^(?:mời (?:bạn|quý vị|độc giả)|bạn đang đọc|theo dõi báo|quét mã)\b.*"
    r"(?:zalo|facebook|google|kênh|fanpage|app)\b",
    re.I,
)
_LONGEST_SWITCHES = 120  # letters


def is_switch(text: str) -> bool:
    """Return True for a row of buttons: sharing, printing, the size of the letters, how often the page was read."""
    return len(text) <= _LONGEST_SWITCHES and bool(_SWITCHES.match(text))


def is_links_box(text: str) -> bool:
    """Return True for the heading of a box of links to other articles."""
    return bool(_LINKS_BOX.match(text))


def begins_comments(text: str) -> bool:
    """Return True for a line that begins what follows an article and is in none: comments, tags, the most read."""
    return bool(_END.match(text))


def heads_a_box(text: str) -> bool:
    """Return True for the heading of a box beside an article, in <h1> at some papers: 'Tin liên quan', 'Đọc nhiều'."""
    return is_links_box(text) or begins_comments(text)


def ends_article(text: str) -> bool:
    """Return True for a line that begins what follows an article, the imprint too."""
    return begins_comments(text) or bool(_IMPRINT.search(text[:_LONGEST_SWITCHES]))


def is_furniture(text: str) -> bool:
    """Return True for a line that belongs to no article's text."""
    return is_links_box(text) or ends_article(text) or is_switch(text) or bool(_PROMOTION.match(text[:300]))


def without_furniture(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Return the blocks of an article, and the texts left out: switches, and all from imprint or comments on."""
    kept: list[Block] = []
    left_out: list[str] = []
    for n, block in enumerate(blocks):
        if ends_article(block.text) and _count(blocks[n:]) <= _count(kept):
            return kept, left_out + [other.text for other in blocks[n:]]
        if is_furniture(block.text):
            left_out.append(block.text)
        else:
            kept.append(block)
    return kept, left_out


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
