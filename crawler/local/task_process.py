"""One command of the package as an Airflow task: its output is the task's log, its end the task's end."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from crawler.local.processes import die_with_parent, signal_group, spawn

# Airflow sends TERM to the task and KILL five seconds later; Scrapy closes its file within half a second of a TERM.
_PATIENCE_SECONDS = 4


class TaskStopped(RuntimeError):
    """The task was marked failed, cleared or timed out while its command ran; the command has ended."""


def run_baotinh(arguments: Sequence[str]) -> int:
    """Run `baotinh ARGUMENTS`, print its lines as they come, and return its exit status. Raises TaskStopped.

    A SIGTERM is passed on once (a second one would make Scrapy drop its open file), and so is our own death.
    """
    die_with_parent()
    child = spawn([sys.executable, "-u", "-m", "crawler", *arguments])
    stopped: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        if not stopped:
            child.send_signal(signal.SIGTERM)
        stopped.append(number)

    before = signal.signal(signal.SIGTERM, pass_on)
    try:
        assert child.stdout is not None
        for line in child.stdout:
            print(line.decode(errors="replace").rstrip(), flush=True)
        status = child.wait(_PATIENCE_SECONDS)
    finally:
        signal.signal(signal.SIGTERM, before)
        if child.poll() is None:
            signal_group(child.pid, signal.SIGKILL)
            child.wait()
    if stopped:
        raise TaskStopped(f"stopped while `baotinh {' '.join(arguments)}` ran; it ended with status {status}")
    return status
