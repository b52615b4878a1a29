"""The page `/metrics`: the client library's own WSGI application on a port, for as long as a block runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import ThreadingWSGIServer, make_wsgi_app


@contextmanager
def serve(registry: CollectorRegistry, host: str, port: int) -> Iterator[int]:
    """Serve the numbers in threads; yield the port, a free one where 0 was asked for. Raises OSError."""
    server = make_server(host, port, make_wsgi_app(registry), _Server, _Handler)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingWSGIServer):
    """One thread a request."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up: the numbers are read again at its next scrape."""


class _Handler(WSGIRequestHandler):
    """Answers without a log line for each scrape."""

    # A client that connects and never asks must not hold its thread.
    timeout = 10

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""
