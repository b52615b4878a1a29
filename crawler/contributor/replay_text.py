"""A replay as text: what a reviewer of a parser's change reads, the gravest first."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from crawler.contributor.replay import REMARKS, FieldChange, OutcomeChange, Replay

_MAX_WIDTH = 160  # letters of a value
_CONTEXT = 30  # letters of a long text before the place where it differs
_MOST_ITEMS = 3  # lines of a list that went or came


def as_text(replay: Replay) -> Iterator[str]:
    """Yield the report's lines: counts of outcomes and fields by outlet, then the examples."""
    yield f"{replay.pages} pages compared: {replay.pages - replay.differing} read the same, {replay.differing} differ"
    for name, why in replay.left_out.items():
        yield f"not compared: {name}: {why}"
    if replay.turns:
        yield "\nOutcomes"
        for turn, count in sorted(replay.turns.items(), key=lambda each: (_severity(each[0][1]), each[0])):
            yield f"  {turn[0]:15} {turn[1]} → {turn[2]}  {count}"
    if replay.fields:
        yield f"\n{'Fields':17} {'':15} {'gained':>7} {'lost':>7} {'changed':>7}"
        for outlet, name in sorted({(o, f) for o, f, _ in replay.fields}, key=lambda each: (each[1] in REMARKS, each)):
            counts = [replay.fields[outlet, name, "gained"], replay.fields[outlet, name, "lost"]]
            counts.append(replay.fields[outlet, name, "changed"])
            yield f"  {outlet:15} {name:15} " + " ".join(f"{n or '·':>7}" for n in counts)
    if replay.turned or replay.differed:
        yield "\nExamples"
        yield from chain.from_iterable(
            map(_outcome_lines, sorted(replay.turned, key=lambda t: (_severity(t.old), t.outlet)))
        )
        yield from chain.from_iterable(map(_field_lines, sorted(replay.differed, key=_sort_key)))


def _severity(old: str) -> int:
    return ("article", "channel").index(old) if old in ("article", "channel") else 2


def _sort_key(found: FieldChange) -> tuple[bool, int, str, str]:
    return found.field in REMARKS, ("lost", "changed", "gained").index(found.change), found.outlet, found.field


def _outcome_lines(found: OutcomeChange) -> Iterator[str]:
    yield f"\n  {found.old} → {found.new}\n    {found.url}  {found.record_id}"
    yield f"    - {found.old_says}"
    yield f"    + {found.new_says}"


def _field_lines(found: FieldChange) -> Iterator[str]:
    yield f"\n  {found.field} {found.change}\n    {found.url}  {found.record_id}"
    if found.change == "changed" and isinstance(found.old, list) and isinstance(found.new, list):
        yield from _item_lines(found.old, found.new)
    else:
        old, new = _around_difference(_one_line(found.old), _one_line(found.new))
        yield f"    - {old}"
        yield f"    + {new}"
    if found.old_witness or found.new_witness:
        same = found.old_witness == found.new_witness
        yield "    witness: " + (
            found.new_witness if same else f"{_or_none(found.old_witness)} → {_or_none(found.new_witness)}"
        )


def _item_lines(old: list[Any], new: list[Any]) -> Iterator[str]:
    """Yield which items of a list went and which came, the first few of each."""
    one, other = [_one_line(item) for item in old], [_one_line(item) for item in new]
    changes = [
        change for change in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    for sign, items in (
        ("-", [x for c in changes for x in one[c[1] : c[2]]]),
        ("+", [x for c in changes for x in other[c[3] : c[4]]]),
    ):
        yield from (f"    {sign} {_shorten(item)}" for item in items[:_MOST_ITEMS])
        if len(items) > _MOST_ITEMS:
            yield f"    {sign} … and {len(items) - _MOST_ITEMS} more"


def _one_line(value: Any) -> str:
    """Write a value in one line; a block of text as itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if v not in (None, "", [])}
        return " ".join(
            f"{k}={v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)}" for k, v in kept.items()
        )
    if isinstance(value, list):
        return " ; ".join(map(_one_line, value)) or "null"
    return "null" if value is None else json.dumps(value, ensure_ascii=False)


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Cut two long texts to the place where they part."""
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
