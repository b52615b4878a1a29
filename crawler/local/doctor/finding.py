"""The finding: what one check of the doctor saw, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Finding:
    """What one check saw; `remedy` says what to do, and is empty if nothing has to be done."""

    check: str
    level: Level
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.level:5} {self.check:10} {self.message}"
        return f"{line}\n{'':17}-> {self.remedy}" if self.remedy else line


Findings = Iterator[Finding]


def ok(check: str, message: str) -> Finding:
    """Return a finding that needs no remedy."""
    return Finding(check, "ok", message)


def fault(check: str, message: str, remedy: str) -> Finding:
    """Return a finding of something that would go wrong."""
    return Finding(check, "fault", message, remedy)
