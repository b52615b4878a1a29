"""One `baotinh` command as an Airflow task: its output is the task's log, and the task ends as the command does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any

from crawler.pipeline.exit_status import TRY_AGAIN
from crawler.processes import die_with_parent, signal_group, spawn, wait_all

# Airflow sends TERM to the task and KILL five seconds later; Scrapy closes its file within half a second of a TERM.
_PATIENCE_SECONDS = 4


def run_baotinh(arguments: Sequence[str]) -> int:
    """Run `baotinh ARGUMENTS`, print its lines as they come, and return its exit status.

    A SIGTERM (the task was marked failed, cleared, or ran out of time) is passed on once, since a second one would make
    Scrapy drop its open file; then SystemExit is raised. If this process dies, the command ends as well.
    """
    die_with_parent()
    child = spawn([sys.executable, "-u", "-m", "crawler", *arguments])
    signals: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        if not signals:
            child.send_signal(signal.SIGTERM)
        signals.append(number)

    previous_handler = signal.signal(signal.SIGTERM, pass_on)
    try:
        assert child.stdout is not None
        for line in child.stdout:
            print(line.decode(errors="replace").rstrip(), flush=True)
        status = child.wait(_PATIENCE_SECONDS)
    finally:
        signal.signal(signal.SIGTERM, previous_handler)
        _end(child)
    if signals:
        print(f"the task was stopped; `baotinh {' '.join(arguments)}` ended with status {status}", flush=True)
        sys.exit(128 + signal.SIGTERM)
    return status


def end_task(status: int, *, again_after: float = 60) -> None:
    """End a task as its command ended; where that could not do its work now, the same try begins again a little later.

    `again_after` is in seconds. Status 0 returns. Another ends the process with it, so that the log ends with the
    command's own message, not with a traceback.
    """
    if status == TRY_AGAIN:
        from airflow.sdk.exceptions import AirflowRescheduleException  # noqa: PLC0415 - the commands need no Airflow

        raise AirflowRescheduleException(datetime.now(UTC) + timedelta(seconds=again_after))  # type: ignore[no-untyped-call]
    if status:
        sys.exit(status)


def answer_of_baotinh(arguments: Sequence[str]) -> Any:
    """Run `baotinh ARGUMENTS`, which prints JSON as its last line, and return that. Raises RuntimeError."""
    die_with_parent()
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *arguments],
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
        check=False,
    )
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise RuntimeError(f"`baotinh {' '.join(arguments)}` ended with status {done.returncode}, no answer") from None


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End a command that outlived its task (the task ran out of time): by SIGTERM, then by SIGKILL."""
    if child.poll() is None:
        child.terminate()
        if not wait_all([child], _PATIENCE_SECONDS):
            signal_group(child.pid, signal.SIGKILL)
            child.wait()
