"""What lies in what: the units above a unit, of its own day and of today."""

from functools import cache

from crawler.vietnamese.mentions.gazetteer import Level, Unit, units

Code = tuple[Level, str]


@cache
def codes_above(unit: Unit) -> frozenset[Code]:
    """Return the units above, for a former unit also today's provinces of which its province became part."""
    above: set[Code] = set()
    if unit.level == "former_province":
        above |= {("province", code) for code in unit.successors}
    parents: list[Code] = [unit.above] if unit.above else []
    parents += [("former_district", code) for code in unit.earlier_parents]
    for parent in parents:
        above |= {parent} | codes_above(unit_by_code()[parent])
    return frozenset(above)


@cache
def codes_before(unit: Unit) -> frozenset[Code]:
    """Return the former districts and provinces out of which a ward of today was made."""
    if unit.level != "ward":
        return frozenset()
    return frozenset(code for ward in _wards_before().get(unit.code, ()) for code in codes_above(ward))


def contains(upper: Unit, lower: Unit) -> bool:
    """Return True if the one lies, or lay on an earlier day, in the other."""
    return (upper.level, upper.code) in codes_above(lower)


@cache
def provinces_of_today(unit: Unit) -> frozenset[str]:
    """Return the codes of today's provinces in which the unit lies or lay."""
    return frozenset(code for level, code in codes_above(unit) | {(unit.level, unit.code)} if level == "province")


@cache
def provinces_of_its_day(unit: Unit) -> frozenset[Code]:
    """Return the provinces in which the unit lies, for a former unit those of its own day."""
    level: Level = "former_province" if unit.level.startswith("former") else "province"
    return frozenset(code for code in codes_above(unit) | {(unit.level, unit.code)} if code[0] == level)


@cache
def unit_by_code() -> dict[Code, Unit]:
    """Return the units by level and code."""
    return {(unit.level, unit.code): unit for unit in units()}


@cache
def former_wards_by_district() -> dict[str, tuple[Unit, ...]]:
    """Return the former wards of each former district, with those that left it before it ended."""
    wards: dict[str, list[Unit]] = {}
    for unit in units():
        if unit.level == "former_ward" and unit.parent:
            for district in (unit.parent, *unit.earlier_parents):
                wards.setdefault(district, []).append(unit)
    return {district: tuple(same) for district, same in wards.items()}


@cache
def _wards_before() -> dict[str, tuple[Unit, ...]]:
    wards: dict[str, list[Unit]] = {}
    for unit in units():
        if unit.level == "former_ward":
            for code in unit.successors:
                wards.setdefault(code, []).append(unit)
    return {code: tuple(same) for code, same in wards.items()}
