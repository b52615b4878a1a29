"""Retry-After: how long a site asks us to wait, and when it is left alone for tonight instead."""

import asyncio
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
# A site that wants a longer rest gets it: until the next night.
LONGEST_REST = 60.0
# The rest after a 429 or a Retry-After that names no time, in delays between two requests: ten seconds at the usual.
DELAYS_OF_A_REST = 10
# One that still asks for patience after so many rests is left alone.
MOST_RESTS_IN_A_ROW = 3

# Also as programs write it that count in fractions: "2.5", "120s", "1e9".
_SECONDS = re.compile(r"\+?([0-9]{1,300}(?:\.[0-9]+)?(?:e[0-9]{1,2})?)[ \t]*(?:s|secs?|seconds?)?", re.I)
_MOST_SECONDS = 1e9
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Patience:
    """What a site's last answers ask for; `why_left` is a reason to send no request more tonight, '' without one."""

    def __init__(self, delay: float) -> None:
        self.why_left = ""
        self._rest_unless_named = min(LONGEST_REST, delay * DELAYS_OF_A_REST)
        self._rest_until = 0.0
        self._rests_in_a_row = 0

    def note(self, status: int, retry_after: str, *, is_robots: bool = False) -> None:
        """Note an answer. robots.txt has rules of its own for an error, so only a time that it names counts."""
        asks = status == TOO_MANY_REQUESTS or (status == UNAVAILABLE and bool(retry_after.strip()))
        seconds = rest_asked_for(retry_after) if asks else None
        if seconds is None and asks and not is_robots:
            seconds = self._rest_unless_named
        if seconds is None:
            self._rests_in_a_row = 0
            return
        self._rests_in_a_row += 1
        if seconds > LONGEST_REST:
            self.why_left = f"asked_to_wait: HTTP {status}, to be asked again only in {seconds:.0f} s"
        elif self._rests_in_a_row >= MOST_RESTS_IN_A_ROW:
            self.why_left = f"asked_to_wait: HTTP {status}, {self._rests_in_a_row} times in a row"
        self._rest_until = monotonic() + min(seconds, LONGEST_REST)

    async def rest(self) -> None:
        """Return once the time that the site asked for is over."""
        if (seconds := self._rest_until - monotonic()) > 0:
            await asyncio.sleep(seconds)


def rest_asked_for(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header names, as a number or as a date; None for any other text."""
    text = retry_after.strip()
    if number := _SECONDS.fullmatch(text):
        return min(float(number[1]), _MOST_SECONDS)
    try:
        moment = datetime.fromisoformat(text) if _ISO_DATE.match(text) else parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
