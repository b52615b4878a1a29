"""Districts and wards that a text names without their rank: 'quê Hải Hậu, Nam Định', 'từ Vũng Liêm đi Trà Ôn'."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from crawler.vietnamese.mentions.gazetteer import Unit
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.names import is_common_surname, name_end
from crawler.vietnamese.mentions.place_things import is_no_province
from crawler.vietnamese.mentions.unit_days import fit
from crawler.vietnamese.mentions.unit_forms import MERGER
from crawler.vietnamese.mentions.unit_names import DISTRICT, WARD, names_of_steps, step
from crawler.vietnamese.mentions.units_above import Code, provinces_of_its_day, provinces_of_today
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Word, is_vietnamese, word_set

Units = tuple[Unit, ...]
_BEFORE_NAME = word_set("tại ở từ đến về qua đi ra vào lên xuống sang quê gốc ngụ trú thuộc nối hướng phía vùng dân")
_BETWEEN_NAMES = word_set(", và với - –")
_BEFORE_LIST = word_set(": như gồm là sau bao (")
# 'Khu công nghiệp Phú Xuân, Hòa Phú', 'hợp tác xã Tân Tiến, Tân Phú', 'các bạn Minh Tâm, Thanh Hà', sân bay, nhà máy …
_BEFORE_OTHER_ROW = word_set("nghiệp xã thị kcn ccn kkt kđt cảng bay máy lịch bạn đội nhóm")
_MEANS_A_CITY = {"sài gòn"}  # a ward of today, but in everyone's mouth the city


def can_be_bare(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if words [at, end) can name a district or ward without its rank: they are no person and no thing."""
    is_syllable = end - at < 2 and is_vietnamese(tokens[at].key)  # but Pleiku alone is a name
    if is_syllable or tokens[at].is_abbreviation or _is_of_person(tokens, at, end):
        return False
    is_name = all(word.is_letters and word.is_capital for word in tokens[at:end])
    return is_name and not is_no_province(tokens, at, end)


def is_announced(tokens: Sequence[Word], at: int, end: int, *, in_row: bool) -> bool:
    """Return True if a word before `at` says that a place follows: 'tại | Lục Ngạn', in a row also ', | Chũ'."""
    before = tokens[at - 1].key if at else ""
    is_expected = before in _BEFORE_NAME or (in_row and before in _BETWEEN_NAMES)
    return is_expected or _begins_list(tokens, at) or _is_in_aside(tokens, at, end)


def begins_row(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if the name is the first of several: '| Kinh Môn, Nam Sách và Cẩm Giàng', 'người | Vĩnh Linh, …'."""
    before = tokens[at - 1].key if at else ""
    if before == "," and at > 1 and tokens[at - 2].is_letters and not tokens[at - 2].is_capital:
        before = ""  # 'Phía đông, | Sơn Hòa, Sông Hinh'
    if before in _BETWEEN_NAMES or before in _BEFORE_OTHER_ROW or end + 1 >= len(tokens):
        return False
    if tokens[end].key not in (",", "và"):
        return False
    return names_of_steps((WARD, DISTRICT)).match(tokens, end + 1)[0] > 1


def _begins_list(tokens: Sequence[Word], at: int) -> bool:
    """Return True for 'các địa phương: | Châu Phú, Tri Tôn', 'nhiều địa phương như | Châu Phú'."""
    first = at
    while first and tokens[first - 1].key in _BEFORE_LIST:
        first -= 1
    return first < at and [word.key for word in tokens[max(0, first - 2) : first]] == ["địa", "phương"]


def _is_in_aside(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True for '(| Hội An, Đà Nẵng)' and 'chùa Lầu (| Tri Tôn) đón khách', False for a signature at the end."""
    if tokens[at - 1].text != "(" or end + 1 >= len(tokens):
        return False
    return tokens[end].text == "," or (tokens[end].text == ")" and tokens[end + 1].text != PARAGRAPH_END)


def _is_of_person(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if the name is a person's, as of a ward or a street: 'từ | Trần Phú'; a district is called so too."""
    if not is_common_surname(tokens[at]) or name_end(tokens, at) != end:
        return False
    return names_of_steps((DISTRICT,)).match(tokens, at)[0] != end - at


def choose_bare(place: NamedPlace, ranked: Collection[Units], day: date | None, home: str | None) -> Units:
    """Return the units that a bare name means; none if neither text nor paper tell.

    `ranked` are the units that have the name with a rank elsewhere in the text, `home` is the paper's province. Before
    July 2025 it is the district of the text, one at home, a ward of the text, or a city wherever it lies; since then a
    unit of the text, a ward at home, or a district at home whose name no ward there has. A former city without its rank
    can be the city or the ward of today, so it is neither.
    """
    at_home = [unit for unit in place.candidates if home in provinces_of_today(unit)]
    if day is None or day >= MERGER:
        return _one_on_step(ranked, WARD) or _one_on_step(ranked, DISTRICT) or _at_home_today(place, at_home, day)
    districts = _best([unit for unit in place.candidates if step(unit) == DISTRICT], place, day)
    named_or_home = _one_on_step(ranked, DISTRICT) or tuple(unit for unit in districts if unit in at_home)
    return named_or_home or _one_on_step(ranked, WARD) or (() if at_home else _city(districts))


def _one_on_step(ranked: Collection[Units], wanted: int) -> Units:
    """Return what the text names with a rank on this step, if it is one thing."""
    on_step = {units for units in ranked if units and step(units[0]) == wanted}
    return next(iter(on_step)) if len(on_step) == 1 else ()


def _at_home_today(place: NamedPlace, at_home: Sequence[Unit], day: date | None) -> Units:
    districts = _best([unit for unit in at_home if step(unit) == DISTRICT], place, day)
    if place.key in _MEANS_A_CITY or any(unit.kind == "thành phố" for unit in districts):
        return ()
    return tuple(unit for unit in at_home if unit.level == "ward") or tuple(districts)


def _city(districts: Sequence[Unit]) -> Units:
    """Return the city if it is the only district of its name."""
    return tuple(districts) if len(districts) == 1 and districts[0].kind == "thành phố" else ()


def has_company(named: Units, others: Iterable[Units]) -> bool:
    """Return True if another name of the row can mean a unit on the same level in the same province."""
    own = _levels_and_provinces(named)
    return any(not own.isdisjoint(_levels_and_provinces(units)) for units in others)


def choose_beside(place: NamedPlace, others: Iterable[Units]) -> Units:
    """Return the one unit of a bare name on the level and in the province of another name of its row; else none."""
    beside = {code for units in others if len(units) == 1 for code in _levels_and_provinces(units)}
    same = [unit for unit in place.candidates if not beside.isdisjoint(_levels_and_provinces((unit,)))]
    return tuple(same) if len(same) == 1 else ()


def _levels_and_provinces(units: Units) -> set[tuple[str, Code]]:
    return {(unit.level, province) for unit in units for province in provinces_of_its_day(unit)}


def _best(units: Sequence[Unit], place: NamedPlace, day: date | None) -> list[Unit]:
    """Return the units that had the name on the text's day, or nearest to it."""
    fits = [fit(unit, (), place.key, day) for unit in units]
    return [unit for unit, how in zip(units, fits, strict=True) if how == min(fits)]
