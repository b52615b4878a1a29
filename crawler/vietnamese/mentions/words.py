"""Words of a text with their positions, on which all readers of this package work.

In these modules `tokens` are the words of the text, and `at`, `start`, `end` are indexes in `tokens` (end exclusive).
A function `…_length` returns a number of words (0: no match), a function `…_end` the index after the last word.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Marks the end of a paragraph. Unlike a line break it is not white space, so no pattern matches across it.
PARAGRAPH_END = "¶"
# The small letters up to ỹ: in Unicode, capitals as Đ and Ở stand among them.
_SMALL = "a-z" + "".join(letter for letter in map(chr, range(ord("à"), ord("ỹ") + 1)) if letter.islower())
# A line was only wrapped if the next one begins in lower case, or if it ends with a word or sign that ends no sentence.
_LINE_BREAK = re.compile(
    r"(?P<tie>(?:\b(?:[Ss]ố|[Nn]gày|của|và|theo|tại|năm|tháng)|\w[-/])[ \t\r]{0,20})?"
    rf"\n(?![ \t\r]{{0,20}}[{_SMALL}])"
)
# Invisible signs (soft hyphen, zero-width space …) are not words.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ&][^\W_]+)*|[^\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# Old to new place of the tone mark in open syllables: hoà/hòa, khoẻ/khỏe, uỷ/ủy; after q the u is not a vowel (quý).
_NEW_TONE_PLACE = {
    old[0] + tone: new + old[1]
    for old, old_toned, new_toned in (
        ("oa", "àáảãạ", "òóỏõọ"),
        ("oe", "èéẻẽẹ", "òóỏõọ"),
        ("uy", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for tone, new in zip(old_toned, new_toned, strict=True)
}
# A Vietnamese syllable; a word that does not match is from another language's name (Sergei, Đăk, Kông).
VIETNAMESE_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?[^\W\d_bcdđfghjklmnpqrstvwxz]{1,3}"
    r"(?:ch?|m|n|ng|nh|p|t)?"
)
_HARD_K = re.compile(r"k[^eèéẻẽẹêềếểễệhiìíỉĩịyỳýỷỹỵ]")
_OLD_TONE_PLACE = re.compile("(?<!q)(" + "|".join(_NEW_TONE_PLACE) + r")\b")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or sign; `key` is its form for comparison: lower case, tone mark in its new place."""

    text: str
    start: int
    end: int
    key: str

    @property
    def is_capital(self) -> bool:
        """Return True if the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_letters(self) -> bool:
        """Return True if the word is of letters only (an apostrophe may be inside: H'Hen)."""
        return self.text[0].isalpha() and not any(c.isdigit() or c == "&" for c in self.text)

    @property
    def is_abbreviation(self) -> bool:
        """Return True if the word is two or more capitals and no lower-case letter: UBND, GD&ĐT."""
        return len(self.text) > 1 and self.text.isupper()


def fold(text: str) -> str:
    """Return the form for comparison: lower case, hoà as hòa, uỷ as ủy, curly apostrophes straight."""
    return (
        _OLD_TONE_PLACE.sub(lambda match: _NEW_TONE_PLACE[match[1]], text.casefold())
        .replace("’", "'")
        .replace("ʼ", "'")
    )


def mark_paragraph_ends(text: str) -> str:
    """Return the text, of the same length, with PARAGRAPH_END for each line break that ends a paragraph."""
    return _LINE_BREAK.sub(lambda match: match[0] if match["tie"] else PARAGRAPH_END, text)


def words(text: str) -> list[Word]:
    """Return the words, numbers and signs of the text in order."""
    return [Word(match[0], match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a phrase."""
    return tuple(word.key for word in words(text))


class Phrases:
    """Phrases to search for in a text: a tree (trie) with one node for each word.

    `spelling` makes one key of those that are spellings of one word.
    """

    def __init__(self, phrases: Sequence[str], spelling: Callable[[str], str] = lambda key: key) -> None:
        self._root = _Node()
        self._spelling = spelling
        for phrase in phrases:
            node = self._root
            for key in keys(phrase):
                node = node.children.setdefault(spelling(key), _Node())
            node.ends_phrase = True

    def length_at(self, tokens: Sequence[Word], start: int, *, in_capitals: bool = False) -> int:
        """Return the number of words of the longest phrase that begins at word `start`; 0 if there is none.

        `in_capitals`: each of its words must be printed with a capital, as those of a name are.
        """
        node, length = self._root, 0
        for at in range(start, len(tokens)):
            if in_capitals and tokens[at].text[0].islower():
                break
            child = node.children.get(self._spelling(tokens[at].key))
            if child is None:
                break
            node = child
            if node.ends_phrase:
                length = at + 1 - start
        return length


class _Node:
    __slots__ = ("children", "ends_phrase")

    def __init__(self) -> None:
        self.ends_phrase = False
        self.children: dict[str, _Node] = {}


def word_set(text: str) -> frozenset[str]:
    """Return the words of a short word list in the code, separated by white space."""
    return frozenset(text.split())


def is_vietnamese(key: str) -> bool:
    """Return True if the key can be a Vietnamese syllable; in Vietnamese k stands before e, ê, i and y alone."""
    return bool(VIETNAMESE_SYLLABLE.fullmatch(key)) and not _HARD_K.match(key)


@cache
def lexicon(name: str) -> tuple[str, ...]:
    """Return the lines of `lexicon/NAME.txt` without empty lines and comments ('#')."""
    file = resources.files(__package__) / "lexicon" / f"{name}.txt"
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf8").splitlines())
    return tuple(line for line in lines if line)
