"""Numbers of documents: '06-CT/TU', '16/2021/NQ-HĐND', '123/QĐ-UBND', '31/2024/QH15', '18'."""

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
_FULL = re.compile(_CODE)
_SHORT = re.compile(r"(?P<serial>\d{1,5}[a-z]?)(?:\s?/\s?" + _YEAR + r")?(?![\w%]|[.,/:-]\d|\s?[-–]\s?\d)")
_LEAD = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?(?:(?P<said>số)\s*:?\s*)?", re.I)
_NEXT = re.compile(
    r"\s*(?:,|;|và|hoặc|hay|/)\s*(?:(?P<kind>nghị quyết|nghị định|thông tư)\s+)?(?:(?P<said>số)\s*:?\s*)?", re.I
)
_BETWEEN = re.compile(
    r"\s*,?\s*(?:\(?ngày\s*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?)?"
    r"(?:\s*của [^,;.¶]{3,60})?",
    re.I,
)
_LARGEST_BARE = 4  # digits


@dataclass(frozen=True)
class Number:
    """A document's number at [start, end) of the text: as printed, in one form, its sign, and the issuer's sign."""

    printed: str
    key: str
    sign: str
    issuer: str | None
    year: int | None
    start: int
    end: int


def numbers_at(text: str, start: int, *, bare: bool) -> list[Number]:
    """Return the number, or the row of numbers, that follows a kind which ends at `start`.

    `bare` allows numbers without a sign ('Nghị quyết 18') where 'số' is not said either.
    """
    lead = _LEAD.match(text, start)
    assert lead is not None
    first = _number(text, lead.end(), bare=bare or bool(lead["said"]))
    found: list[Number] = []
    while first is not None:
        found.append(first)
        first = _further(text, found[-1])
    return found


def unprefixed(text: str, start: int) -> Number | None:
    """Return the number with a known sign that stands here without its kind: '(123/QĐ-UBND)'."""
    found = _full(text, start)
    return found if found and kind_of_sign(found.sign) and "-" in found.sign + found.key else None


def kind_of_sign(sign: str) -> str | None:
    """Return the kind of document that the first part of a sign means: NQ of 'NQ-HĐND'."""
    first = re.split(r"[-/.]", sign)[0]
    return _signs().get(first) or ("Luật" if re.fullmatch(r"QH\d{1,2}", first) else None)


def _further(text: str, before: Number) -> Number | None:
    """Return the number that goes on the row: ', 12/2024/NĐ-CP và 15/2025/NĐ-CP', ', số 19-NQ/TW'."""
    between = _BETWEEN.match(text, before.end)
    for end in dict.fromkeys([before.end, between.end() if between else before.end]):
        joint = _NEXT.match(text, end)
        if not joint or joint["kind"]:
            continue
        full = _full(text, joint.end())
        if full:
            return full
        if (end == before.end and not before.sign) or joint["said"]:
            return _number(text, joint.end(), bare=True)
    return None


def _number(text: str, start: int, *, bare: bool) -> Number | None:
    full = _full(text, start)
    if full or not bare:
        return full
    short = _SHORT.match(text, start)
    if not short or _counted().match(text, short.end()) or len(short["serial"].rstrip("abcd")) > _LARGEST_BARE:
        return None
    if not short["year"] and re.fullmatch(r"(?:19|20)\d\d", short["serial"]):
        return None
    printed = short[0]
    return Number(printed, re.sub(r"\s", "", printed), "", None, _year(short), short.start(), short.end())


def _full(text: str, start: int) -> Number | None:
    found = _FULL.match(text, start)
    if not found:
        return None
    sign = re.sub(r"\s", "", found["sign"]).replace("–", "-").replace("—", "-").replace("‑", "-")
    if not (
        found["year"]
        or "-" in sign
        or "/" in sign
        or _signs().get(sign)
        or re.fullmatch(r"QH\d{1,2}|[A-ZĐ]{2,}\w*", sign)
    ):
        return None
    key = re.sub(r"\s", "", found[0]).replace("–", "-").replace("—", "-").replace("‑", "-")
    return Number(found[0], key, sign, _issuer(sign), _year(found), found.start(), found.end())


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


def _issuer(sign: str) -> str | None:
    """Return the sign of who issued: UBND of 'QĐ-UBND', TU of 'CT/TU', QH15 alone, SGDĐT of 'SGDĐT-VP'."""
    parts = re.split(r"[-/]", sign)
    if len(parts) == 1:
        return None if parts[0] in _signs() else parts[0]
    return "-".join(parts[1:]) if parts[0] in _signs() else parts[0]


@cache
def _counted() -> re.Pattern[str]:
    """Match what a number counts; of a year, or the day of issue, it is a document's all the same."""
    things = "|".join(map(re.escape, lexicon("counted")))
    return re.compile(rf"\s*(?:năm(?!\s+(?:19|20)\d\d)|ngày(?!\s*(?:\d|ấy|đó|nay|này|trước))|{things})\b", re.I)


@cache
def _signs() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lexicon("document_kinds"):
        kind, _, sign = line.partition("=")
        if sign.strip():
            found.setdefault(sign.strip(), kind.strip(" *"))
    return found
