"""Document numbers: '06-CT/TU', '16/2021/NQ-HĐND', '123/QĐ-UBND', '31/2024/QH15', '18'."""

import re
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.words import lexicon

_DASH = r"\s?[-–—‑]\s?"
_LETTERS = r"[A-ZĐƯÔÂĂÊ][A-ZĐƯÔÂĂÊa-zđư]{0,20}\d{0,2}"
_SIGN = rf"{_LETTERS}(?:(?:{_DASH}|\s?/\s?|\.|&|,(?=[A-ZĐ])){_LETTERS}){{0,4}}"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SERIAL = r"(?P<serial>\d{1,5}(?:\.\d{1,2})?[a-zA-Z]?)"
_CODE = rf"{_SERIAL}(?:\s?[/-]\s?{_YEAR})?(?:\s?/\s?|{_DASH})(?P<sign>{_SIGN})(?![\w/])"
_SIGNED_NUMBER = re.compile(_CODE)
_BARE_NUMBER = re.compile(r"(?P<serial>\d{1,5}[a-z]?)(?:\s?/\s?" + _YEAR + r")?(?![\w%]|[.,/:-]\d|\s?[-–]\s?\d)")
_BEFORE_NUMBER = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?(?:(?P<prefix>số)\s*:?\s*)?", re.I)
_ROW_JOINT = re.compile(
    r"\s*(?:,|;|và|hoặc|hay|/)\s*(?:(?P<kind>nghị quyết|nghị định|thông tư)\s+)?(?:(?P<prefix>số)\s*:?\s*)?", re.I
)
_DETAILS_IN_ROW = re.compile(
    r"\s*,?\s*(?:\(?ngày\s*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?)?"
    r"(?:\s*của [^,;.¶\d]{3,60}(?!\d))?",
    re.I,
)
_MOST_DIGITS_BARE = 4  # digits


@dataclass(frozen=True)
class Number:
    """A document's number at letters [start, end) of the text.

    Of '16 / 2021/NQ–HĐND' the `printed` form is as here, `key` is '16/2021/NQ-HĐND', `sign` 'NQ-HĐND' ('' if there is
    none), and `issuer` the issuer's part of the sign, 'HĐND'.
    """

    printed: str
    key: str
    sign: str
    issuer: str | None
    year: int | None
    start: int
    end: int


def numbers_at(text: str, start: int, *, bare: bool) -> list[Number]:
    """Return the number, or the row of numbers, after a document's kind that ends at letter `start`.

    `bare` allows a number without a sign and without 'số' before it: 'Nghị quyết 18'.
    """
    before = _BEFORE_NUMBER.match(text, start)
    assert before is not None
    number = _number_at(text, before.end(), bare=bare or bool(before["prefix"]))
    numbers: list[Number] = []
    while number is not None:
        numbers.append(number)
        number = _next_in_row(text, number)
    return numbers


def number_without_kind(text: str, start: int) -> Number | None:
    """Return the number with a known sign at letter `start`, where no kind is before it: '(123/QĐ-UBND)'."""
    number = _signed_number_at(text, start)
    return number if number and kind_of_sign(number.sign) and "-" in number.sign + number.key else None


def kind_of_sign(sign: str) -> str | None:
    """Return the kind of document that the first part of a sign means: 'Nghị quyết' for 'NQ-HĐND'."""
    first = re.split(r"[-/.]", sign)[0]
    return _kind_by_sign().get(first) or ("Luật" if re.fullmatch(r"QH\d{1,2}", first) else None)


def _next_in_row(text: str, before: Number) -> Number | None:
    """Return the next number of a row: ', 12/2024/NĐ-CP và 15/2025/NĐ-CP', ', số 19-NQ/TW'."""
    details = _DETAILS_IN_ROW.match(text, before.end)
    for end in dict.fromkeys([before.end, details.end() if details else before.end]):
        joint = _ROW_JOINT.match(text, end)
        if not joint or joint["kind"]:
            continue
        signed = _signed_number_at(text, joint.end())
        if signed:
            return signed
        if (end == before.end and not before.sign) or joint["prefix"]:
            return _number_at(text, joint.end(), bare=True)
    return None


def _number_at(text: str, start: int, *, bare: bool) -> Number | None:
    signed = _signed_number_at(text, start)
    if signed or not bare:
        return signed
    match = _BARE_NUMBER.match(text, start)
    if (
        not match
        or _counted_thing().match(text, match.end())
        or len(match["serial"].rstrip("abcd")) > _MOST_DIGITS_BARE
    ):
        return None
    if not match["year"] and re.fullmatch(r"(?:19|20)\d\d", match["serial"]):
        return None
    return Number(match[0], re.sub(r"\s", "", match[0]), "", None, _year_of_match(match), match.start(), match.end())


def _signed_number_at(text: str, start: int) -> Number | None:
    match = _SIGNED_NUMBER.match(text, start)
    if not match:
        return None
    sign = _in_one_form(match["sign"])
    if not (
        match["year"]
        or "-" in sign
        or "/" in sign
        or _kind_by_sign().get(sign)
        or re.fullmatch(r"QH\d{1,2}|[A-ZĐ]{2,}\w*", sign)
    ):
        return None
    key, year = _in_one_form(match[0]), _year_of_match(match)
    return Number(match[0], key, sign, _issuer_sign(sign), year, match.start(), match.end())


def _in_one_form(number: str) -> str:
    return re.sub(r"\s", "", number).replace("–", "-").replace("—", "-").replace("‑", "-")


def _year_of_match(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _issuer_sign(sign: str) -> str | None:
    """Return the issuer's part of a sign: UBND of 'QĐ-UBND', TU of 'CT/TU', QH15 alone, SGDĐT of 'SGDĐT-VP'."""
    parts = re.split(r"[-/]", sign)
    if len(parts) == 1:
        return None if parts[0] in _kind_by_sign() else parts[0]
    return "-".join(parts[1:]) if parts[0] in _kind_by_sign() else parts[0]


@cache
def _counted_thing() -> re.Pattern[str]:
    """Return the pattern of a thing that the number before it counts ('5 xã'): such a number is not a document's.

    A year or a day of issue after the number is not a thing counted.
    """
    things = "|".join(map(re.escape, lexicon("counted")))
    return re.compile(rf"\s*(?:năm(?!\s+(?:19|20)\d\d)|ngày(?!\s*(?:\d|ấy|đó|nay|này|trước))|{things})\b", re.I)


@cache
def _kind_by_sign() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for line in lexicon("document_kinds"):
        kind, _, sign = line.partition("=")
        if sign.strip():
            kinds.setdefault(sign.strip(), kind.strip(" *"))
    return kinds
