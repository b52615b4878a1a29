"""Places found and read right in labelled sentences: `python tests/vietnamese/mentions/score_places.py [FILE]`.

The files of `places/` say how sentences are labelled. A place is found if a mention ends where it does and has its
name; it is right if the mention has its unit and no other. A mention of one unit that is not the right one is wrong and
certain, and so is one where no place is.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from crawler.vietnamese.mentions import places
from crawler.vietnamese.mentions.gazetteer import Level, Unit, units
from crawler.vietnamese.mentions.units_above import unit_by_code
from crawler.vietnamese.mentions.words import fold

LABELLED = Path(__file__).with_name("places")
LEVELS: dict[str, Level] = {
    "p": "province",
    "w": "ward",
    "P": "former_province",
    "d": "former_district",
    "v": "former_ward",
}
_LABEL = re.compile(r"\{([^|}]+)\|(\w)\s?([^}=]*)(?:=([^}]+))?\}")


@dataclass
class Sentence:
    """A sentence, its day, its paper's province, and its places: end and text, level and code."""

    text: str
    day: date
    province: str
    places: list[tuple[int, str, Level, str]] = field(default_factory=list)


@dataclass
class PlaceScore:
    """Counts over sentences, and what was wrong."""

    named: int = 0
    found: int = 0
    right: int = 0
    wrong_and_certain: int = 0
    wrong: list[str] = field(default_factory=list)


def sentences(file: Path) -> Iterator[Sentence]:
    """Read a file of labelled sentences."""
    for line in file.read_text("utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        day, province, labelled = line.split(" ", 2)
        sentence = Sentence("", date.fromisoformat(day), province)
        last = 0
        for label in _LABEL.finditer(labelled):
            printed, letter, above, name = label.groups()
            sentence.text += labelled[last : label.start()] + printed
            unit = _unit(LEVELS[letter], name or printed, above.strip())
            sentence.places.append((len(sentence.text), printed, unit.level, unit.code))
            last = label.end()
        sentence.text += labelled[last:]
        yield sentence


def score(labelled: list[Sentence]) -> PlaceScore:
    """Score the reader of places."""
    total = PlaceScore()
    for sentence in labelled:
        wanted = {end: (text, level, code) for end, text, level, code in sentence.places}
        total.named += len(wanted)
        for mention in places.find(sentence.text, day=sentence.day, province=sentence.province):
            ends = {end for end in wanted if _is_same(mention, end, wanted[end][0])}
            text, level, code = wanted.pop(ends.pop()) if ends else ("", "", "")
            is_right = (mention.named.level, mention.named.codes) == (level, (code,))
            total.found += bool(text)
            total.right += is_right
            total.wrong_and_certain += not is_right and len(mention.named.codes) == 1
            if not is_right:
                total.wrong.append(f"{mention.text!r} as {mention.named}, not {level} {code}: {sentence.text}")
        total.wrong += [f"missing {text!r}: {sentence.text}" for text, _, _ in wanted.values()]
    return total


def _is_same(mention: places.PlaceMention, end: int, text: str) -> bool:
    start = end - len(text)
    name_ends = (end, start + len(text.removesuffix("(cũ)").rstrip()))
    return mention.end in name_ends and mention.start < end


def _names(unit: Unit) -> set[str]:
    return {fold(name) for form in unit.forms for name in (form.bare, form.name)}


@cache
def _by_name() -> dict[tuple[Level, str], list[Unit]]:
    by_name: dict[tuple[Level, str], list[Unit]] = {}
    for unit in units():
        for name in _names(unit):
            by_name.setdefault((unit.level, name), []).append(unit)
    return by_name


def _lies_in(unit: Unit, above: str) -> bool:
    return not above or (unit.above is not None and fold(above) in _names(unit_by_code()[unit.above]))


def _unit(level: Level, printed: str, above: str) -> Unit:
    """Return the one unit of this level that has the printed name and lies in a unit named `above`."""
    words = fold(re.sub(r"\(.*?\)", " ", printed)).replace(".", ". ").split()
    for first in range(len(words)):
        same = [unit for unit in _by_name().get((level, " ".join(words[first:])), []) if _lies_in(unit, above)]
        if len(same) > 1 and first:
            same = [unit for unit in same if unit.kind in fold(printed)] or same
        if len(same) == 1:
            return same[0]
        if same and first:
            raise LookupError(f"{printed}: {[unit.code for unit in same]}")
    raise LookupError(f"{level} {printed!r} in {above!r}")


def main() -> None:
    """Print the score and what was wrong."""
    files = [Path(sys.argv[1])] if len(sys.argv) > 1 else sorted(LABELLED.glob("*.txt"))
    labelled = [sentence for file in files for sentence in sentences(file)]
    total = score(labelled)
    print("".join(f"  {line}\n" for line in total.wrong), end="")
    print(
        f"{len(labelled)} sentences, {total.named} places: found {total.found / total.named:.3f}, "
        f"right {total.right / total.named:.3f}, wrong and certain {total.wrong_and_certain}"
    )


if __name__ == "__main__":
    main()
