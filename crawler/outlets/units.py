"""Provinces by their official codes, of today and of before, as the lists of `sql/seed` have them."""

import functools
import re
from unicodedata import combining, normalize

from crawler.resources import seed_table


def is_province(code: str, name: str) -> bool:
    """Tell whether today's province of this code has the name, with its kind or without."""
    return code in _units("provinces") and _bare(_units("provinces")[code]["name"]) == _bare(name)


def is_former_province(code: str, name: str) -> bool:
    """Tell whether the province of this code before July 2025 had the name."""
    return code in _units("former_provinces") and _bare(_units("former_provinces")[code]["name"]) == _bare(name)


def was_merged(code: str, into: str) -> bool:
    """Tell whether the former province is now in that of today, alone or with others."""
    return code in _units("former_provinces") and _units("former_provinces")[code]["province_code"] == into


@functools.cache
def _units(table: str) -> dict[str, dict[str, str]]:
    return {unit["code"]: unit for unit in seed_table(table)}


def _bare(name: str) -> str:
    """Return a name without its kind, dashes and the places of its marks: Hoà Bình is Hòa Bình."""
    letters = normalize("NFD", re.sub(r"^(?:TP\. |Thành phố |Tỉnh )", "", name).replace("–", "-"))
    return "".join(letter for letter in letters if not combining(letter))
