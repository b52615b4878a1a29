"""Repeats: what a page prints twice, the twin prints twice, as readers compare headline, lead and byline."""

from dataclasses import dataclass
from itertools import groupby

# Words that two places of a page share one after another: fewer are a phrase that any text repeats.
_REPEATED = 6
_MOST_PLACES = 6  # of one run of words that are compared for the longest: description, lead, headline of the head


@dataclass(slots=True)
class Token:
    """One word or number of a unit, the form that keeps it, and its word in the twin."""

    start: int
    end: int
    text: str
    piece: int
    group: int  # tokens with a separator or a form between them have different ones
    twin: str = ""
    is_copy: bool = False  # of a word in the same case

    def take(self, word: str, twin: str) -> None:
        """Take the twin of a word that the page has printed before."""
        if not self.twin:
            self.twin, self.is_copy = twin, word == self.text


class Repeats:
    """The lines, the names and the runs of words of one page so far, and their words in the twin."""

    def __init__(self) -> None:
        self._wholes: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        self._history: list[tuple[str, str]] = []
        self._places: dict[tuple[str, ...], list[int]] = {}

    def copy(self, tokens: list[Token], *, is_short: bool) -> None:
        """Take the words of what the page has printed before: a whole line, a name in it, or a run of words."""
        for group in _repeatable(tokens, is_short=is_short):
            if (known := self._wholes.get(_key(group))) and not group[0].twin:
                for token, (word, twin) in zip(group, known, strict=True):
                    token.take(word, twin)
        n = 0
        while n <= len(tokens) - _REPEATED:
            runs = [self._run(tokens, n, place) for place in self._places.get(_key(tokens[n : n + _REPEATED]), ())]
            longest = max(runs, key=len, default=[])
            for token, (word, twin) in zip(tokens[n:], longest, strict=False):
                token.take(word, twin)
            n += len(longest) or 1

    def _run(self, tokens: list[Token], start: int, place: int) -> list[tuple[str, str]]:
        """Return the words from a place on and their twins, as long as the page repeats itself there."""
        run: list[tuple[str, str]] = []
        for token, (word, twin) in zip(tokens[start:], self._history[place:], strict=False):
            if word.casefold() != _folded(token):
                break
            run.append((word, twin))
        return run

    def remember(self, tokens: list[Token], *, is_short: bool) -> None:
        """Keep the words of a line for the places that repeat it."""
        for group in _repeatable(tokens, is_short=is_short):
            self._wholes.setdefault(_key(group), [(token.text, token.twin) for token in group])
        start = len(self._history)
        self._history += [(token.text, token.twin) for token in tokens]
        for n in range(len(tokens) - _REPEATED + 1):
            places = self._places.setdefault(_key(tokens[n : n + _REPEATED]), [])
            places[_MOST_PLACES - 1 :] = [start + n]
        self._history.append(("", ""))


def _repeatable(tokens: list[Token], *, is_short: bool) -> list[list[Token]]:
    """Return what a page may print a second time: the line, each of its pieces, in a short line each name."""
    lines = [tokens] if tokens else []
    pieces = [[*group] for _, group in groupby(tokens, key=lambda token: token.piece)]
    names = [[*group] for _, group in groupby(tokens, key=lambda token: token.group)] if is_short else []
    return lines + pieces + names


def _key(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(map(_folded, tokens))


def _folded(token: Token) -> str:
    return token.text.casefold()
