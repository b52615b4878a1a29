"""References to documents of party and state: kind, number, issuer, date and title, as the text prints them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as date_of
from functools import cache

from crawler.vietnamese.mentions.laws import Law, laws_at, resolutions_at
from crawler.vietnamese.mentions.numbers import Number, kind_of_sign, number_without_kind, numbers_at
from crawler.vietnamese.mentions.offices import office_at
from crawler.vietnamese.mentions.organ_words import starts_organ
from crawler.vietnamese.mentions.organs import organ_at
from crawler.vietnamese.mentions.words import Phrases, Word, fold, lexicon, mark_paragraph_ends, words

_DATE = re.compile(
    r"\s*[,(]?\s*(?:ban hành\s+|ký\s+)?ngày\s*(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<month>\d{1,2})"
    r"(?:(?:\s?[/.-]\s?|,?\s+năm\s+)(?P<year>\d{4}))?(?![\d/-])\s*\)?",
    re.I,
)
_BARE_DATE = re.compile(r"\s*\(\s*(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\s*\)")
_ISSUER_PREFIX = re.compile(r"\s*[,(]?\s*(?:của|do)\s+", re.I)
_TITLE = re.compile(
    r"\s*(?:,\s*(?=[“\"«]\s*[Vv]ề\b))?(?:(?:về|về việc|v/v)\s*)?[“\"«](?P<title>[^”\"»“¶]{4,400})[”\"»]", re.I
)
_TITLE_OF_SUBJECT = re.compile(r"\s*(?:,\s*)?(?:về việc|v/v|về)\s*[“\"«](?P<title>[^”\"»“¶]{4,400})[”\"»]", re.I)
_WORDS_BEFORE_NUMBER = re.compile(r"[ \t]+(?:[^\W\d_]+[ ,]+){1,6}?(?=[Ss]ố:?\s*\d{1,5}\s*[/-])")
_SESSION = re.compile(r"\s*\(?\s*khóa\s+[IVXLC\d]+\s*\)?|\s*\(?\s*khoá\s+[IVXLC\d]+\s*\)?", re.I)
_TERM = re.compile(r",?\s+(?:khóa|khoá|nhiệm kỳ)\s+[IVXLC\d –-]+$", re.I)
_LONGEST_FURTHER_ISSUER = 12  # words of a further issuer after a comma: 'của Bộ Chính trị, Ban Bí thư'
_DRAFT = re.compile(r"(?:dự thảo|dự án)\s+$", re.I)


@dataclass(frozen=True)
class DocumentReference:
    """One document as cited, at letters [start, end): from its kind (in a row: its number) to its last detail.

    `number` is as printed, `number_key` in one form ('06-CT/TU'). `issuer` is as printed, or None; `issuer_code` is the
    issuer's part of the number ('UBND'). `date` is ISO 8601. `year` is that of the date, otherwise of the number or of
    the law ('Luật Đất đai 2024'). `title` is the name of a law or of a plenum's resolution, otherwise the text in
    quotation marks after the document. `draft` is True after 'dự thảo' or 'dự án'.
    """

    kind: str
    number: str | None
    number_key: str | None
    issuer: str | None
    issuer_code: str | None
    date: str | None
    year: int | None
    title: str | None
    draft: bool
    text: str
    start: int
    end: int


def find(text: str) -> list[DocumentReference]:
    """Return the documents that the text cites, in text order; `text[d.start:d.end] == d.text` for each of them."""
    text = mark_paragraph_ends(text)
    tokens = words(text)
    index_by_start = {word.start: index for index, word in enumerate(tokens)}
    documents: list[DocumentReference] = []
    at = 0
    while at < len(tokens):
        cited = list(_documents_at(text, tokens, at))
        if not cited:
            at += 1
            continue
        documents += [_with_details(text, tokens, index_by_start, document) for document in cited]
        while at < len(tokens) and tokens[at].start < cited[-1].end:
            at += 1
    return documents


def _documents_at(text: str, tokens: Sequence[Word], at: int) -> Iterator[DocumentReference]:
    """Yield the documents whose kind, or number without a kind, is at word `at`."""
    word = tokens[at]
    if word.text[0].isdigit():
        number = number_without_kind(text, word.start)
        if number and not _numbers_other_thing(tokens, at):
            yield _numbered_document(text, kind_of_sign(number.sign) or "Văn bản", word.start, number)
        return
    length = _document_kinds().length_at(tokens, at)
    if not length:
        length, kind = _kind_from_sign(tokens, at)
        if length:
            numbers = numbers_at(text, tokens[at + length - 1].end, bare=True)
            yield from (_numbered_document(text, kind, word.start, number) for number in numbers)
        return
    kind = text[word.start : tokens[at + length - 1].end]
    if fold(kind) in _KNOWN_BY_NAME:
        yield from (_document_from_law(text, law) for law in laws_at(text, tokens, at, length))
        return
    resolutions = resolutions_at(text, tokens, at, length)
    if resolutions:
        yield from (_document_from_law(text, resolution) for resolution in resolutions)
        return
    yield from _documents_of_kind(text, tokens, at, length, kind)


def _documents_of_kind(
    text: str, tokens: Sequence[Word], at: int, length: int, kind: str
) -> Iterator[DocumentReference]:
    """Yield the documents of this kind with their numbers, or with only a date."""
    start, end = tokens[at].start, tokens[at + length - 1].end
    bare = fold(kind) in _bare_kinds() and (tokens[at].is_capital or fold(kind) in _SAFE_IN_LOWER_CASE)
    numbers = numbers_at(text, end, bare=bare)
    between = None if numbers else _WORDS_BEFORE_NUMBER.match(text, end)
    if between and not _has_kind_between(tokens, at + length, between.end()):
        numbers = numbers_at(text, between.end(), bare=False)
    if not numbers and tokens[at].is_capital and fold(kind) in _BARE_WITH_ISSUER:
        numbers = [number for number in numbers_at(text, end, bare=True) if _ISSUER_PREFIX.match(text, number.end)]
    for n, number in enumerate(numbers):
        yield _numbered_document(text, kind, start if n == 0 else number.start, number)
    if not numbers and tokens[at].is_capital and fold(kind) in _bare_kinds() and _DATE.match(text, end):
        yield _document(text, kind, start, end)


def _has_kind_between(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if another kind is before the number: 'báo cáo và | Tờ trình số 12/TTr-UBND'."""
    while at < len(tokens) and tokens[at].start < end:
        if _document_kinds().length_at(tokens, at):
            return True
        at += 1
    return False


def _numbered_document(text: str, kind: str, start: int, number: Number) -> DocumentReference:
    return _with_number(_document(text, kind, start, number.end), number)


def _document(text: str, kind: str, start: int, end: int) -> DocumentReference:
    """Return the document at letters [start, end) with only its kind."""
    return DocumentReference(
        kind=_capitalized(kind),
        number=None,
        number_key=None,
        issuer=None,
        issuer_code=None,
        date=None,
        year=None,
        title=None,
        draft=False,
        text=text[start:end],
        start=start,
        end=end,
    )


def _with_number(document: DocumentReference, number: Number) -> DocumentReference:
    return replace(
        document,
        number=number.printed,
        number_key=number.key,
        issuer_code=number.issuer,
        year=document.year or number.year,
    )


def _document_from_law(text: str, law: Law) -> DocumentReference:
    draft = bool(_DRAFT.search(text, max(0, law.start - 10), law.start))
    document = _document(text, law.kind, law.start, law.end)
    document = replace(document, year=law.year, title=law.title, draft=draft)
    return _with_number(document, law.number) if law.number else document


def _with_details(
    text: str, tokens: Sequence[Word], index_by_start: dict[int, int], document: DocumentReference
) -> DocumentReference:
    """Return the document with what is printed after its number, in any order: date, issuer, title."""
    end, date, issuer, title = document.end, None, None, None
    for _ in range(4):
        if session := _SESSION.match(text, end):
            end = session.end()
        if date is None and (dated := _DATE.match(text, end) or _BARE_DATE.match(text, end)):
            date, end = _iso_date(dated), dated.end()
            continue
        if issuer is None and (prefix := _ISSUER_PREFIX.match(text, end)) and prefix.end() in index_by_start:
            issuer_end = _issuer_end(text, tokens, index_by_start[prefix.end()])
            if issuer_end:
                issuer, end = _TERM.sub("", text[prefix.end() : issuer_end]), issuer_end
                continue
        if title is None and (titled := _TITLE_OF_SUBJECT.match(text, end) or _TITLE.match(text, end)):
            title, end = titled["title"].strip(), titled.end()
            continue
        break
    end = _end_without_bracket(text, document.start, end)
    return replace(
        document,
        date=date,
        year=int(date[:4]) if date else document.year,
        issuer=issuer,
        title=document.title or title,
        text=text[document.start : end],
        end=end,
    )


def _iso_date(dated: re.Match[str]) -> str | None:
    """Return the day in ISO 8601; None if its year is not printed or if it is not in the calendar."""
    if not dated["year"]:
        return None
    try:
        return date_of(int(dated["year"]), int(dated["month"]), int(dated["day"])).isoformat()
    except ValueError:
        return None


def _capitalized(kind: str) -> str:
    """Return a kind as in the heading of a document ('Nghị quyết'), whatever its capitals in the sentence."""
    return kind[:1].upper() + kind[1:].lower()


def _issuer_end(text: str, tokens: Sequence[Word], at: int) -> int:
    """Return the end, in letters, of the issuer at word `at`; 0 if no organ or office begins there."""
    if office := office_at(tokens, at):
        return tokens[office.end - 1].end
    body_length = _ISSUING_BODIES.length_at(tokens, at)
    if not (body_length or starts_organ(tokens, at)):
        return 0
    at += body_length
    organ = organ_at(tokens, at) if at < len(tokens) and (not body_length or tokens[at].is_capital) else None
    last = organ.end if organ else at
    while last + 1 < len(tokens) and tokens[last].text in (",", "và") and _is_joint_issuer(tokens, at, last + 1):
        further = organ_at(tokens, last + 1)
        if not further or further.end - last > _LONGEST_FURTHER_ISSUER or further.before_name:
            break
        last = further.end
    return tokens[last - 1].end


def _is_joint_issuer(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Return True if the organ at `at` is a second issuer beside the one at `first`.

    True for 'của Bộ Chính trị, | Ban Bí thư' and 'của Bộ Y tế, | Bộ Tài chính', False for 'của Bộ Chính trị, | Đảng bộ
    tỉnh …'.
    """
    if _CENTRAL_BODIES.length_at(tokens, first) and _CENTRAL_BODIES.length_at(tokens, at):
        return True
    return tokens[at].is_capital and tokens[at].key == tokens[first].key and starts_organ(tokens, at)


def _end_without_bracket(text: str, start: int, end: int) -> int:
    """Return the end without a closing bracket that was opened before the document."""
    cited = text[start:end].rstrip()
    if cited.endswith(")") and cited.count(")") > cited.count("("):
        cited = cited[:-1]
    return start + len(cited)


def _kind_from_sign(tokens: Sequence[Word], at: int) -> tuple[int, str]:
    """Return length (0 or 1) and kind of a sign that means a kind of document: 'NQ 57', 'NĐ 168'."""
    kind = {
        "NQ": "Nghị quyết",
        "NĐ": "Nghị định",
        "QĐ": "Quyết định",
        "CT": "Chỉ thị",
        "TT": "Thông tư",
        "CV": "Công văn",
    }.get(tokens[at].text)
    if kind is None or at + 1 >= len(tokens) or not (tokens[at + 1].text[0].isdigit() or tokens[at + 1].key == "số"):
        return 0, ""
    if kind not in ("Nghị quyết", "Nghị định", "Quyết định") and tokens[at + 1].key != "số":
        return 0, ""
    return 1, kind


def _numbers_other_thing(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the number at `at` is that of a contract, a judgment or a road."""
    things = _other_numbered_things()
    return any((length := things.length_at(tokens, n)) and at - n - length <= 2 for n in range(max(0, at - 5), at))


_KNOWN_BY_NAME = {"luật", "bộ luật", "pháp lệnh", "hiến pháp"}
_SAFE_IN_LOWER_CASE = {"nghị quyết", "nghị định", "thông tư", "chỉ thị", "thông tư liên tịch", "công văn", "công điện"}
_BARE_WITH_ISSUER = {"hướng dẫn", "kế hoạch", "thông báo", "thông tri", "quy chế", "tờ trình"}  # 'Hướng dẫn 02 của …'
_ISSUING_BODIES = Phrases(
    ["Hội nghị", "Hội nghị lần thứ 11", "liên ngành", "liên bộ", "Hội đồng Thẩm phán", "Thường trực", "Đại hội"]
)
_CENTRAL_BODIES = Phrases(["Bộ Chính trị", "Ban Bí thư", "Quốc hội", "Chính phủ", "Ủy ban Thường vụ Quốc hội"])


@cache
def _document_kinds() -> Phrases:
    return Phrases([_kind_of_line(line) for line in lexicon("document_kinds")])


@cache
def _bare_kinds() -> frozenset[str]:
    return frozenset(fold(_kind_of_line(line)) for line in lexicon("document_kinds") if "*" in line)


def _kind_of_line(line: str) -> str:
    return line.partition("=")[0].strip(" *")


@cache
def _other_numbered_things() -> Phrases:
    return Phrases(lexicon("numbered_things"))
