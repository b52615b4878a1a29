"""Text as words with their places: what the readers of offices, organs, names and places walk over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Stands for the end of a paragraph: unlike a line break it is no white space, so that nothing reads across it.
PARAGRAPH_END = "¶"
# A line that goes on in lower case was only wrapped; so was one that ends with a word or sign that nothing ends with.
_BREAK = re.compile(
    r"(?P<tie>(?:\b(?:[Ss]ố|[Nn]gày|của|và|theo|tại|năm|tháng)|\w[-/])[ \t\r]{0,20})?\n(?![ \t\r]{0,20}[a-zà-ỹđ])"
)
# Invisible signs (soft hyphen, zero-width space …) are no words.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ&][^\W_]+)*|[^\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# Old and new placement of the tone mark in open syllables: hoà/hòa, khoẻ/khỏe, uỷ/ủy; after q the u is no vowel (quý).
_TONES = {
    old[0] + tone: new + old[1]
    for old, tones, news in (
        ("oa", "àáảãạ", "òóỏõọ"),
        ("oe", "èéẻẽẹ", "òóỏõọ"),
        ("uy", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for tone, new in zip(tones, news, strict=True)
}
_OPEN = re.compile("(?<!q)(" + "|".join(_TONES) + r")\b")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or sign; `key` is its form for comparing: lower case, tone marks in one place."""

    text: str
    start: int
    end: int
    key: str

    @property
    def is_capital(self) -> bool:
        """Tell whether it is a word that begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_letters(self) -> bool:
        """Tell whether it is a word of letters (with an apostrophe inside: H'Hen)."""
        return self.text[0].isalpha() and not any(c.isdigit() or c == "&" for c in self.text)

    @property
    def is_abbreviation(self) -> bool:
        """Tell whether it is written in capitals only, two at least: UBND, GD&ĐT."""
        return len(self.text) > 1 and self.text.isupper()


def fold(text: str) -> str:
    """Return the form for comparing: lower case, hoà as hòa, uỷ as ủy, curly apostrophes straight."""
    return _OPEN.sub(lambda found: _TONES[found[1]], text.casefold()).replace("’", "'").replace("ʼ", "'")


def in_paragraphs(text: str) -> str:
    """Return the text, of the same length, with a sign for each line break that ends a paragraph."""
    return _BREAK.sub(lambda found: found[0] if found["tie"] else PARAGRAPH_END, text)


def words(text: str) -> list[Word]:
    """Return the words, numbers and signs of the text in order."""
    return [Word(found[0], found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of a phrase's words."""
    return tuple(word.key for word in words(text))


class Phrases:
    """Phrases to be found in text, the longest first: a tree with a step for each word."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._root = _Step()
        for phrase in phrases:
            step = self._root
            for key in keys(phrase):
                step = step.further.setdefault(key, _Step())
            step.ends = True

    def at(self, tokens: Sequence[Word], start: int) -> int:
        """Return how many words of the longest phrase stand at `start`; 0 for none."""
        step, found = self._root, 0
        for n in range(start, len(tokens)):
            further = step.further.get(tokens[n].key)
            if further is None:
                break
            step = further
            if step.ends:
                found = n + 1 - start
        return found


class _Step:
    __slots__ = ("ends", "further")

    def __init__(self) -> None:
        self.ends = False
        self.further: dict[str, _Step] = {}


@cache
def lexicon(name: str) -> tuple[str, ...]:
    """Return the lines of `lexicon/NAME.txt`; '#' begins a remark."""
    file = resources.files(__package__) / "lexicon" / f"{name}.txt"
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf8").splitlines())
    return tuple(line for line in lines if line)
