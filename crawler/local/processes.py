"""Child processes that never outlive us: own session, TERM when the parent dies, groups stopped in order."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from crawler.lifeline import die_with_parent

PATIENCE_SECONDS = 15


def spawn(
    argv: Sequence[str], environment: Mapping[str, str] | None = None, output: int | IO[Any] = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    """Start a command in its own session, its errors merged into its output."""
    return subprocess.Popen(
        argv,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into libc, no lock is taken
    )


def signal_group(pid: int, number: int) -> None:
    """Signal a child's whole group; a group that is gone is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def wait_all(processes: "Sequence[subprocess.Popen[bytes]]", seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until all have ended; False where some still live after that time."""
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
    return True
