"""Agreement: whether two witnesses say the same of a field, as far as different prints of one thing allow it."""

from datetime import datetime, timedelta

from crawler.vietnamese.text import fold

_SHORTEST = 3  # words: a link's text 'Xem thêm' is no witness
_SAME_WORDS = 0.6  # of the shorter text's: front pages shorten headlines, feeds cut leads
_SAME_TIME = timedelta(hours=1)  # feeds give the time of the last touch
# Feeds that call Hà Nội's time GMT are common: the hour is the same on the clock.
_ZONE = timedelta(hours=7)
_SAME_MINUTE = timedelta(minutes=1)
_CUT = ("…", "...", "[…]", "[...]")


def texts_agree(one: str | None, other: str | None) -> bool | None:
    """Return True if one text holds most words of the other; None where one is too short to say anything."""
    words, other_words = fold(one).split(), fold(other).split()
    if min(len(words), len(other_words)) < _SHORTEST:
        return None
    shorter, longer = sorted((words, other_words), key=len)
    known = set(longer)
    return sum(word in known for word in shorter) >= _SAME_WORDS * len(shorter)


def names_agree(names: list[str], others: list[str]) -> bool | None:
    """Return True if one of the names is, or is a part of, one of the others; None where one side has none."""
    folded, folded_others = [f for n in names if (f := fold(n))], [f for n in others if (f := fold(n))]
    if not folded or not folded_others:
        return None
    return any(f" {a} " in f" {b} " or f" {b} " in f" {a} " for a in folded for b in folded_others)


def times_agree(one: datetime, other: datetime) -> bool:
    """Return True if two times are an hour apart or less, or one names no more than their common day."""
    if any((t.hour, t.minute, t.second) == (0, 0, 0) for t in (one, other)):
        return one.date() == other.date()
    apart = abs(one - other)
    return apart <= _SAME_TIME or abs(apart - _ZONE) < timedelta(minutes=1)


def texts_same(one: str | None, other: str | None) -> bool | None:
    """Return True if two texts have the same words, or one is marked as cut; None where one is too short for that."""
    words, other_words = fold(one).split(), fold(other).split()
    if min(len(words), len(other_words)) < _SHORTEST:
        return None
    (shorter, text), (longer, _) = sorted(((words, one or ""), (other_words, other or "")), key=lambda w: len(w[0]))
    if text.rstrip().endswith(_CUT):
        return longer[: len(shorter) - 1] == shorter[:-1]  # the last word may be cut in two
    return shorter == longer


def names_same(names: list[str], others: list[str]) -> bool | None:
    """Return True if both sides have the same names in any order; None where one side has none."""
    folded, folded_others = {f for n in names if (f := fold(n))}, {f for n in others if (f := fold(n))}
    return folded == folded_others if folded and folded_others else None


def times_same(one: datetime, other: datetime) -> bool | None:
    """Return True if two times are the same minute; None where one names no more than the day."""
    if any((t.hour, t.minute, t.second) == (0, 0, 0) for t in (one, other)):
        return None if one.date() == other.date() else False
    return abs(one - other) < _SAME_MINUTE
