"""Repeats: what a page prints twice, the twin prints twice, as readers compare headline, lead and byline."""

from dataclasses import dataclass
from itertools import groupby

# Words that two places of a page share one after another: fewer are a phrase that any text repeats.
_REPEATED = 6


@dataclass(slots=True)
class Token:
    """One word or number of a unit, the form that keeps it, and its word in the twin."""

    start: int
    end: int
    text: str
    piece: int
    group: int  # tokens with a separator or a form between them have different ones
    twin: str = ""


class Repeats:
    """The lines, the names and the runs of words of one page so far, and their words in the twin."""

    def __init__(self) -> None:
        self._wholes: dict[tuple[str, ...], list[str]] = {}
        self._history: list[tuple[str, str]] = []
        self._places: dict[tuple[str, ...], int] = {}

    def copy(self, tokens: list[Token], *, is_short: bool) -> None:
        """Take the words of what the page has printed before: a whole line, a name in it, or a run of words."""
        for group in _repeatable(tokens, is_short=is_short):
            if (known := self._wholes.get(_key(group))) and not group[0].twin:
                for token, twin in zip(group, known, strict=True):
                    token.twin = twin
        n = 0
        while n <= len(tokens) - _REPEATED:
            place = self._places.get(_key(tokens[n : n + _REPEATED]))
            if place is None:
                n += 1
                continue
            while n < len(tokens) and place < len(self._history) and self._history[place][0] == _folded(tokens[n]):
                tokens[n].twin = tokens[n].twin or self._history[place][1]
                n, place = n + 1, place + 1

    def remember(self, tokens: list[Token], *, is_short: bool) -> None:
        """Keep the words of a line for the places that repeat it."""
        for group in _repeatable(tokens, is_short=is_short):
            self._wholes.setdefault(_key(group), [token.twin for token in group])
        start = len(self._history)
        self._history += [(_folded(token), token.twin) for token in tokens]
        for n in range(len(tokens) - _REPEATED + 1):
            self._places.setdefault(_key(tokens[n : n + _REPEATED]), start + n)
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
