"""Places: provinces, districts and wards that a text names, as sets of official units of the text's day and of today.

Mentions are a name with its rank ('xã Mỹ Đức', 'TP. Long Xuyên'), a row of them ('các xã Mỹ Đức, Vĩnh Tế'), a
province by its name alone ('An Giang'), and a lower unit by its name alone where a place is expected ('quê Hải Hậu')
and the text or the paper's province say which it is. If several units have the name, the place after it narrows them
('xã Mỹ Đức, huyện Châu Phú, tỉnh An Giang'), then another mention in the text, then the province given with the text.
If several remain, the mention has all of them; if what stands after it excludes all, it is no mention.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import Level, Unit
from crawler.vietnamese.mentions.named_place import NamedPlace
from crawler.vietnamese.mentions.place_choice import Chooser, narrow_by_place_above
from crawler.vietnamese.mentions.place_contexts import are_merged_behind, is_merged
from crawler.vietnamese.mentions.place_rows import PlaceReader
from crawler.vietnamese.mentions.unit_days import exists
from crawler.vietnamese.mentions.units_above import former_wards_by_district
from crawler.vietnamese.mentions.words import Word, mark_paragraph_ends, words

_BETWEEN_MERGED = {",", "và", "với"}


@dataclass(frozen=True)
class UnitSet:
    """Units of one level; more than one if the text does not say which."""

    level: Level
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceMention:
    """A place as printed at letters [start, end), and the units that it can mean.

    `named` are the units of this name and rank; `then` is the same if they existed on the text's day (or the day is
    unknown), otherwise None (a former district in a text of 2026); `now` are today's wards or provinces of which the
    named units became part (for a district, all its wards).
    """

    name: str
    rank: str | None
    named: UnitSet
    then: UnitSet | None
    now: UnitSet
    text: str
    start: int
    end: int


def find(text: str, *, day: date | None = None, province: str | None = None) -> list[PlaceMention]:
    """Return the places that the text names, in text order; `text[p.start:p.end] == p.text` for each of them.

    `day` is the text's day (None: unknown, today's units are tried first). `province` is the code of the newspaper's
    province of today, which narrows a name that several provinces have.
    """
    return find_in_parts([text], day=day, province=province)[0]


def find_in_parts(
    texts: Sequence[str], *, day: date | None = None, province: str | None = None
) -> list[list[PlaceMention]]:
    """Return the places of each part of one article: a name that one part narrows means the same in the others."""
    marked = [mark_paragraph_ends(text) for text in texts]
    parts = [(text, tokens := place_words(text), _read(tokens, day)) for text in marked]
    chooser = Chooser([place for _, _, places in parts for place in places], day, province)
    return [
        [
            _place_mention(text, tokens, place, chosen, day)
            for place, chosen in zip(places, chooser.choose_all(places), strict=True)
            if chosen
        ]
        for text, tokens, places in parts
    ]


def _read(tokens: Sequence[Word], day: date | None) -> list[NamedPlace]:
    places = list(PlaceReader(tokens, day).read())
    for place, following in reversed(list(pairwise(places))):
        if following.is_former and place.row == following.row and place.kinds == following.kinds:
            place.is_former = True  # 'hai tỉnh Gia Lai và Bình Định (cũ)'
    _mark_merged(tokens, places)
    narrow_by_place_above(tokens, places, day)
    return places


def _mark_merged(tokens: Sequence[Word], places: Sequence[NamedPlace]) -> None:
    """Mark as past what became part of another unit: 'hợp nhất từ tỉnh Hà Nam, tỉnh Nam Định và tỉnh Ninh Bình'."""
    for group in _groups(tokens, places):
        if is_merged(tokens, group[0].start) or (len(group) > 1 and are_merged_behind(tokens, group[-1].end)):
            for place in group:
                place.is_former = True


def _groups(tokens: Sequence[Word], places: Sequence[NamedPlace]) -> list[list[NamedPlace]]:
    """Return the places in groups of those that stand beside one another.

    A name that comes again begins another group: 'hợp nhất ba tỉnh Lâm Đồng, Bình Thuận, Đắk Nông, | tỉnh Lâm Đồng …'.
    """
    groups: list[list[NamedPlace]] = []
    for place in places:
        group = groups[-1] if groups else []
        between = [word.text for word in tokens[group[-1].end : place.start]] if group else []
        is_named = any(place.key == other.key and place.steps == other.steps for other in group)
        if group and not is_named and all(sign in _BETWEEN_MERGED for sign in between):
            group.append(place)
        else:
            groups.append([place])
    return groups


def place_words(text: str) -> list[Word]:
    """Return the words of the text, 'Q1' and 'P5' as two: a rank and a number."""
    split: list[Word] = []
    for word in words(text):
        if len(word.text) in (2, 3) and word.text[0] in "PQ" and word.text[1:].isdigit():
            split += [
                Word(word.text[0], word.start, word.start + 1, word.key[0]),
                Word(word.text[1:], word.start + 1, word.end, word.key[1:]),
            ]
        else:
            split.append(word)
    return split


def _place_mention(
    text: str, tokens: Sequence[Word], place: NamedPlace, chosen: tuple[Unit, ...], day: date | None
) -> PlaceMention:
    start, end, name_start = tokens[place.start].start, tokens[place.end - 1].end, tokens[place.name_start].start
    named = UnitSet(chosen[0].level, tuple(sorted(unit.code for unit in chosen)))
    return PlaceMention(
        name=text[name_start:end],
        rank=text[start:name_start].strip() or None,
        named=named,
        then=named if day is None or exists(chosen[0], day) else None,
        now=_units_of_today(chosen),
        text=text[start:end],
        start=start,
        end=end,
    )


def _units_of_today(named: tuple[Unit, ...]) -> UnitSet:
    level = named[0].level
    if level == "former_district":
        former_wards = [ward for unit in named for ward in former_wards_by_district().get(unit.code, ())]
        codes = {code for ward in former_wards for code in ward.successors}
        return UnitSet("ward", tuple(sorted(codes)))
    codes = {code for unit in named for code in (unit.successors if level.startswith("former") else (unit.code,))}
    return UnitSet("province" if level.endswith("province") else "ward", tuple(sorted(codes)))
