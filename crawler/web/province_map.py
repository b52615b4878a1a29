"""A map of today's 34 provinces: tiles of one size, each roughly where its province lies, north above; not to scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_WIDTH, _HEIGHT = 82, 36
# Codes of provinces, drawn by hand: the coast is at the right, down to Khánh Hòa.
_DRAWN = """
    12 15 08 04 ..
    11 14 25 19 20
    .. .. 01 24 22
    .. .. 37 33 31
    .. .. 38 .. ..
    .. .. 40 .. ..
    .. .. 42 .. ..
    .. .. .. 44 ..
    .. .. .. 46 ..
    .. .. .. .. 48
    .. .. .. .. 51
    .. .. .. .. 52
    .. .. .. .. 66
    .. .. 75 68 56
    .. 80 79 .. ..
    91 82 86 .. ..
    96 92 .. .. ..
"""


@dataclass(frozen=True)
class Tile:
    """A province at its place, and how many places of an article lie in it; `possible` ones may lie elsewhere."""

    code: str
    x: int
    y: int
    province: str
    places: int
    possible: int


@dataclass(frozen=True)
class ProvinceMap:
    """The tiles from north to south, and the size of the whole."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    tile_width: int = _WIDTH
    tile_height: int = _HEIGHT


def province_map(rows: Iterable[dict[str, Any]]) -> ProvinceMap:
    """Return the map of rows with a code, a province, places and possible ones."""
    counts = {row["code"]: row for row in rows}
    drawn = [line.split() for line in _DRAWN.split("\n") if line.strip()]
    tiles = tuple(
        Tile(code, n * _WIDTH, line * _HEIGHT, *(counts[code][name] for name in ("province", "places", "possible")))
        for line, codes in enumerate(drawn)
        for n, code in enumerate(codes)
        if code in counts
    )
    return ProvinceMap(len(drawn[0]) * _WIDTH, len(drawn) * _HEIGHT, tiles)
