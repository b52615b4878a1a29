"""Somebody who follows the documentation: a clone, a fresh home, one shell for each page."""

import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from markdown_page import Page

import crawler

ROOT = Path(crawler.__file__).parent.parent
PATIENCE = 240
PATIENCE_WITH_A_PAGE = 480  # less than a test's 600 s, so that what the page printed is shown


def clone(folder: Path) -> Path:
    """Copy what git knows of this checkout, changes included, into a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "as cloned"]):
        subprocess.run(["git", *words], cwd=folder, env=os.environ | AUTHOR, check=True)
    return folder


AUTHOR = {f"GIT_{who}_{what}": "reader@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Reader:
    """Works in a clone, with this environment's packages: `uv run` neither installs nor asks the internet."""

    def __init__(self, folder: Path, more: Mapping[str, str] = {}) -> None:
        self.home, self.clone = folder / "home", clone(folder / "clone")
        self.home.mkdir()
        uv = shutil.which("uv") or os.environ.get("UV")  # the second is the uv that runs this, wherever it lies
        assert uv, "the documentation's `uv run` needs uv: pip install uv"
        self.environment = (
            AUTHOR
            | {
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "PYTHONPATH": str(self.clone),
                "PATH": f"{Path(sys.executable).parent}:{Path(uv).parent}:/usr/bin:/bin",
                "UV_PROJECT_ENVIRONMENT": sys.prefix,
                "UV_NO_SYNC": "1",
                "UV_OFFLINE": "1",
                "UV_FROZEN": "1",
                "BAOTINH_SAMPLE_PRESS": "http://127.0.0.1:9",  # no test asks a paper
                "BAOTINH_OUTLETS": "crawled",
            }
            | more
        )

    def follow(self, page: Page) -> str:
        """Run the page's shell and Python blocks in order in one shell; return what they printed."""
        script = ["set -eux"]
        for n, block in enumerate(page.blocks()):
            if block.language == "sh" and not block.stays:
                script.append(block.text)
            elif block.language == "python":
                file = self.home / f"block-{n}.py"
                file.write_text(block.text, "utf8")
                script.append(f"uv run python {file}")
        returned, said = self._run_to_its_end("\n".join(script))
        assert returned == 0, f"{page.path.name}\n{said[-6000:]}"
        return said

    def _run_to_its_end(self, script: str) -> tuple[int, str]:
        """Run a script in a shell, end what it left in the background, and give its exit code and all it printed.

        A server that an early end of the script leaves behind would hold a pipe open for ever: it prints to a file.
        """
        printed = self.home / "printed"
        with printed.open("wb") as out:
            shell = subprocess.Popen(
                ["bash", "-c", script],
                env=self.environment,
                cwd=self.clone,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            try:
                returned = shell.wait(PATIENCE_WITH_A_PAGE)
            except subprocess.TimeoutExpired:
                returned = -signal.SIGALRM
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)
                shell.wait()
        return returned, printed.read_text("utf8", "replace")

    @contextmanager
    def started(self, command: str) -> Iterator[str]:
        """Run a command in a terminal of its own until it says that Ctrl-C ends it; press Ctrl-C at the end."""
        running = subprocess.Popen(
            ["bash", "-euc", f"exec {command}"],
            env=self.environment,
            cwd=self.clone,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _until(running, b"Ctrl-C")
        finally:
            os.killpg(running.pid, signal.SIGINT)
            try:
                running.communicate(timeout=60)
            finally:
                running.kill()


def _until(running: "subprocess.Popen[bytes]", word: bytes) -> str:
    """Read a command's output as it comes, until it says the word."""
    said, deadline = b"", time.monotonic() + PATIENCE
    assert running.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(running.stdout, selectors.EVENT_READ)
        while word not in said:
            assert time.monotonic() < deadline, said.decode()
            if selector.select(1):
                more = os.read(running.stdout.fileno(), 65536)
                assert more, f"it ended: {said.decode()}"
                said += more
    return said.decode()
