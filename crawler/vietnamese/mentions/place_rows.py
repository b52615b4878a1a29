"""Names of places in the order of a text: single ones, rows of them, and provinces without a rank.

A row is several names that share a rank: 'các xã: A, B và C', 'huyện A, B', '7 xã A (12 hộ), B (5 hộ)'.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from crawler.vietnamese.mentions.bare_places import begins_row, can_be_bare, is_announced
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.place_contexts import begins_other, follows_organ, is_marked_former, name_goes_on
from crawler.vietnamese.mentions.place_ranks import Rank, can_begin, rank_at
from crawler.vietnamese.mentions.place_things import is_no_province
from crawler.vietnamese.mentions.row_gaps import SEPARATORS, amount_end, aside_end, unknown_end, unknown_item_end
from crawler.vietnamese.mentions.shared_names import (
    are_together,
    follows_lower_unit,
    is_province_above,
    share_province,
)
from crawler.vietnamese.mentions.unit_days import exists, fits_rank
from crawler.vietnamese.mentions.unit_names import (
    DISTRICT,
    PROVINCE,
    WARD,
    NamesOfSteps,
    name_key,
    names_of_steps,
    past_provinces,
    province_names,
)
from crawler.vietnamese.mentions.units_above import contains, provinces_of_today
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Word

_BEFORE_BARE_DISTRICT = {",", "(", "-", "–", "thuộc", "của"}


@dataclass
class _Row:
    number: int
    rank: Rank | None = None
    members: list[NamedPlace] = field(default_factory=list)


class PlaceReader:
    """Reads the places of one text in one pass from its first word to its last."""

    def __init__(self, tokens: Sequence[Word], day: date | None) -> None:
        self._tokens = tokens
        self._day = day
        self._at = 0
        self._rows = 0
        self._row = _Row(0)
        self._outer: list[tuple[int, _Row]] = []  # rows that go on behind a bracket, each with the bracket's end

    def read(self) -> Iterator[NamedPlace]:
        """Yield the places in text order."""
        while self._at < len(self._tokens):
            place = self._with_rank() or self._in_row() or self._bare_district() or self._bare_province()
            place = place or self._bare_lower_unit()
            if place is None:
                self._step()
                continue
            yield place
            self._row.members.append(place)
            self._at = place.end

    def _step(self) -> None:
        """Step over a word that begins no place; a row ends at any word that does not part its names."""
        word = self._tokens[self._at]
        while self._outer and self._at >= self._outer[-1][0]:
            self._row = self._outer.pop()[1]
        if word.text == "(" and self._row.rank and (end := aside_end(self._tokens, self._at)):
            self._outer.append((end, self._row))
            self._begin_row(None)
        elif word.text == PARAGRAPH_END:
            self._outer.clear()
            self._begin_row(None)
        elif word.text != ")" and word.key not in SEPARATORS:
            self._step_over_gap()
        self._at += 1

    def _step_over_gap(self) -> None:
        """Step to the last word of an unknown name or an amount within a row; else the row ends."""
        end = self._at
        if self._row.rank and self._row.rank.is_plural:
            end = unknown_item_end(self._tokens, self._at)
        if self._row.rank and self._row.members and self._row.members[-1].end == self._at:
            end = max(end, amount_end(self._tokens, self._at))
        if end > self._at:
            self._at = end - 1
        else:
            self._begin_row(None)

    def _begin_row(self, rank: Rank | None) -> None:
        if rank or self._row.rank or self._row.members:
            self._rows += 1
            self._row = _Row(self._rows, rank)

    def _with_rank(self) -> NamedPlace | None:
        """Read 'xã Mỹ Đức', 'TP. Long Xuyên', 'Quận 1', 'Thành ủy Tây Ninh'."""
        rank = rank_at(self._tokens, self._at)
        if rank is None:
            return None
        while self._outer and self._at >= self._outer[-1][0]:
            self._row = self._outer.pop()[1]
        start = rank.start if rank.is_before_name else rank.name_start
        if rank.kinds and self._tokens[rank.start].key in ("tỉnh", "thành", "huyện", "quận", "thị"):
            is_committee = self._tokens[rank.start + 1].key in ("ủy", "đoàn")
            start = rank.name_start if is_committee else start
        place = self._named(names_of_steps(rank.steps), rank, start, rank.name_start)
        if place is None:
            return self._unknown(rank)
        self._begin_row(rank)
        place.row = self._row.number
        return place

    def _named(self, names: NamesOfSteps, rank: Rank | None, start: int, name_start: int) -> NamedPlace | None:
        tokens = self._tokens
        length, candidates = names.match(tokens, name_start)
        end = name_start + length
        after_organ = rank is not None and follows_organ(tokens, rank.start)
        if not length or name_goes_on(tokens, name_start, end, after_organ=after_organ):
            return None
        if rank and "tỉnh" in rank.kinds and past_provinces().length_at(tokens, name_start) > length:
            return None
        kinds, steps = (rank.kinds, rank.steps) if rank else ((), (PROVINCE,))
        is_former = bool(rank and rank.is_former) or is_marked_former(tokens, end)
        key = name_key(tokens[name_start:end])
        return NamedPlace(start, end, name_start, kinds, steps, candidates, self._row.number, is_former, key)

    def _unknown(self, rank: Rank) -> NamedPlace | None:
        """Return the place that no list has, so that nothing within its name is read as another: 'huyện Hà Nam X'."""
        if not rank.is_before_name or begins_other(self._tokens, rank.name_start):
            return None
        if province_names().match(self._tokens, self._at)[0]:
            return None  # 'TT Huế'
        end = rank.name_start + past_provinces().length_at(self._tokens, rank.name_start)
        end = max(end, unknown_end(self._tokens, rank.name_start))
        if end == rank.name_start or name_goes_on(self._tokens, rank.name_start, end):
            return None
        self._begin_row(rank)
        return NamedPlace(rank.start, end, rank.name_start, rank.kinds, rank.steps, (), self._row.number)

    def _in_row(self) -> NamedPlace | None:
        """Read a further name of a row: 'các xã Mỹ Đức, | Vĩnh Tế và | Bình Mỹ', 'xã Mỹ Đức và | Bình Mỹ'."""
        rank, at = self._row.rank, self._at
        if rank is None or not at or self._tokens[at - 1].key not in SEPARATORS or not can_begin(self._tokens, at):
            return None
        place = self._named(names_of_steps(rank.steps), rank, at, at)
        province_length = province_names().match(self._tokens, at)[0]
        if place is None or province_length > place.end - at:
            return None  # 'huyện Châu Đức, | Bà Rịa - Vũng Tàu'
        members = [member for member in self._row.members if member.candidates]
        beside = {code for member in members for unit in member.candidates for code in provinces_of_today(unit)}
        inside = [unit for unit in place.candidates if not beside.isdisjoint(provinces_of_today(unit))]
        near = [unit for unit in inside if fits_rank(unit, rank.kinds, place.key)]
        is_province = province_length == place.end - at
        if rank.is_plural:
            # A row of communes may name a ward too: 'các xã Lục Ngạn, Phượng Sơn'.
            others = any(exists(unit, self._day) for unit in inside)
            is_province = is_province and PROVINCE not in rank.steps
            return place if near or (others and not is_province) or not (is_province or beside) else None
        if self._is_district_above(members, place) or (is_province and not self._is_beside(members, place)):
            return None
        if rank.steps == (DISTRICT,):
            near = inside  # of any rank: 'quận 7, | Nhà Bè'; but a ward's bare name behind a commune can be a hamlet's
        is_past = place.is_former or rank.steps == (DISTRICT,)  # in a text of today all districts are past
        return place if any(exists(unit, self._day) for unit in near) or (near and is_past) else None

    def _is_beside(self, members: list[NamedPlace], place: NamedPlace) -> bool:
        """Return True if a name that is also a province's belongs to the row: 'huyện Lệ Thủy, | Quảng Ninh'.

        False for 'TP Bắc Giang; | Bắc Ninh', a city of another province, and for 'TP Chí Linh, | Hải Dương'.
        """
        if not share_province(members[-1:], place):
            return False
        beside = members[-1].candidates if members else ()
        if not is_province_above(self._tokens, place.start, beside):
            return True
        provinces = province_names().match(self._tokens, place.start)[1]
        if len(members) > 1 and not any(exists(unit, self._day) for unit in provinces):
            return True  # 'phường Thủ Dầu Một, Phú Lợi, Bình Dương': a province of that name is past
        after = place.end + 1  # 'phường Phú Lợi, | Sóc Trăng, Mỹ Xuyên'
        return (
            after < len(self._tokens)
            and self._tokens[place.end].text == ","
            and not province_names().match(self._tokens, after)[0]
            and are_together(self._tokens, after, beside)
        )

    def _is_district_above(self, members: list[NamedPlace], place: NamedPlace) -> bool:
        if not members or self._row_goes_on(place.end):
            return False
        return self._district_above(members[-1], place.start, place.end) is not None

    def _row_goes_on(self, end: int) -> bool:
        """Return True if one more ward stands behind: 'xã Quang Trung, Thống Nhất, | Kiến Quốc'."""
        at = end + 1
        if at >= len(self._tokens) or self._tokens[end].text not in (",", "và"):
            return False
        is_province = province_names().match(self._tokens, at)[0] > 0
        return not is_province and names_of_steps((WARD,)).match(self._tokens, at)[0] > 0

    def _bare_district(self) -> NamedPlace | None:
        """Read a district without its rank behind a ward in it: 'xã Mỹ Đức, | Châu Phú', 'phường 1 (| Tân An)'."""
        row = self._row if self._row.members or not self._outer else self._outer[-1][1]
        if not row.members or not can_begin(self._tokens, self._at):
            return None
        last = row.members[-1]
        between = self._tokens[last.end : self._at]
        if not between or len(between) > 2 or any(word.key not in _BEFORE_BARE_DISTRICT for word in between):
            return None
        return self._district_above(last, self._at, None)

    def _district_above(self, below: NamedPlace, at: int, end: int | None) -> NamedPlace | None:
        place = self._named(names_of_steps((DISTRICT,)), None, at, at)
        if place is None or (end and place.end < end) or WARD not in below.steps or self._tokens[at].text.isdigit():
            return None  # 'phường 1, 2 và | 3 (quận 8)'
        is_province = province_names().match(self._tokens, at)[0] >= place.end - at
        if is_province and is_province_above(self._tokens, at, below.candidates):
            return None  # but 'xã Hàm Ninh (Quảng Ninh)' is in a district of Quảng Bình
        inside = tuple(
            unit for unit in place.candidates if any(contains(unit, candidate) for candidate in below.candidates)
        )
        if not inside or not (any(exists(unit, self._day) for unit in inside) or place.is_former):
            return None
        place.candidates, place.kinds, place.steps = inside, _district_kinds(), (DISTRICT,)
        return place

    def _bare_province(self) -> NamedPlace | None:
        """Read a province by its name alone, unless it is in the name of a person, a river or a school."""
        if not self._tokens[self._at].is_capital:
            return None
        place = self._named(province_names(), None, self._at, self._at)
        if place is None or is_no_province(self._tokens, place.start, place.end):
            return None
        return None if follows_lower_unit(self._tokens, self._at) else place

    def _bare_lower_unit(self) -> NamedPlace | None:
        """Read a district or ward by its name alone: 'quê | Hải Hậu, Nam Định', 'từ Vũng Liêm đi | Trà Ôn'."""
        if not self._tokens[self._at].is_capital:
            return None
        place = self._named(names_of_steps((WARD, DISTRICT)), None, self._at, self._at)
        if place is None or not can_be_bare(self._tokens, place.start, place.end):
            return None
        start, end, members = place.start, place.end, self._row.members
        is_in_row = any(member.is_announced for member in members)
        place.steps, place.is_bare = (WARD, DISTRICT), True
        place.is_announced = is_announced(self._tokens, start, end, in_row=is_in_row)
        is_listed = bool(members) and is_announced(self._tokens, start, end, in_row=True)
        return place if place.is_announced or is_listed or begins_row(self._tokens, start, end) else None


@cache
def _district_kinds() -> tuple[str, ...]:
    return ("huyện", "quận", "thị xã", "thành phố")
