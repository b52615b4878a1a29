"""The story: which of the walker's lines are text, captions, byline or somebody else's."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from crawler.article.article import Block, BlockKind, Image
from crawler.sites.body import LONGEST_CAPTION, BodyWalk, Line, Picture
from crawler.vietnamese import bylines, captions
from crawler.vietnamese.text import clean, same

_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author\w*|vtranslate-author-translate|tac-?gia|nguon|source)(?:$|[\s_-])", re.I
)
_RELATED_HEAD = re.compile(
    r"^[>»►▶→•*+\s-]*(?:(?:Các )?(?:Tin|Bài|Tin,? bài|Bài viết)(?: viết)? "
    r"(?:liên quan|khác|cùng chuyên (?:mục|đề)|trước)|"
    r"Xem thêm|Đọc thêm|Mời (?:bạn |độc giả )?(?:xem|đọc)(?: thêm)?|(?:Có thể )?Bạn (?:có thể )?quan tâm|"
    r"Bài \d+|Kỳ \d+)\s*:?",
    re.I,
)
# 'Theo dõi Báo X trên Google News' and its like lead away from the paper.
_PROMOTION = re.compile(r"https?://(?:[\w-]+\.)*(?:news\.google\.com|facebook\.com|zalo\.me|tiktok\.com)/", re.I)
_ARROW = re.compile(r"(?:>>|»|►|▶)")
# Tuổi Trẻ's editor, whose markup is pasted with its text, names the photographer in a box of its own.
_PHOTOGRAPHER = re.compile(r"(?:photo\w*|image|anh)[_-]?author|photographer", re.I)
# What may stand under the signature and is text all the same: '(Còn nữa)', '(Kỳ tới: …)', '(*) Tên nhân vật …'.
_AFTERWORD = re.compile(r"^\(?(?:còn (?:nữa|tiếp)|hết\b|(?:kỳ|bài) (?:tới|sau|cuối)\b|[*\d]{1,3}\))", re.I)
_LEAD_CLASS = re.compile(r"(?:^|[\s_-])(?:sapo|lead|chapeau|tomtat|tom-tat)(?:$|[\s_-])", re.I)
_SHORTEST_LEAD = 10  # words in bold: fewer are a subhead or a slogan
_FONT_SWITCH = re.compile(r"^A(?:\s?[+-]?\s?A)+[+-]?$")
_TRAILING_LINES = 4  # role, names, source and one blank ornament: more lines than that are text
_SHORT_CAPTION = 300
_SMALLEST_GALLERY = 4  # pictures: three with a paragraph each are a report as well
_LABEL = 160  # letters
_PROMOTION_LENGTH = 160
_VIDEO_CREDIT = re.compile(r"(?:Video|Clip|Quay phim)", re.I)


@dataclass
class ArticleText:
    """The parts of one article's body."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    byline_lines: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    opens_with_lead: bool = False  # the first block is set as a lead: in bold before plain text, or in a lead's class


def sort_lines(walk: BodyWalk, *, known_byline: str | None, foreign: Callable[[str], bool]) -> ArticleText:
    """Claim every line once: captions first, then the byline at the end, then the text."""
    story = ArticleText(unclaimed=list(walk.unclaimed))
    items = [i for i in walk.items if not (isinstance(i, Line) and _FONT_SWITCH.match(i.text))]
    items = _without_related(items, foreign)
    rest = _caption_pass(items, story)
    _take_byline(rest, story, known_byline)
    story.opens_with_lead = _opens_with_lead(rest)
    story.images = [Image(p.url, p.caption, p.credit) for p in _distinct(items)]
    for line in rest:
        if line.kind == "caption":
            story.orphans.append(line.text)
            story.unclaimed.append(line.text)
        else:
            story.blocks.append(Block(_kind(line), line.text))
    return story


def _without_related(items: list[Line | Picture], foreign: Callable[[str], bool]) -> list[Line | Picture]:
    """Leave out lines and pictures that only lead to other articles, and the heading over them."""
    kept: list[Line | Picture] = []
    for item in items:
        if not _is_related(item, foreign):
            kept.append(item)
        elif kept and isinstance(kept[-1], Line) and _RELATED_HEAD.fullmatch(kept[-1].text):
            kept.pop()
    return kept


def _is_related(item: Line | Picture, foreign: Callable[[str], bool]) -> bool:
    if isinstance(item, Picture):
        return bool(item.link) and foreign(item.link)
    if item.links and any(foreign(link) for link in item.links):
        return item.linked_only or bool(_RELATED_HEAD.match(item.text))
    if item.linked_only and len(item.text) <= _PROMOTION_LENGTH and all(_PROMOTION.match(link) for link in item.links):
        return bool(item.links)
    if item.linked_only and item.links and len(item.text) <= _PROMOTION_LENGTH and _ARROW.match(item.text):
        return True  # '>> …' leads away whichever paper it leads to
    return len(item.text) <= 40 and item.text.endswith(":") and bool(_RELATED_HEAD.fullmatch(item.text))


def _caption_pass(items: list[Line | Picture], story: ArticleText) -> list[Line]:
    gallery = _is_gallery(items)
    rest: list[Line] = []
    last: Picture | None = None
    adjacent = False
    final = max((n for n, item in enumerate(items) if isinstance(item, Line)), default=-1)
    for position, item in enumerate(items):
        if isinstance(item, Picture):
            last, adjacent = item, True
        elif item.after_player and _VIDEO_CREDIT.match(item.text) and bylines.looks_like_byline(item.text):
            story.byline_lines.append(item.text)
        elif last is not None and adjacent and last.credit is None and _PHOTOGRAPHER.search(item.classes):
            last.credit = captions.split(item.text).credit or item.text
        elif item.picture is not None:
            _give(item.picture, item.text)
        elif last is not None and gallery and adjacent:
            _give(last, item.text)
            adjacent = False
        elif last is not None and _belongs(item, last, adjacent=adjacent, at_end=position >= final):
            _give(last, item.text)
        else:
            adjacent = False
            rest.append(item)
    return rest


def _is_gallery(items: list[Line | Picture]) -> bool:
    """Tell a gallery by its rhythm: from the first picture on each has one short plain line under it, to the end."""
    first = next((n for n, item in enumerate(items) if isinstance(item, Picture)), len(items))
    pairs = items[first:]
    if isinstance(pairs[-1] if pairs else None, Line) and len(pairs) % 2:
        pairs = pairs[:-1]  # the signature
    if len(pairs) < 2 * _SMALLEST_GALLERY or len(pairs) % 2:
        return False
    lines = [item for item in pairs[1::2] if isinstance(item, Line)]
    if len(lines) * 2 != len(pairs) or any(isinstance(item, Line) for item in pairs[::2]):
        return False
    return all(line.kind in ("paragraph", "caption") and len(line.text) <= _SHORT_CAPTION for line in lines)


def _belongs(  # noqa: PLR0911 - a decision list
    line: Line, picture: Picture, *, adjacent: bool, at_end: bool
) -> bool:
    """Tell whether a line is the caption of the picture before it."""
    if line.kind == "caption":
        return True
    if not adjacent or line.kind == "table" or len(line.text) > LONGEST_CAPTION:
        return False
    if captions.is_credit_only(line.text) and picture.credit is None:
        return not at_end or line.align != "right"
    if picture.caption is not None or _is_author(line):
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
    # Set as a caption or crediting a photographer, it is one however long it is.
    set_so = line.beside_picture or line.align == "center" or captions.credits_photo(line.text)
    if line.align == "right" or (len(line.text) > _SHORT_CAPTION and not set_so):
        return False
    return captions.looks_like_caption(line.text) or _is_label(line, at_end=at_end)


def _is_label(line: Line, *, at_end: bool) -> bool:
    """Tell a plain line that ends no sentence under a picture from the text that goes on there."""
    if (
        line.bold
        or line.links
        or len(line.text) > _LABEL
        or re.search(r"^(?:\d+[.)]|[-–+•*])|[.:;,!?…”\")]$", line.text)
    ):
        return False
    return line.kind == "paragraph" and not at_end


def _give(picture: Picture, raw: str) -> None:
    found = captions.split(raw)
    if found.text:
        picture.caption = f"{picture.caption} {found.text}" if picture.caption else found.text
    if found.credit:
        picture.credit = picture.credit or found.credit


def _is_author(line: Line) -> bool:
    return bool(line.classes and _AUTHOR_CLASS.search(line.classes)) and len(line.text) <= bylines.LONGEST_BYLINE


def _take_byline(rest: list[Line], story: ArticleText, known: str | None) -> None:
    """Take byline lines off the end, nearest the end first; a repeated known byline goes without a word."""
    authors = [line for line in rest if _is_author(line)]
    if authors:
        rest[:] = [line for line in rest if not _is_author(line)]
    afterwords: list[Line] = []
    while rest and _is_afterword(rest[-1]) and len(afterwords) < _TRAILING_LINES:
        afterwords.insert(0, rest.pop())
    taken: list[str] = []
    while rest and len(taken) < _TRAILING_LINES:
        line = rest[-1]
        if _is_afterword(line) or not _is_byline(line, known):
            break
        taken.insert(0, rest.pop().text)
        if line.align != "right" and not bylines.looks_like_byline(line.text):
            break
    rest += afterwords
    story.byline_lines = [*taken, *(line.text for line in authors), *story.byline_lines]


def _is_afterword(line: Line) -> bool:
    if _AFTERWORD.match(line.text):
        return True
    return line.kind == "paragraph" and bylines.is_contact(line.text) and not bylines.looks_like_byline(line.text)


def _is_byline(line: Line, known: str | None) -> bool:
    if line.kind in ("table", "caption") or len(line.text) > bylines.LONGEST_BYLINE:
        return False
    if known and same(line.text, known):
        return True
    if bylines.looks_like_byline(line.text):
        return True
    short = len(line.text) <= 100 and not line.text.endswith((":", "?", "!", "./."))
    if line.align == "right":
        return short
    return (
        short
        and line.kind == "paragraph"
        and not line.links
        and bylines.looks_like_name(line.text)
        and (2 <= len(line.text.split()) <= 5)
    )


def _opens_with_lead(rest: list[Line]) -> bool:
    text = list(islice((line for line in rest if line.kind == "paragraph"), 3))
    if len(text) < 2 or text[0] is not rest[0]:
        return False
    if _LEAD_CLASS.search(text[0].classes):
        return True
    if not text[0].bold or any(line.bold for line in text[1:]) or text[0].text.endswith(("?", ":")):
        return False
    return len(text[0].text.split()) >= _SHORTEST_LEAD


def _distinct(items: list[Line | Picture]) -> list[Picture]:
    """Keep each picture once, with its caption wherever that stood."""
    found: dict[str, Picture] = {}
    for item in items:
        if isinstance(item, Picture):
            first = found.setdefault(item.url, item)
            first.caption = first.caption or item.caption
            first.credit = first.credit or item.credit
    return list(found.values())


def _kind(line: Line) -> BlockKind:
    """Name the block; a short bold line of its own that ends no sentence is a subhead."""
    if line.kind == "paragraph" and line.bold and len(line.text) <= 150 and not re.search(r"[.,;:!?”…]$", line.text):
        return "subhead"
    return "paragraph" if line.kind == "caption" else line.kind


# Marks that the catalogue may not name: '(Dân trí) - ', '(TTXVN/Vietnam+) - ', 'QNO - ', 'HPĐT - ', 'Baonghean.vn - '.
_BRACKETED_WORD = r"[A-ZÀ-ỸĐ][\w.+/-]{1,24}"
_BRACKETED = r"[A-ZÀ-ỸĐ][\w.+/-]*(?: [\w.+/-]+){0,3}"
_ONLINE = r"(?:[A-ZĐ]{1,4}O|[A-ZĐ]{1,3}ĐT|B[A-ZĐ]{1,3}|[A-Za-z]+\.(?:com\.)?vn)"
_SENTENCE = r"(?=[A-ZÀ-ỸĐ\d“\"‘'(])"


def strip_mark(lead: str, marks: list[str]) -> str:
    """Take the paper's mark or a bare dash off a lead: '(CTO) - ', 'ĐNO - ', '(HPĐT)- ', ' - '."""
    text = clean(lead)
    if found := _any_mark(tuple(marks)).match(text):
        return text[found.end() :].lstrip(" -–—")
    return re.sub(r"^[-–—]\s*(?=\S)", "", text)


def is_marked(text: str, marks: list[str]) -> bool:
    """Tell whether a paragraph begins with a mark that makes it a lead: the paper's own, or one word in brackets."""
    return bool(_lead_mark(tuple(marks)).match(clean(text)))


@lru_cache(maxsize=128)  # one for each outlet
def _any_mark(marks: tuple[str, ...]) -> re.Pattern[str]:
    own = _any_of(marks)
    return re.compile(
        rf"^(?:\(\s*(?:{own}|{_BRACKETED})\s*\)[\s.]*[-–—:]+\s*"
        rf"|(?:{own})\s*[-–—:]\s*|\(\s*(?:{own})\s*\)\s*"
        rf"|{_ONLINE}\s*[-–—:]\s+{_SENTENCE}|\(\s*{_ONLINE}\s*\)\s*{_SENTENCE})"
    )


@lru_cache(maxsize=128)
def _lead_mark(marks: tuple[str, ...]) -> re.Pattern[str]:
    own = _any_of(marks)
    return re.compile(rf"(?:\(\s*(?:{own}|{_BRACKETED_WORD})\s*\)[\s.]*[-–—:]|(?:{own})\s*[-–—:]|\(\s*(?:{own})\s*\))")


def _any_of(marks: tuple[str, ...]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) or r"(?!)"
