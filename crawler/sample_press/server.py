"""The sample press on loopback: uvicorn in a thread of this process."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from crawler.sample_press.app import create_app
from crawler.sample_press.press import SamplePress


def configuration(sample_press: SamplePress) -> uvicorn.Config:
    """Return uvicorn's settings; its error log is off, since truncated bodies are intended here."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        create_app(sample_press), log_config=None, access_log=False, lifespan="off", timeout_keep_alive=30
    )


@contextmanager
def serving(sample_press: SamplePress, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1 until the block ends; port 0 takes a free one. Yields the URL."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        server = uvicorn.Server(configuration(sample_press))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
