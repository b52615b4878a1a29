"""Waiting for an event itself, for as long as a busy machine may need."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120


def until(what: str, holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until it holds; a machine that is busy needs long, and one that is not loses nothing by a large bound."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)
