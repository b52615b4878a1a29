"""Offices with their organs: 'nguyên Phó Chủ tịch Thường trực UBND tỉnh An Giang'."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crawler.vietnamese.mentions.gazetteer import countries
from crawler.vietnamese.mentions.organ_places import VILLAGES
from crawler.vietnamese.mentions.organ_words import known_organs, rank_at, starts_organ
from crawler.vietnamese.mentions.organs import Organ, ends_abroad, is_private, organ_at, place_behind
from crawler.vietnamese.mentions.words import Phrases, Word, keys, lexicon

Need = Literal["none", "some", "public"]
_FORMER = {"nguyên", "cựu", "cố"}
# 'Lăng Chủ tịch Hồ Chí Minh' is a place.
_NO_HEAD_AFTER = {"lăng", "tàng", "phủ", "niệm", "thờ", "đài", "tượng", "thư"}
_MANY = {"các", "hai", "ba", "bốn", "những", "2", "3", "4", "đều"}
# Offices of a part of an organ: the part belongs to the office, the organ above it is the organ.
_OF_A_PART = {"trưởng ban", "phó ban", "phó trưởng ban", "trưởng công an", "phó trưởng công an", "phó công an"}
_PARTS = {"phòng", "khoa", "môn", "đội", "trạm", "tổ", "hạt"}
# A syllable of Vietnamese; names of foreigners have others.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?[^\W\d_bcdđfghjklmnpqrstvwxz]{1,3}"
    r"(?:ch?|m|n|ng|nh|p|t)?"
)
_ABOVE_TROOPS = Phrases(
    [
        "Tiểu đoàn",
        "Trung đoàn",
        "Lữ đoàn",
        "Sư đoàn",
        "Quân khu",
        "Quân đoàn",
        "Quân chủng",
        "Binh chủng",
        "Vùng",
        "Bộ CHQS",
        "Bộ Chỉ huy Quân sự",
        "Bộ Tư lệnh",
    ]
)
_HEADS_OF_SERVICES = {"trưởng", "phó trưởng"}
_ONLY_ABROAD = {
    "chủ tịch thượng viện",
    "chủ tịch hạ viện",
    "tổng thống",
    "phó tổng thống",
    "quốc vương",
    "nhà vua",
    "hoàng thái tử",
    "ngoại trưởng",
}
_MINISTERS = {"thủ tướng", "phó thủ tướng", "bộ trưởng", "thứ trưởng", "quốc vụ khanh"}
_ENVOYS = {"đại sứ", "phó đại sứ", "tổng lãnh sự", "phó tổng lãnh sự", "lãnh sự", "đại biện", "đại biện lâm thời"}


@dataclass(frozen=True)
class Office:
    """An office at words [start, end): its own words up to `title_end`, then its organ, which may be empty."""

    start: int
    title_start: int
    title_end: int
    end: int
    kind: str
    former: str | None
    plural: bool
    counts: bool
    alone: Need | None  # what it lacks where it does not count
    before_name: bool
    abroad: bool


def office_at(tokens: Sequence[Word], start: int) -> Office | None:
    """Return the office that begins at this word; None where none does."""
    begin = start
    former = tokens[begin].text if tokens[begin].key in _FORMER else None
    begin += former is not None
    if begin >= len(tokens):
        return None
    head = begin + _acting(tokens, begin)
    length = _heads().at(tokens, head)
    if not length or (begin > 0 and tokens[begin - 1].key in _NO_HEAD_AFTER):
        return None
    if tokens[head].key == "vụ" and begin > 0 and tokens[begin - 1].key in ("chức", "nhiệm", "phục"):
        return None
    kind, need = _known()[tuple(w.key for w in tokens[head : head + length])]
    title_end = head + length
    if _words(tokens, head, title_end) in _HEADS_OF_SERVICES and not _is_service(tokens, title_end):
        return None
    if tokens[head].key in ("uv", "utv", "uvbch", "uvbtv", "uvbct", "đbqh") and not tokens[head].is_abbreviation:
        return None
    while more := _duties().at(tokens, title_end):
        title_end += more
    foreign = _words(tokens, head, title_end) in _ONLY_ABROAD | _ENVOYS
    whole = _organ(tokens, title_end, abroad=foreign)
    strange = _stranger(tokens, whole) if _words(tokens, head, title_end) in _MINISTERS else 0
    whole = Organ(whole.start, strange, before_name=True) if strange else whole
    counts = _counts(tokens, whole, need)
    title_end = _title_with_part(tokens, head, title_end, whole)
    organ = Organ(title_end, max(title_end, whole.end), whole.before_name)
    return Office(
        start,
        begin,
        title_end,
        organ.end,
        _kind(tokens, organ, kind),
        former,
        plural=_is_plural(tokens, start),
        counts=counts,
        alone=need if not whole and not counts else None,
        before_name=organ.before_name,
        abroad=bool(strange) or (ends_abroad(tokens, organ) if organ else foreign),
    )


def _is_service(tokens: Sequence[Word], at: int) -> bool:
    """Tell 'Trưởng Thuế tỉnh' from 'trưởng thành'."""
    branch = tokens[at : at + 2] and [word.key for word in tokens[at : at + 2]] == ["chi", "nhánh"]  # of companies
    return at < len(tokens) and tokens[at].is_capital and not branch and bool(known_organs().at(tokens, at))


def _acting(tokens: Sequence[Word], at: int) -> int:
    """Return how many words of 'Quyền' or 'Q.' stand here."""
    if at + 1 < len(tokens) and tokens[at].text == "Q" and tokens[at + 1].text == ".":
        return 2
    return int(at < len(tokens) and tokens[at].key == "quyền")


def _organ(tokens: Sequence[Word], at: int, *, abroad: bool) -> Organ:
    """Return the organ behind an office's words; a lower-case word that begins no organ ends the office."""
    if at >= len(tokens) or not tokens[at].text[0].isalnum() or (abroad and not countries().at(tokens, at)):
        return Organ(at, at, before_name=False)
    if tokens[at - 1].key in VILLAGES:
        return place_behind(tokens, at)
    if tokens[at].text[0].isalpha() and not tokens[at].is_capital and not starts_organ(tokens, at):
        return Organ(at, at, before_name=False)
    found = organ_at(tokens, at)
    if not found and tokens[at].text.isdigit() and _heads_a_part(tokens, at):
        found = Organ(at, at + 1, before_name=False)  # 'Trưởng phòng 7'
    while (above := found.end + 1) < len(tokens) and tokens[above - 1].text == "," and _lies_in(tokens, at, above):
        house = organ_at(tokens, above)
        if not house:
            break
        found = Organ(at, house.end, house.before_name)
    return found


def _stranger(tokens: Sequence[Word], organ: Organ) -> int:
    """Return where a foreigner's name begins within what was read as an organ: 'Bộ trưởng Ngoại giao | Sergei …'."""
    for at in range(organ.start + countries().at(tokens, organ.start), organ.end):
        word = tokens[at]
        plain = word.is_capital and word.is_letters and not word.is_abbreviation
        if plain and not _SYLLABLE.fullmatch(word.key):
            return at
    return 0


def _lies_in(tokens: Sequence[Word], part: int, above: int) -> bool:
    """Tell whether the organ behind the comma is that of which the one before is a part: 'Cục …, Bộ Xây dựng'."""
    if not tokens[above].is_capital or _heads().at(tokens, above):
        return False
    if _heads_a_part(tokens, part) or _is_bare_part(tokens, part, above - 1):
        return bool(_above().at(tokens, above)) or _is_house(tokens, above)
    if tokens[part].key in ("tiểu", "đại", "trung", "lữ", "sư", "hải") and tokens[part + 1].key in ("đoàn", "đội"):
        return bool(_ABOVE_TROOPS.at(tokens, above))
    return tokens[above].text == "Bộ" and tokens[part].key in ("cục", "vụ", "tổng", "viện")


def _is_bare_part(tokens: Sequence[Word], part: int, comma: int) -> bool:
    """Tell whether only the part of an organ stands before the comma: 'Trưởng ban Quân lực, Phòng Tham mưu'."""
    if tokens[part - 1].key != "ban" or tokens[part].key == "ban":
        return False
    return not any(_above().at(tokens, at) or rank_at(tokens, at) for at in range(part, comma))


def _heads_a_part(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether the office that ends here is one of a department, a team, a post: 'Đội trưởng Đội 3, Phòng …'."""
    return tokens[at - 1].key in _PARTS or (tokens[at - 1].key == "trưởng" and tokens[at - 2].key in _PARTS)


def _is_house(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a hospital, school, centre or office follows: 'Trưởng khoa Nội, Bệnh viện …'."""
    return (
        at < len(tokens)
        and tokens[at].key
        in (
            "bệnh",
            "trung",
            "trường",
            "viện",
            "đại",
            "đài",
            "học",
            "ubnd",
            "chi",
            "cục",
            "ban",
            "văn",
            "kho",
            "bhxh",
            "bvđk",
            "phòng",
            "công",
            "đồn",
            "trại",
            "hải",
        )
        and bool(known_organs().at(tokens, at))
    )


def _title_with_part(tokens: Sequence[Word], head: int, title_end: int, organ: Organ) -> int:
    """Move 'Tuyên giáo' of 'Trưởng ban Tuyên giáo Tỉnh ủy' from the organ to the office."""
    if not organ or _words(tokens, head, title_end) not in _OF_A_PART or tokens[title_end].key == "ban":
        return title_end  # 'Trưởng ban | Ban Quản lý …'
    for at in range(title_end, organ.end):
        region = tokens[at].key == "bộ" and tokens[at - 1].key in ("nam", "trung", "bắc")  # 'Ban Chỉ đạo Tây Nam Bộ'
        above = tokens[at].is_capital and not region and (_above().at(tokens, at) or tokens[at - 1].text == ",")
        if above or rank_at(tokens, at):
            return at
    return organ.end


def _counts(tokens: Sequence[Word], organ: Organ, need: str) -> bool:
    """Tell whether office and organ together are those of a public office."""
    if not organ:
        return need == "none" and not is_private(tokens, Organ(organ.start, organ.start + 1, before_name=False))
    if is_private(tokens, organ):
        return False
    return need != "public" or starts_organ(tokens, organ.start) or ends_abroad(tokens, organ)


def _words(tokens: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.key for word in tokens[start:end])


def _kind(tokens: Sequence[Word], organ: Organ, kind: str) -> str:
    if not organ:
        return kind
    opening = " ".join(w.key for w in tokens[organ.start : min(organ.end, organ.start + 4)])
    for name, begins in _kinds_by_organ():
        if opening == begins or opening.startswith(begins + " "):
            return kind if kind == "army" and name == "party" else name
    return "state" if kind in ("party", "front") else kind


def _is_plural(tokens: Sequence[Word], start: int) -> bool:
    at = start - 1
    if at >= 1 and tokens[at].key == "chí" and tokens[at - 1].key == "đồng":
        at -= 2
    return at >= 0 and tokens[at].key in _MANY


@cache
def _known() -> dict[tuple[str, ...], tuple[str, Need]]:
    found: dict[tuple[str, ...], tuple[str, Need]] = {}
    for line in lexicon("offices"):
        kind, _, words = line.partition(": ")
        need: Need = "none" if words.endswith("!") else "public" if words.endswith("?") else "some"
        found[keys(words.rstrip("!?"))] = (kind, need)
    return found


@cache
def _above() -> Phrases:
    return Phrases(lexicon("organs_above"))


@cache
def _kinds_by_organ() -> tuple[tuple[str, str], ...]:
    return tuple((line.partition(": ")[0], line.partition(": ")[2]) for line in lexicon("organ_kinds"))


@cache
def _heads() -> Phrases:
    return Phrases([" ".join(key) for key in _known()])


@cache
def _duties() -> Phrases:
    return Phrases(lexicon("duty"))
