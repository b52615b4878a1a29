"""Two builds' readings of one archive, page by page: which outcomes turned, which fields were gained, lost, changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import msgspec

from crawler.archive import Archive, captures
from crawler.article import Reading
from crawler.contributor.builds import Build, NoReadings
from crawler.outlets import Outlet, catalogue
from crawler.sites import read_all

ChangeKind = Literal["gained", "lost", "changed"]
ReadingValues = dict[str, Any]  # a reading as plain values

# What a reading says beside the fields. A problem gained is no gain, and one lost no loss.
REMARKS = ("problems", "unclaimed")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_NO_READING = "nothing"


@dataclass(frozen=True)
class FieldChange:
    """One field of one page in which the builds differ; a witness is '' where none is told."""

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
    def is_loss(self) -> bool:
        """Tell whether what was read is not read any more."""
        return self.change == "lost" and self.field not in REMARKS


@dataclass(frozen=True)
class OutcomeChange:
    """One page of which the builds make different things ('article', 'not_an_article: soft_404'), and why."""

    outlet: str
    old: str
    new: str
    url: str
    record_id: str
    old_says: str
    new_says: str

    @property
    def is_loss(self) -> bool:
        """Tell whether an article or a channel became something else."""
        return self.old in ("article", "channel")


@dataclass
class Replay:
    """What two builds make of an archive: counts of everything, and of each kind its first few examples."""

    examples: int
    pages: int = 0
    differing: int = 0
    losses: int = 0
    turns: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str, ChangeKind]] = field(default_factory=Counter)
    turned: list[OutcomeChange] = field(default_factory=list)
    differed: list[FieldChange] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def take(self, old: ReadingValues | None, new: ReadingValues | None) -> None:
        """Count one page as each build read it; None where a build made nothing of it."""
        self.pages += 1
        found = [*compare_readings(old, new)]
        self.differing += bool(found)
        self.losses += sum(each.is_loss for each in found)
        for each in found:
            if isinstance(each, OutcomeChange):
                self.turns[turn := (each.outlet, each.old, each.new)] += 1
                if self.turns[turn] <= self.examples:
                    self.turned.append(each)
            else:
                self.fields[key := (each.outlet, each.field, each.change)] += 1
                if self.fields[key] <= self.examples:
                    self.differed.append(each)


def newest_first(archive: Archive, outlet: str | None) -> list[Path]:
    """Return the sealed files of one outlet or of all in the order in which they are compared."""
    return sorted(archive.sealed(outlet), key=lambda path: path.name.partition("-")[2], reverse=True)


def replay(
    files: Iterable[Path], old: Build, *, examples: int, limit: int | None = None, read: Callable[[Path], None]
) -> Replay:
    """Compare what `old` and this build read in these files, at most `limit` pages; `read` is told each file done."""
    result = Replay(examples)
    for file in files:
        rest = None if limit is None else limit - result.pages
        if rest is not None and rest <= 0:
            break
        outlet = catalogue().get(file.parent.name)
        try:
            if outlet is None:
                raise NoReadings("this build knows no such outlet")
            for before, after in islice(_paired(old.readings(file), _readings_of_this_build(file, outlet)), rest):
                result.take(before, after)
        except NoReadings as why:
            result.left_out[file.name] = str(why)
        read(file)
    return result


def _readings_of_this_build(file: Path, outlet: Outlet) -> Iterator[ReadingValues]:
    readings: Iterator[Reading] = read_all((c.page for c in captures(file) if c.kind == "response"), outlet)
    yield from (msgspec.to_builtins(reading) for reading in readings)


def _paired(
    old: Iterator[ReadingValues], new: Iterator[ReadingValues]
) -> Iterator[tuple[ReadingValues | None, ReadingValues | None]]:
    """Yield both builds' readings of each capture; both files follow the WARC, so that one side hardly waits."""
    waiting: dict[str, ReadingValues] = {}
    for mine in new:
        while mine["record_id"] not in waiting and (theirs := next(old, None)):
            waiting[theirs["record_id"]] = theirs
        yield waiting.pop(mine["record_id"], None), mine
    yield from ((theirs, None) for theirs in (*waiting.values(), *old))


def compare_readings(old: ReadingValues | None, new: ReadingValues | None) -> Iterator[OutcomeChange | FieldChange]:
    """Yield in what two readings of one capture differ: the outcome, or else each field in the order of the schema."""
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
        one, other = old.get(name), new.get(name)
        if one == other or (one in _EMPTY and other in _EMPTY):
            continue
        change: ChangeKind = "gained" if one in _EMPTY else "lost" if other in _EMPTY else "changed"
        witnesses = (str(said.get("evidence", {}).get(name, "")) for said in (before, after))
        yield FieldChange(outlet, name, change, url, record_id, one, other, *witnesses)


def _compared_values(result: ReadingValues) -> ReadingValues:
    """Return what is compared: an article's fields with the remarks, a channel's list, another outcome's reason."""
    left = {k: v for k, v in result.items() if k not in ("article", "evidence", "outcome", "kind")}
    return dict(result.get("article", {})) | left


def _outcome_name(result: ReadingValues) -> str:
    kind = result.get("kind")
    return f"{result['outcome']}: {kind}" if kind else str(result.get("outcome", _NO_READING))


def _outcome_detail(result: ReadingValues) -> str:
    """Return what an outcome says for itself: an article's headline, another's reason."""
    article = result.get("article")
    if article:
        return str(article.get("headline") or "(no headline)")
    if missing := result.get("missing"):
        return f"missing: {', '.join(missing)}"
    return str(result.get("reason") or result.get("channel") or "")
