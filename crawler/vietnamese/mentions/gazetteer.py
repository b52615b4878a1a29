"""The official units of `sql/seed`: provinces and wards of today, provinces, districts and wards before 2025-07-01."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crawler.resources import seed_table
from crawler.vietnamese.mentions.words import Phrases, lexicon

Level = Literal["province", "ward", "former_province", "former_district", "former_ward"]
_ABOVE: dict[str, Level] = {
    "ward": "province",
    "former_ward": "former_district",
    "former_district": "former_province",
}


@dataclass(frozen=True)
class Unit:
    """One unit: official code, name with its rank, the code of the unit above it, and what it became part of."""

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
        return (_ABOVE[self.level], self.parent) if self.parent else None


@cache
def units() -> tuple[Unit, ...]:
    """Return every unit of both days."""
    return tuple(_read())


def _read() -> Iterator[Unit]:
    for r in seed_table("provinces"):
        yield Unit("province", r["code"], r["name"], r["kind"], None)
    for r in seed_table("wards"):
        yield Unit("ward", r["code"], r["name"], r["kind"], r["province_code"])
    for r in seed_table("former_provinces"):
        yield Unit("former_province", r["code"], r["name"], r["kind"], None, (r["province_code"],))
    for r in seed_table("former_districts"):
        yield Unit("former_district", r["code"], r["name"], r["kind"], r["former_province_code"])
    for r in seed_table("former_wards"):
        heirs = tuple(r["ward_codes"].split())
        yield Unit("former_ward", r["code"], r["name"], r["kind"], r["former_district_code"], heirs)


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
    """Return the bare names of the units of a rank as printed ('xã', 'tp'); of all units for other words ('ấp')."""
    kinds = KINDS_OF_RANK.get(rank or "")
    names = [unit.bare for unit in units() if kinds is None or unit.kind in kinds]
    return Phrases([*names, "HCM"] if kinds is None or "thành phố" in kinds else names)


@cache
def names_alone() -> Phrases:
    """Return the names that mean a place without a rank before them: provinces, cities and countries."""
    cities = ("thành phố", "thị xã")
    found = [u.bare for u in units() if u.level.endswith("province") or u.kind in cities]
    found = [name for name in found if name != "Hồ Chí Minh"]  # without TP. before it, it is the president
    return Phrases([*found, "Sài Gòn", "Tây Nguyên", "HCM", *lexicon("countries")])


@cache
def countries() -> Phrases:
    """Return the names of countries and of bodies of nations."""
    return Phrases(lexicon("countries"))
