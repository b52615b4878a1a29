"""Provinces by their official codes, of today and before July 2025, from the lists of `sql/seed`."""

import functools
import re
from unicodedata import combining, normalize

from crawler.resources import seed_table

_KIND = re.compile(r"^(?:TP\. |Thành phố |Tỉnh )")


def is_province(code: str, name: str) -> bool:
    """Return True if today's province of this code has the name, with its kind or without."""
    return code in _units("provinces") and _comparable_name(_units("provinces")[code]["name"]) == _comparable_name(name)


def is_former_province(code: str, name: str) -> bool:
    """Return True if the province of this code before July 2025 had the name."""
    return code in _units("former_provinces") and _comparable_name(
        _units("former_provinces")[code]["name"]
    ) == _comparable_name(name)


def is_merged_into(code: str, into: str) -> bool:
    """Return True if the former province is now part of today's province `into`, alone or with others."""
    return code in _units("former_provinces") and _units("former_provinces")[code]["province_code"] == into


@functools.cache
def _units(table: str) -> dict[str, dict[str, str]]:
    return {unit["code"]: unit for unit in seed_table(table)}


def _comparable_name(name: str) -> str:
    """Return a name without its kind and its marks, with plain dashes: so Hoà Bình equals Hòa Bình."""
    letters = normalize("NFD", _KIND.sub("", name).replace("–", "-"))
    return "".join(letter for letter in letters if not combining(letter))
