"""Official units of `sql/seed`: provinces and wards of today, provinces, districts and wards before 2025-07-01."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from crawler.resources import seed_table
from crawler.vietnamese.mentions.unit_forms import Form, unit_forms
from crawler.vietnamese.mentions.words import Phrases, lexicon

Level = Literal["province", "ward", "former_province", "former_district", "former_ward"]
_LEVEL_ABOVE: dict[str, Level] = {
    "ward": "province",
    "former_ward": "former_district",
    "former_district": "former_province",
}


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit: its official code, its names with their ranks by day, the code of the unit above it (None: province).

    `successors` are the codes of today's units of which a former province or ward became part. `earlier_parents` are
    the codes of former districts in which a former ward lay before it came to `parent`.
    """

    level: Level
    code: str
    forms: tuple[Form, ...]
    parent: str | None
    successors: tuple[str, ...] = ()
    earlier_parents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the last name with its rank: Tỉnh An Giang."""
        return self.forms[-1].name

    @property
    def kind(self) -> str:
        """Return the last rank."""
        return self.forms[-1].kind

    @property
    def bare(self) -> str:
        """Return the last name without its rank: An Giang; 1 of Phường 1."""
        return self.forms[-1].bare

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
        yield _unit("province", row, None)
    for row in seed_table("wards"):
        yield _unit("ward", row, row["province_code"])
    for row in seed_table("former_provinces"):
        yield _unit("former_province", row, None, (row["province_code"],))
    for row in [*seed_table("former_districts"), *seed_table("earlier_districts")]:
        yield _unit("former_district", row, row["former_province_code"])
    moves: dict[str, list[str]] = {}
    for row in seed_table("moved_wards"):
        moves.setdefault(row["code"], []).append(row["former_district_code"])
    for row in [*seed_table("former_wards"), *seed_table("earlier_wards")]:
        successors = tuple(row.get("ward_codes", "").split())
        earlier = tuple(moves.get(row["code"], ()))
        yield _unit("former_ward", row, row["former_district_code"], successors, earlier)


def _unit(
    level: Level,
    row: dict[str, str],
    parent: str | None,
    successors: tuple[str, ...] = (),
    earlier_parents: tuple[str, ...] = (),
) -> Unit:
    gone_by = date.fromisoformat(row["gone_by"]) if row.get("gone_by") else None
    forms = unit_forms(level, row["code"], row["name"], row["kind"], gone_by)
    return Unit(level, row["code"], forms, parent, successors, earlier_parents)


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
    names = [form.bare for unit in units() for form in unit.forms if kinds is None or form.kind in kinds]
    return Phrases([*names, "HCM"] if kinds is None or "thành phố" in kinds else names)


@cache
def names_without_rank() -> Phrases:
    """Return the names that mean a place even without a rank before them: provinces, cities and countries."""
    cities = ("thành phố", "thị xã")
    names = [
        form.bare for unit in units() for form in unit.forms if unit.level.endswith("province") or form.kind in cities
    ]
    names = [name for name in names if name != "Hồ Chí Minh"]  # without TP. before it, it is the president
    return Phrases([*names, "Sài Gòn", "Tây Nguyên", "HCM", *lexicon("countries")])


@cache
def countries() -> Phrases:
    """Return the names of countries and of international bodies."""
    return Phrases(lexicon("countries"))
