"""The forms that readers know by their words: dates, roles, sources, marks, credits. Only they stay in a twin."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from crawler.contributor.twins.calendar import Calendar
from crawler.contributor.twins.chance import CHANCE, LETTERS, unaccented
from crawler.outlets import Outlet
from crawler.sites.article_text import LINES_OF_LINKS
from crawler.sites.marks import marks_of, names_of
from crawler.sites.notices import only_notice_kind
from crawler.vietnamese.bylines import KNOWN_AGENCIES, ROLE_WORDS
from crawler.vietnamese.text import fold

SHORT_LINE = 160  # letters: no byline, source or heading of a box is longer
LONGEST_DATE_LINE = 200  # letters that `dates` reads of a line
_ROLES = "|".join(sorted(map(re.escape, ROLE_WORDS), key=len, reverse=True))
_CREDIT_WORDS = rf"{_ROLES}|nguồn(?: ảnh| tin)?|photo|source"
_ANYWHERE = re.compile(
    rf"(?<!\w)(?:(?:{_CREDIT_WORDS})(?:(?:\s*[,&/+–-]\s*|\s+và\s+|\s+)(?:{_CREDIT_WORDS}))*(?=\s*[:：])"
    r"|ảnh\s+(?:trên|dưới|trái|phải|lớn|nhỏ)(?=\s*[:：,])|trong\s+ảnh(?=\s*[:：,])|(?:ảnh|hình)\s+minh\s+h(?:ọa|oạ)"
    r"|(?<=[.!?…”)(\[–-])\s*ảnh(?=\s+(?:(?-i:[A-ZĐ])|do\s))|ảnh(?=\s+do\s)|cung cấp(?=\s*[)\].]*\s*$))(?!\w)",
    re.I,
)
_IN_SHORT_LINES = re.compile(
    r"(?<!\w)(?:(?:Tin\s+)?Theo(?=\s*[:：]?\s+[A-ZÀ-ỸĐ(]|\s+\w+\.\w)|(?:theo|từ|nguồn|tin theo)(?=\s+[A-ZÀ-ỸĐ])"
    r"|(?:lược|biên) (?:dịch|soạn)|tổng hợp|sưu tầm|lược (?:ghi|thuật)|phỏng vấn"
    r"|(?<=[(\s])(?:dịch|ghi|thực hiện)(?=\)?$)"
    r"|t/h|(?<=[A-ZÀ-ỸĐ]\s)và(?=\s+[A-ZÀ-ỸĐ])|(?<=\w\s)và(?=\s+[A-ZÀ-ỸĐ][\w.]*(?:\s+[A-ZÀ-ỸĐ][\w.]*){0,3}$)"
    r"|Ảnh(?=\s+[A-ZĐ+]+\s*[)\].]*$)|PV|CTV|BBT|Photos? by|(?:Reported|Written|Translated|Compiled) by)(?!\w)"
)
_LINE_START = re.compile(
    r"\s*(?:(?:Luật sư|LS|Bác sĩ|BS|Thạc sĩ|ThS|Tiến sĩ|TS|PGS|GS|Dược sĩ|DS|Kỹ sư|KS|Nhà báo|Nhà văn|Nhà thơ)"
    r"(?=[. ]+(?-i:[A-ZĐ]))"
    r"|(?:Ghi chép|Bút ký|Ký sự|Phóng sự|Truyện ngắn|Tản văn|T[ùu]ỳ? bút|Tạp bút|Thơ|Bài|Ảnh) của(?=\s)"
    r"|\(?(?:còn (?:nữa|tiếp)|hết\b|(?:kỳ|bài) (?:tới|sau|cuối)\b)"
    r"|[\[(]?(?:Infographics?|Video|Clip|Ảnh|Photo|Chùm ảnh|Phóng sự ảnh|Megastory)(?=\s*[:\])|]))",
    re.I,
)
_ONLINE_MARK = re.compile(r"\s*\(?\s*((?:[A-ZĐ]{1,4}(?:O|ĐT)|B[A-ZĐ]{1,3}|[A-Za-z]+\.(?:com\.)?vn))\s*\)?\s*[-–—:]")
_WHOLE_LINE = re.compile(
    r"(?:AD)?(?:Quảng cáo|Advertis(?:ement|ing))|A(?:\s?[+-]?\s?A)+[+-]?|Bút danh"
    r"|Trang chủ|Trang nhất|Home(?:page)?|Trang đầu"
    r"|(?:nhóm )?(?:pv|phóng viên|ctv|cộng tác viên)(?: - ctv)?|nhóm tác giả|ban biên tập|tòa soạn"
    r"|\d{1,3}\s+(?:phút|giờ|ngày)\s+trước|(?:Phóng sự )?Ảnh|Videos?|Clips?|Photos?|Infographics?|Multimedia"
    r"|Truyền hình|Đồ h(?:ọa|oạ)|Megastory|Minh h(?:ọa|oạ)",
    re.I,
)
_NEAR_DATE = re.compile(
    r"(?<!\w)(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|lúc|ngày|hồi|vào|GMT|UTC|AM|PM|SA|CH|phút|giờ"
    r"|(?:lần\s+)?(?:cập\s+nhật|sửa\s+đổi|chỉnh\s+sửa|bổ\s+sung|update\w*|modified)(?:\s+(?:lúc|lần cuối|cuối))?"
    r"|đăng|xuất\s+bản|phát\s+hành|publish\w*|posted|đưa\s+tin)(?!\w)"
    r"|(?<!\d)\d{1,2}\s?(?::|h|giờ)\s?\d{2}(?:\s?[:'’]\s?\d{2})?(?:[’'p]|\s?phút)?(?!\d)|[+-]\d{1,2}(?::?00)?(?!\d)",
    re.I,
)
_AGENCY_KIND = re.compile(r"(?<!\w)(?:Báo|Tạp chí|Thông tấn xã|Đài)(?:\s+[A-ZÀ-ỸĐ][\w&+]*(?:\s+[a-zà-ỹ]+)?){1,5}")
_AGENCY = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, KNOWN_AGENCIES), key=len, reverse=True)) + r")(?!\w)", re.I
)
_OTHER_AGENCIES = ("TTXVN", "VOV", "VTV", "VGP", "VnExpress", "VietnamPlus", "Reuters", "AFP", "BBC", "CNN")
_ENDING = re.compile(r"(?<=\.)(?:vn|com|net|org)(?!\w)", re.I)
_REGEX_SIGN = re.compile(r"\\[a-zA-Z]")
_SCHEME = re.compile(r"https?(?=://)|www(?=\.)", re.I)


class Form(NamedTuple):
    """A part of a line that is kept, or stands in another wording: `text` is what the twin prints."""

    start: int
    end: int
    text: str


class Forms:
    """The forms of one paper; its own name is one only with `names`, where a reading depends on it.

    `site_tags` are the folded tags of the whole site that the page has and its article has not.
    """

    def __init__(
        self, outlet: Outlet, calendar: Calendar, original: str, *, names: bool, site_tags: frozenset[str]
    ) -> None:
        self._calendar, self._site_tags = calendar, site_tags
        own = names_of(outlet)
        marks = marks_of(own, tuple(outlet.marks))
        before = rf"\s*(?:(?:{_any_of(list(own))})\s*[-–—:]?\s*)?"
        self._mark = re.compile(rf"{before}\(?\s*({_any_of(marks)})(?:\s*\)|\s*[-–—:]|\s*$)")
        self._names = {fold(name) for name in own} if names else set()
        self._own_name = re.compile(rf"(?<!\w)(?:{_any_of(list(own))})(?!\w)", re.I)
        self._keeps_names = names
        absent = [agency for agency in _OTHER_AGENCIES if agency.casefold() not in original.casefold()]
        self._agencies = absent or [*_OTHER_AGENCIES]
        self._agency_in_place_of: dict[str, str] = {}

    def of_line(self, line: str, *, in_head: bool = False) -> list[Form]:
        """Return the forms of a line in order, none inside another."""
        kept: list[Form] = []
        end = 0
        for form in sorted(self._all(line, in_head=in_head), key=lambda each: (each.start, -each.end)):
            if form.start >= end and form.end > form.start:
                kept.append(form)
                end = form.end
        return kept

    def of_whole(self, text: str) -> Form | None:
        """Return the form of a text that readers know as a whole: a button, a home page's name, the paper's own."""
        bare = text.strip()
        if not bare or len(bare) > SHORT_LINE:
            return None
        if _WHOLE_LINE.fullmatch(bare) or fold(bare) in self._names or only_notice_kind(bare):
            return Form(0, len(text), text)
        # Without its words, a tag of the whole site is none in the twin either.
        return Form(0, len(text), "") if fold(bare) in self._site_tags else None

    def _all(self, line: str, *, in_head: bool) -> Iterator[Form]:
        dates = [*self._calendar.dates(line, in_head=in_head)]
        yield from (Form(*each) for each in dates)
        length = len(" ".join(line.split()))
        if whole := self.of_whole(line):
            yield whole
        patterns = [_ANYWHERE, _ENDING, _SCHEME]
        if dates and length <= LONGEST_DATE_LINE:
            patterns.append(_NEAR_DATE)
        if length <= SHORT_LINE:
            patterns.append(_IN_SHORT_LINES)
            yield from self._agency_forms(line)
            yield from self._name_forms(line)
        for pattern in patterns:
            yield from (_kept(match) for match in pattern.finditer(line))
        for pattern in (self._mark, _ONLINE_MARK):
            if mark := pattern.match(line):
                yield _kept(mark, 1)
        for pattern in (_LINE_START, LINES_OF_LINKS):
            if (opening := pattern.match(line)) and length <= SHORT_LINE:
                yield _kept(opening)

    def _agency_forms(self, line: str) -> Iterator[Form]:
        """Yield another agency in place of each that the readers know: a name in small letters is a word."""
        for match in (*_AGENCY.finditer(line), *_AGENCY_KIND.finditer(line)):
            if not match[0][0].isupper() or self._own_name.search(match[0]):
                continue
            key = match[0].casefold()
            drawn = self._agency_in_place_of.setdefault(key, CHANCE.choice(self._agencies))
            yield Form(match.start(), match.end(), drawn.upper() if match[0].isupper() else drawn)

    def _name_forms(self, line: str) -> Iterator[Form]:
        """Yield the paper's own name where it stands apart: at the end or the beginning of a line."""
        for match in self._own_name.finditer(line) if self._keeps_names else ():
            before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
            if (not before or before[-1] in "-–—|:,(/») ") or (not after or after[0] in "-–—|:,)/«("):
                yield _kept(match)


def _kept(match: re.Match[str], group: int = 0) -> Form:
    return Form(match.start(group), match.end(group), match[group])


def _any_of(texts: list[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True)) or r"(?!)"


@cache
def form_words() -> frozenset[str]:
    """Return the words of all forms, without accents: the only words that a page and its twin have in common."""
    patterns = (_ANYWHERE, _IN_SHORT_LINES, _LINE_START, _WHOLE_LINE, _NEAR_DATE, _ENDING, _SCHEME, LINES_OF_LINKS)
    texts = [_REGEX_SIGN.sub(" ", pattern.pattern) for pattern in patterns]
    return frozenset(unaccented(word) for text in (*texts, *_OTHER_AGENCIES) for word in LETTERS.findall(text))
