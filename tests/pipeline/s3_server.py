"""Servers of S3's kind on 127.0.0.1: nanio keeps its objects on disk and checks signatures, moto's has versions."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from crawler.local.ports import free_port

KEYS = {"AWS_ACCESS_KEY_ID": "papers", "AWS_SECRET_ACCESS_KEY": "of-the-provinces", "AWS_DEFAULT_REGION": "us-east-1"}


class S3Server:
    """One server of S3's kind; it can be killed and started again on the same port and folder."""

    def __init__(self, command: list[str], port: int) -> None:
        self._command, self.port = command, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what names this server and its key to every client of S3."""
        return KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}"}

    def start(self) -> None:
        names = {"NANIO_ACCESS_KEY": KEYS["AWS_ACCESS_KEY_ID"], "NANIO_SECRET_KEY": KEYS["AWS_SECRET_ACCESS_KEY"]}
        self._process = subprocess.Popen(
            self._command, env=os.environ | names, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no answer from {self._command}")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        assert self._process
        self._process.kill()
        self._process.wait()


@contextmanager
def nanio(folder: Path) -> Iterator[S3Server]:
    """Serve a folder; each bucket is a folder in it."""
    port = free_port([])
    command = [str(Path(sys.executable).with_name("nanio")), "serve", "--data-dir", str(folder), "--host", "127.0.0.1"]
    yield from _running(S3Server([*command, "--port", str(port)], port))


@contextmanager
def moto() -> Iterator[S3Server]:
    """Serve buckets with versions; they are gone with the process."""
    port = free_port([])
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    yield from _running(S3Server(command, port))


def _running(server: S3Server) -> Iterator[S3Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()
