"""An attack on twins: whoever scrubs other pages learns what a twin's words stand for, and a model of the language.

The attacker has other pages with their twins, made in the same way. From them it learns which words a twin's word may
stand for, by itself or by its length and accents, and which words follow each other; Viterbi's way joins the two.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

from crawler.vietnamese.text import clean

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES = 25  # words that one secret may stand for: the likeliest
_COMMONEST = 40  # words of the language: whoever names them always is right now and then
_FLOOR = 0.2


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(clean(text))]


class Attacker:
    """Somebody who has pages and their twins, each a pair (page, twin) with as many words."""

    def __init__(self, pages: Sequence[tuple[str, str]]) -> None:
        self.meanings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.count: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        for page, twin in pages:
            words = words_of(page)
            self.count.update(words)
            self.pairs.update(pairwise(words))
            for word, secret in zip(words, words_of(twin), strict=True):
                self.meanings[secret][word] += 1
                self.meanings[_kind(secret)][word] += 1

    def recovers(self, page: str, twin: str) -> float:
        """Return the share of a page's content words, all but the commonest of the language, that are named right."""
        truth = words_of(page)
        guesses = self.guess(words_of(twin))
        common = {word for word, _ in self.count.most_common(_COMMONEST)}
        content = [(t, g) for t, g in zip(truth, guesses, strict=True) if t not in common and len(t) > 1]
        return sum(t == g for t, g in content) / len(content)

    def guess(self, secrets: list[str]) -> list[str]:
        best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for secret in secrets:
            best = {
                word: max(
                    ((score + own + self._step(before, word), [*path, word]) for before, (score, path) in best.items())
                )
                for word, own in self._choices(secret)
            }
        return max(best.values())[1]

    def _choices(self, secret: str) -> Iterator[tuple[str, float]]:
        meanings = self.meanings.get(secret) or self.meanings.get(_kind(secret)) or self.count
        for word, count in meanings.most_common(_CANDIDATES):
            yield word, log(count / meanings.total())

    def _step(self, before: str, word: str) -> float:
        return log((self.pairs[before, word] + _FLOOR) / (self.count[before] + _FLOOR * len(self.count)))


def _kind(word: str) -> str:
    return f"{len(word)} {'plain' if word.isascii() else 'accented'}"
