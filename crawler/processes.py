"""Child processes that end with their parent: each in its own session, signalled by group, found by a mark."""

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
_KILL_ROUNDS = 3
# Each process of our Airflow has this variable, even if its parent has died; its value is Airflow's folder.
MARK = "BAOTINH_PART_OF"
_PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for a signal when the parent dies, even by kill -9 (only on Linux; elsewhere do nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def spawn(
    argv: Sequence[str], environment: Mapping[str, str] | None = None, output: int | IO[Any] = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    """Start a command in its own session, with stderr merged into its output.

    A folder named `crawler` or `airflow` where the user stands does not shadow the installed package.
    """
    return subprocess.Popen(
        argv,
        env={**(os.environ if environment is None else environment), "PYTHONSAFEPATH": "1"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into libc, no lock is taken
    )


def signal_group(pid: int, number: int) -> None:
    """Signal the whole process group of a child; a group that has ended is not an error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def wait_all(processes: "Sequence[subprocess.Popen[bytes]]", seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until all have ended; return False if some still run after so many seconds."""
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
    return True


def marked_processes(folder: Path) -> list[psutil.Process]:
    """Return the processes whose mark is this folder, except this process and its ancestors."""
    own_pids = {os.getpid(), *(p.pid for p in psutil.Process().parents())}
    processes = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid not in own_pids and process.environ().get(MARK) == str(folder):
                processes.append(process)
    return processes


def end_marked_processes(folder: Path) -> list[str]:
    """End the processes with this mark: crawls by TERM, so that they close their WARC file, others by KILL.

    Return their command lines.
    """
    processes = marked_processes(folder)
    command_lines = [" ".join(_command_line(process)) for process in processes]
    crawls = [process for process in processes if "crawler" in _command_line(process)]
    for process in crawls:
        with suppress(psutil.Error):
            process.terminate()
    psutil.wait_procs(crawls, timeout=5)
    # More than once, since a process may have started another meanwhile.
    for _ in range(_KILL_ROUNDS):
        remaining = marked_processes(folder)
        for process in remaining:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(remaining, timeout=5)
    return command_lines


def _command_line(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return []
