"""Districts and wards that a text names without their rank: 'quê Hải Hậu, Nam Định', 'từ Vũng Liêm đi Trà Ôn'."""

from collections.abc import Iterable, Sequence
from datetime import date

from crawler.vietnamese.mentions.gazetteer import Unit
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.place_things import is_no_province
from crawler.vietnamese.mentions.unit_days import exists, fit
from crawler.vietnamese.mentions.unit_names import DISTRICT, WARD, step
from crawler.vietnamese.mentions.units_above import provinces_of_its_day, provinces_of_today
from crawler.vietnamese.mentions.words import Word, word_set

Units = tuple[Unit, ...]
_BEFORE_NAME = word_set("tại ở từ đến về qua đi ra lên xuống sang quê ngụ trú thuộc với nối hướng (")
_BETWEEN_NAMES = word_set(", và - –")


def can_be_bare(tokens: Sequence[Word], at: int, end: int, *, in_row: bool) -> bool:
    """Return True if a district or ward can be named at words [at, end): 'tại | Lục Ngạn', in a row also ', | Chũ'."""
    if end - at < 2 or not at or tokens[at].is_abbreviation:
        return False
    if not all(word.is_letters and word.is_capital for word in tokens[at:end]):
        return False
    before = tokens[at - 1].key
    is_expected = before in _BEFORE_NAME or (in_row and before in _BETWEEN_NAMES)
    return is_expected and not is_no_province(tokens, at, end)


def choose_bare(place: NamedPlace, ranked: Iterable[Units], day: date | None, home: str | None) -> Units:
    """Return the one unit that a bare name means; none if neither text nor paper tell.

    `ranked` are the units that have the name with a rank elsewhere in the text, `home` is the paper's province. It is
    the district of the text, then a district at home, then a ward of the text, then a city wherever it lies; but a
    district at home or a city only if no ward of the text's day has its name there.
    """
    of_text = sorted({units for units in ranked if units}, key=lambda units: -step(units[0]))
    if of_text and (len(of_text) == 1 or step(of_text[1][0]) < DISTRICT) and step(of_text[0][0]) == DISTRICT:
        return of_text[0]
    districts = _best([unit for unit in place.candidates if step(unit) == DISTRICT], place, day)
    at_home = [unit for unit in districts if home in provinces_of_today(unit)]
    is_ward_of_today = any(unit.level == "ward" and home in provinces_of_today(unit) for unit in place.candidates)
    was_district = bool(at_home) and not exists(at_home[0], day)
    if len(at_home) == 1 and not (was_district and (is_ward_of_today or of_text)):
        return (at_home[0],)
    if of_text:
        return of_text[0] if len(of_text) == 1 else ()
    is_ward_at_home = any(step(unit) == WARD and home in provinces_of_today(unit) for unit in place.candidates)
    is_city = len(districts) == 1 and districts[0].kind == "thành phố" and exists(districts[0], day)
    return tuple(districts) if is_city and not is_ward_at_home else ()


def choose_beside(place: NamedPlace, others: Iterable[Units]) -> Units:
    """Return the one unit of a bare name on the level and in the province of another name of its row; else none."""
    beside = {
        (units[0].level, province) for units in others if len(units) == 1 for province in provinces_of_its_day(units[0])
    }
    same = [
        unit
        for unit in place.candidates
        if any((unit.level, province) in beside for province in provinces_of_its_day(unit))
    ]
    return tuple(same) if len(same) == 1 else ()


def _best(units: Sequence[Unit], place: NamedPlace, day: date | None) -> list[Unit]:
    """Return the units that had the name on the text's day, or nearest to it."""
    fits = [fit(unit, (), place.key, day) for unit in units]
    return [unit for unit, how in zip(units, fits, strict=True) if how == min(fits)]
