"""Syllables like Vietnamese ones, with a language's frequencies: a few make up most of a text."""

import unicodedata
from itertools import product

import numpy as np

_SYLLABLES = """
    b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x |
    a ac ai am an ang anh ao at au ay ăm ăn ăng âm ân âng âu ây e em en eo ê ên êu i iêm iên iêu im in inh o oa oai
    oan oi om on ong ô ôi ôm ôn ông ơ ơi ơm ơn u ua ui um un ung uôi uôn uông ư ưa ưng ươi ươn ương
"""
_TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
# The commonest of real news, about in order of frequency; "tỉnh" is in nearly every article of a provincial paper.
_COMMON = """
    và của các tỉnh có được cho trong với xã là đã người năm công những tại phường đến một báo bão hòa mưa lũ
"""


def syllables(seed: int = 0) -> list[str]:
    """Return some 9,000 different syllables (NFC), commonest first."""
    onsets, rimes = (part.split() for part in _SYLLABLES.split("|"))
    combinations = [
        unicodedata.normalize("NFC", _toned(onset, rime, tone)) for onset, rime, tone in product(onsets, rimes, _TONES)
    ]
    np.random.default_rng(seed).shuffle(combinations)
    return [*dict.fromkeys([*_COMMON.split(), *combinations])]


def _toned(onset: str, rime: str, tone: str) -> str:
    """Put the tone on the rime's last vowel that has a mark, or else on its first vowel."""
    vowels = [n for n, letter in enumerate(rime) if letter in "aăâeêioôơuưy"]
    marked = [n for n in vowels if rime[n] in "ăâêôơư"]
    place = (marked or vowels)[-1 if marked else 0]
    return onset + rime[: place + 1] + tone + rime[place + 1 :]


class Words:
    """Draw syllables by Zipf's law: the n-th is 1/n as frequent as the first."""

    def __init__(self, seed: int = 0) -> None:
        self.syllables = syllables()
        shares = np.cumsum(1 / np.arange(1, len(self.syllables) + 1))
        self._shares = shares / shares[-1]
        self._rng = np.random.default_rng(seed)

    def run(self, count: int) -> str:
        """Return `count` syllables, separated by spaces."""
        return " ".join(self._draw(count))

    def sentences(self, count: int) -> list[str]:
        """Return `count` sentences of 10 to 30 syllables, with a capital and a full stop."""
        lengths = self._rng.integers(10, 31, size=count)
        syllables_drawn = self._draw(int(lengths.sum()))
        ends = np.cumsum(lengths).tolist()
        return [
            " ".join(syllables_drawn[end - length : end]).capitalize() + "."
            for end, length in zip(ends, lengths.tolist(), strict=True)
        ]

    def _draw(self, count: int) -> list[str]:
        return [self.syllables[n] for n in np.searchsorted(self._shares, self._rng.random(count)).tolist()]
