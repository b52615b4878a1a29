"""A port on 127.0.0.1 that stays the same from start to start where it can."""

import socket
from collections.abc import Iterable


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
