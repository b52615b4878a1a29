"""Names that a province shares with a lower unit ('Quảng Ninh', a district of Quảng Bình): which of them is meant."""

from collections.abc import Iterable, Sequence

from crawler.vietnamese.mentions.gazetteer import Unit
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.names import LONGEST_NAME
from crawler.vietnamese.mentions.unit_names import DISTRICT, WARD, names_of_steps, province_names
from crawler.vietnamese.mentions.units_above import (
    codes_above,
    codes_before,
    provinces_of_its_day,
    provinces_of_today,
)
from crawler.vietnamese.mentions.words import Word

_BETWEEN = {",", ";", "và"}
_LOWER = (WARD, DISTRICT)


def is_province_above(tokens: Sequence[Word], at: int, below: Iterable[Unit]) -> bool:
    """Return True if one of these units lies, or lay, in the province whose name begins at word `at`."""
    provinces = {(unit.level, unit.code) for unit in province_names().match(tokens, at)[1]}
    return any(not provinces.isdisjoint(codes_above(unit) | codes_before(unit)) for unit in below)


def follows_lower_unit(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a province's name at word `at` is that of a unit beside the one before: 'Lệ Thủy, | Quảng Ninh'.

    The unit before has no rank either; nobody can be sure what such a list means.
    """
    if at < 2 or tokens[at - 1].key not in _BETWEEN:
        return False
    for first in range(max(0, at - 1 - LONGEST_NAME), at - 1):
        length, before = names_of_steps(_LOWER).match(tokens, first)
        if first + length == at - 1 and province_names().match(tokens, first)[0] < length:
            return are_together(tokens, at, before) and not is_province_above(tokens, at, before)
    return False


def are_together(tokens: Sequence[Word], at: int, beside: Iterable[Unit]) -> bool:
    """Return True if a lower unit of the name at word `at` lies in a province of these units."""
    provinces = {code for unit in beside for code in provinces_of_today(unit)}
    return any(
        not provinces.isdisjoint(provinces_of_today(unit)) for unit in names_of_steps(_LOWER).match(tokens, at)[1]
    )


def share_province(members: Iterable[NamedPlace], place: NamedPlace) -> bool:
    """Return True if a unit of the place lies in a province of these members, as provinces were on its own day."""
    beside = {code for member in members for unit in member.candidates for code in provinces_of_its_day(unit)}
    return any(not beside.isdisjoint(provinces_of_its_day(unit)) for unit in place.candidates if unit.parent)
