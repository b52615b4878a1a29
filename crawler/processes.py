"""Child processes that never outlive us: own session, TERM when the parent dies, groups stopped in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import psutil

PATIENCE_SECONDS = 15
_ROUNDS = 3
# Every process of a supervised Airflow carries it, whoever its parent is by now; its value is the state folder.
MARK = "BAOTINH_PART_OF"
_PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for a signal when the parent dies, kill -9 included (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


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


def marked_processes(folder: Path) -> list[psutil.Process]:
    """Return the processes that were started for this folder, this one's own ancestors excepted."""
    above = {os.getpid(), *(p.pid for p in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid not in above and process.environ().get(MARK) == str(folder):
                found.append(process)
    return found


def end_marked_processes(folder: Path) -> list[str]:
    """End them, crawls by TERM, so that they close their file, the rest by KILL; return their command lines."""
    found = marked_processes(folder)
    names = [" ".join(_command_line(process)) for process in found]
    crawls = [process for process in found if "crawler" in _command_line(process)]
    for process in crawls:
        with suppress(psutil.Error):
            process.terminate()
    psutil.wait_procs(crawls, timeout=5)
    # Again, since one of them may have started another meanwhile.
    for _ in range(_ROUNDS):
        left = marked_processes(folder)
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=5)
    return names


def _command_line(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return []
