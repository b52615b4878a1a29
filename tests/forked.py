"""Processes of their own that need no start: each is forked from one that has imported the whole package already."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from multiprocessing.popen_forkserver import Popen
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

# A server of processes with one thread: a fork of the tests themselves would copy the locks of their threads.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["preloaded"])
_ONE_AT_A_TIME = threading.Lock()
_STOPPED_SECONDS = 10


class _Popen(Popen):
    """A process whose end may be asked for by several threads.

    Its status can be read once. multiprocessing asks all processes whenever any is started, a load's workers too: who
    came second read nothing, and took a crawl that had ended well for one that ended with 255.
    """

    def __init__(self, process: BaseProcess) -> None:
        self._one_asks = threading.Lock()
        super().__init__(process)

    def poll(self, flag: int = os.WNOHANG) -> int | None:
        with self._one_asks:
            code: int | None = super().poll(flag)
        return code


class _Process(ForkServerProcess):
    _Popen = _Popen


@cache
def _start_server() -> None:
    """Start the server of processes: it ends with this process, and finds `preloaded` beside this file."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), before]))
    try:
        ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


@cache
def _outputs() -> "TemporaryDirectory[str]":
    """Return the folder of all that is printed; it ends with this process."""
    return TemporaryDirectory(prefix="baotinh-tests-")


@dataclass(frozen=True)
class Forked:
    """A process that runs, or ended; its output is in files, so that no pipe fills up."""

    name: str
    process: Any
    folder: Path

    @property
    def returncode(self) -> int | None:
        """Return how it ended, as subprocess does: minus the signal that killed it; None while it runs."""
        code: int | None = self.process.exitcode
        return code

    @property
    def stdout(self) -> str:
        return self._text("stdout")

    @property
    def stderr(self) -> str:
        return self._text("stderr")

    def _text(self, stream: str) -> str:
        file = self.folder / stream
        return file.read_text("utf8").replace("\r\n", "\n") if file.exists() else ""

    def kill(self) -> None:
        self.process.kill()

    def terminate(self) -> None:
        """Send TERM; a process that ended meanwhile is left alone, as subprocess leaves it."""
        self.process.terminate()

    def wait(self, seconds: float = 120) -> int:
        """Wait for its end and return its status; what does not end is killed, and the test fails."""
        self.process.join(seconds)
        code = self.returncode
        if code is None:
            self.process.kill()
            self.process.join(_STOPPED_SECONDS)
            raise subprocess.TimeoutExpired(self.name, seconds, self.stdout, self.stderr)
        return code

    def completed(self, seconds: float = 120) -> "subprocess.CompletedProcess[str]":
        """Wait for its end and return what it printed, which is kept nowhere else then."""
        done = subprocess.CompletedProcess(self.name, self.wait(seconds), self.stdout, self.stderr)
        shutil.rmtree(self.folder)
        return done


def start(
    name: str, action: Callable[[], None], environment: Mapping[str, str], directory: Path | None = None
) -> Forked:
    """Start a process that does the action (what pickles) in exactly this environment, in this directory or ours."""
    # Tests start processes from several threads at a time, and a cached function that two threads call at once is
    # called twice: the folder that only one of them got would be removed with all that its process printed.
    with _ONE_AT_A_TIME:
        _start_server()
        folder = Path(mkdtemp(dir=_outputs().name))
    process = _Process(target=_child, args=(action, dict(environment), str(folder), str(directory or Path.cwd())))
    with _ONE_AT_A_TIME:
        process.start()
    return Forked(name, process, folder)


def _child(action: Callable[[], None], environment: dict[str, str], folder: str, here: str) -> None:
    """Become a process as a shell starts one: its environment, its files, its signals, the main thread."""
    os.chdir(here)
    os.environ.clear()
    os.environ.update(environment)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    sys.stdin = os.fdopen(0, encoding="utf8", closefd=False)
    for number, stream in ((1, "stdout"), (2, "stderr")):
        file = os.open(f"{folder}/{stream}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, number)
        setattr(sys, stream, os.fdopen(number, "w", encoding="utf8", errors="replace", closefd=False))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    action()


@dataclass(frozen=True)
class Command:
    """A program with these arguments: `baotinh`, or another whose function and module are named."""

    arguments: tuple[str, ...]
    program: str = "baotinh"
    module: str = "crawler.cli"
    function: str = "main"

    def __call__(self) -> None:
        sys.argv = [self.program, *self.arguments]
        getattr(import_module(self.module), self.function)()


def baotinh(*arguments: str, environment: Mapping[str, str]) -> Forked:
    """Start `baotinh ARGUMENTS`."""
    return start(" ".join(arguments), Command(arguments), environment)
