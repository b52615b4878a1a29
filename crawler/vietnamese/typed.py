"""Typed text: what a writer typed in Telex where no program turned the keys into letters, 'Baf con aaps Xa'."""

import re
import unicodedata

from crawler.vietnamese.syllables import is_syllable

# Letters by two keys, then the tone by a last key: 'tuyeens' is tuyến.
_KEYS = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_KEY = re.compile("|".join(_KEYS))
_WORD = re.compile(r"[A-Za-z]+")
_TONE_KEYS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_FEWEST_KEYS = 5  # different words with such keys
_KEYS_SHARE = 0.15  # of the words; Vietnamese has 0.4
_SYLLABLES_SHARE = 0.85  # of the words as they were meant; of English words 0.4 are syllables by chance


def is_telex(text: str) -> bool:
    """Return True if a text in ASCII is Vietnamese as Telex' keys write it."""
    words = _WORD.findall(text.lower())
    keyed = {word for word in words if _KEY.search(word) and is_syllable(_meant(word))}
    if len(keyed) < _FEWEST_KEYS or sum(word in keyed for word in words) < _KEYS_SHARE * len(words):
        return False
    return sum(is_syllable(word) or is_syllable(_meant(word)) for word in words) >= _SYLLABLES_SHARE * len(words)


def _meant(word: str) -> str:
    """Return the word that the keys mean: 'truwowcs' is trước."""
    tone = _TONE_KEYS.get(word[-1], "")
    letters = _KEY.sub(lambda key: _KEYS[key[0]], word.removesuffix(word[-1]) if tone else word)
    return unicodedata.normalize("NFC", re.sub("([aeiouyâêôăơư])(?!.*[aeiouyâêôăơư])", rf"\1{tone}", letters, count=1))
