"""The shares of a paper's nights, tonight's first: whether tonight's fell below what is usual; pure judgements.

The nights' counts are compared by an exact test (Fisher's, one-sided), which needs no share fixed beforehand: a paper
that never prints tags loses none. Nights differ by more than chance, since a day of photo stories has few leads: counts
weigh the less the more the paper's nights differ, and a share is broken only where it also fell far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from crawler.quality.exact_tests import binomial_tail, fisher_tail

HISTORY_NIGHTS = 28
ALPHA = 0.001
# Nights that are put together, tonight last: a night of two articles proves little, a source credit is rare. The nights
# before them are the history: of a field that broke a week ago, only the window of seven has a sound one.
WINDOWS = range(1, 15)
# Articles: with fewer before, nothing is usual yet, and the floors judge.
LEAST_HISTORY = 10
# Nights, tonight last, whose share is held against a floor: what is lost on one page in four shows in a week.
FLOOR_WINDOWS = (1, 2, 7)
# How much alike a night's articles are taken to be, at the least, while fewer nights than a week are known.
FEW_NIGHTS = 7
LIKENESS_OF_FEW = 0.05


class Share(NamedTuple):
    """So many good ones of so many."""

    good: int
    of: int

    def __float__(self) -> float:
        return self.good / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.good} of {self.of}"

    def weighed(self, nights: int, likeness: float) -> "Share":
        """Return the share of as many independent articles as these of some nights are worth, rounded up."""
        weight = 1 + (self.of / max(1, nights) - 1) * likeness
        return Share(ceil(self.good / weight), ceil(self.of / weight)) if weight > 1 else self


class Proof(NamedTuple):
    """When a fall is no chance: where not one is good, below this probability by so many nights together, of so many.

    `otherwise` is the probability for all else.
    """

    alphas: Mapping[int, float]
    least: int
    otherwise: float = ALPHA


@dataclass(frozen=True)
class NightShares:
    """The shares of one field, tonight's first; `counted` says what the shares are of."""

    shares: Sequence[Share]
    proof: Proof
    counted: str = "new articles"

    def fall(self, most_kept: float, floor: float | None, *, floor_for_ever: bool = False) -> str | None:
        """Return what fell, from what, in words; None where tonight is as usual, or the paper never had more.

        The floor counts while nothing is usual yet, or for ever: else a field that stays broken becomes usual.
        """
        if fall := self._fall_from_usual(most_kept):
            return fall
        if floor is None or (self._sum(1, len(self.shares)).of >= LEAST_HISTORY and not floor_for_ever):
            return None
        return self._fall_below(floor)

    def _fall_from_usual(self, most_kept: float) -> str | None:
        tonight = float(self.shares[0])
        if tonight > most_kept:  # of whatever is usual: most nights end here
            return None
        for window in WINDOWS:
            before = self._sum(window, window + HISTORY_NIGHTS)
            if before.of < LEAST_HISTORY:
                return None
            recent, most = self._sum(0, window), most_kept * float(before)
            # Tonight, too: after a mend the night before must not give an alarm.
            if tonight <= most and float(recent) <= most and self._is_no_chance(window, recent, before):
                return f"{self._in_words(recent, window)}, before in {before} ({float(before):.0%})"
        return None

    def _is_no_chance(self, window: int, recent: Share, before: Share) -> bool:
        alpha = self._alpha(window, recent)
        if _fisher(recent, before) >= alpha:  # articles of one night that are alike prove less still
            return False
        history = [share for share in self.shares[window : window + HISTORY_NIGHTS] if share.of]
        likeness, nights = _likeness(history), sum(share.of > 0 for share in self.shares[:window])
        return _fisher(recent.weighed(nights, likeness), before.weighed(len(history), likeness)) < alpha

    def _alpha(self, window: int, recent: Share) -> float:
        is_none = not recent.good and recent.of >= self.proof.least
        return self.proof.alphas.get(window, self.proof.otherwise) if is_none else self.proof.otherwise

    def _fall_below(self, floor: float) -> str | None:
        """Return the fall below a share that any paper has: of tonight, or of the last nights together."""
        for window in FLOOR_WINDOWS:
            recent = self._sum(0, window)
            if (
                float(self.shares[0]) < floor
                and float(recent) < floor
                and binomial_tail(recent.good, recent.of, floor) < ALPHA
            ):
                return f"{self._in_words(recent, window)}, where at least {floor:.0%} are expected of any paper"
        return None

    def _in_words(self, share: Share, window: int) -> str:
        return f"{share} {self.counted}" + (f" of the last {window} nights" if window > 1 else "")

    def _sum(self, start: int, end: int) -> Share:
        """Return the share of the nights from `start` to before `end` together."""
        first, last = self._sums[min(start, len(self.shares))], self._sums[min(end, len(self.shares))]
        return Share(last.good - first.good, last.of - first.of)

    @cached_property
    def _sums(self) -> list[Share]:
        return [*accumulate(self.shares, lambda a, b: Share(a.good + b.good, a.of + b.of), initial=Share(0, 0))]


def _likeness(nights: Sequence[Share]) -> float:
    """Return how much more alike articles of one night are than those of different nights, 0 to 1.

    This is the intraclass correlation, as the variance between the nights' shares shows it.
    """
    least = LIKENESS_OF_FEW if len(nights) < FEW_NIGHTS else 0.0
    total, count = Share(sum(n.good for n in nights), sum(n.of for n in nights)), len(nights) - 1
    share = float(total)
    free = total.of - sum(n.of**2 for n in nights) / total.of - count
    if not 0 < share < 1 or free <= 0:
        return least
    between = sum(n.of * (float(n) - share) ** 2 for n in nights) / (share * (1 - share))
    return min(1.0, max(least, (between - count) / free))


def _fisher(recent: Share, before: Share) -> float:
    """Return how likely so few good ones, or fewer, are if nothing changed."""
    return fisher_tail(recent.good, recent.of, before.good, before.of)
