"""Documents known by name: laws and codes, the constitution, ordinances, resolutions of congresses and plenums."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.numbers import Number, numbers_at
from crawler.vietnamese.mentions.words import Phrases, Word, lexicon

# Words after which 'luật' is not a law: 'Đại học Luật', 'kỷ luật'.
_NOT_LAW_AFTER = {
    "đại học",
    "công ty",
    "văn phòng",
    "hãng",
    "khoa",
    "ngành",
    "trường",
    "cử nhân",
    "môn",
    "viện",
    "kỷ",
    "pháp",
    "quy",
}
_PLURAL_WORDS = {"các", "hai", "ba", "bốn"}
# Words before which it is not: 'luật sư', 'luật định'.
_NOT_LAW_BEFORE = {"sư", "gia", "pháp", "lệ", "định", "thủy"}
_YEAR = re.compile(
    r"\s*(?:\(\s*(?:sửa đổi(?:,\s*bổ sung)?|hợp nhất)\s*\))?\s*(?:,\s*)?"
    r"(?:(?:sửa đổi(?:, bổ sung)?\s+)?(?:năm\s+)?(?:19|20)\d\d\b(?!\s*[-–/]\s*\d))?"
)
_VERBS = (
    "cần|gồm|ra|áp|mới|nhằm|trên|đang|theo|thay|nên|bao|giao|giúp|vừa|chính|"
    "năm|số|được|đã|có|quy|là|do|tại|trong|ngày|của|để|theo|này|sẽ|cho|khi|từ|vào|thì|phải|cũng|mà|không|chưa|còn|hiện|"
    "nêu|và"
)
# A word of an unlisted law's title: in lower case after the first, or an abbreviation ('Luật Quản lý KCN').
_TITLE_WORD = rf"(?:(?!(?:{_VERBS})\b)[^\W\d_A-ZĐ]+|[A-ZĐ]{{2,8}}\b)"
# The title of an unlisted law ends before a year, a number or a note, or before the next verb.
_TITLE_BEFORE_NUMBER = re.compile(
    rf"\s+[^\W\d_]+(?:,?\s+{_TITLE_WORD}){{1,9}}"
    r"(?=\s+(?:năm\s+(?:19|20)\d\d|(?:19|20)\d\d\b|số\s+\d+/20\d\d|\(sửa đổi))"
)
_TITLE_BEFORE_VERB = re.compile(rf"\s+[^\W\d_]+(?:\s+{_TITLE_WORD}){{1,9}}(?=\s*(?:[.;,:)”\"¶]|$)|\s+(?:{_VERBS})\b)")
# 'Luật sửa đổi, bổ sung một số điều của Luật Thuế thu nhập cá nhân'
_AMENDING = re.compile(r"\s+sửa đổi(?:,? bổ sung)?(?: một số)?(?: điều)?(?: của)?(?: các)?\s+(?:Bộ luật|Luật)\s+", re.I)
_CONSTITUTION = re.compile(
    r"(?:\s+nước[^,.;]{4,50}?)?\s+(?:năm\s+)?(?:1946|1959|1980|1992|2013)\b"
    r"|\s+nước\s+Cộng hòa\s+(?:xã hội chủ nghĩa|XHCN)\s+Việt Nam\b"
)
_PLENUM = (
    r"(?:lần thứ\s+)?(?:Hội nghị\s+)?(?:lần thứ\s+[\w]{1,6}\s*,?\s*)?(?:Ban Chấp hành\s+)?"
    r"(?:Trung ương|TW|T\.Ư|BCH Trung ương)(?:\s+Đảng)?"
    r"(?:\s+(?:lần thứ\s+)?(?:\d{1,2}|[IVX]{1,5}|bảy|tám|sáu|năm|tư))?"
    r"\s*,?\s*\(?\s*kh(?:óa|oá)\s+(?:[IVX]{1,5}|\d{1,2})(?:,\s*[IVX]{1,5})*\)?"
)
_TERM = r"nhiệm kỳ\s+\d{4}\s*[-–]\s*\d{4}"
_CONGRESS = (
    r"(?:của\s+)?Đại hội\s+[^.;:“”\"()¶]{0,70}?"
    rf"(?:(?:lần thứ\s+)?\b(?:[IVX]{{1,6}}|(?<=lần thứ )\d{{1,2}})\b|{_TERM})"
    r"(?:\s+(?:của\s+)?(?:Đảng\b(?:\s+bộ\s+\w+)?|Đảng Cộng sản Việt Nam))?"
    rf"(?:,?\s*\(?{_TERM}\)?)?"
)
_RESOLUTION = re.compile(rf"\s+(?:{_PLENUM}|{_CONGRESS})")


@dataclass(frozen=True)
class Law:
    """A document known by name at letters [start, end): its kind and title, and its number and year if printed."""

    kind: str
    title: str | None
    number: Number | None
    year: int | None
    start: int
    end: int


def laws_at(text: str, tokens: Sequence[Word], at: int, length: int) -> list[Law]:
    """Return the law whose kind is at words [at, at + length), or the row of laws: 'các luật: Đất đai, Nhà ở'."""
    kind = text[tokens[at].start : tokens[at + length - 1].end]
    start, end = tokens[at].start, tokens[at + length - 1].end
    if kind.casefold() == "hiến pháp":
        dated = _CONSTITUTION.match(text, end)
        return [Law(kind, None, None, _last_year(dated[0]), start, dated.end())] if dated else []
    if kind.casefold() not in ("luật", "bộ luật", "pháp lệnh") or _is_not_law(tokens, at, length):
        return []
    is_row = at > 0 and tokens[at - 1].key in _PLURAL_WORDS
    after = at + length + (is_row and at + length < len(tokens) and tokens[at + length].text == ":")
    title, law_end = _title_and_end(text, tokens, after, end, capital=tokens[at].is_capital)
    numbers = numbers_at(text, law_end, bare=False)[:1]
    number = numbers[0] if numbers else None
    if number:
        law_end = _year_end(text, number.end)
    if title is None and number is None:
        return []
    first = Law(kind, title, number, _last_year(text[end:law_end]), start, law_end)
    return [first, *_further_laws(text, tokens, first)] if is_row else [first]


def _further_laws(text: str, tokens: Sequence[Word], first: Law) -> Iterator[Law]:
    """Yield the further laws of a row, without the word: 'các Luật Đất đai, Nhà ở và Kinh doanh bất động sản'."""
    at = next((n for n, word in enumerate(tokens) if word.start >= first.end), len(tokens))
    while at + 1 < len(tokens) and tokens[at].key in (",", "và") and tokens[at + 1].is_capital:
        length = _known_titles().length_at(tokens, at + 1)
        if not length:
            return
        start, title_end = tokens[at + 1].start, tokens[at + length].end
        end = _year_end(text, title_end)
        yield Law(first.kind, text[start:title_end], None, _last_year(text[title_end:end]), start, end)
        at += 1 + length
        while at < len(tokens) and tokens[at].start < end:
            at += 1


def _last_year(text: str) -> int | None:
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    return int(years[-1]) if years else None


def _title_and_end(text: str, tokens: Sequence[Word], after: int, end: int, *, capital: bool) -> tuple[str | None, int]:
    """Return the law's title and the end of its year (or of the title); None and `end` if no title follows."""
    if amending := _AMENDING.match(text, end):
        first = next((n for n in range(after, len(tokens)) if tokens[n].start >= amending.end()), len(tokens))
        if length := _known_titles().length_at(tokens, first):
            title_end = tokens[first + length - 1].end
            return text[tokens[after].start : title_end], _year_end(text, title_end)
    if length := _known_titles().length_at(tokens, after):
        if not tokens[after].is_capital and not capital:
            return None, end
        title_end = tokens[after + length - 1].end
        return text[tokens[after].start : title_end], _year_end(text, title_end)
    match = _TITLE_BEFORE_NUMBER.match(text, end) or _TITLE_BEFORE_VERB.match(text, end) if capital else None
    if match and match[0].lstrip()[0].isupper():
        return match[0].strip(), _year_end(text, match.end())
    return None, end


def _year_end(text: str, end: int) -> int:
    """Return the end of the year that follows letter `end`; `end` itself if none does."""
    match = _YEAR.match(text, end)
    return match.end() if match and match[0].strip(" ,") else end


def _is_not_law(tokens: Sequence[Word], at: int, length: int) -> bool:
    """Return True if the word is not a law: 'Đại học Luật Hà Nội', 'Luật sư', 'Hội Luật gia'."""
    after = tokens[at + length] if at + length < len(tokens) else None
    before = tokens[at - 1].key if at else ""
    pair = f"{tokens[at - 2].key} {before}" if at > 1 else ""
    return (
        (after is not None and after.key in _NOT_LAW_BEFORE and not after.is_capital)
        or before in _NOT_LAW_AFTER
        or pair in _NOT_LAW_AFTER
    )


def resolutions_at(text: str, tokens: Sequence[Word], at: int, length: int) -> list[Law]:
    """Return the resolution, conclusion or paper named by its plenum or congress: 'Nghị quyết Trung ương 4 khóa XII'.

    The list is empty if there is none.
    """
    kind = text[tokens[at].start : tokens[at + length - 1].end]
    match = _RESOLUTION.match(text, tokens[at + length - 1].end)
    if kind.casefold() not in ("nghị quyết", "kết luận", "văn kiện") or not match:
        return []
    return [Law(kind, match[0].strip(), None, None, tokens[at].start, match.end())]


@cache
def _known_titles() -> Phrases:
    return Phrases([form for title in lexicon("laws") for form in _forms_of_title(title)])


def _forms_of_title(title: str) -> list[str]:
    """Return a title and its forms with abbreviations: 'Thuế thu nhập cá nhân', 'Thuế TNCN'."""
    forms = [title]
    for whole, short in _abbreviations():
        forms += [re.sub(rf"\b{whole}\b", short, form, flags=re.I) for form in forms if whole in form.casefold()]
    return forms


@cache
def _abbreviations() -> list[tuple[str, str]]:
    pairs = [line.split(" = ") for line in lexicon("law_abbreviations")]
    return [(whole.casefold(), short) for whole, short in pairs]
