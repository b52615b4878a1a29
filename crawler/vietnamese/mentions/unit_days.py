"""How well a unit fits the day of a text and the rank that the text prints."""

from datetime import date, timedelta
from enum import IntEnum

from crawler.vietnamese.mentions.gazetteer import Unit
from crawler.vietnamese.mentions.unit_forms import MERGER
from crawler.vietnamese.mentions.unit_names import has_name

_LAST_FORMER_DAY = MERGER - timedelta(days=1)


class Fit(IntEnum):
    """How a unit fits rank and day, the best first.

    THAT_DAY: it had this name and rank on that day. THAT_TIME: it had them on another day, but on the same side of
    July 2025 (a province that has become a city). NEAREST_TIME: on the other side, on the day of it that is nearest (of
    two districts that had one name, the one that had it last). OTHER_TIME: on another day of the other side.
    OTHER_RANK: it has the name, but on this side of July 2025 never the rank; OTHER_BOTH: neither rank nor side.
    """

    THAT_DAY = 0
    THAT_TIME = 1
    NEAREST_TIME = 2
    OTHER_TIME = 3
    OTHER_RANK = 4
    OTHER_BOTH = 5


def fit(unit: Unit, kinds: tuple[str, ...], key: str, day: date | None) -> Fit:
    """Return how the unit fits the printed kinds (none: any) and the day (None: today)."""
    if not fits_rank(unit, kinds, key):
        return Fit.OTHER_RANK if exists(unit, day) else Fit.OTHER_BOTH
    forms = [form for form in unit.forms if (not kinds or form.kind in kinds) and has_name(form.bare, key)]
    if not exists(unit, day):
        nearest = _LAST_FORMER_DAY if unit.level.startswith("former") else MERGER
        return Fit.NEAREST_TIME if any(form.is_valid_on(nearest) for form in forms) else Fit.OTHER_TIME
    if day is None:
        return Fit.THAT_DAY
    return Fit.THAT_DAY if any(form.is_valid_on(day) for form in forms) else Fit.THAT_TIME


def fits_rank(unit: Unit, kinds: tuple[str, ...], key: str) -> bool:
    """Return True if the unit had the printed name with one of these ranks on any day."""
    return any((not kinds or form.kind in kinds) and has_name(form.bare, key) for form in unit.forms)


def exists(unit: Unit, day: date | None) -> bool:
    """Return True if units of this level existed on that day (None: today)."""
    is_former = day is not None and day < MERGER
    return unit.level.startswith("former") is is_former
