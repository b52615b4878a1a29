"""Ports on 127.0.0.1: a free one, which stays the same from start to start if possible, and who holds one."""

import socket
from collections.abc import Iterable
from contextlib import suppress

import psutil


def free_port(preferred: Iterable[int]) -> int:
    """Return the first of the preferred ports that is free on 127.0.0.1, or else any free one."""
    for port in (*preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def is_free(port: int) -> bool:
    """Return True if nobody listens on this port of 127.0.0.1."""
    return free_port([port]) == port


def port_holder(port: int) -> str:
    """Return who listens on a port, as `name (pid N)`; 'another program' if this user may not see it."""
    with suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.status != psutil.CONN_LISTEN or not connection.pid or not connection.laddr:
                continue
            if connection.laddr.port == port:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return "another program"
