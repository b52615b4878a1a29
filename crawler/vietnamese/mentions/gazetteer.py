"""Official units of `sql/seed`: provinces and wards of today, provinces, districts and wards before 2025-07-01."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crawler.resources import seed_table
from crawler.vietnamese.mentions.words import Phrases, lexicon

Level = Literal["province", "ward", "former_province", "former_district", "former_ward"]
_LEVEL_ABOVE: dict[str, Level] = {
    "ward": "province",
    "former_ward": "former_district",
    "former_district": "former_province",
}


@dataclass(frozen=True)
class Unit:
    """One unit: its official code, its name with the rank, and the code of the unit above it (None for a province).

    `successors` are the codes of today's units of which a former province or ward became part.
    """

    level: Level
    code: str
    name: str
    kind: str
    parent: str | None
    successors: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """Return the name without its rank: An Giang; 1 of Phường 1."""
        rank = "thành phố" if self.kind == "thành phố trung ương" else self.kind
        return self.name[len(rank) :].strip() if self.name.casefold().startswith(rank) else self.name

    @property
    def above(self) -> tuple[Level, str] | None:
        """Return level and code of the unit above; None for a province."""
        return (_LEVEL_ABOVE[self.level], self.parent) if self.parent else None


@cache
def units() -> tuple[Unit, ...]:
    """Return all units, those of today and the former ones."""
    return tuple(_read_units())


def _read_units() -> Iterator[Unit]:
    for row in seed_table("provinces"):
        yield Unit("province", row["code"], row["name"], row["kind"], None)
    for row in seed_table("wards"):
        yield Unit("ward", row["code"], row["name"], row["kind"], row["province_code"])
    for row in seed_table("former_provinces"):
        yield Unit("former_province", row["code"], row["name"], row["kind"], None, (row["province_code"],))
    for row in seed_table("former_districts"):
        yield Unit("former_district", row["code"], row["name"], row["kind"], row["former_province_code"])
    for row in seed_table("former_wards"):
        successors = tuple(row["ward_codes"].split())
        yield Unit("former_ward", row["code"], row["name"], row["kind"], row["former_district_code"], successors)


KINDS_OF_RANK: dict[str, tuple[str, ...]] = {
    "tỉnh": ("tỉnh",),
    "thủ đô": ("thành phố trung ương",),
    "thành phố": ("thành phố trung ương", "thành phố"),
    "tp": ("thành phố trung ương", "thành phố"),
    "huyện": ("huyện",),
    "quận": ("quận",),
    "thị xã": ("thị xã",),
    "tx": ("thị xã",),
    "xã": ("xã",),
    "phường": ("phường",),
    "thị trấn": ("thị trấn",),
    "tt": ("thị trấn",),
    "đặc khu": ("đặc khu",),
}


@cache
def names_of_rank(rank: str | None) -> Phrases:
    """Return the names, without rank, of the units that have this rank as printed ('xã', 'tp').

    For None and for any other word ('ấp') these are the names of all units.
    """
    kinds = KINDS_OF_RANK.get(rank or "")
    names = [unit.bare for unit in units() if kinds is None or unit.kind in kinds]
    return Phrases([*names, "HCM"] if kinds is None or "thành phố" in kinds else names)


@cache
def names_without_rank() -> Phrases:
    """Return the names that mean a place even without a rank before them: provinces, cities and countries."""
    cities = ("thành phố", "thị xã")
    names = [unit.bare for unit in units() if unit.level.endswith("province") or unit.kind in cities]
    names = [name for name in names if name != "Hồ Chí Minh"]  # without TP. before it, it is the president
    return Phrases([*names, "Sài Gòn", "Tây Nguyên", "HCM", *lexicon("countries")])


@cache
def countries() -> Phrases:
    """Return the names of countries and of international bodies."""
    return Phrases(lexicon("countries"))
