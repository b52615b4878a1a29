"""Field health: each field of a night's new articles held against the paper's own last weeks; pure judgements.

A lost field costs nothing that a count of articles would show: the article is there, without its date. So the nights'
counts are compared by an exact test (Fisher's, one-sided), which needs no share fixed beforehand: a paper that never
prints tags loses none. Nights differ by more than chance, since a day of photo stories has few leads: counts weigh the
less the more the paper's nights differ, and a field is broken only where its share also fell far.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from crawler.quality.exact_tests import binomial_tail, fisher_tail
from crawler.quality.finding import Colour, Finding

HISTORY_NIGHTS = 28
ALPHA = 0.001
# For a vital field that is on none of tonight's pages, three or more: two photo stories are usual, a night is not.
ALPHA_OF_NONE = 0.02
# For another field that was on none of two nights' pages together: a source credit is on one page in eight, so that at
# ALPHA nothing would be told for weeks (benchmarks/field_alarms.py; at 0.2 quiet papers have an amber a month).
ALPHA_OF_NONE_IN_TWO = 0.15
# Without these no article is of use; they are on nearly every page, so that their loss is red.
VITAL = frozenset({"headline", "published_at", "body"})
# Nights that are put together, tonight last: a night of two articles proves little, a source credit is rare. The nights
# before them are the history: of a field that broke a week ago, only the window of seven has a sound one.
WINDOWS = range(1, 15)
# Articles: with fewer before, nothing is usual yet, and the floors below judge.
LEAST_HISTORY = 10
# How much alike a night's articles are taken to be, at the least, while fewer nights than a week are known.
FEW_NIGHTS = 7
LIKENESS_OF_FEW = 0.05
# A share that fell to at most this part of what is usual is broken. Photo stories have no body, special pages no lead;
# there is no honest page without headline or date.
MOST_KEPT = {"headline": 0.8, "published_at": 0.8, "body": 0.4}
MOST_KEPT_OF_OTHERS = 0.5
MOST_STILL_AGREED = 0.5
# The least share that any paper has; of the vital fields for ever, of the others while nothing is usual yet.
FLOORS = {"headline": 0.95, "published_at": 0.95, "body": 0.7, "lead": 0.3, "section": 0.3, "images": 0.3}
FLOORS_OF_AGREEMENT = {"headline": 0.5, "published_at": 0.5}


@dataclass(frozen=True)
class FieldCount:
    """One field in one night's new articles: read, filled, agreed with and contradicted; an example of each fault."""

    read: int = 0
    filled: int = 0
    agreed: int = 0
    contradicted: int = 0
    lost_url: str | None = None
    contradicted_url: str | None = None


@dataclass(frozen=True)
class FieldHealth:
    """One field tonight and in the nights before, newest first.

    `layout_changed`: the night's commonest signature of the layout is new; None where it is not known.
    """

    field: str
    tonight: FieldCount
    before: Sequence[FieldCount] = ()
    layout_changed: bool | None = None


def field_findings(fields: Iterable[FieldHealth]) -> Iterator[Finding]:
    """Yield a finding for each field that is lost, or that its witnesses contradict: red for a vital one."""
    for health in fields:
        tonight, nights, vital = health.tonight, [health.tonight, *health.before], health.field in VITAL
        colour: Colour = "red" if vital else "amber"
        if tonight.filled < tonight.read:
            filled = _Nights([_Share(n.filled, n.read) for n in nights], vital)
            most_kept = MOST_KEPT.get(health.field, MOST_KEPT_OF_OTHERS)
            if fall := filled.fall(most_kept, FLOORS.get(health.field), floor_for_ever=vital):
                text = f"{health.field}: filled in {fall}{_example(tonight.lost_url)}{_layout(health)}"
                yield Finding(colour, "field-lost", text)
        if tonight.contradicted:
            agreed = _Nights([_Share(n.agreed, n.agreed + n.contradicted) for n in nights], vital)
            if fall := agreed.fall(MOST_STILL_AGREED, FLOORS_OF_AGREEMENT.get(health.field)):
                text = f"{health.field}: witnesses agree in {fall}{_example(tonight.contradicted_url)}{_layout(health)}"
                yield Finding(colour, "field-contradicted", text)


class _Share(NamedTuple):
    """So many good ones of so many."""

    good: int
    of: int

    def __float__(self) -> float:
        return self.good / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.good} of {self.of}"

    def weighed(self, nights: int, likeness: float) -> "_Share":
        """Return the share of as many independent articles as these of some nights are worth, rounded up."""
        weight = 1 + (self.of / max(1, nights) - 1) * likeness
        return _Share(ceil(self.good / weight), ceil(self.of / weight)) if weight > 1 else self


@dataclass(frozen=True)
class _Nights:
    """The shares of one field, tonight's first."""

    shares: list[_Share]
    is_vital: bool

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
                return f"{_new_articles(recent, window)}, before in {before} ({float(before):.0%})"
        return None

    def _is_no_chance(self, window: int, recent: _Share, before: _Share) -> bool:
        alpha = self._alpha(window, recent)
        if _fisher(recent, before) >= alpha:  # articles of one night that are alike prove less still
            return False
        history = [share for share in self.shares[window : window + HISTORY_NIGHTS] if share.of]
        likeness, nights = _likeness(history), sum(share.of > 0 for share in self.shares[:window])
        return _fisher(recent.weighed(nights, likeness), before.weighed(len(history), likeness)) < alpha

    def _alpha(self, window: int, recent: _Share) -> float:
        if recent.good or recent.of <= 2:
            return ALPHA
        if self.is_vital:
            return ALPHA_OF_NONE if window == 1 else ALPHA
        return ALPHA_OF_NONE_IN_TWO if window == 2 else ALPHA

    def _fall_below(self, floor: float) -> str | None:
        """Return the fall below a share that any paper has: of tonight, or of the last two nights together."""
        for window in (1, 2):
            recent = self._sum(0, window)
            if (
                float(self.shares[0]) < floor
                and float(recent) < floor
                and binomial_tail(recent.good, recent.of, floor) < ALPHA
            ):
                return f"{_new_articles(recent, window)}, where at least {floor:.0%} are expected of any paper"
        return None

    def _sum(self, start: int, end: int) -> _Share:
        """Return the share of the nights from `start` to before `end` together."""
        first, last = self._sums[min(start, len(self.shares))], self._sums[min(end, len(self.shares))]
        return _Share(last.good - first.good, last.of - first.of)

    @cached_property
    def _sums(self) -> list[_Share]:
        return [*accumulate(self.shares, lambda a, b: _Share(a.good + b.good, a.of + b.of), initial=_Share(0, 0))]


def _likeness(nights: Sequence[_Share]) -> float:
    """Return how much more alike articles of one night are than those of different nights, 0 to 1.

    This is the intraclass correlation, as the variance between the nights' shares shows it.
    """
    least = LIKENESS_OF_FEW if len(nights) < FEW_NIGHTS else 0.0
    total, count = _Share(sum(n.good for n in nights), sum(n.of for n in nights)), len(nights) - 1
    share = float(total)
    free = total.of - sum(n.of**2 for n in nights) / total.of - count
    if not 0 < share < 1 or free <= 0:
        return least
    between = sum(n.of * (float(n) - share) ** 2 for n in nights) / (share * (1 - share))
    return min(1.0, max(least, (between - count) / free))


def _fisher(recent: _Share, before: _Share) -> float:
    """Return how likely so few good ones, or fewer, are if nothing changed."""
    return fisher_tail(recent.good, recent.of, before.good, before.of)


def _new_articles(share: _Share, window: int) -> str:
    return f"{share} new articles" + (f" of the last {window} nights" if window > 1 else "")


def _example(url: str | None) -> str:
    return f"; first {url}" if url else ""


def _layout(health: FieldHealth) -> str:
    if health.layout_changed is None:
        return ""
    return "; the layout's signature " + ("changed too" if health.layout_changed else "is the same as before")
