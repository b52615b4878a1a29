"""A finding: one sentence of a verdict, how severe it is, and the page of the runbook that says what to do."""

from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "amber", "red", "closed"]
# The most severe first. A paper that forbids crawlers is a state of its own: neither complete nor a fault of ours.
SEVERITY: tuple[Colour, ...] = ("red", "closed", "amber", "green")


@dataclass(frozen=True)
class Finding:
    """What a check found; `code` is the heading of its page in docs/runbook.md, `green` is for information."""

    colour: Colour
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.text} [{self.code}]"
