"""Comparison of two builds' readings of one archive, by page: outcomes that changed, fields gained, lost, changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from crawler.archive import Archive
from crawler.article import Reading
from crawler.contributor.builds import Build, NoReadings
from crawler.outlets import catalogue
from crawler.sites.sealed_file import read_file

ChangeKind = Literal["gained", "lost", "changed"]
ReadingValues = dict[str, Any]  # a reading as plain values

# Parts of a reading that are not fields: a problem gained is not a gain, a problem lost is not a loss.
REMARKS = ("problems", "unclaimed")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_NO_READING = "nothing"


@dataclass(frozen=True)
class FieldChange:
    """One field of one page in which the builds differ; a witness is '' if it is unknown."""

    outlet: str
    field: str
    change: ChangeKind
    url: str
    record_id: str
    old: Any
    new: Any
    old_witness: str = ""
    new_witness: str = ""

    @property
    def kind(self) -> tuple[str, str, ChangeKind]:
        """Return what changes are counted by."""
        return self.outlet, self.field, self.change

    @property
    def is_loss(self) -> bool:
        """Return True if a field that was read is not read any more."""
        return self.change == "lost" and self.field not in REMARKS


@dataclass(frozen=True)
class OutcomeChange:
    """One page with different outcomes ('article', 'not_an_article: soft_404') in the two builds, and their details."""

    outlet: str
    old: str
    new: str
    url: str
    record_id: str
    old_detail: str
    new_detail: str

    @property
    def kind(self) -> tuple[str, str, str]:
        """Return what changes are counted by."""
        return self.outlet, self.old, self.new

    @property
    def is_loss(self) -> bool:
        """Return True if an article or a channel became something else."""
        return self.old in ("article", "channel")


_Change = TypeVar("_Change", FieldChange, OutcomeChange)


@dataclass
class Replay:
    """Comparison of two builds over an archive: counts of all differences, and the first few examples of each kind."""

    examples: int
    pages: int = 0
    differing: int = 0
    losses: int = 0
    outcome_counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    field_counts: Counter[tuple[str, str, ChangeKind]] = field(default_factory=Counter)
    outcome_examples: list[OutcomeChange] = field(default_factory=list)
    field_examples: list[FieldChange] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def articles_gained(self) -> int:
        """Return how many pages are read as articles that were none before."""
        return sum(count for (_, _, new), count in self.outcome_counts.items() if new == "article")

    @property
    def articles_lost(self) -> int:
        """Return how many pages that were read as articles are none any more."""
        return sum(count for (_, old, _), count in self.outcome_counts.items() if old == "article")

    def add(self, other: "Replay") -> None:
        """Add the comparison of other files; of its examples those of which there are too few so far."""
        self.pages, self.differing = self.pages + other.pages, self.differing + other.differing
        self.losses += other.losses
        self.left_out |= other.left_out
        self.outcome_counts += other.outcome_counts
        self.field_counts += other.field_counts
        for outcome in other.outcome_examples:
            self._keep(outcome, self.outcome_examples)
        for change in other.field_examples:
            self._keep(change, self.field_examples)

    def add_page(self, old: ReadingValues | None, new: ReadingValues | None) -> None:
        """Count one page as each build read it; None if a build has no reading of it."""
        self.pages += 1
        changes = [*compare_readings(old, new)]
        self.differing += bool(changes)
        self.losses += sum(each.is_loss for each in changes)
        for each in changes:
            if isinstance(each, OutcomeChange):
                self.outcome_counts[each.kind] += 1
                self._keep(each, self.outcome_examples)
            else:
                self.field_counts[each.kind] += 1
                self._keep(each, self.field_examples)

    def _keep(self, change: _Change, examples: list[_Change]) -> None:
        """Keep a change as an example of its kind where there are too few of these."""
        if sum(example.kind == change.kind for example in examples) < self.examples:
            examples.append(change)


def newest_first(archive: Archive, outlet: str | None) -> list[Path]:
    """Return the sealed files of one outlet or of all in the order in which they are compared."""
    return sorted(archive.sealed(outlet), key=lambda path: path.name.partition("-")[2], reverse=True)


def replay(
    files: Iterable[Path],
    old: Build,
    *,
    examples: int,
    limit: int | None = None,
    file_done: Callable[[Path], None],
    at_hand: Callable[[Path], AbstractContextManager[Path]] = nullcontext,
    as_kept: Callable[[Reading], Reading | None] = lambda reading: reading,
    workers: int | None = None,
) -> Replay:
    """Compare what `old` and this build read in the files, at most `limit` pages; call `file_done` after each file.

    `at_hand` brings a file from a bucket (`Archive.at_hand`); `as_kept` leaves out of this build's readings what `old`
    does not hold either, since it is taken down. `workers` is the number of processes that read.
    """
    result = Replay(examples)
    for file in files:
        remaining = None if limit is None else limit - result.pages
        if remaining is not None and remaining <= 0:
            break
        outlet = catalogue().get(file.parent.name)
        try:
            if outlet is None:
                raise NoReadings("this build knows no such outlet")
            with at_hand(file) as copy:
                kept = filter(None, map(as_kept, read_file(copy, outlet, workers=workers)))
                pairs = _paired(old.readings(copy), map(msgspec.to_builtins, kept))
                for before, after in islice(pairs, remaining):
                    result.add_page(before, after)
        except NoReadings as error:
            result.left_out[file.name] = str(error)
        file_done(file)
    return result


def _paired(
    old: Iterator[ReadingValues], new: Iterator[ReadingValues]
) -> Iterator[tuple[ReadingValues | None, ReadingValues | None]]:
    """Yield both builds' readings of each capture; both follow the WARC's order, so few readings wait in memory."""
    waiting: dict[str, ReadingValues] = {}
    for new_reading in new:
        while new_reading["record_id"] not in waiting and (old_reading := next(old, None)):
            waiting[old_reading["record_id"]] = old_reading
        yield waiting.pop(new_reading["record_id"], None), new_reading
    yield from ((old_reading, None) for old_reading in (*waiting.values(), *old))


def compare_readings(old: ReadingValues | None, new: ReadingValues | None) -> Iterator[OutcomeChange | FieldChange]:
    """Yield how two readings of one capture differ: the outcome, or else each field in the schema's order."""
    either = new or old or {}
    page = (either["outlet"], either["url"], either["record_id"])
    before, after = old["result"] if old else {}, new["result"] if new else {}
    if _outcome_name(before) != _outcome_name(after):
        outlet, url, record_id = page
        yield OutcomeChange(
            outlet,
            _outcome_name(before),
            _outcome_name(after),
            url,
            record_id,
            _outcome_detail(before),
            _outcome_detail(after),
        )
    else:
        yield from _field_changes(before, after, page)


def _field_changes(before: ReadingValues, after: ReadingValues, page: tuple[str, str, str]) -> Iterator[FieldChange]:
    outlet, url, record_id = page
    old, new = _compared_values(before), _compared_values(after)
    for name in dict.fromkeys([*new, *old]):
        old_value, new_value = old.get(name), new.get(name)
        if old_value == new_value or (old_value in _EMPTY and new_value in _EMPTY):
            continue
        change: ChangeKind = "gained" if old_value in _EMPTY else "lost" if new_value in _EMPTY else "changed"
        witnesses = (str(result.get("evidence", {}).get(name, "")) for result in (before, after))
        yield FieldChange(outlet, name, change, url, record_id, old_value, new_value, *witnesses)


def _compared_values(result: ReadingValues) -> ReadingValues:
    """Return the values to compare: an article's fields and remarks, a channel's list, another outcome's reason."""
    others = {
        k: v for k, v in result.items() if k not in ("article", "evidence", "outcome", "kind", "witnesses", "layout")
    }
    return dict(result.get("article", {})) | others


def _outcome_name(result: ReadingValues) -> str:
    kind = result.get("kind")
    return f"{result['outcome']}: {kind}" if kind else str(result.get("outcome", _NO_READING))


def _outcome_detail(result: ReadingValues) -> str:
    """Return the detail of an outcome: an article's headline, another outcome's reason."""
    article = result.get("article")
    if article:
        return str(article.get("headline") or "(no headline)")
    if missing := result.get("missing"):
        return f"missing: {', '.join(missing)}"
    return str(result.get("reason") or result.get("channel") or "")
