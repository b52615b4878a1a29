"""A finding: one thing that a check saw, its colour, and the page of the runbook that says what to do."""

from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "amber", "red", "closed"]


@dataclass(frozen=True)
class Finding:
    """One thing that a check saw; `code` is the heading of its page in docs/runbook.md, such as 'field-lost'."""

    colour: Colour
    code: str
    text: str
