"""A replay as JSON: what a part of a comparison hands to the task that joins all parts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import msgspec

from crawler.contributor.replay import FieldChange, OutcomeChange, Replay

_COUNTS = ("outcome_counts", "field_counts")
_EXAMPLES = {"outcome_examples": list[OutcomeChange], "field_examples": list[FieldChange]}


def to_plain(replay: Replay) -> dict[str, Any]:
    """Return a replay as plain values; of its counts, whose keys are tuples, the items."""
    values = {field.name: getattr(replay, field.name) for field in fields(replay)}
    plain: dict[str, Any] = msgspec.to_builtins(values | {name: [*values[name].items()] for name in _COUNTS})
    return plain


def joined(parts: Iterable[dict[str, Any]], examples: int) -> Replay:
    """Return all parts' replay with so many examples of each kind."""
    whole = Replay(examples)
    for part in parts:
        counts = {name: Counter({tuple(key): count for key, count in part[name]}) for name in _COUNTS}
        changes = {name: msgspec.convert(part[name], kind) for name, kind in _EXAMPLES.items()}
        whole.add(Replay(**(part | counts | changes)))
    return whole
