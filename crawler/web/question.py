"""A question: one of the readable queries beside this file, with the values that it is asked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "queries"


@dataclass(frozen=True)
class Question:
    """The text of a query with named places, and the values for them; `name` is that of its file."""

    name: str
    sql: str
    values: Mapping[str, Any]


def question(name: str, values: Mapping[str, Any] | None = None, **parts: str) -> Question:
    """Return the query of that name; `parts` are SQL of ours for its {places}, never a visitor's words."""
    text = query_text(name)
    for place, part in parts.items():
        text = text.replace("{" + place + "}", part)
    return Question(name, text, values or {})


def all_of(conditions: Sequence[str]) -> str:
    """Return the conditions as one, a line each."""
    return "\n        AND ".join(conditions) if conditions else "true"


@cache
def query_text(name: str) -> str:
    """Return the text of a query. Raises KeyError for a name that none has."""
    if name not in query_names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.sql").read_text("utf8").strip()


@cache
def query_names() -> frozenset[str]:
    """Return the names of all queries."""
    return frozenset(file.stem for file in _FOLDER.glob("*.sql"))
