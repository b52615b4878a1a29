"""Places: provinces, districts and wards that a text names, as sets of official units of that day and of today.

A name with its rank ('xã Mỹ Đức', 'TP. Long Xuyên'), a row of them ('các xã Mỹ Đức, Vĩnh Tế'), and a province by its
bare name ('An Giang') are mentions. What stands beside a name narrows it ('xã Mỹ Đức, huyện Châu Phú, tỉnh An Giang'),
then the province given with the text; what is left more than one stays a set.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crawler.vietnamese.mentions.gazetteer import KINDS_OF_RANK, Level, Unit, names_of_rank, units
from crawler.vietnamese.mentions.names import after_address, name_end, names_a_thing
from crawler.vietnamese.mentions.words import Phrases, Word, fold, in_paragraphs, words

# The day on which 63 provinces became 34 and districts ended.
MERGER = date(2025, 7, 1)
_NARROWING = (",", "(", "-", "–", "thuộc", "của")
_OLD = "cũ"


@dataclass(frozen=True)
class UnitSet:
    """Units of one level; more than one where the text does not say which."""

    level: Level
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceMention:
    """A place as printed at [start, end): `then` are the units it can name on the text's day, `now` those of today.

    `then` is empty where no unit of that name and rank existed on that day (a former district in a text of 2026); `now`
    are the wards or provinces into which the named units went, all of them for a district.
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
class _Found:
    start: int
    end: int
    rank: str | None
    name_start: int
    candidates: list[Unit]


def find(text: str, *, day: date | None = None, province: str | None = None) -> list[PlaceMention]:
    """Return the places that the text names, in its order; `text[p.start:p.end] == p.text` for each.

    `day` is the text's day (unknown: today's names are tried first), `province` the code of the present province of its
    paper, which narrows a name that several provinces have.
    """
    text = in_paragraphs(text)
    tokens = words(text)
    found = list(_found(tokens, day))
    for place in reversed(range(len(found) - 1)):
        _narrow_by_next(tokens, found[place], found[place + 1])
    for one in found:
        one.candidates = _within(one.candidates, province)
    return [_mention(text, tokens, one, day) for one in found]


def _found(tokens: Sequence[Word], day: date | None) -> Iterator[_Found]:
    at, row = 0, None
    while at < len(tokens):
        one = _ranked(tokens, at, day) or _continued(tokens, at, row, day) or _bare(tokens, at, day)
        if one is None:
            if tokens[at].key not in (",", "và", ";"):
                row = None
            at += 1
            continue
        yield one
        row, at = (one.rank if _is_row(tokens, one) or row == one.rank else None), one.end


def _ranked(tokens: Sequence[Word], at: int, day: date | None) -> _Found | None:
    """Read 'xã Mỹ Đức', 'TP. Long Xuyên', 'Quận 1'."""
    length = _rank_words().at(tokens, at)
    if not length:
        return None
    rank = " ".join(word.key for word in tokens[at : at + length])
    name = at + length
    if name < len(tokens) and tokens[name].text == "." and rank in ("tp", "tx", "tt"):
        name += 1
    return _named(tokens, at, name, rank, day)


def _named(tokens: Sequence[Word], start: int, name: int, rank: str, day: date | None) -> _Found | None:
    if name >= len(tokens) or not (tokens[name].is_capital or tokens[name].text[0].isdigit()):
        return None
    names = names_of_rank(rank)
    length = names.at(tokens, name)
    if not length or _goes_on(tokens, name, length):
        return None
    key = _key(word.key for word in tokens[name : name + length])
    candidates = _of_day([u for u in _by_name().get(key, ()) if u.kind in KINDS_OF_RANK[rank]], day)
    return _Found(start, name + length, rank, name, candidates) if candidates else None


def _continued(tokens: Sequence[Word], at: int, rank: str | None, day: date | None) -> _Found | None:
    """Read the further names of a row: 'các xã Mỹ Đức, Vĩnh Tế và Bình Mỹ'."""
    if rank is None or tokens[at - 1].key not in (",", "và", ";"):
        return None
    return _named(tokens, at, at, rank, day)


def _is_row(tokens: Sequence[Word], one: _Found) -> bool:
    return one.start > 0 and tokens[one.start - 1].key in ("các", "hai", "ba", "bốn", "những", "2", "3", "4", "5", "6")


def _bare(tokens: Sequence[Word], at: int, day: date | None) -> _Found | None:
    """Read a province by its name alone; not in the name of a person, a street or a school."""
    if not tokens[at].is_capital or (
        at and tokens[at - 1].is_capital and tokens[at - 1].is_letters and name_end(tokens, at - 1)
    ):
        return None
    length = _province_names().at(tokens, at)
    if not length or _goes_on(tokens, at, length) or after_address(tokens, at) > at or names_a_thing(tokens, at):
        return None
    if at and tokens[at - 1].key in _ADDRESSED:
        return None
    key = _key(word.key for word in tokens[at : at + length])
    candidates = _of_day([u for u in _by_name().get(key, ()) if u.level.endswith("province")], day)
    return _Found(at, at + length, None, at, candidates)


def _goes_on(tokens: Sequence[Word], name: int, length: int) -> bool:
    """Tell 'xã Đinh Văn' from 'xã Đinh Văn Nơi': the name of a person, or a longer name, goes on in capitals."""
    after = name + length
    if after >= len(tokens) or not tokens[after].is_capital or not tokens[after].is_letters:
        return False
    return not tokens[after].is_abbreviation and name_end(tokens, name) > after


def _of_day(candidates: list[Unit], day: date | None) -> list[Unit]:
    """Keep the units of that day where there are any; on an unknown day today's come first."""
    before = day is not None and day < MERGER
    fitting = [unit for unit in candidates if unit.level.startswith("former") is before]
    return fitting or candidates


def _narrow_by_next(tokens: Sequence[Word], one: _Found, above: _Found) -> None:
    """Keep the units of `one` that lie in `above`, where it stands right behind: 'xã X, huyện Y', 'xã X (huyện Y)'."""
    between = [word.key for word in tokens[one.end : above.start] if word.key not in (_OLD, ")")]
    if len(between) > 2 or any(key not in _NARROWING for key in between) or _is_row(tokens, above):
        return
    codes = {(unit.level, unit.code) for unit in above.candidates}
    inside = [unit for unit in one.candidates if any(up in codes for up in _chain(unit))]
    if not inside:  # the units of another day may fit: 'xã Mỹ Đức, huyện Châu Phú' in a text of 2026
        key, kinds = fold(one.candidates[0].bare), {unit.kind for unit in one.candidates}
        inside = [
            unit
            for unit in _by_name().get(_key(_split(key)), ())
            if unit.kind in kinds and any(up in codes for up in _chain(unit))
        ]
    one.candidates = inside or one.candidates
    held = {up for unit in inside for up in _chain(unit)}
    above.candidates = [unit for unit in above.candidates if (unit.level, unit.code) in held] or above.candidates


def _within(candidates: list[Unit], province: str | None) -> list[Unit]:
    if province is None or all(unit.level.endswith("province") for unit in candidates):
        return candidates
    return [unit for unit in candidates if province in _provinces_now(unit)] or candidates


def _chain(unit: Unit) -> Iterator[tuple[Level, str]]:
    """Yield the units above, and for a unit of before also the province into which it went."""
    up = unit.above
    while up:
        yield up
        if up[0] == "former_province":
            yield from (("province", code) for code in _by_code()[up].successors)
        up = _by_code()[up].above
    if unit.level == "former_province":
        yield from (("province", code) for code in unit.successors)


def _provinces_now(unit: Unit) -> set[str]:
    return {code for level, code in [(unit.level, unit.code), *_chain(unit)] if level == "province"}


def _mention(text: str, tokens: Sequence[Word], one: _Found, day: date | None) -> PlaceMention:
    level = one.candidates[0].level
    named = [unit for unit in one.candidates if unit.level == level]
    start, end = tokens[one.start].start, tokens[one.end - 1].end
    former = level.startswith("former")
    stood = day is None or former == (day < MERGER)
    codes = UnitSet(level, tuple(sorted(unit.code for unit in named)))
    return PlaceMention(
        name=text[tokens[one.name_start].start : end],
        rank=text[start : tokens[one.name_start].start].strip() or None,
        named=codes,
        then=codes if stood else None,
        now=_today(named),
        text=text[start:end],
        start=start,
        end=end,
    )


def _today(named: list[Unit]) -> UnitSet:
    level = named[0].level
    if level == "former_district":
        codes = {code for unit in named for ward in _wards_of().get(unit.code, ()) for code in ward.successors}
        return UnitSet("ward", tuple(sorted(codes)))
    codes = {code for unit in named for code in (unit.successors if level.startswith("former") else (unit.code,))}
    return UnitSet("province" if level.endswith("province") else "ward", tuple(sorted(codes)))


_ADDRESSED = {"ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu"}


def _key(parts: Iterable[str]) -> str:
    return " ".join(parts)


def _split(key: str) -> list[str]:
    return [word.key for word in words(key)]


@cache
def _by_name() -> dict[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for unit in units():
        found.setdefault(_key(_split(unit.bare)), []).append(unit)
    short = [unit for unit in units() if unit.bare == "Hồ Chí Minh"]
    return {key: tuple(same) for key, same in found.items()} | {"hcm": tuple(short)}


@cache
def _by_code() -> dict[tuple[Level, str], Unit]:
    return {(unit.level, unit.code): unit for unit in units()}


@cache
def _wards_of() -> dict[str, tuple[Unit, ...]]:
    """Return the former wards of each former district."""
    found: dict[str, list[Unit]] = {}
    for unit in units():
        if unit.level == "former_ward" and unit.parent:
            found.setdefault(unit.parent, []).append(unit)
    return {code: tuple(same) for code, same in found.items()}


@cache
def _province_names() -> Phrases:
    return Phrases([u.bare for u in units() if u.level.endswith("province") and u.bare != "Hồ Chí Minh"])


@cache
def _rank_words() -> Phrases:
    return Phrases(list(KINDS_OF_RANK))
