"""A message: what kind it is, its subject and its text."""

from dataclasses import dataclass
from typing import Literal

from crawler.alerts.words import Words

MachineKind = Literal["services", "disk", "backup"]
SENDER = "Báo Tỉnh"


@dataclass(frozen=True)
class Message:
    """What one message says; `run_id` is None where it is about the machine."""

    kind: str
    subject: str
    text: str
    run_id: str | None = None


def subject(text: str) -> str:
    """Return a subject that says who writes."""
    return f"{SENDER}: {text}"


def machine_message(kind: MachineKind, text: str, words: Words) -> Message:
    """Return the message that such a state of the machine has begun; `text` says what was seen and what to do."""
    return Message(kind, subject(words.machine[kind]), text)


def sample_message(words: Words) -> Message:
    """Return the message by which an operator sees whether messages arrive."""
    return Message("test", subject(words.test_subject), words.test)
