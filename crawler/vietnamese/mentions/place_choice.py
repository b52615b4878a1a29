"""Which unit a name means: what stands above it, what the text says elsewhere, its day, and the paper's province."""

from collections.abc import Iterable, Sequence
from datetime import date

from crawler.vietnamese.mentions.bare_places import choose_bare, choose_beside, has_company
from crawler.vietnamese.mentions.gazetteer import Unit
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.unit_days import Fit, exists, fit, fits_rank
from crawler.vietnamese.mentions.unit_forms import MERGER
from crawler.vietnamese.mentions.unit_names import DISTRICT, PROVINCE, step
from crawler.vietnamese.mentions.units_above import (
    Code,
    codes_above,
    codes_before,
    contains,
    provinces_of_its_day,
    provinces_of_today,
)
from crawler.vietnamese.mentions.words import Word, word_set

_BEFORE_UNIT_ABOVE = word_set(", ( ) - – thuộc của trực cũ trên địa bàn ở tại")
_BETWEEN_EQUALS = word_set(", ; và ) cũ")
_MOST_PLACES_BETWEEN = 20  # places between a ward and the district that says which ward it is
_MOST_BETWEEN = 4  # words and signs, as in ') thuộc địa bàn'
# In the year before it, papers wrote of the wards that July 2025 would bring.
_TOMORROW_IS_NEWS = date(2025, 1, 1)


def narrow_by_place_above(tokens: Sequence[Word], places: list[NamedPlace], day: date | None) -> None:
    """Keep the units that fit what stands above: 'xã X, huyện Y, tỉnh Z'; none if what stands there excludes all.

    A place beside another shares what stands above it: 'xã X và xã W (huyện Y)', 'các xã X, V và W, huyện Y'.
    """
    above: dict[int, NamedPlace] = {}
    for n in range(len(places) - 2, -1, -1):
        place, following = places[n], places[n + 1]
        between = [word.key for word in tokens[place.end : following.start]]
        is_abolished = following.is_bare and not any(exists(unit, day) for unit in _districts(following))
        if not is_abolished and _is_above(place, following, between):
            _narrow(place, following, above.get(n + 1), day, is_strict=not place.is_bare)
            above[n] = following
        elif place.steps == following.steps and n + 1 in above and _joins_equals(place, following, between):
            _narrow(place, above[n + 1], None, day, is_strict=False)
            above[n] = above[n + 1]


def _districts(place: NamedPlace) -> list[Unit]:
    return [unit for unit in place.candidates if step(unit) == DISTRICT]


def _is_above(place: NamedPlace, following: NamedPlace, between: list[str]) -> bool:
    own_step = min(place.steps) if place.is_bare else max(place.steps)
    if max(following.steps) <= own_step or len(between) > _MOST_BETWEEN:
        return False
    if following.row == place.row and following.kinds == place.kinds and not place.is_bare:
        return False
    return all(word in _BEFORE_UNIT_ABOVE for word in between)


def _joins_equals(place: NamedPlace, following: NamedPlace, between: list[str]) -> bool:
    if place.row == following.row:
        return True
    return bool(between) and len(between) <= 2 and all(word in _BETWEEN_EQUALS for word in between)


def _narrow(
    place: NamedPlace, above: NamedPlace, further: NamedPlace | None, day: date | None, *, is_strict: bool
) -> None:
    if not above.candidates:  # a district that no list has: what stands above it counts
        if further is not None and further.candidates:
            _narrow(place, further, None, day, is_strict=is_strict)
        return
    if inside := _inside(place, above, day):
        place.candidates, place.is_narrowed = inside, True
        around = {code for unit in inside for code in codes_above(unit) | codes_before(unit)}
        above.candidates = tuple(u for u in above.candidates if (u.level, u.code) in around)
        above.is_narrowed = above.is_narrowed or step(above.candidates[0]) < PROVINCE
    elif is_strict and not _can_be_beside(place, above):
        place.candidates = ()


def _inside(place: NamedPlace, above: NamedPlace, day: date | None) -> tuple[Unit, ...]:
    """Return the candidates that lie in those of `above` which fit its rank and day best, as far as any do."""
    by_fit: dict[Fit, set[Code]] = {}
    for unit in above.candidates:
        by_fit.setdefault(fit(unit, above.kinds, above.key, day), set()).add((unit.level, unit.code))
    for _, codes in sorted(by_fit.items()):
        if inside := tuple(unit for unit in place.candidates if not codes.isdisjoint(codes_above(unit))):
            return inside
    codes = set().union(*by_fit.values())
    # 'phường Hà Tu (thành phố Hạ Long cũ)': a ward of today, and what it was made of
    return tuple(unit for unit in place.candidates if not codes.isdisjoint(codes_before(unit)))


def _can_be_beside(place: NamedPlace, above: NamedPlace) -> bool:
    """Return True if the two can be items of one list: 'đi qua huyện Châu Phú, TP. Cần Thơ'."""
    return max(place.steps) >= DISTRICT and "tỉnh" not in above.kinds


class Chooser:
    """Chooses the units of a text's places: by their rank and day, by the rest of the text, by the paper's province."""

    def __init__(self, places: Sequence[NamedPlace], day: date | None, province: str | None) -> None:
        self._day = day
        self._home = province
        self._narrowed: dict[tuple[str, int], set[tuple[Unit, ...]]] = {}
        self._ranked: dict[str, set[tuple[Unit, ...]]] = {}
        self._named_provinces: set[str] = set()
        for place in places:
            chosen = self._fitting(place, place.candidates)
            if place.is_narrowed:
                self._narrowed.setdefault((place.key, min(place.steps)), set()).add(chosen)
            if chosen and all(step(unit) == PROVINCE for unit in chosen):
                self._named_provinces.update(*map(provinces_of_today, chosen))
        for place in places:
            if not place.is_bare and max(place.steps) < PROVINCE:
                self._ranked.setdefault(place.key, set()).add(self._choose(place))

    def choose_all(self, places: Sequence[NamedPlace]) -> list[tuple[Unit, ...]]:
        """Return for each place of one part the units of one level that it can mean; none if it is nowhere.

        Of several that remain, a name takes those in the district that the text named last ('Ở quận Gò Vấp, hẻm 2
        (phường 3)'), and a row those in the provinces of its other names ('huyện Cái Bè, Châu Thành').
        """
        chosen = [self._choose(place) for place in places]
        chosen = [_in_named_district(chosen, n) if len(units) > 1 else units for n, units in enumerate(chosen)]
        rows: dict[int, list[int]] = {}
        for n, place in enumerate(places):
            rows.setdefault(place.row, []).append(n)
        return [self._in_row(n, places, chosen, rows[place.row]) for n, place in enumerate(places)]

    def _in_row(
        self, n: int, places: Sequence[NamedPlace], chosen: Sequence[tuple[Unit, ...]], row: Sequence[int]
    ) -> tuple[Unit, ...]:
        """Return what a name means beside the others of its row, whose common rank need not be exact for each of them.

        'các xã Lục Ngạn, Phượng Sơn' beside a commune of today: the ward of today, not the commune that is past.
        """
        place, named = places[n], chosen[n]
        beside_it = [other for other in row if other != n]
        if named and not place.is_announced and not has_company(named, (places[o].candidates for o in beside_it)):
            return ()
        others = [chosen[other] for other in beside_it]
        if place.is_bare and not named:
            return choose_beside(place, others)
        beside = {code for units in others if len(units) == 1 for code in provinces_of_its_day(units[0])}
        if near := tuple(unit for unit in named if not beside.isdisjoint(provinces_of_its_day(unit))):
            return near
        if place.is_former or place.is_narrowed or place.is_bare:
            return named
        on_the_day = (unit for unit in place.candidates if exists(unit, self._day))
        return tuple(unit for unit in on_the_day if not beside.isdisjoint(provinces_of_its_day(unit))) or named

    def _choose(self, place: NamedPlace) -> tuple[Unit, ...]:
        candidates = place.candidates
        if place.is_narrowed:
            return _of_highest_level(self._fitting(place, candidates))
        if place.is_bare:
            return choose_bare(place, self._ranked.get(place.key, ()), self._day, self._home)
        elsewhere = self._narrowed.get((place.key, min(place.steps)), set())
        if len(elsewhere) == 1 and not place.is_former:
            (narrowed,) = elsewhere
            # 'xã Khe Tre, trước đây là thị trấn Khe Tre, huyện Nam Đông': two units of one name.
            if same := tuple(u for u in narrowed if u in candidates and fits_rank(u, place.kinds, place.key)):
                return _of_highest_level(same)
        return _of_highest_level(self._nearest(place, self._fitting(place, candidates)))

    def _fitting(self, place: NamedPlace, candidates: tuple[Unit, ...]) -> tuple[Unit, ...]:
        """Return the candidates that fit rank and day best; another rank must be where the text or the paper is."""
        if place.is_former:
            # 'xã Trảng Bom (nay là phường Trảng Bom)' in 2026: a ward of today by its earlier rank.
            fitting = [unit for unit in candidates if fits_rank(unit, place.kinds, place.key)]
            candidates = tuple(u for u in fitting or candidates if u.level.startswith("former")) or candidates
        by_fit: dict[Fit, list[Unit]] = {}
        for unit in candidates:
            by_fit.setdefault(fit(unit, place.kinds, place.key, self._day), []).append(unit)
        if not by_fit:
            return ()
        best = min(by_fit)
        if best >= Fit.OTHER_RANK and not place.is_narrowed and step(by_fit[best][0]) < PROVINCE:
            return tuple(unit for unit in by_fit[best] if self._home in provinces_of_today(unit))
        return tuple(by_fit[best])

    def _nearest(self, place: NamedPlace, fitting: tuple[Unit, ...]) -> tuple[Unit, ...]:
        """Return the units in the paper's province, else those in a province that the text names, else all."""
        if not fitting or all(step(unit) == PROVINCE for unit in fitting):
            return fitting
        home = {self._home} if self._home else set()
        if near := _in_provinces(fitting, home):
            return near
        is_of_today = self._day is not None and self._day >= MERGER
        if is_of_today and (near := _in_provinces(fitting, self._named_provinces)):
            return near  # a ward of today, before one that is past in the paper's province
        if home and (self._day is None or self._day >= _TOMORROW_IS_NEWS):
            others = [u for u in place.candidates if fit(u, place.kinds, place.key, self._day) < Fit.OTHER_RANK]
            if near := _in_provinces(others, home):
                return near
        return _in_provinces(fitting, self._named_provinces) or fitting


def _in_named_district(chosen: Sequence[tuple[Unit, ...]], at: int) -> tuple[Unit, ...]:
    """Return the wards of `chosen[at]` in the district named last before them, or first behind them; else all."""
    before = range(at - 1, max(-1, at - 1 - _MOST_PLACES_BETWEEN), -1)
    behind = range(at + 1, min(len(chosen), at + 1 + _MOST_PLACES_BETWEEN))
    for n in (*before, *behind):
        is_district = len(chosen[n]) == 1 and step(chosen[n][0]) == DISTRICT
        inside = tuple(unit for unit in chosen[at] if is_district and contains(chosen[n][0], unit))
        if inside:
            return inside
    return chosen[at]


def _in_provinces(candidates: Iterable[Unit], provinces: set[str]) -> tuple[Unit, ...]:
    return tuple(unit for unit in candidates if not provinces.isdisjoint(provinces_of_today(unit)))


def _of_highest_level(candidates: tuple[Unit, ...]) -> tuple[Unit, ...]:
    if not candidates:
        return ()
    highest = max(step(unit) for unit in candidates)
    level = next(unit.level for unit in candidates if step(unit) == highest)
    return tuple(unit for unit in candidates if unit.level == level)
