"""Furniture: what every page of a paper prints around its articles; one page tells it only by its words."""

import re

from crawler.article import Block

_IMPRINT = re.compile(
    r"^(?:©|®|\(c\)\s|copyright\b|bản quyền (?:thuộc|của)|cơ quan (?:chủ quản|ngôn luận)|giấy phép (?:số|hoạt động|xuất bản)"
    r"|(?:phó )?tổng biên tập\s*:|tòa soạn\s*:|toà soạn\s*:|ghi rõ nguồn|đường dây nóng\s*:|liên hệ quảng cáo"
    r"|phát triển bởi|thiết kế (?:bởi|web)|powered by)",
    re.I,
)
_BOX = re.compile(
    r"^(?:tin|bài)?\s*(?:đọc nhiều|xem nhiều|mới nhất|nổi bật|liên quan|cùng chuyên mục|khác|bài viết khác"
    r"|tin (?:mới|khác|nóng)|bạn (?:có thể )?quan tâm|có thể bạn quan tâm|đừng bỏ lỡ|bình luận|ý kiến(?: bạn đọc)?"
    r"|ý kiến của bạn|gửi bình luận|video nổi bật|chia sẻ|từ khóa|từ khoá|tags?)\s*(?:\(?\d*\)?)?\s*:?$",
    re.I,
)
_SWITCHES = re.compile(
    r"^(?:chia sẻ(?: bài viết)?|in bài(?: viết)?|gửi (?:bài|email|mail)|lưu bài(?: viết)?|cỡ chữ|nghe (?:đọc )?bài(?: viết)?"
    r"|nghe audio|theo dõi|facebook|zalo|twitter|copy link|sao chép(?: liên kết)?|bình luận(?: \(?\d+\)?)?|quay lại|về trang chủ"
    r"|a[-+]|trình duyệt .{0,60} không hỗ trợ.*)\s*:?$",
    re.I,
)


def without_furniture(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Return the blocks of an article, and the texts left out: switches, and all from the imprint or a box on."""
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        if _IMPRINT.match(block.text) or (_BOX.match(block.text) and _count(blocks[n:]) < _count(kept)):
            return kept, [other.text for other in blocks[n:]]
        if not _SWITCHES.match(block.text):
            kept.append(block)
    return kept, [block.text for block in blocks if _SWITCHES.match(block.text)]


def is_furniture(text: str) -> bool:
    """Return True for a line of the imprint, or the heading of a box of other articles or of comments."""
    return bool(_IMPRINT.match(text) or _BOX.match(text))


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
