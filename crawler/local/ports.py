"""A port on 127.0.0.1 that stays the same from start to start where it can."""

import socket
from collections.abc import Iterable
from contextlib import suppress

import psutil


def free_port(wanted: Iterable[int]) -> int:
    """Return the first of the wanted ports that is free on 127.0.0.1, or else any free one."""
    for port in (*wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def is_free(port: int) -> bool:
    """Tell whether the port can be taken on 127.0.0.1."""
    return free_port([port]) == port


def holder(port: int) -> str:
    """Return who listens on a port, as `name (pid N)`; 'another program' where that may not be seen."""
    with suppress(psutil.Error):
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.pid and found.laddr and found.laddr.port == port:
                return f"{psutil.Process(found.pid).name()} (pid {found.pid})"
    return "another program"
