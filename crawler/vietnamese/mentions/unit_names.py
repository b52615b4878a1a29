"""Units by their names as papers print them: spelling variants, and names in capitals."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.gazetteer import Unit, units
from crawler.vietnamese.mentions.words import Phrases, Word, is_vietnamese, keys, lexicon, words

# Steps of the ladder on which units stand: xã, phường, thị trấn, đặc khu; huyện, quận, thị xã, thành phố; provinces.
WARD, DISTRICT, PROVINCE = 1, 2, 3
_STEPS = {"ward": WARD, "former_ward": WARD, "former_district": DISTRICT}
# One sound, two letters: Quy/Qui Nhơn, Mỹ/Mĩ Đức, Kỳ/Kì Anh.
_I_OR_Y = re.compile(r"(h|k|l|m|s|t|v|qu)([iìíỉĩị])")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_NEVER_ALONE = {"hồ chí minh", "hcm"}  # without TP. before it, it is the president


def step(unit: Unit) -> int:
    """Return the unit's step: WARD, DISTRICT or PROVINCE."""
    return _STEPS.get(unit.level, PROVINCE)


@cache
def spelling(key: str) -> str:
    """Return one key for the spellings of a word: mĩ as mỹ, 01 as 1, any dash as '-', Đak, Đắk and Đắc as dak."""
    if key in ("–", "—"):
        return "-"
    if key.isdigit():
        return key.lstrip("0") or "0"
    if match := _I_OR_Y.fullmatch(key):
        return match[1] + match[2].translate(_I_TO_Y)
    if is_vietnamese(key) and key != "đắc":
        return key
    # A name of the highlands: its marks, apostrophes and last consonant differ from paper to paper.
    bare = unicodedata.normalize("NFD", key.replace("đ", "d").replace("'", ""))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return "dak" if bare == "dac" else bare


@dataclass(frozen=True)
class NamesOfSteps:
    """The names of all units on some steps, and the units that have each name."""

    phrases: Phrases
    by_name: dict[str, tuple[Unit, ...]]

    def match(self, tokens: Sequence[Word], at: int) -> tuple[int, tuple[Unit, ...]]:
        """Return the length of the longest name at word `at`, all of it in capitals, and the units that have it."""
        length = self.phrases.length_at(tokens, at, in_capitals=True)
        if length == 1 and len(tokens[at].text) == 1 and tokens[at].is_letters:
            return 0, ()
        return length, self.by_name.get(name_key(tokens[at : at + length]), ()) if length else ()


def name_key(name: Sequence[Word]) -> str:
    """Return the key of a name, equal for all its spellings."""
    return " ".join(spelling(word.key) for word in name)


@cache
def names_of_steps(steps: tuple[int, ...]) -> NamesOfSteps:
    """Return the names of the units on these steps, with the variants of `lexicon/place_variants.txt`."""
    return _named([unit for unit in units() if step(unit) in steps], frozenset())


@cache
def province_names() -> NamesOfSteps:
    """Return the names that mean a province without a rank before them."""
    return _named([unit for unit in units() if step(unit) == PROVINCE], frozenset(_NEVER_ALONE))


@cache
def past_provinces() -> Phrases:
    """Return the provinces whose double names began with that of a later one: 'tỉnh Quảng Nam - Đà Nẵng'."""
    return Phrases(lexicon("past_provinces"), spelling)


def _named(listed: list[Unit], left_out: frozenset[str]) -> NamesOfSteps:
    by_name: dict[str, dict[Unit, None]] = {}
    for unit in listed:
        for form in unit.forms:
            by_name.setdefault(official_key(form.bare), {})[unit] = None
    printed = {form.bare: None for unit in listed for form in unit.forms}
    for variant, official in _variants():
        if same := by_name.get(official):
            by_name.setdefault(name_key(words(variant)), {}).update(same)
            printed[variant] = None
    names = [name for name in printed if " ".join(keys(name)) not in left_out]
    return NamesOfSteps(Phrases(names, spelling), {name: tuple(same) for name, same in by_name.items()})


@cache
def _variants() -> tuple[tuple[str, str], ...]:
    pairs = (line.partition(" = ")[::2] for line in lexicon("place_variants"))
    return tuple((variant, name_key(words(official))) for variant, official in pairs)


def has_name(official: str, key: str) -> bool:
    """Return True if an official name, without its rank, has this key or a variant with this key."""
    return official_key(official) == key or (key, official_key(official)) in _variant_keys()


@cache
def official_key(name: str) -> str:
    """Return the key of an official name without its rank."""
    return name_key(words(name))


@cache
def _variant_keys() -> frozenset[tuple[str, str]]:
    return frozenset((name_key(words(variant)), official) for variant, official in _variants())
