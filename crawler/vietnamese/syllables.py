"""Syllables: whether a word can be Vietnamese by its spelling, which has one vowel group and one tone a word."""

import re
import unicodedata
from functools import lru_cache

_ONSET = r"(?:ngh|ng|gh|gi|kh|ph|th|tr|ch|nh|qu|[bcdđghklmnprstvx])?"
_CODA = r"(?:ch|c|m|nh|ng|n|p|t)?"
_VOWELS = (
    r"(?:oa[iyo]?|oă|oeo|oe|oo|oi?|uyê|uya|uyu|uy|uây|uâ|uêu?|uôi?|uơ|ua[iyou]?|uă|ueo|ue|ui?|ươ[iu]?|ưa|ư[iu]?"
    r"|iêu?|ia|iu?|yêu?|y|êu?|eo?|ă|â[uy]?|a[iouy]?|ôi?|ơi?)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_VOWELS}{_CODA}")
# The same where each letter beyond ASCII is unknown: 'H?i', '???ng' for Hội, đường.
_VOWELS_OR_UNKNOWN = r"(?:[aeiouy]{0,2}\?[aeiouy?]{0,2}|[aeiouy]{1,3})"
_SKELETON = re.compile(rf"(?:{_ONSET}|\?){_VOWELS_OR_UNKNOWN}{_CODA}")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WITHOUT_TONES = {ord(tone): None for tone in _TONES}
_ONE_BYTE_SETS = ("cp1252", "cp1258", "cp1250", "cp1251", "mac_roman", "cp437")
_LONGEST = 7  # letters: nghiêng


@lru_cache(maxsize=20_000)  # the text of a paper has some 5,000 different words
def is_syllable(word: str) -> bool:
    """Return True if a word is spelt as a Vietnamese syllable, whatever its case."""
    if not 0 < len(word) <= _LONGEST:
        return False
    letters = unicodedata.normalize("NFD", word.casefold())
    toneless = letters.translate(_WITHOUT_TONES)
    if len(letters) - len(toneless) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


def has_syllables_shape(word: str) -> bool:
    """Return True if a word can be a syllable whose letters beyond ASCII are written with other signs."""
    if not 0 < len(word) <= _LONGEST:
        return False
    return bool(_SKELETON.fullmatch("".join(map(_ascii_or_unknown, word.casefold()))))


@lru_cache(maxsize=1024)
def _ascii_or_unknown(letter: str) -> str:
    """Return '?' for a sign that a browser shows for a byte of another set, and any other letter as it is."""
    return letter if letter.isascii() or not _is_one_byte(letter) else "?"


def _is_one_byte(letter: str) -> bool:
    return any(letter.encode(charset, "ignore") for charset in _ONE_BYTE_SETS)
