"""The log of requests that the sample press received."""

import json
import threading
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class LogEntry:
    """One request that the sample press received; `started` and `ended` are monotonic, `at` is wall time (UTC)."""

    started: float
    ended: float
    at: str
    host: str
    path: str
    status: int
    connection: str
    in_flight: int
    group: str
    user_agent: str
    number: int = -1


class RequestLog:
    """Every request by its beginning and end, so that two at once of one politeness group are seen."""

    def __init__(self) -> None:
        self.entries: list[LogEntry] = []
        self._lock = threading.Lock()
        self._in_flight: dict[str, int] = {}

    def begin(self, group: str) -> int:
        """Count the beginning of a request; return how many of its politeness group are in flight."""
        with self._lock:
            self._in_flight[group] = self._in_flight.get(group, 0) + 1
            return self._in_flight[group]

    def end(self, entry: LogEntry) -> None:
        """Count the end of a request and log it."""
        with self._lock:
            self._in_flight[entry.group] -= 1
            self.entries.append(replace(entry, number=len(self.entries)))

    def json(self) -> str:
        """Return the log as a JSON list."""
        with self._lock:
            return json.dumps([asdict(entry) for entry in self.entries], ensure_ascii=False)

    def clear(self) -> None:
        """Empty the log."""
        with self._lock:
            self.entries.clear()
