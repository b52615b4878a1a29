"""Places: provinces, districts and wards that a text names, as sets of official units of the text's day and of today.

Mentions are a name with its rank ('xã Mỹ Đức', 'TP. Long Xuyên'), a row of them ('các xã Mỹ Đức, Vĩnh Tế'), and a
province by its name alone ('An Giang'). If several units have the name, the place after it narrows them ('xã Mỹ Đức,
huyện Châu Phú, tỉnh An Giang'), then the province given with the text. If several remain, the mention has all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import KINDS_OF_RANK, Level, Unit, names_of_rank, units
from crawler.vietnamese.mentions.names import honorific_end, is_name_of_thing, name_end
from crawler.vietnamese.mentions.organ_words import can_begin_place
from crawler.vietnamese.mentions.words import Phrases, Word, mark_paragraph_ends, words

# The day on which 63 provinces became 34 and districts were abolished.
MERGER = date(2025, 7, 1)
_BEFORE_UNIT_ABOVE = (",", "(", "-", "–", "thuộc", "của")
_FORMER_MARK = "cũ"
_PLURAL_WORDS = ("các", "hai", "ba", "bốn", "những", "2", "3", "4", "5", "6")
_WORDS_BEFORE_PERSON = {"ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu"}


@dataclass(frozen=True)
class UnitSet:
    """Units of one level; more than one if the text does not say which."""

    level: Level
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceMention:
    """A place as printed at letters [start, end), and the units that it can mean.

    `named` are the units of this name and rank; `then` is the same if they existed on the text's day (or the day is
    unknown), otherwise None (a former district in a text of 2026); `now` are today's wards or provinces of which the
    named units became part (for a district, all its wards).
    """

    name: str
    rank: str | None
    named: UnitSet
    then: UnitSet | None
    now: UnitSet
    text: str
    start: int
    end: int


@dataclass
class _NamedPlace:
    """A place at words [start, end), its name from `name_start` on, and the units that have this name."""

    start: int
    end: int
    rank: str | None
    name_start: int
    candidates: list[Unit]


def find(text: str, *, day: date | None = None, province: str | None = None) -> list[PlaceMention]:
    """Return the places that the text names, in text order; `text[p.start:p.end] == p.text` for each of them.

    `day` is the text's day (None: unknown, today's units are tried first). `province` is the code of the newspaper's
    province of today, which narrows a name that several provinces have.
    """
    text = mark_paragraph_ends(text)
    tokens = words(text)
    places = list(_named_places(tokens, day))
    for place, following in reversed(list(pairwise(places))):
        _narrow_by_place_above(tokens, place, following)
    for place in places:
        place.candidates = _units_in_province(place.candidates, province)
    return [_place_mention(text, tokens, place, day) for place in places]


def _named_places(tokens: Sequence[Word], day: date | None) -> Iterator[_NamedPlace]:
    at, rank_of_row = 0, None
    while at < len(tokens):
        place = _place_with_rank(tokens, at, day) or _next_in_row(tokens, at, rank_of_row, day)
        place = place or _province_without_rank(tokens, at, day)
        if place is None:
            if tokens[at].key not in (",", "và", ";"):
                rank_of_row = None
            at += 1
            continue
        yield place
        rank_of_row = place.rank if _opens_row(tokens, place) or rank_of_row == place.rank else None
        at = place.end


def _place_with_rank(tokens: Sequence[Word], at: int, day: date | None) -> _NamedPlace | None:
    """Read 'xã Mỹ Đức', 'TP. Long Xuyên', 'Quận 1'."""
    length = _rank_words().length_at(tokens, at)
    if not length:
        return None
    rank = _joined_keys(tokens[at : at + length])
    name_start = at + length
    if name_start < len(tokens) and tokens[name_start].text == "." and rank in ("tp", "tx", "tt"):
        name_start += 1
    return _place_of_rank(tokens, at, name_start, rank, day)


def _place_of_rank(
    tokens: Sequence[Word], start: int, name_start: int, rank: str, day: date | None
) -> _NamedPlace | None:
    if name_start >= len(tokens) or not can_begin_place(tokens[name_start]):
        return None
    length = names_of_rank(rank).length_at(tokens, name_start)
    if not length or _name_continues(tokens, name_start, length):
        return None
    end = name_start + length
    same_name = _units_by_name().get(_joined_keys(tokens[name_start:end]), ())
    candidates = _units_of_day([unit for unit in same_name if unit.kind in KINDS_OF_RANK[rank]], day)
    return _NamedPlace(start, end, rank, name_start, candidates) if candidates else None


def _next_in_row(tokens: Sequence[Word], at: int, rank: str | None, day: date | None) -> _NamedPlace | None:
    """Read a further name of a row: 'các xã Mỹ Đức, | Vĩnh Tế và | Bình Mỹ'."""
    if rank is None or tokens[at - 1].key not in (",", "và", ";"):
        return None
    return _place_of_rank(tokens, at, at, rank, day)


def _opens_row(tokens: Sequence[Word], place: _NamedPlace) -> bool:
    return place.start > 0 and tokens[place.start - 1].key in _PLURAL_WORDS


def _province_without_rank(tokens: Sequence[Word], at: int, day: date | None) -> _NamedPlace | None:
    """Read a province by its name alone, unless it is in the name of a person, a street or a school."""
    if not tokens[at].is_capital:
        return None
    before = tokens[at - 1] if at else None
    if before and before.is_capital and before.is_letters and name_end(tokens, at - 1):
        return None
    length = _province_names().length_at(tokens, at)
    if not length or _name_continues(tokens, at, length):
        return None
    if honorific_end(tokens, at) > at or is_name_of_thing(tokens, at):
        return None
    if before and before.key in _WORDS_BEFORE_PERSON:
        return None
    same_name = _units_by_name().get(_joined_keys(tokens[at : at + length]), ())
    candidates = _units_of_day([unit for unit in same_name if unit.level.endswith("province")], day)
    return _NamedPlace(at, at + length, None, at, candidates)


def _name_continues(tokens: Sequence[Word], name_start: int, length: int) -> bool:
    """Return True if the place's name is the beginning of a person's: 'xã | Đinh Văn Nơi', not 'xã | Đinh Văn'."""
    after = name_start + length
    if after >= len(tokens) or not tokens[after].is_capital or not tokens[after].is_letters:
        return False
    return not tokens[after].is_abbreviation and name_end(tokens, name_start) > after


def _units_of_day(candidates: list[Unit], day: date | None) -> list[Unit]:
    """Return the units that existed on that day (None: today), or all candidates if none of them did."""
    is_former = day is not None and day < MERGER
    existing = [unit for unit in candidates if unit.level.startswith("former") is is_former]
    return existing or candidates


def _narrow_by_place_above(tokens: Sequence[Word], place: _NamedPlace, above: _NamedPlace) -> None:
    """Keep only the units of both places that fit, if `above` follows `place`: 'xã X, huyện Y', 'xã X (huyện Y)'."""
    between = [word.key for word in tokens[place.end : above.start] if word.key not in (_FORMER_MARK, ")")]
    if len(between) > 2 or any(key not in _BEFORE_UNIT_ABOVE for key in between) or _opens_row(tokens, above):
        return
    codes = {(unit.level, unit.code) for unit in above.candidates}
    inside = [unit for unit in place.candidates if not codes.isdisjoint(_units_above(unit))]
    if not inside:  # a unit of another day may fit: 'xã Mỹ Đức, huyện Châu Phú' in a text of 2026
        kinds = {unit.kind for unit in place.candidates}
        same_name = _units_by_name().get(_name_key(place.candidates[0]), ())
        inside = [unit for unit in same_name if unit.kind in kinds and not codes.isdisjoint(_units_above(unit))]
    place.candidates = inside or place.candidates
    outside = {code for unit in inside for code in _units_above(unit)}
    above.candidates = [unit for unit in above.candidates if (unit.level, unit.code) in outside] or above.candidates


def _units_in_province(candidates: list[Unit], province: str | None) -> list[Unit]:
    if province is None or all(unit.level.endswith("province") for unit in candidates):
        return candidates
    return [unit for unit in candidates if province in _provinces_of_today(unit)] or candidates


def _units_above(unit: Unit) -> Iterator[tuple[Level, str]]:
    """Yield level and code of the units above; for a former unit also of today's province of which it became part."""
    above = unit.above
    while above:
        yield above
        if above[0] == "former_province":
            yield from (("province", code) for code in _unit_by_code()[above].successors)
        above = _unit_by_code()[above].above
    if unit.level == "former_province":
        yield from (("province", code) for code in unit.successors)


def _provinces_of_today(unit: Unit) -> set[str]:
    return {code for level, code in [(unit.level, unit.code), *_units_above(unit)] if level == "province"}


def _place_mention(text: str, tokens: Sequence[Word], place: _NamedPlace, day: date | None) -> PlaceMention:
    level = place.candidates[0].level
    units_named = [unit for unit in place.candidates if unit.level == level]
    start, end, name_start = tokens[place.start].start, tokens[place.end - 1].end, tokens[place.name_start].start
    existed = day is None or level.startswith("former") == (day < MERGER)
    named = UnitSet(level, tuple(sorted(unit.code for unit in units_named)))
    return PlaceMention(
        name=text[name_start:end],
        rank=text[start:name_start].strip() or None,
        named=named,
        then=named if existed else None,
        now=_units_of_today(units_named),
        text=text[start:end],
        start=start,
        end=end,
    )


def _units_of_today(named: list[Unit]) -> UnitSet:
    level = named[0].level
    if level == "former_district":
        former_wards = [ward for unit in named for ward in _former_wards_by_district().get(unit.code, ())]
        codes = {code for ward in former_wards for code in ward.successors}
        return UnitSet("ward", tuple(sorted(codes)))
    codes = {code for unit in named for code in (unit.successors if level.startswith("former") else (unit.code,))}
    return UnitSet("province" if level.endswith("province") else "ward", tuple(sorted(codes)))


def _joined_keys(tokens: Sequence[Word]) -> str:
    return " ".join(word.key for word in tokens)


def _name_key(unit: Unit) -> str:
    return _joined_keys(words(unit.bare))


@cache
def _units_by_name() -> dict[str, tuple[Unit, ...]]:
    by_name: dict[str, list[Unit]] = {}
    for unit in units():
        by_name.setdefault(_name_key(unit), []).append(unit)
    ho_chi_minh = tuple(unit for unit in units() if unit.bare == "Hồ Chí Minh")
    return {name: tuple(same) for name, same in by_name.items()} | {"hcm": ho_chi_minh}


@cache
def _unit_by_code() -> dict[tuple[Level, str], Unit]:
    return {(unit.level, unit.code): unit for unit in units()}


@cache
def _former_wards_by_district() -> dict[str, tuple[Unit, ...]]:
    """Return the former wards of each former district."""
    wards: dict[str, list[Unit]] = {}
    for unit in units():
        if unit.level == "former_ward" and unit.parent:
            wards.setdefault(unit.parent, []).append(unit)
    return {district: tuple(same) for district, same in wards.items()}


@cache
def _province_names() -> Phrases:
    provinces = (unit for unit in units() if unit.level.endswith("province"))
    return Phrases([unit.bare for unit in provinces if unit.bare != "Hồ Chí Minh"])


@cache
def _rank_words() -> Phrases:
    return Phrases(list(KINDS_OF_RANK))
