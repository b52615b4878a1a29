"""What the commands print: a site's control and direction marks are shown as they are written, never obeyed."""

import re
import sys
from typing import Any, TextIO, cast

# C0 and C1 controls but tab and line feed, and the marks that turn the direction of what follows (CVE-2021-42574).
# Colours (ESC [ … m) are let through: the help has some, and they move nothing.
_MARKS = re.compile(
    "\x1b(?!\\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def escaped(text: str) -> str:
    r"""Return the text with each such mark as `\u202e`, which in JSON means the same."""
    return _MARKS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class PlainOutput:
    """A stream of text that escapes what it writes, and is otherwise the stream behind it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write the text, escaped."""
        return self.stream.write(escaped(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def escape_output() -> None:
    """Escape from now on what this process prints on standard output and standard error."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, PlainOutput):
            setattr(sys, name, cast(TextIO, PlainOutput(stream)))


def stream_behind(stream: TextIO) -> TextIO:
    """Return the stream itself, for a progress bar, which moves the cursor on purpose."""
    return stream.stream if isinstance(stream, PlainOutput) else stream
