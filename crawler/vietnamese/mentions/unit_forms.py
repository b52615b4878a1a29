"""Names and ranks of official units by day: an official unit keeps its code when it gets another name or rank.

`sql/seed/unit_changes.csv` has a row for each change: `was` and `is`, with `valid_from` where the day is known, else
with `seen_on`, the day of the first list that shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from crawler.resources import seed_table

# The day on which 63 provinces became 34 and districts were abolished.
MERGER = date(2025, 7, 1)
_RANKS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")


@dataclass(frozen=True)
class Form:
    """A name with its rank ('Tỉnh An Giang', kind 'tỉnh'), valid from day `since` to before day `until`.

    `since` is None if it is not known, `until` if it is not over. `is_begin_known` is False if the change to this form
    lies before `since`, on a day that no list tells.
    """

    name: str
    kind: str
    since: date | None
    until: date | None
    is_begin_known: bool = True

    @property
    def bare(self) -> str:
        """Return the name without its rank: An Giang; 1 of Phường 1."""
        rank = "thành phố" if self.kind == "thành phố trung ương" else self.kind
        return self.name[len(rank) :].strip() if self.name.casefold().startswith(rank) else self.name

    def is_valid_on(self, day: date) -> bool:
        """Return True if the unit had this name and rank on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class _Change:
    day: date
    is_day_known: bool
    was: str
    now: str


def unit_forms(level: str, code: str, name: str, kind: str, gone_by: date | None = None) -> tuple[Form, ...]:
    """Return the forms of a unit, the oldest first; `name` and `kind` are those of its row in the list of its level."""
    is_former = level.startswith("former")
    until = gone_by or (MERGER if is_former else None)
    since = None if is_former else MERGER
    changes = _changes().get((level, code), [])
    if not changes:
        return (Form(name, kind, since, until),)
    if name not in {known for change in changes for known in (change.was, change.now)}:
        raise ValueError(f"unit_changes.csv: no row of {level} {code} has its name of today's list, {name!r}")
    forms = [Form(changes[0].was, _kind(level, changes[0].was), since, changes[0].day)]
    for change, following in pairwise([*changes, None]):
        assert change is not None
        end = following.day if following else until
        forms.append(Form(change.now, _kind(level, change.now), change.day, end, change.is_day_known))
    return tuple(forms)


def _kind(level: str, name: str) -> str:
    rank = next((rank for rank in _RANKS if name.casefold().startswith(f"{rank} ")), None)
    if rank is None:
        raise ValueError(f"unit_changes.csv: {name!r} begins with no rank")
    return "thành phố trung ương" if rank == "thành phố" and level.endswith("province") else rank


@cache
def _changes() -> dict[tuple[str, str], list[_Change]]:
    by_unit: dict[tuple[str, str], list[_Change]] = {}
    for change, key in sorted(_read_changes(), key=lambda row: row[0].day):
        by_unit.setdefault(key, []).append(change)
    return by_unit


def _read_changes() -> Iterator[tuple[_Change, tuple[str, str]]]:
    for row in seed_table("unit_changes"):
        known, seen = row["valid_from"], row["seen_on"]
        if not (known or seen):
            raise ValueError(f"unit_changes.csv: {row['is']} has neither valid_from nor seen_on")
        change = _Change(date.fromisoformat(known or seen), bool(known), row["was"], row["is"])
        yield change, (row["level"], row["code"])
