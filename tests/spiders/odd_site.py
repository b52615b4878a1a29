"""A site on loopback that sends raw bytes: what no well-behaved server sends."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

# What is sent for a path: the bytes of a whole answer, or pieces of it, sent one after the other without an end.
Raw = bytes | Callable[[], Iterator[bytes]]


def answer(body: bytes | str, status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole answer; 'Content_Type' stands for Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    lines = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(data)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode() + data


@dataclass
class OddSite:
    """The answers by path, and the paths that were asked."""

    pages: dict[str, Raw]
    paths: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving_odd(site: OddSite) -> Iterator[OddSite]:
    server = socket.create_server(("127.0.0.1", 0))
    site.port = server.getsockname()[1]
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                if not (piece := connection.recv(65536)):
                    return
                head += piece
            path = head.split(b" ", 2)[1].decode()
            site.paths.append(path)
            raw = site.pages.get(path, answer("không có", "404 Not Found"))
            for piece in [raw] if isinstance(raw, bytes) else raw():
                if over.is_set():
                    return
                connection.sendall(piece)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        over.set()
        server.close()
