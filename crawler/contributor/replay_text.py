"""A replay as text for the reviewer of a parser's change, most severe differences first."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from crawler.contributor.replay import REMARKS, FieldChange, OutcomeChange, Replay

_MAX_WIDTH = 160  # letters of a value
_CONTEXT = 30  # letters of a long text before the place where it differs
_MOST_ITEMS = 3  # items of a list that were removed or added


def as_text(replay: Replay) -> Iterator[str]:
    """Yield the report's lines: counts of outcomes and fields by outlet, then the examples."""
    yield f"{replay.pages} pages compared: {replay.pages - replay.differing} read the same, {replay.differing} differ"
    for name, reason in replay.left_out.items():
        yield f"not compared: {name}: {reason}"
    if replay.outcome_counts:
        yield "\nOutcomes"
        for (outlet, old, new), count in sorted(
            replay.outcome_counts.items(), key=lambda each: (_severity(each[0][1]), each[0])
        ):
            yield f"  {outlet:15} {old} → {new}  {count}"
    if replay.field_counts:
        yield f"\n{'Fields':17} {'':15} {'gained':>7} {'lost':>7} {'changed':>7}"
        for outlet, name in sorted(
            {(o, f) for o, f, _ in replay.field_counts}, key=lambda each: (each[1] in REMARKS, each)
        ):
            counts = [replay.field_counts[outlet, name, "gained"], replay.field_counts[outlet, name, "lost"]]
            counts.append(replay.field_counts[outlet, name, "changed"])
            yield f"  {outlet:15} {name:15} " + " ".join(f"{n or '·':>7}" for n in counts)
    if replay.outcome_examples or replay.field_examples:
        yield "\nExamples"
        yield from chain.from_iterable(
            map(_outcome_lines, sorted(replay.outcome_examples, key=lambda t: (_severity(t.old), t.outlet)))
        )
        yield from chain.from_iterable(map(_field_lines, sorted(replay.field_examples, key=_sort_key)))


def _severity(old: str) -> int:
    return ("article", "channel").index(old) if old in ("article", "channel") else 2


def _sort_key(change: FieldChange) -> tuple[bool, int, str, str]:
    return change.field in REMARKS, ("lost", "changed", "gained").index(change.change), change.outlet, change.field


def _outcome_lines(change: OutcomeChange) -> Iterator[str]:
    yield f"\n  {change.old} → {change.new}\n    {change.url}  {change.record_id}"
    yield f"    - {change.old_detail}"
    yield f"    + {change.new_detail}"


def _field_lines(change: FieldChange) -> Iterator[str]:
    yield f"\n  {change.field} {change.change}\n    {change.url}  {change.record_id}"
    if change.change == "changed" and isinstance(change.old, list) and isinstance(change.new, list):
        yield from _item_lines(change.old, change.new)
    else:
        old, new = _around_difference(_one_line(change.old), _one_line(change.new))
        yield f"    - {old}"
        yield f"    + {new}"
    if change.old_witness or change.new_witness:
        same = change.old_witness == change.new_witness
        yield "    witness: " + (
            change.new_witness if same else f"{_or_none(change.old_witness)} → {_or_none(change.new_witness)}"
        )


def _item_lines(old: list[Any], new: list[Any]) -> Iterator[str]:
    """Yield which items of a list were removed and which were added, the first few of each."""
    old_items, new_items = [_one_line(item) for item in old], [_one_line(item) for item in new]
    changes = [
        change
        for change in SequenceMatcher(None, old_items, new_items, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    for sign, items in (
        ("-", [x for c in changes for x in old_items[c[1] : c[2]]]),
        ("+", [x for c in changes for x in new_items[c[3] : c[4]]]),
    ):
        yield from (f"    {sign} {_shorten(item)}" for item in items[:_MOST_ITEMS])
        if len(items) > _MOST_ITEMS:
            yield f"    {sign} … and {len(items) - _MOST_ITEMS} more"


def _one_line(value: Any) -> str:
    """Write a value in one line; a block of text as itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        filled = {k: v for k, v in value.items() if v not in (None, "", [])}
        return " ".join(
            f"{k}={v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)}" for k, v in filled.items()
        )
    if isinstance(value, list):
        return " ; ".join(map(_one_line, value)) or "null"
    return "null" if value is None else json.dumps(value, ensure_ascii=False)


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Shorten two long texts to the place where they begin to differ."""
    if max(len(old), len(new)) <= _MAX_WIDTH:
        return old, new
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - _CONTEXT)
    before = "… " if start else ""
    return before + _shorten(old[start:]), before + _shorten(new[start:])


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_WIDTH else text[:_MAX_WIDTH] + " …"


def _or_none(witness: str) -> str:
    return witness or "none"
