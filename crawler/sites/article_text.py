"""The article's text: which of the walker's lines are text, captions or bylines, and which lead to other articles."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from crawler.article.article import Block, BlockKind, Image
from crawler.sites.body import LONGEST_CAPTION, BodyWalk, Line, Picture
from crawler.vietnamese import bylines, captions
from crawler.vietnamese.text import same

AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author\w*|vtranslate-author-translate|tac-?gia|nguon|source)(?:$|[\s_-])", re.I
)
_WRITER_LINK = re.compile(r"/(?:tac-?gia|nha-?bao|phong-?vien|authors?|profile)(?:[/.?-]|$)|[?&]author", re.I)
LINES_OF_LINKS = re.compile(
    r"^[>»►▶→•*+\s-]*(?:(?:Các )?(?:Tin|Bài|Tin,? bài|Bài viết)(?: viết)? "
    r"(?:liên quan|khác|cùng chuyên (?:mục|đề)|trước)|"
    r"Xem thêm|Đọc thêm|Mời (?:bạn |độc giả )?(?:xem|đọc)(?: thêm)?|(?:Có thể )?Bạn (?:có thể )?quan tâm|"
    r"Bài \d+|Kỳ \d+)\s*:?",
    re.I,
)
# 'Theo dõi Báo X trên Google News' and similar lines lead away from the paper.
_PROMOTION = re.compile(r"https?://(?:[\w-]+\.)*(?:news\.google\.com|facebook\.com|zalo\.me|tiktok\.com)/", re.I)
_LABEL_OF_TAGS = re.compile(r"(?:Từ khóa|Từ khoá|Tags?|Thẻ|Keywords?)\s*:", re.I)
# '1 2 3 Tiếp' under a text that goes on on other pages.
_PAGER = re.compile(r"(?:[\d\s«»‹›<>|.…-]|Trang|Tiếp(?: theo)?|Sau|Trước|Đầu|Cuối)+", re.I)
_ARROW = re.compile(r"(?:>>|»|►|▶)")
# Tuổi Trẻ's editor, whose markup is pasted with its text, names the photographer in a separate box.
_PHOTOGRAPHER = re.compile(r"(?:photo\w*|image|anh)[_-]?author|photographer", re.I)
# Lines under the signature that are text: '(Còn nữa)', '(Kỳ tới: …)', '(*) Tên nhân vật …'.
_AFTERWORD = re.compile(r"^\(?(?:còn (?:nữa|tiếp)|hết\b|(?:kỳ|bài) (?:tới|sau|cuối)\b|[*\d]{1,3}\))", re.I)
LEAD_CLASS = re.compile(r"(?:^|[\s_-])(?:sapo|lead|chapeau|tomtat|tom-tat)(?:$|[\s_-])", re.I)
_SHORTEST_LEAD = 10  # words in bold: fewer are a subhead or a slogan
_FONT_SWITCH = re.compile(r"^A(?:\s?[+-]?\s?A)+[+-]?$")
_MOST_TRAILING_LINES = 4  # role, names, source and one blank ornament: more lines than that are text
_LONGEST_NAMES = 12  # words of a line of names: a longer one with a full stop is a sentence that stands at the right
_SHORT_CAPTION = 300
_SMALLEST_GALLERY = 4  # pictures: three with a paragraph each may also be a report
_LONGEST_LABEL = 160  # letters
_LONGEST_PROMOTION = 160  # letters
_VIDEO_CREDIT = re.compile(r"(?:Video|Clip|Quay phim)", re.I)


@dataclass
class ArticleText:
    """The parts of one article's body."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    byline_lines: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    orphan_captions: list[str] = field(default_factory=list)
    opens_with_lead: bool = False  # the first block is set as a lead: bold before plain text, or by a lead's class


def claim_lines(walk: BodyWalk, *, outside_byline: str | None, is_other_article: Callable[[str], bool]) -> ArticleText:
    """Claim every line once: captions first, then the byline at the end, then the text.

    `outside_byline` is the byline that the page prints outside the text.
    """
    text = ArticleText(unclaimed=list(walk.unclaimed))
    items = [i for i in walk.items if not (isinstance(i, Line) and _FONT_SWITCH.match(i.text))]
    items = _without_related(items, is_other_article)
    lines = _take_captions(items, text)
    _take_byline(lines, text, outside_byline)
    text.opens_with_lead = _opens_with_lead(lines)
    text.images = [Image(p.url, p.caption, p.credit) for p in _distinct_pictures(items)]
    for line in lines:
        if line.kind == "caption":
            text.orphan_captions.append(line.text)
            text.unclaimed.append(line.text)
        else:
            text.blocks.append(Block(_block_kind(line), line.text))
    return text


def _without_related(items: list[Line | Picture], is_other_article: Callable[[str], bool]) -> list[Line | Picture]:
    """Leave out lines and pictures that only lead to other articles, and the heading over them."""
    own_items: list[Line | Picture] = []
    for item in items:
        if not _is_related(item, is_other_article):
            own_items.append(item)
        elif own_items and isinstance(own_items[-1], Line) and LINES_OF_LINKS.fullmatch(own_items[-1].text):
            own_items.pop()
    return own_items


def _is_related(item: Line | Picture, is_other_article: Callable[[str], bool]) -> bool:
    if isinstance(item, Picture):
        return bool(item.link) and is_other_article(item.link)
    if _leads_to_writer(item):
        return False
    if item.links and (_LABEL_OF_TAGS.match(item.text) or any(is_other_article(link) for link in item.links)):
        return item.linked_only or bool(_LABEL_OF_TAGS.match(item.text) or LINES_OF_LINKS.match(item.text))
    if item.linked_only and len(item.text) <= _LONGEST_PROMOTION and all(_PROMOTION.match(link) for link in item.links):
        return bool(item.links)
    if item.linked_only and item.links and len(item.text) <= _LONGEST_PROMOTION and _ARROW.match(item.text):
        return True  # '>> …' leads away, also to another paper
    is_heading = len(item.text) <= 40 and item.text.endswith(":") and bool(LINES_OF_LINKS.fullmatch(item.text))
    is_pager = bool(item.links and _PAGER.fullmatch(item.text))
    return (
        is_heading or is_pager or bool(_LABEL_OF_TAGS.fullmatch(item.text.rstrip(" ,;|")))
    )  # its links were read as tags


def _leads_to_writer(line: Line) -> bool:
    """Return True for a line that is a link to all that a writer wrote."""
    return line.linked_only and bool(line.links) and all(map(_WRITER_LINK.search, line.links))


def _take_captions(items: list[Line | Picture], text: ArticleText) -> list[Line]:
    """Give the pictures their captions and credits; return the other lines."""
    gallery = _is_gallery(items)
    lines: list[Line] = []
    last: Picture | None = None
    adjacent = False
    last_line = max((n for n, item in enumerate(items) if isinstance(item, Line)), default=-1)
    for position, item in enumerate(items):
        if isinstance(item, Picture):
            last, adjacent = item, True
        elif item.after_player and _VIDEO_CREDIT.match(item.text) and bylines.looks_like_byline(item.text):
            text.byline_lines.append(item.text)
        elif last is not None and adjacent and last.credit is None and _PHOTOGRAPHER.search(item.classes):
            last.credit = captions.split(item.text).credit or item.text
        elif item.picture is not None:
            _add_caption(item.picture, item.text)
        elif last is not None and gallery and adjacent:
            _add_caption(last, item.text)
            adjacent = False
        elif last is not None and _is_caption_of(item, last, adjacent=adjacent, at_end=position >= last_line):
            _add_caption(last, item.text)
        else:
            adjacent = False
            lines.append(item)
    return lines


def _is_gallery(items: list[Line | Picture]) -> bool:
    """Return True for a gallery: from the first picture to the end, each has one short plain line under it."""
    first = next((n for n, item in enumerate(items) if isinstance(item, Picture)), len(items))
    pairs = items[first:]
    if isinstance(pairs[-1] if pairs else None, Line) and len(pairs) % 2:
        pairs = pairs[:-1]  # the signature
    if len(pairs) < 2 * _SMALLEST_GALLERY or len(pairs) % 2:
        return False
    lines = [item for item in pairs[1::2] if isinstance(item, Line)]
    if len(lines) * 2 != len(pairs) or any(isinstance(item, Line) for item in pairs[::2]):
        return False
    kinds = {line.kind for line in lines}  # among lines set as captions a plain one is text
    return kinds in ({"paragraph"}, {"caption"}) and all(len(line.text) <= _SHORT_CAPTION for line in lines)


def _is_caption_of(  # noqa: PLR0911 - a decision list
    line: Line, picture: Picture, *, adjacent: bool, at_end: bool
) -> bool:
    """Return True if a line is the caption of the picture before it."""
    if line.kind == "caption":
        return True
    if not adjacent or line.kind == "table" or len(line.text) > LONGEST_CAPTION:
        return False
    if captions.is_credit_only(line.text) and picture.credit is None:
        return not at_end or line.align != "right"
    if picture.caption is not None or _is_author_line(line):
        return False
    if bylines.looks_like_byline(line.text) and (at_end or line.align == "right"):
        return False
    if line.beside_picture and (line.italic or line.align == "center" or len(line.text) <= _SHORT_CAPTION):
        return True
    if line.kind in ("subhead", "list_item", "quote"):
        return False
    if line.italic:
        return not (line.align == "right" and at_end)
    if line.align == "center" and len(line.text) <= _SHORT_CAPTION:
        return not line.bold or captions.looks_like_caption(line.text)
    # A line set as a caption, or one that credits a photographer, may be long.
    set_as_caption = line.beside_picture or line.align == "center" or captions.credits_photo(line.text)
    if line.align == "right" or (len(line.text) > _SHORT_CAPTION and not set_as_caption):
        return False
    return captions.looks_like_caption(line.text) or _is_label(line, at_end=at_end)


def _is_label(line: Line, *, at_end: bool) -> bool:
    """Return True for a short plain line under a picture that does not end as a sentence: it is not text."""
    if (
        line.bold
        or line.links
        or len(line.text) > _LONGEST_LABEL
        or re.search(r"^(?:\d+[.)]|[-–+•*])|[.:;,!?…”\")]$", line.text)
    ):
        return False
    return line.kind == "paragraph" and not at_end


def _add_caption(picture: Picture, raw: str) -> None:
    caption = captions.split(raw)
    if caption.text:
        picture.caption = f"{picture.caption} {caption.text}" if picture.caption else caption.text
    if caption.credit:
        picture.credit = picture.credit or caption.credit


def _is_author_line(line: Line) -> bool:
    return bool(line.classes and AUTHOR_CLASS.search(line.classes)) and len(line.text) <= bylines.LONGEST_BYLINE


def _take_byline(lines: list[Line], text: ArticleText, outside_byline: str | None) -> None:
    """Move the byline lines from the end of the lines to the text's byline lines; afterwords stay lines."""
    author_lines = [line for line in lines if _is_author_line(line)]
    if author_lines:
        lines[:] = [line for line in lines if not _is_author_line(line)]
    afterwords: list[Line] = []
    while lines and _is_afterword(lines[-1]) and len(afterwords) < _MOST_TRAILING_LINES:
        afterwords.insert(0, lines.pop())
    byline_lines: list[str] = []
    while lines and len(byline_lines) < _MOST_TRAILING_LINES:
        line = lines[-1]
        if _is_afterword(line) or not _is_byline_line(line, outside_byline):
            break
        byline_lines.insert(0, lines.pop().text)
        if line.align != "right" and not bylines.looks_like_byline(line.text):
            break
    lines += afterwords
    text.byline_lines = [*byline_lines, *(line.text for line in author_lines), *text.byline_lines]


def _is_afterword(line: Line) -> bool:
    if _AFTERWORD.match(line.text):
        return True
    return line.kind == "paragraph" and bylines.is_contact(line.text) and not bylines.looks_like_byline(line.text)


def _is_byline_line(line: Line, outside_byline: str | None) -> bool:
    if line.kind in ("table", "caption") or len(line.text) > bylines.LONGEST_BYLINE:
        return False
    if outside_byline and same(line.text, outside_byline):
        return True
    if bylines.looks_like_byline(line.text):
        return True
    short = len(line.text) <= 100 and not line.text.endswith((":", "?", "!", "./."))
    if line.align == "right" or _leads_to_writer(line):
        return short and not (line.text.endswith(".") and len(line.text.split()) > _LONGEST_NAMES)
    return (
        short
        and line.kind == "paragraph"
        and not line.links
        and (
            (bylines.looks_like_name(line.text) and 2 <= len(line.text.split()) <= 5)
            or bylines.is_row_of_names(line.text)
        )
    )


def _opens_with_lead(lines: list[Line]) -> bool:
    paragraphs = list(islice((line for line in lines if line.kind == "paragraph"), 3))
    if len(paragraphs) < 2 or paragraphs[0] is not lines[0]:
        return False
    opening = paragraphs[0]
    if LEAD_CLASS.search(opening.classes):
        return True
    if not opening.bold or any(line.bold for line in paragraphs[1:]) or opening.text.endswith(("?", ":")):
        return False
    return len(opening.text.split()) >= _SHORTEST_LEAD


def _distinct_pictures(items: list[Line | Picture]) -> list[Picture]:
    """Return each picture once, with the caption and credit of whichever copy has them."""
    by_url: dict[str, Picture] = {}
    for item in items:
        if isinstance(item, Picture):
            first = by_url.setdefault(item.url, item)
            first.caption = first.caption or item.caption
            first.credit = first.credit or item.credit
    return list(by_url.values())


def _block_kind(line: Line) -> BlockKind:
    """Return the block's kind; a short bold line that does not end as a sentence is a subhead."""
    if line.kind == "paragraph" and line.bold and len(line.text) <= 150 and not re.search(r"[.,;:!?”…]$", line.text):
        return "subhead"
    return "paragraph" if line.kind == "caption" else line.kind
