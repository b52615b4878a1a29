"""References to documents of party and state: kind, number, issuer, date and title, as the text prints them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as date_of
from functools import cache

from crawler.vietnamese.mentions.laws import Law, laws_at, resolutions_at
from crawler.vietnamese.mentions.numbers import Number, kind_of_sign, numbers_at, unprefixed
from crawler.vietnamese.mentions.offices import office_at
from crawler.vietnamese.mentions.organ_words import starts_organ
from crawler.vietnamese.mentions.organs import organ_at
from crawler.vietnamese.mentions.words import Phrases, Word, fold, in_paragraphs, lexicon, words

_DATE = re.compile(
    r"\s*[,(]?\s*(?:ban hành\s+|ký\s+)?ngày\s*(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<month>\d{1,2})"
    r"(?:(?:\s?[/.-]\s?|,?\s+năm\s+)(?P<year>\d{4}))?(?![\d/-])\s*\)?",
    re.I,
)
_BARE_DATE = re.compile(r"\s*\(\s*(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\s*\)")
_OF = re.compile(r"\s*[,(]?\s*(?:của|do)\s+", re.I)
_TITLE = re.compile(
    r"\s*(?:,\s*(?=[“\"«]\s*[Vv]ề\b))?(?:(?:về|về việc|v/v)\s*)?[“\"«](?P<title>[^”\"»“¶]{4,400})[”\"»]", re.I
)
_SUBJECT = re.compile(r"\s*(?:,\s*)?(?:về việc|v/v|về)\s*[“\"«](?P<title>[^”\"»“¶]{4,400})[”\"»]", re.I)
_NUMBER_SOON = re.compile(r"[ \t]+(?:[^\W\d_]+[ ,]+){1,6}?(?=[Ss]ố:?\s*\d{1,5}\s*[/-])")
_SESSION = re.compile(r"\s*\(?\s*khóa\s+[IVXLC\d]+\s*\)?|\s*\(?\s*khoá\s+[IVXLC\d]+\s*\)?", re.I)
_TERM = re.compile(r",?\s+(?:khóa|khoá|nhiệm kỳ)\s+[IVXLC\d –-]+$", re.I)
_LONGEST_ISSUER = 12  # further organs joined by a comma: 'của Bộ Chính trị, Ban Bí thư'
_DRAFT = re.compile(r"(?:dự thảo|dự án)\s+$", re.I)


@dataclass(frozen=True)
class DocumentReference:
    """One document as cited; `text[start:end]` is from its kind (or number, in a row of several) to its last detail.

    `number` is as printed, `number_key` in one form ('06-CT/TU'); `issuer` as printed, else null, and then
    `issuer_code` says what the number's sign tells ('UBND'). `date` is ISO 8601, `year` that of the date, else of the
    number or of the law ('Luật Đất đai 2024'). `title` is the name of a law or of a
    plenum's resolution, else what stands in quotation marks behind it.
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
    """Return the documents that the text cites, in its order; `text[d.start:d.end] == d.text` for each."""
    text = in_paragraphs(text)
    tokens = words(text)
    by_start = {word.start: n for n, word in enumerate(tokens)}
    found: list[DocumentReference] = []
    at = 0
    while at < len(tokens):
        cited = list(_cited(text, tokens, at))
        if not cited:
            at += 1
            continue
        found += [_whole(text, tokens, by_start, document) for document in cited]
        while at < len(tokens) and tokens[at].start < cited[-1].end:
            at += 1
    return found


def _cited(text: str, tokens: Sequence[Word], at: int) -> Iterator[DocumentReference]:
    """Yield the documents whose kind, or number without a kind, stands at this word."""
    word = tokens[at]
    if word.text[0].isdigit():
        number = unprefixed(text, word.start)
        if number and not _is_other_thing(tokens, at):
            yield _of_number(text, kind_of_sign(number.sign) or "Văn bản", word.start, number)
        return
    length = _kinds().at(tokens, at)
    if not length:
        length, kind = _short_kind(tokens, at)
        if length:
            yield from (
                _of_number(text, kind, word.start, n) for n in numbers_at(text, tokens[at + length - 1].end, bare=True)
            )
        return
    kind = text[word.start : tokens[at + length - 1].end]
    if fold(kind) in _KNOWN_BY_NAME:
        yield from (_of_law(text, law) for law in laws_at(text, tokens, at, length))
        return
    named = resolutions_at(text, tokens, at, length)
    if named:
        yield from (_of_law(text, law) for law in named)
        return
    yield from _of_kind(text, tokens, at, length, kind)


def _of_kind(text: str, tokens: Sequence[Word], at: int, length: int, kind: str) -> Iterator[DocumentReference]:
    start, end = tokens[at].start, tokens[at + length - 1].end
    bare = fold(kind) in _bare_kinds() and (tokens[at].is_capital or fold(kind) in _SAFE_IN_LOWER_CASE)
    found = numbers_at(text, end, bare=bare)
    if not found and (soon := _NUMBER_SOON.match(text, end)) and not _names_another(tokens, at + length, soon.end()):
        found = numbers_at(text, soon.end(), bare=False)
    if not found and tokens[at].is_capital and fold(kind) in _BARE_BESIDE_ISSUER:
        found = [number for number in numbers_at(text, end, bare=True) if _OF.match(text, number.end)]
    for n, number in enumerate(found):
        yield _of_number(text, kind, start if n == 0 else number.start, number)
    if not found and tokens[at].is_capital and fold(kind) in _bare_kinds() and _DATE.match(text, end):
        yield DocumentReference(
            _in_full(kind), None, None, None, None, None, None, None, False, text[start:end], start, end
        )


def _names_another(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Tell whether another kind stands before the number: 'báo cáo và Tờ trình số 12/TTr-UBND'."""
    while at < len(tokens) and tokens[at].start < end:
        if _kinds().at(tokens, at):
            return True
        at += 1
    return False


def _of_number(text: str, kind: str, start: int, number: Number) -> DocumentReference:
    return DocumentReference(
        _in_full(kind),
        number.printed,
        number.key,
        None,
        number.issuer,
        None,
        number.year,
        None,
        False,
        text[start : number.end],
        start,
        number.end,
    )


def _of_law(text: str, law: Law) -> DocumentReference:
    draft = bool(_DRAFT.search(text, max(0, law.start - 10), law.start))
    found = DocumentReference(
        _in_full(law.kind),
        None,
        None,
        None,
        None,
        None,
        law.year,
        law.title,
        draft,
        text[law.start : law.end],
        law.start,
        law.end,
    )
    n = law.number
    return (
        replace(found, number=n.printed, number_key=n.key, issuer_code=n.issuer, year=law.year or n.year)
        if n
        else found
    )


def _whole(text: str, tokens: Sequence[Word], by_start: dict[int, int], found: DocumentReference) -> DocumentReference:
    """Add what is printed behind the number, in whatever order: date, issuer, title."""
    end, date, issuer, title = found.end, None, None, None
    for _ in range(4):
        if session := _SESSION.match(text, end):
            end = session.end()
        if date is None and (dated := _DATE.match(text, end) or _BARE_DATE.match(text, end)):
            date, end = _iso(dated), dated.end()
            continue
        if issuer is None and (of := _OF.match(text, end)) and of.end() in by_start:
            reach = _issuer_end(text, tokens, by_start[of.end()])
            if reach:
                issuer, end = _TERM.sub("", text[of.end() : reach]), reach
                continue
        if title is None and (said := _SUBJECT.match(text, end) or _TITLE.match(text, end)):
            title, end = said["title"].strip(), said.end()
            continue
        break
    end = _trimmed(text, found.start, end)
    return replace(
        found,
        date=date,
        year=int(date[:4]) if date else found.year,
        issuer=issuer,
        title=found.title or title,
        text=text[found.start : end],
        end=end,
    )


def _iso(dated: re.Match[str]) -> str | None:
    """Return the day in ISO 8601; None where its year is not printed, or where no calendar has it."""
    if not dated["year"]:
        return None
    try:
        return date_of(int(dated["year"]), int(dated["month"]), int(dated["day"])).isoformat()
    except ValueError:
        return None


def _in_full(kind: str) -> str:
    """Write a kind as documents head themselves: 'Nghị quyết', whatever its capitals in the sentence."""
    return kind[:1].upper() + kind[1:].lower()


def _issuer_end(text: str, tokens: Sequence[Word], at: int) -> int:
    """Return where the issuer printed here ends; 0 where no organ and no head of one stands here."""
    if office := office_at(tokens, at):
        return tokens[office.end - 1].end
    head = _ISSUING_HEADS.at(tokens, at)
    if not (head or starts_organ(tokens, at)):
        return 0
    at += head
    organ = organ_at(tokens, at) if at < len(tokens) and (not head or tokens[at].is_capital) else None
    last = organ.end if organ else at
    while last + 1 < len(tokens) and tokens[last].text in (",", "và") and _issues_too(tokens, at, last + 1):
        further = organ_at(tokens, last + 1)
        if not further or further.end - last > _LONGEST_ISSUER or further.before_name:
            break
        last = further.end
    return tokens[last - 1].end


def _issues_too(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Tell 'của Bộ Chính trị, Ban Bí thư' and 'của Bộ Y tế, Bộ Tài chính' from 'của Bộ Chính trị, Đảng bộ tỉnh …'."""
    if _CENTRAL.at(tokens, first) and _CENTRAL.at(tokens, at):
        return True
    return tokens[at].is_capital and tokens[at].key == tokens[first].key and starts_organ(tokens, at)


def _trimmed(text: str, start: int, end: int) -> int:
    """Leave out a bracket that closes what was opened before the document."""
    said = text[start:end].rstrip()
    if said.endswith(")") and said.count(")") > said.count("("):
        said = said[:-1]
    return start + len(said)


def _short_kind(tokens: Sequence[Word], at: int) -> tuple[int, str]:
    """Read 'NQ 57' and 'NĐ 168': signs that stand for their kind."""
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


def _is_other_thing(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether the number is that of a contract, a judgment, a road."""
    first = max(0, at - 5)
    return any((length := _others().at(tokens, n)) and at - n - length <= 2 for n in range(first, at))


_KNOWN_BY_NAME = {"luật", "bộ luật", "pháp lệnh", "hiến pháp"}
_SAFE_IN_LOWER_CASE = {"nghị quyết", "nghị định", "thông tư", "chỉ thị", "thông tư liên tịch", "công văn", "công điện"}
_BARE_BESIDE_ISSUER = {"hướng dẫn", "kế hoạch", "thông báo", "thông tri", "quy chế", "tờ trình"}  # 'Hướng dẫn 02 của …'
_ISSUING_HEADS = Phrases(
    ["Hội nghị", "Hội nghị lần thứ 11", "liên ngành", "liên bộ", "Hội đồng Thẩm phán", "Thường trực", "Đại hội"]
)


_CENTRAL = Phrases(["Bộ Chính trị", "Ban Bí thư", "Quốc hội", "Chính phủ", "Ủy ban Thường vụ Quốc hội"])


@cache
def _kinds() -> Phrases:
    return Phrases([_kind(line) for line in lexicon("document_kinds")])


@cache
def _bare_kinds() -> frozenset[str]:
    return frozenset(fold(_kind(line)) for line in lexicon("document_kinds") if "*" in line)


def _kind(line: str) -> str:
    return line.partition("=")[0].strip(" *")


@cache
def _others() -> Phrases:
    return Phrases(lexicon("numbered_things"))
